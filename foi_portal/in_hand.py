"""What a worker's processes have in hand, so that a worker that is stopped waits just for that.

Celery waits on SIGQUIT for as long as `worker_soft_shutdown_timeout` says, also when the last task
ended at once, and a release would stand still meanwhile. Its own list of what is in hand does not
change then, because the loop that reads what the processes say has ended. So a process holds a lock
while it has a task, and the kernel lets go of it for one that is killed.
"""

from __future__ import annotations

import fcntl
import tempfile
import time
from typing import IO, Any

from celery.apps.worker import Worker
from celery.signals import task_postrun, task_prerun, worker_init
from celery.worker import state

# Seconds between two looks. A task that was handed over may take some of the first to begin.
_LOOK = 0.5
_locked: list[IO[bytes]] = []


@worker_init.connect
def _open(**_: Any) -> None:
    """Before the processes are forked, which inherit it. A lock belongs to one process alone."""
    _locked[:] = [tempfile.TemporaryFile()]  # noqa: SIM115 - open as long as the worker


@task_prerun.connect
def _take(**_: Any) -> None:
    for file in _locked:
        fcntl.lockf(file, fcntl.LOCK_SH)


@task_postrun.connect
def _let_go(**_: Any) -> None:
    for file in _locked:
        fcntl.lockf(file, fcntl.LOCK_UN)


def _is_anything() -> bool:
    for file in _locked:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        fcntl.lockf(file, fcntl.LOCK_UN)
    return False


class SoonStopped(Worker):  # type: ignore[misc]  # Celery has no types
    def wait_for_soft_shutdown(self) -> None:
        """Until nothing is in hand, at most as long as the settings say."""
        end = time.monotonic() + self.app.conf.worker_soft_shutdown_timeout
        if not state.reserved_requests:
            return
        time.sleep(_LOOK)
        while _is_anything() and time.monotonic() < end:
            time.sleep(_LOOK)

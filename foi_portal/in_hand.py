"""What a worker's processes have in hand, so that a worker that is stopped waits just for that.

Celery waits on SIGQUIT for as long as `worker_soft_shutdown_timeout` says, also when the last task
ended at once, and a release would stand still meanwhile. Its own list of what is in hand does not
change then, because the loop that reads what the processes say has ended. So a process holds a lock
while it has a task, and the kernel lets go of it for one that is killed.

Celery does all this in the handler of the signal, in whatever the worker does just then. If it is
writing a task to one of its processes, that process would wait for the rest of it, and the worker
for that process. So the signal comes again when the task is handed over.
"""

from __future__ import annotations

import fcntl
import os
import signal
import tempfile
import threading
import time
from types import FrameType
from typing import IO, Any

from celery.apps.worker import Worker
from celery.signals import task_postrun, task_prerun, worker_init
from celery.worker import state

# Seconds between two looks. A task that was handed over may take some of the first to begin.
_LOOK = 0.5
_locked: list[IO[bytes]] = []
# Seconds until a signal comes again; a task is written in far less.
_AGAIN = 0.05
# Where Celery writes to its processes.
_WRITES = {("celery.concurrency.asynpool", name) for name in ("_write_job", "_write_ack")}


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


def _is_writing(frame: FrameType | None) -> bool:
    """Whether a task is just being written to a process."""
    while frame is not None:
        if (frame.f_globals.get("__name__"), frame.f_code.co_name) in _WRITES:
            return True
        frame = frame.f_back
    return False


class SoonStopped(Worker):  # type: ignore[misc]  # Celery has no types
    def install_platform_tweaks(self, worker: Worker) -> None:
        super().install_platform_tweaks(worker)
        stop = signal.getsignal(signal.SIGQUIT)
        if not callable(stop):
            return

        def stop_between_writes(number: int, frame: FrameType | None) -> None:
            if _is_writing(frame):
                again = threading.Timer(_AGAIN, os.kill, (os.getpid(), number))
                again.daemon = True
                again.start()
            else:
                stop(number, frame)

        signal.signal(signal.SIGQUIT, stop_between_writes)

    def wait_for_soft_shutdown(self) -> None:
        """Until nothing is in hand, at most as long as the settings say."""
        end = time.monotonic() + self.app.conf.worker_soft_shutdown_timeout
        if not state.reserved_requests:
            return
        time.sleep(_LOOK)
        while _is_anything() and time.monotonic() < end:
            time.sleep(_LOOK)

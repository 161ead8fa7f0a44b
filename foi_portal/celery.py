"""The Celery application. Tasks live in ``requests_app.tasks`` and carry an id only."""

from __future__ import annotations

import os
from collections import deque
from typing import Any

from celery import Celery, Task, bootsteps
from celery.signals import task_postrun, task_prerun
from celery.worker.consumer import Consumer
from celery.worker.request import Request
from django.db import close_old_connections
from kombu.asynchronous import Hub
from kombu.message import Message

from foi_portal.broker_in_files import use_whole_files
from foi_portal.lasting_redis import use_lasting_redis

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foi_portal.settings")

# --- a worker whose acknowledgement the broker did not take connects again ----------------
#
# Celery only logs such a failure (a Redis that hung for some seconds is enough). The message goes
# on counting as one that this worker has in hand, and after as many as it may have in hand it
# would wait for ever, alive and silent.

# What the event loop is to acknowledge: it does so soon after it was asked, not at once. Of these
# many, because with the broker in files there is no event loop, and nobody looks at them.
_asked: deque[Message] = deque(maxlen=100)


class AcknowledgedRequest(Request):  # type: ignore[misc]  # Celery has no types
    def acknowledge(self) -> None:
        super().acknowledge()
        _asked.append(self.message)


class AcknowledgedTask(Task):  # type: ignore[misc]
    Request = AcknowledgedRequest
    abstract = True


class ConnectAgain(bootsteps.StartStopStep):  # type: ignore[misc]
    def register_with_event_loop(self, consumer: Consumer, hub: Hub) -> None:
        # What came over an earlier connection can no longer be acknowledged, and comes again.
        _asked.clear()
        self.overdue: list[Message] = []
        self.channel = consumer.task_consumer.channel
        hub.call_repeatedly(1.0, self.look)  # type: ignore[no-untyped-call]

    def look(self) -> None:
        if any(self.is_in_hand(message) for message in self.overdue):
            # The consumer takes it for a lost connection, which it knows how to mend.
            raise ConnectionResetError("the broker did not take an acknowledgement")
        self.overdue = [message for message in _asked if self.is_in_hand(message)]
        _asked.clear()

    def is_in_hand(self, message: Message) -> bool:
        return message.channel is self.channel and not message.acknowledged


# --- a connection to the database serves many tasks, as it serves many requests -----------
#
# Celery closes it after each task, whatever the settings say. A new one costs a process of the
# server, which plans each first query anew: some 15 ms of processor time a document.


def _as_between_requests(*, task: Task, **_: Any) -> None:
    """One that is too old or broken is closed; one that is kept is tried before its next use."""
    # Within a task that another one calls, a transaction may be open.
    if not task.request.is_eager:
        close_old_connections()


task_prerun.connect(_as_between_requests, weak=False)
task_postrun.connect(_as_between_requests, weak=False)


class Portal(Celery):  # type: ignore[misc]
    @property
    def Worker(self) -> type:  # noqa: N802 - Celery's name
        """What is started as a worker. Only there is its module read."""
        return self.subclass_with_self("foi_portal.in_hand:SoonStopped")  # type: ignore[no-any-return]


use_lasting_redis()
use_whole_files()
app = Portal("foi_portal", task_cls=AcknowledgedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
# So many tasks after which Celery itself closes it. Not in the settings, where the name would be
# looked for without its first word.
app.conf["CELERY_DB_REUSE_MAX"] = 1_000
app.autodiscover_tasks()
app.steps["consumer"].add(ConnectAgain)

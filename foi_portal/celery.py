"""The Celery application. Tasks live in ``requests_app.tasks`` and carry an id only."""

from __future__ import annotations

import os
from collections import deque

from celery import Celery, Task, bootsteps
from celery.worker.consumer import Consumer
from celery.worker.request import Request
from kombu.asynchronous import Hub
from kombu.message import Message

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


use_lasting_redis()
app = Celery("foi_portal", task_cls=AcknowledgedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["consumer"].add(ConnectAgain)

"""The Celery application. Tasks live in ``requests_app.tasks`` and carry an id only."""

from __future__ import annotations

import logging
import os
from collections import deque

from celery import Celery, Task, bootsteps
from celery.worker.consumer import Consumer
from celery.worker.request import Request
from kombu.asynchronous import Hub
from kombu.message import Message

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foi_portal.settings")

logger = logging.getLogger(__name__)

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


# --- a worker that lost its broker with work in hand lives on ------------------------------


class LastingConsumer(Consumer):  # type: ignore[misc]
    """Goes on when a connection that is lost cannot be closed either.

    Kombu closes such a connection twice. The second time, what is in hand is given back over a
    transport that the first has taken away; Celery would let that error end the worker.
    """

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        try:
            super().on_connection_error_after_connected(exc)
        except AttributeError:
            # By now it is forgotten and its sockets are closed. The broker gives back what was in
            # hand when nobody acknowledges it, and the rows are the sweeper's in any case.
            logger.warning("the connection lost to the broker could not be closed", exc_info=True)


app = Celery("foi_portal", task_cls=AcknowledgedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.worker_consumer = LastingConsumer
app.autodiscover_tasks()
app.steps["consumer"].add(ConnectAgain)

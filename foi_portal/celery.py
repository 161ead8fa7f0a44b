"""The Celery application. Tasks live in ``requests_app.tasks`` and carry an id only."""

from __future__ import annotations

import os
import threading

from celery import Celery, Task, bootsteps
from celery.worker.consumer import Consumer
from celery.worker.request import Request
from kombu.asynchronous import Hub

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foi_portal.settings")

# --- a worker whose acknowledgement the broker did not take connects again ----------------
#
# Celery only logs such a failure (a Redis that hung for some seconds is enough). The message goes
# on counting as one that this worker has in hand, and after as many as it may have in hand it
# would wait for ever, alive and silent.

_not_taken = threading.Event()


class AcknowledgedRequest(Request):  # type: ignore[misc]  # Celery has no types
    def acknowledge(self) -> None:
        super().acknowledge()
        if not self.message.acknowledged:
            _not_taken.set()


class AcknowledgedTask(Task):  # type: ignore[misc]
    Request = AcknowledgedRequest
    abstract = True


class ConnectAgain(bootsteps.StartStopStep):  # type: ignore[misc]
    def register_with_event_loop(self, consumer: Consumer, hub: Hub) -> None:
        _not_taken.clear()
        hub.call_repeatedly(1.0, self.look)  # type: ignore[no-untyped-call]

    def look(self) -> None:
        if _not_taken.is_set():
            # The consumer takes it for a lost connection, which it knows how to mend.
            raise ConnectionResetError("the broker did not take an acknowledgement")


app = Celery("foi_portal", task_cls=AcknowledgedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["consumer"].add(ConnectAgain)

"""A message that the broker did not let a worker acknowledge must not count as one in hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from celery.worker.request import Request
from kombu.asynchronous import Hub
from kombu.connection import Connection
from kombu.message import Message

from foi_portal.celery import AcknowledgedRequest, ConnectAgain, app
from requests_app.tasks import render


@pytest.fixture
def channel() -> Any:
    with Connection("memory://") as connection:  # type: ignore[no-untyped-call]
        yield connection.channel()


@pytest.fixture
def step(channel: Any) -> ConnectAgain:
    step = ConnectAgain(None)
    consumer = SimpleNamespace(task_consumer=SimpleNamespace(channel=channel))
    step.register_with_event_loop(consumer, Hub())  # type: ignore[no-untyped-call]
    return step


def request(channel: Any, kind: type[Request], *, is_taken: bool) -> Request:
    """One whose acknowledgement the broker takes, or does not: then Celery only logs it."""
    message = Message(channel=channel, body=[[1], {}, {}])  # type: ignore[no-untyped-call]

    def acknowledge(*_: object) -> None:
        if is_taken:
            message._state = "ACK"

    return kind(message, on_ack=acknowledge, task=render, app=app, decoded=True, headers=HEADERS)


HEADERS = {"id": "1", "task": "requests_app.tasks.render", "root_id": "1"}


def looks(step: ConnectAgain) -> None:
    """Twice, as the event loop has it: it may acknowledge a little later than it was asked."""
    step.look()
    step.look()


def test_a_worker_connects_again_when_an_acknowledgement_was_not_taken(
    channel: Any, step: ConnectAgain
) -> None:
    request(channel, AcknowledgedRequest, is_taken=False).acknowledge()
    with pytest.raises(ConnectionResetError):
        looks(step)


def test_celery_itself_would_not_notice(channel: Any, step: ConnectAgain) -> None:
    request(channel, Request, is_taken=False).acknowledge()
    looks(step)


def test_what_was_acknowledged_is_no_reason(channel: Any, step: ConnectAgain) -> None:
    request(channel, AcknowledgedRequest, is_taken=True).acknowledge()
    looks(step)


def test_what_came_over_an_earlier_connection_is_no_reason(
    channel: Any, step: ConnectAgain
) -> None:
    request(object(), AcknowledgedRequest, is_taken=False).acknowledge()
    looks(step)


def test_every_task_is_watched() -> None:
    assert render.Request is AcknowledgedRequest

"""A worker that loses its broker while it has work in hand must not die of it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest
from celery.worker.consumer import Consumer
from kombu.connection import Connection
from kombu.entity import Queue

from foi_portal.celery import LastingConsumer, app
from tests.faults.site import Redis


def consumer_that_lost_its_broker(kind: type[Consumer], server: Redis) -> Consumer:
    """It has a message in hand, and has asked for the next one, when the broker is killed."""
    connection: Any = Connection(server.url)  # type: ignore[no-untyped-call]
    channel = connection.default_channel
    queue: Any = Queue("celery")(channel)  # type: ignore[no-untyped-call]
    queue.declare()
    with connection.Producer(auto_declare=False) as producer:
        producer.publish({}, routing_key="celery")
    assert queue.get(no_ack=False)
    queue.consume()
    with contextlib.suppress(TimeoutError):
        connection.drain_events(timeout=0.2)
    assert channel._in_poll
    server.kill()
    # Kombu would give it back once more when the tests end.
    channel.qos._on_collect.cancel()
    consumer = object.__new__(kind)
    consumer.connection = connection
    consumer.app = app
    return consumer


@pytest.fixture
def server(tmp_path: Path) -> Redis:
    server = Redis(tmp_path)
    server.start()
    return server


pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")


def test_a_worker_lives_on_when_it_loses_its_broker_with_work_in_hand(server: Redis) -> None:
    consumer = consumer_that_lost_its_broker(LastingConsumer, server)
    consumer.on_connection_error_after_connected(ConnectionResetError())
    assert consumer.connection is None


def test_celery_itself_would_die(server: Redis) -> None:
    consumer = consumer_that_lost_its_broker(Consumer, server)
    with pytest.raises(AttributeError):
        consumer.on_connection_error_after_connected(ConnectionResetError())


def test_every_worker_has_it() -> None:
    assert app.conf.worker_consumer is LastingConsumer

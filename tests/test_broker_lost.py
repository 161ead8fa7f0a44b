"""A worker that loses its broker while it has work in hand must not die of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kombu.connection import Connection
from kombu.entity import Queue
from kombu.transport.redis import Transport

from foi_portal.celery import app
from foi_portal.lasting_redis import LastingTransport
from tests.faults.site import Redis


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Redis]:
    server = Redis(tmp_path)
    server.start()
    yield server
    server.kill()


def lost(kind: type[Transport], server: Redis) -> tuple[Any, Any]:
    """The connection of a worker, and the message it has in hand; it waits for the next one when
    Redis is killed."""
    connection: Any = Connection(transport=kind, hostname="127.0.0.1", port=server.port)  # type: ignore[no-untyped-call]
    channel, control = connection.default_channel, connection.channel()
    queue: Any = Queue("celery")(channel)  # type: ignore[no-untyped-call]
    queue.declare()
    with connection.Producer(auto_declare=False) as producer:
        producer.publish({}, routing_key="celery")
    message = queue.get(no_ack=False)
    queue.consume()
    # As a worker has it: closing this one fails as well, and ends the first closing.
    Queue("control")(control).declare()  # type: ignore[no-untyped-call]
    Queue("control")(control).consume()  # type: ignore[no-untyped-call]
    with contextlib.suppress(TimeoutError):
        connection.drain_events(timeout=0.2)
    assert channel._in_poll
    assert control._in_poll
    server.kill()
    # Kombu would give it back once more when the tests end.
    channel.qos._on_collect.cancel()
    return connection, message


def close_as_celery_does(connection: Any) -> None:
    with contextlib.suppress(Exception):
        connection.collect(socket_timeout=1.0)
    connection.close()


def test_a_worker_lives_on_when_it_loses_its_broker_with_work_in_hand(server: Redis) -> None:
    connection, message = lost(LastingTransport, server)
    errors = connection.connection_errors
    close_as_celery_does(connection)
    message.ack_log_error(app.log.get_default_logger(), errors)
    assert not message.acknowledged


def test_nor_does_it_die_when_the_channel_was_closed_to_its_end(server: Redis) -> None:
    connection, message = lost(LastingTransport, server)
    errors = connection.connection_errors
    close_as_celery_does(connection)
    # How far the closing comes before it fails is chance.
    with contextlib.suppress(Exception):
        message.channel.close()
    message.channel.connection = None
    message.ack_log_error(app.log.get_default_logger(), errors)
    assert not message.acknowledged


def test_kombu_itself_would_stumble_over_the_second_closing(server: Redis) -> None:
    connection, _ = lost(Transport, server)
    with pytest.raises(AttributeError):
        close_as_celery_does(connection)


def test_kombu_itself_would_stumble_over_a_late_acknowledgement(server: Redis) -> None:
    connection, message = lost(Transport, server)
    errors = connection.connection_errors
    with contextlib.suppress(AttributeError):
        close_as_celery_does(connection)
    with pytest.raises(AttributeError):
        message.ack_log_error(app.log.get_default_logger(), errors)


def test_every_worker_has_it() -> None:
    with app.connection("redis://127.0.0.1/0") as connection:
        assert isinstance(connection.transport, LastingTransport)

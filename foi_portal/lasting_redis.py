"""Kombu's Redis transport, for a worker that outlives a broker it lost with work in hand.

Kombu closes a lost connection twice, and a document that is finished afterwards is acknowledged
over it. By then the connection has no address any more, Kombu stumbles over that, and Celery
lets the AttributeError end the worker. Here it is what it is, a lost connection, which both know
how to mend: the broker brings again what nobody acknowledged, and the row tells the worker that
it is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kombu.transport import TRANSPORT_ALIASES
from kombu.transport.redis import Channel, Transport
from redis import Redis


class LastingChannel(Channel):
    @contextmanager
    def conn_or_acquire(self, client: Redis | None = None) -> Iterator[Redis]:
        """Raises ConnectionResetError when the connection was lost and let go of."""
        # A channel that was closed to its end has no connection either.
        if client is None and (self.connection is None or self.connection.client is None):
            raise ConnectionResetError("the connection to the broker was lost")
        with super().conn_or_acquire(client) as acquired:
            yield acquired


class LastingTransport(Transport):
    Channel = LastingChannel


def use_lasting_redis() -> None:
    """Makes it the transport of all addresses that begin with ``redis://``."""
    TRANSPORT_ALIASES["redis"] = f"{__name__}:{LastingTransport.__name__}"

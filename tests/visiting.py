"""How tests visit pages: as somebody, counting queries, or with no room for what is written."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.contrib.auth.models import User
from django.db import DatabaseError, connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext


def signed_in(user: User) -> Client:
    """A browser of this person's own."""
    client = Client()
    client.force_login(user)
    return client


def queries_of(client: Client, url: str) -> int:
    """How many queries the page takes when it is visited again."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        # To its end: some answers are read while they are sent.
        list(client.get(url))
    return len(queries)


def no_room_for(model: type[Model]) -> AbstractContextManager[None]:
    """Within the block the database takes no new row of this kind: it raises DatabaseError."""

    def full(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith(f'INSERT INTO "{model._meta.db_table}"'):
            raise DatabaseError("no room")
        return execute(sql, *rest)

    return connection.execute_wrapper(full)

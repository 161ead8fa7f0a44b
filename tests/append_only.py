"""Takes the triggers of append-only rows away: for a test that empties all tables, or forges one.

The owner of the tables can do this, which is why the portal does not connect as their owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"


@contextmanager
def append_only_rows_may_go() -> Iterator[None]:
    if connection.vendor == "postgresql":
        _execute("SET session_replication_role = replica")
        yield
        _execute("SET session_replication_role = DEFAULT")
        return
    with connection.cursor() as cursor:
        triggers = cursor.execute(TRIGGERS).fetchall()
    _execute(*(f"DROP TRIGGER {name}" for name, _ in triggers))
    yield
    _execute(*(statement for _, statement in triggers))


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

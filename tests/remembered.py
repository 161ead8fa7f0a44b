"""What a factory writes first in a test is reached by the verbs once, and then written from memory.

Half of the time of many tests went into reaching the same state by the same verbs. In a database in
which nothing was written since the test began, the same call writes the same rows: its statements
are noted the first time, and repeated the next. Whatever else a test writes, sets or puts in the
place of something ends that for the rest of it.
"""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

P = ParamSpec("P")
Row = TypeVar("Row", bound=Model)

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@dataclass(frozen=True)
class Noted:
    """The statements of one call, and the row that it returned."""

    statements: list[tuple[str, Any, bool]]
    model: type[Model]
    pk: Any


@dataclass
class Written:
    """What this test has written so far, if it did so by calls that are remembered, and how many
    changes its connection had seen then."""

    by: Hashable | None = None
    changes: int = -1


_noted: dict[Hashable, Noted] = {}
_written = Written()


def begin(*, may_remember: bool) -> None:
    """A test begins; it may not remember when it sets or replaces what the verbs look at."""
    _written.by, _written.changes = ("nothing" if may_remember else None), _changes()


def _changes() -> int:
    """Rows changed on this connection; -1 where there is none, or none of SQLite."""
    found = connection.connection
    return found.total_changes if isinstance(found, sqlite3.Connection) else -1


def remembered(make: Callable[P, Row]) -> Callable[P, Row]:
    """Decorates a factory that returns a row and is told by plain values what to make."""

    @functools.wraps(make)
    def made(*args: P.args, **options: P.kwargs) -> Row:
        key = _key_of(make.__name__, args, options)
        _written.by = None  # until it is written; also for what this factory calls
        if key is None:
            return make(*args, **options)
        noted = _noted.get(key)
        row = _note(key, make, *args, **options) if noted is None else _repeat(noted)
        _written.by, _written.changes = key, _changes()
        return row  # type: ignore[return-value]

    return made


def _key_of(name: str, args: tuple[Any, ...], options: dict[str, Any]) -> Hashable | None:
    """The call after all that was written before it, or None if it must be made."""
    told = (*args, *options.values())
    is_as_left = _written.by is not None and _written.changes == _changes() != -1
    is_plain = not any(isinstance(one, Model | dict | list) for one in told)
    if not (is_as_left and is_plain and connection.in_atomic_block):
        return None
    with connection.cursor() as cursor:
        # Keys go on where a test that could not be undone left them.
        cursor.execute("SELECT total(seq) FROM sqlite_sequence")
        (keys,) = cursor.fetchone()
    return (_written.by, keys, name, args, tuple(sorted(options.items())))


def _note(key: Hashable, make: Callable[P, Row], *args: P.args, **options: P.kwargs) -> Row:
    statements: list[tuple[str, Any, bool]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(WRITES):
            statements.append((sql, params, many))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        row = make(*args, **options)
    _noted[key] = Noted(statements, type(row), row.pk)
    return row


def _repeat(noted: Noted) -> Model:
    with connection.cursor() as cursor:
        for sql, params, many in noted.statements:
            (cursor.executemany if many else cursor.execute)(sql, params)
    rows: QuerySet[Model] = QuerySet(noted.model)
    return rows.get(pk=noted.pk)

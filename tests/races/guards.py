"""The guards of the verbs, for a test to take away, and people who act at the same moment.

Three guards stand behind each other: the lock on the row of the case, the compare-and-swap, and
a constraint of the database. Who takes some away sees whether those that are left hold alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model, QuerySet

from requests_app import workflow
from requests_app.actions import drafting, publishing, review
from requests_app.models import FoiRequest
from requests_app.workflow import Verb
from tests.append_only import append_only_rows_may_go

Deed = Callable[[], object]
PATIENCE = 60


class Guard(Enum):
    LOCK = "the lock on the row of the case"
    SWAP = "the compare-and-swap"
    CONSTRAINT = "the constraint of the database"


@dataclass(frozen=True, slots=True)
class Race:
    """What people do at the same moment, on a case of their own each round.

    ``begin`` makes the case with this reference, ``deeds`` what each of so many people does to it,
    and ``holds`` fails unless all is right after it. Exactly ``wins`` of them get their way; the
    others are told with one of ``told``. ``alone`` are the guards of which each is enough.
    """

    begin: Callable[[str], FoiRequest]
    deeds: Callable[[FoiRequest, int], list[Deed]]
    holds: Callable[[FoiRequest, list[object]], None]
    told: tuple[type[Exception], ...]
    constrained: Sequence[type[Model]] = ()
    alone: tuple[Guard, ...] = tuple(Guard)
    wins: int = 1


def won(results: Sequence[object]) -> list[object]:
    return [result for result in results if not isinstance(result, Exception)]


# --- without guards ------------------------------------------------------------------------


@contextmanager
def guarded_only_by(*left: Guard, race: Race, people: int) -> Iterator[None]:
    """While the block lasts, only these guards stand.

    Without the lock, everybody reads the case before anybody goes on: the worst that can happen,
    each time.
    """
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        if Guard.LOCK not in left:
            patch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows.all())
            patch.setattr(workflow, "check", _after_all_have_read(people))
        if Guard.SWAP not in left:
            patch.setattr(review, "move", _move_blindly)
            patch.setattr(publishing, "move", _move_blindly)
            patch.setattr(drafting, "swap", _write_blindly)
        if Guard.CONSTRAINT not in left:
            for model in race.constrained:
                stack.enter_context(_rows_need_not_be_unique(model))
        yield


def _after_all_have_read(people: int) -> Callable[..., None]:
    gate, check = threading.Barrier(people, timeout=PATIENCE), workflow.check
    # The test's own thread makes the case and waits for nobody.
    waited = {threading.get_ident()}

    def check_together(*args: Any, **options: Any) -> None:
        if threading.get_ident() not in waited:
            waited.add(threading.get_ident())
            gate.wait()
        check(*args, **options)

    return check_together


def _move_blindly(case: FoiRequest, verb: Verb) -> None:
    target = workflow.TRANSITIONS[verb].target
    FoiRequest.objects.filter(pk=case.pk).update(state=target)


def _write_blindly(row: Model, revision: int, **values: object) -> bool:
    rows = type(row)._default_manager.filter(pk=row.pk)
    return rows.update(revision=revision + 1, **values) == 1


@contextmanager
def _rows_need_not_be_unique(model: type[Model]) -> Iterator[None]:
    """The table without its unique constraints; afterwards it is empty and has them again."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype = 'u'",
            [table],
        )
        constraints = cursor.fetchall()
        assert constraints, f"{table} has no unique constraint, so it guards nothing"
        for name, _ in constraints:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        try:
            yield
        finally:
            with append_only_rows_may_go():
                cursor.execute(f"TRUNCATE {table} CASCADE")
                for name, definition in constraints:
                    cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")

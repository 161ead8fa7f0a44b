"""Keeps the columns of the deadline equal to their function, for one case and for all open ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Case, CharField, DateField, F, Value, When

from requests_app import audit, calendars
from requests_app.due import Due, due, histories
from requests_app.models import DeadlineNotice, FoiRequest
from requests_app.working_days import Calendar

BATCH = 500
COLUMNS = ["due_on", "waiting_for", "calendar_version"]


@dataclass(frozen=True, slots=True)
class Recomputed:
    """How many open cases were looked at, and how many of them moved."""

    cases: int
    moved: int


def restamp(case: FoiRequest, *, calendar: Calendar | None = None) -> None:
    """Computes the deadline of a case anew, inside the transaction of the deed that may move it.

    Raises ImpossibleEvents when the deed does not fit what happened before.
    """
    history = histories([case])[case.pk]
    _stamp(case, due(history, calendar or calendars.current()))
    case.save(update_fields=COLUMNS)


def _stamp(case: FoiRequest, found: Due) -> None:
    case.due_on, case.waiting_for = found.due_on, found.waiting_for
    case.calendar_version = found.calendar_version


def recompute_open(calendar: Calendar, *, because: str, by: User, at: datetime) -> Recomputed:
    """Every open case, in batches: its columns, an audit row and a notice for each that moved.

    Runs inside the transaction of the deed that changed the table.
    """
    # All of them are locked before the first deed is recorded: see audit.record.
    still_open = FoiRequest.objects.open().select_for_update(of=("self",)).order_by("pk")
    keys = list(still_open.values_list("pk", flat=True))
    moved = 0
    # Most cases have no event, so few receipts make many cases: each history is counted once.
    counted = cache(partial(due, calendar=calendar))
    for batch in _batches(keys):
        cases = list(FoiRequest.objects.filter(pk__in=batch))
        before = {case.pk: case.due_on for case in cases}
        known = histories(cases)
        for case in cases:
            _stamp(case, counted(known[case.pk]))
        _save(cases, calendar)
        moved += _tell(cases, before, calendar, because=because, by=by, at=at)
    return Recomputed(len(keys), moved)


def _batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]


def _save(cases: Sequence[FoiRequest], calendar: Calendar) -> None:
    """One statement: cases with the same new value share a branch of it, and they are many.

    Django's own bulk_update has a branch for each row, which takes three times as long.
    """
    FoiRequest.objects.filter(pk__in=[case.pk for case in cases]).update(
        due_on=_new_values(cases, "due_on", DateField()),
        waiting_for=_new_values(cases, "waiting_for", CharField()),
        calendar_version=calendar.version,
    )


def _new_values(
    cases: Sequence[FoiRequest], column: str, kind: DateField[Any, Any] | CharField[Any, Any]
) -> Case:
    by_value: dict[object, list[int]] = {}
    for case in cases:
        by_value.setdefault(getattr(case, column), []).append(case.pk)
    branches = [
        When(pk__in=keys, then=Value(value, output_field=kind)) for value, keys in by_value.items()
    ]
    return Case(*branches, default=F(column), output_field=kind)


def _tell(
    cases: Sequence[FoiRequest],
    before: Mapping[int, date | None],
    calendar: Calendar,
    *,
    because: str,
    by: User,
    at: datetime,
) -> int:
    """An audit row and a notice for each case that moved; returns how many did."""
    moved = [case for case in cases if case.due_on != before[case.pk]]
    audit.record_each(
        {
            case.pk: {
                "old": _iso(before[case.pk]),
                "new": _iso(case.due_on),
                "calendar": calendar.version,
            }
            for case in moved
        },
        "deadline_moved",
        by=by,
        at=at,
    )
    DeadlineNotice.objects.bulk_create(
        DeadlineNotice(
            foi_request=case,
            officer_id=case.officer_id,
            old_due=before[case.pk],
            new_due=case.due_on,
            because=because,
            at=at,
        )
        for case in moved
    )
    return len(moved)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

"""What moves deadlines: events of a case, and changes of the table of bank holidays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from requests_app import audit, calendars
from requests_app.actions import clock_checks as checks
from requests_app.actions.base import Refused, locked, require_role
from requests_app.actions.clock_checks import EventDetails
from requests_app.actions.recomputing import Recomputed, recompute_open, restamp
from requests_app.clock import ImpossibleEvents
from requests_app.models import (
    BankHoliday,
    ClockEvent,
    ClockEventQuestion,
    ClockEventStrike,
    FoiRequest,
)
from requests_app.workflow import Role, Verb
from requests_app.working_days import PARTS, SATURDAY, Basis, Calendar, HolidayRow, UnknownYear

__all__ = [
    "EventDetails",
    "add_holiday",
    "recompute",
    "record_event",
    "strike_event",
    "switch_off_holiday",
]

CHANGE_HOLIDAYS = "change the bank holidays"


def record_event(case: FoiRequest, details: EventDetails, *, by: User, at: datetime) -> ClockEvent:
    """Records what happened, and moves the deadlines it moves. Raises Refused."""
    with locked(case, Verb.RECORD_EVENT, by=by) as row:
        old = row.due_on
        checks.check_day(row, details, at)
        provisions = checks.provisions_of(details)
        concerned = checks.check_history(row, details)
        event = ClockEvent.objects.create(
            foi_request=row,
            kind=details.kind,
            on=details.on,
            until=details.until if details.kind.has_end else None,
            whole_case=not concerned and not details.questions_gone,
            provisions=provisions,
            note=details.note.strip(),
            recorded_by=by,
            recorded_at=at,
        )
        ClockEventQuestion.objects.bulk_create(
            ClockEventQuestion(event=event, question_id=pk) for pk in sorted(concerned)
        )
        try:
            restamp(row)
        except ImpossibleEvents as error:
            raise Refused(str(error), field=error.field) from error
        audit.record(
            row,
            "clock_event_recorded",
            by=by,
            at=at,
            event=event.pk,
            kind=details.kind.label,
            on=details.on.isoformat(),
            **moved(old, row.due_on),
        )
    return event


def strike_event(event: ClockEvent, *, reason: str, by: User, at: datetime) -> ClockEventStrike:
    """Strikes out an event that was recorded by mistake; its row stays. Raises Refused."""
    if not reason.strip():
        raise Refused("Say why the event is struck out.", field="reason")
    with locked(event.foi_request, Verb.RECORD_EVENT, by=by) as row:
        old = row.due_on
        if ClockEventStrike.objects.filter(event=event).exists():
            raise Refused("This event is struck out already.")
        strike = ClockEventStrike.objects.create(
            event=event, reason=reason.strip(), struck_by=by, struck_at=at
        )
        checks.check_answers(row)
        try:
            restamp(row)
        except ImpossibleEvents as error:
            raise Refused(
                f"What happened later does not fit without this event: {error} Strike that out "
                "first."
            ) from error
        audit.record(
            row,
            "clock_event_struck",
            by=by,
            at=at,
            event=event.pk,
            kind=event.get_kind_display(),
            on=event.on.isoformat(),
            **moved(old, row.due_on),
        )
    return strike


def moved(old: date | None, new: date | None) -> dict[str, str | None]:
    """The two dates for an audit row."""
    return {
        "old": old.isoformat() if old else None,
        "new": new.isoformat() if new else None,
    }


# --- the table of bank holidays ---------------------------------------------------------------


def add_holiday(row: HolidayRow, *, by: User, at: datetime) -> Recomputed:
    """Adds a day, and recomputes every open case. Raises NotAllowed, Refused."""
    require_role(by, Role.ADMINISTRATOR, CHANGE_HOLIDAYS)
    with transaction.atomic():
        calendar = _checked(row)
        kept = calendar.holiday(row.day)
        if kept and set(row.parts) <= set(kept.parts):
            raise Refused(f"{kept} is in the table on that day already.", field="day")
        return _change(BankHoliday.What.ADDED, row, by=by, at=at)


def switch_off_holiday(row: HolidayRow, *, by: User, at: datetime) -> Recomputed:
    """Takes a day from the parts of ``row``, and recomputes every open case.

    Raises NotAllowed, Refused.
    """
    require_role(by, Role.ADMINISTRATOR, CHANGE_HOLIDAYS)
    with transaction.atomic():
        kept = _checked(row).holiday(row.day)
        if kept is None or not set(row.parts) <= set(kept.parts):
            raise Refused("These parts do not keep a holiday on that day.", field="parts")
        if any(one.basis is Basis.SECTION_10 for one in kept.rows):
            raise Refused(
                f"Section 10(6) itself names {kept.name}; nobody can switch it off.", field="day"
            )
        return _change(BankHoliday.What.SWITCHED_OFF, row, by=by, at=at)


def recompute(*, by: User, at: datetime) -> Recomputed:
    """Recomputes every open case, after a new release brought other holidays."""
    require_role(by, Role.ADMINISTRATOR, CHANGE_HOLIDAYS)
    because = "a new release of the portal knows other bank holidays"
    with transaction.atomic():
        return recompute_open(calendars.current(), because=because, by=by, at=at)


def _checked(row: HolidayRow) -> Calendar:
    """The table in force, if the row can change it. Raises Refused."""
    calendar = calendars.current()
    try:
        calendar.holiday(row.day)
    except UnknownYear as error:
        raise Refused(str(error), field="day") from error
    if row.day.weekday() >= SATURDAY:
        raise Refused(f"{row.day:%A} is no working day anyway.", field="day")
    if not row.parts or not set(row.parts) <= set(PARTS):
        raise Refused("Choose the parts of the United Kingdom that it concerns.", field="parts")
    if not row.name.strip():
        raise Refused("Give the day a name.", field="name")
    if not row.source.strip():
        raise Refused("Say where it stands: a Gazette, a proclamation, an address.", field="source")
    return calendar


def _change(what: BankHoliday.What, row: HolidayRow, *, by: User, at: datetime) -> Recomputed:
    change = BankHoliday.objects.create(
        what=what,
        day=row.day,
        name=row.name.strip(),
        parts=[part for part in PARTS if part in row.parts],
        basis=row.basis,
        source=row.source.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    done = "became" if what == BankHoliday.What.ADDED else "is no longer"
    because = f"{row.day:%-d %B %Y} {done} a bank holiday in {_listed(change.parts)}"
    recomputed = recompute_open(calendars.current(), because=because, by=by, at=at)
    audit.record(None, f"holiday_{what}", by=by, at=at, holiday=change.pk, day=row.day.isoformat())
    return recomputed


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))

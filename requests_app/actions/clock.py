"""What moves deadlines: events of a case, and changes of the table of bank holidays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.timezone import localdate

from exemptions.catalogue import UnknownProvision, catalogue
from requests_app import audit, calendars
from requests_app.actions.base import Refused, locked, require_role
from requests_app.actions.recomputing import Recomputed, recompute_open, restamp
from requests_app.clock import Event, EventKind, ImpossibleEvents, outstanding
from requests_app.due import standing_events
from requests_app.models import (
    BankHoliday,
    ClockEvent,
    ClockEventQuestion,
    ClockEventStrike,
    FoiRequest,
)
from requests_app.workflow import Role, Verb
from requests_app.working_days import PARTS, SATURDAY, Basis, Calendar, HolidayRow, UnknownYear

CHANGE_HOLIDAYS = "change the bank holidays"


@dataclass(frozen=True, slots=True)
class EventDetails:
    """An event as it is recorded; ``questions`` are keys of blocks, empty for all of the case."""

    kind: EventKind
    on: date
    until: date | None = None
    questions: Sequence[int] = ()
    provisions: Sequence[str] = ()
    note: str = ""


def record_event(case: FoiRequest, details: EventDetails, *, by: User, at: datetime) -> ClockEvent:
    """Records what happened, and moves the deadlines it moves. Raises Refused."""
    with locked(case, Verb.RECORD_EVENT, by=by) as row:
        old = row.due_on
        questions = _questions(row, details.questions)
        _check_day(row, details, at)
        provisions = _provisions(details)
        _check_history(row, details, questions)
        event = ClockEvent.objects.create(
            foi_request=row,
            kind=details.kind,
            on=details.on,
            until=details.until if details.kind.has_end else None,
            whole_case=not details.questions,
            provisions=provisions,
            note=details.note.strip(),
            recorded_by=by,
            recorded_at=at,
        )
        ClockEventQuestion.objects.bulk_create(
            ClockEventQuestion(event=event, question_id=pk)
            for pk in dict.fromkeys(details.questions)
        )
        with _refusing():
            restamp(row)
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
        _check_whole(row)
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


@contextmanager
def _refusing() -> Iterator[None]:
    """What cannot have happened is told beside the date that is wrong."""
    try:
        yield
    except ImpossibleEvents as error:
        raise Refused(str(error), field=error.field) from error


def _questions(case: FoiRequest, keys: Sequence[int]) -> list[int]:
    """The questions that the event concerns. Raises Refused for one of another case."""
    asked = list(case.blocks.answerable().order_by("position").values_list("pk", flat=True))
    if not set(keys) <= set(asked):
        raise Refused("Choose questions of this case.", field="questions")
    return list(keys) or asked


def _check_day(case: FoiRequest, details: EventDetails, at: datetime) -> None:
    if details.on > localdate(at):
        raise Refused("The day must be today or in the past.", field="on")
    if details.on < case.received_on:
        raise Refused(
            f"The day must not be before the receipt, on {case.received_on:%-d %B %Y}.", field="on"
        )
    if details.kind.has_end and details.until is None:
        raise Refused("Give the day until which there is time.", field="until")
    if details.kind.has_end and details.until and details.until <= details.on:
        raise Refused("That day must be after the day of the event.", field="until")


def _provisions(details: EventDetails) -> list[str]:
    """The citations of an extension: qualified exemptions only, for nothing else is weighed."""
    if details.kind is not EventKind.EXTENSION:
        return []
    found = []
    for cite in details.provisions:
        try:
            provision = catalogue()[cite]
        except UnknownProvision as error:
            raise Refused(str(error), field="provisions") from error
        if not provision.qualified:
            raise Refused(
                f"Section {provision.cite} is absolute: there is no public interest to weigh, so "
                "there is no more time (s10(3)).",
                field="provisions",
            )
        found.append(provision.cite)
    if not found:
        raise Refused(
            "Name the exemption whose public interest test needs more time (s17(1), s17(2)).",
            field="provisions",
        )
    return list(dict.fromkeys(found))


def _check_history(case: FoiRequest, details: EventDetails, questions: Sequence[int]) -> None:
    """What only a case can know: nothing twice, and no answer to what was not asked."""
    chosen = set(details.questions)
    history = []
    for row in standing_events().filter(foi_request=case):
        concerned = frozenset(link.question_id for link in row.concerned.all())
        same = (row.kind, row.on, row.until) == (details.kind, details.on, details.until)
        if same and row.whole_case == (not chosen) and (row.whole_case or concerned == chosen):
            raise Refused("This is recorded already.", field="on")
        if row.whole_case or concerned:
            history.append(row.as_event(concerned))
    if details.kind is EventKind.CLARIFICATION_RECEIVED:
        _check_was_asked(history, questions, details.on)


def _check_was_asked(history: Iterable[Event], questions: Sequence[int], on: date) -> None:
    """Only an answer to what the authority asked starts the count again (s1(3), s10(6)(b))."""
    asked = outstanding(history, questions or [0])
    unasked = set(questions or [0]) - asked.keys()
    if len(unasked) == len(set(questions or [0])):
        raise Refused(
            "No clarification is outstanding for this. Record first that it was asked for.",
            field="on",
        )
    if unasked:
        raise Refused(
            "A clarification was asked for about some of these questions only. Choose those.",
            field="questions",
        )
    if on < (latest := max(asked.values())):
        raise Refused(f"It was asked for on {latest:%-d %B %Y}, which is later.", field="on")


def _check_whole(case: FoiRequest) -> None:
    """After an event is struck out, no clarification may answer a question nobody asked."""
    questions = list(case.blocks.answerable().values_list("pk", flat=True)) or [0]
    history: list[Event] = []
    rows = standing_events().filter(foi_request=case).order_by("on", "pk")
    for row in rows:
        concerned = frozenset(link.question_id for link in row.concerned.all())
        if row.kind == EventKind.CLARIFICATION_RECEIVED:
            answered = [pk for pk in questions if row.whole_case or pk in concerned]
            if not set(answered) <= outstanding(history, answered).keys():
                raise Refused(
                    f"The clarification received on {row.on:%-d %B %Y} answers it. "
                    "Strike that out first."
                )
        if row.whole_case or concerned:
            history.append(row.as_event(concerned))


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
    audit.record(None, f"holiday_{what}", by=by, at=at, holiday=change.pk, day=row.day.isoformat())
    done = "became" if what == BankHoliday.What.ADDED else "is no longer"
    because = f"{row.day:%-d %B %Y} {done} a bank holiday in {_listed(change.parts)}"
    return recompute_open(calendars.current(), because=because, by=by, at=at)


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))

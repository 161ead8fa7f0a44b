"""From the rows of cases to their deadlines: the function behind every column that says a date.

It reads rows and writes none; "today" is nowhere in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from requests_app.clock import Event, Group, deadlines, earliest
from requests_app.models import Block, ClockEvent, FoiRequest
from requests_app.working_days import Calendar, UnknownYear


@dataclass(frozen=True, slots=True)
class History:
    """What the deadlines of one case depend on."""

    received: date
    events: tuple[Event, ...] = ()
    questions: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Due:
    """What the columns of a case say; ``due_on`` None: all of it waits, or a year is not known."""

    due_on: date | None
    waiting_for: str
    calendar_version: str


@dataclass(frozen=True, slots=True)
class CaseEvents:
    """The events of one case that were not struck out, in the order of their recording."""

    case_id: int
    standing: tuple[Event, ...]


def events_of(cases: Iterable[FoiRequest]) -> list[CaseEvents]:
    """The standing events of those cases that have any; two queries, however many there are.

    An event whose questions are all gone concerns nothing any more, and least of all everything.
    """
    found: dict[int, list[Event]] = {}
    rows = ClockEvent.objects.filter(strike=None, foi_request__in=[case.pk for case in cases])
    for row in rows.prefetch_related("concerned").order_by("pk"):
        concerned = frozenset(link.question_id for link in row.concerned.all())
        if row.whole_case or concerned:
            found.setdefault(row.foi_request_id, []).append(row.as_event(concerned))
    return [CaseEvents(case_id, tuple(events)) for case_id, events in found.items()]


def histories(cases: Sequence[FoiRequest]) -> dict[int, History]:
    """The histories of these cases by their keys; three queries, however many there are."""
    events = {row.case_id: row.standing for row in events_of(cases)}
    questions: dict[int, set[int]] = {}
    asked = Block.objects.answerable().filter(foi_request__in=list(events))
    for case_id, block_id in asked.values_list("foi_request_id", "pk"):
        questions.setdefault(case_id, set()).add(block_id)
    return {
        case.pk: History(
            case.received_on,
            events.get(case.pk, ()),
            frozenset(questions.get(case.pk, ())),
        )
        for case in cases
    }


def groups(history: History, calendar: Calendar) -> tuple[Group, ...]:
    """The deadlines of a case by question. Raises ImpossibleEvents, UnknownYear."""
    return deadlines(history.received, history.events, history.questions, calendar=calendar)


def due(history: History, calendar: Calendar) -> Due:
    """What the columns must say. Raises ImpossibleEvents, which no verb lets into the rows."""
    try:
        due_on, waiting_for = earliest(groups(history, calendar))
    except UnknownYear:
        due_on, waiting_for = None, ""
    return Due(due_on, waiting_for, calendar.version)

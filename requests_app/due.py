"""From the rows of cases to their deadlines: the function behind every column that says a date.

It reads rows and writes none; "today" is nowhere in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from requests_app.clock import Event, Group, deadlines, earliest
from requests_app.models import Block, ClockEvent, ClockEventQuestion, FoiRequest
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


def histories(cases: Iterable[FoiRequest]) -> dict[int, History]:
    """The histories of these cases by their keys; three queries, however many there are."""
    rows = list(cases)
    keys = [case.pk for case in rows]
    events: dict[int, list[Event]] = {}
    for event in standing_events().filter(foi_request__in=keys):
        concerned = frozenset(row.question_id for row in event.concerned.all())
        # Its questions are gone: it concerns nothing any more, and least of all everything.
        if event.whole_case or concerned:
            events.setdefault(event.foi_request_id, []).append(event.as_event(concerned))
    questions: dict[int, set[int]] = {}
    asked = Block.objects.answerable().filter(foi_request__in=list(events))
    for case_id, block_id in asked.values_list("foi_request_id", "pk"):
        questions.setdefault(case_id, set()).add(block_id)
    return {
        case.pk: History(
            case.received_on,
            tuple(events.get(case.pk, ())),
            frozenset(questions.get(case.pk, ())),
        )
        for case in rows
    }


def standing_events() -> QuerySet[ClockEvent]:
    """Events that were not struck out, each with the questions it concerns."""
    concerned = Prefetch("concerned", ClockEventQuestion.objects.all())
    return ClockEvent.objects.filter(strike=None).prefetch_related(concerned).order_by("pk")


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

"""From the rows of many cases to the facts that the statistics count.

Read by columns and by the day of receipt: as many queries for one case as for ten thousand.
It reads rows and writes none; "today" is nowhere in it.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef

from exemptions.catalogue import catalogue
from requests_app import calendars
from requests_app.challenges import ReviewDates, Step, complaints, review_dates, reviews
from requests_app.clock import Deadline, Event, ImpossibleEvents
from requests_app.due import History, groups
from requests_app.models import (
    Block,
    ChallengeStep,
    ClockEvent,
    ClockEventQuestion,
    Dispatch,
    FoiRequest,
    Publication,
    ResponseVersion,
)
from requests_app.outcome import Disposition
from requests_app.statistics.facts import CaseFacts, Part, Reviewed
from requests_app.statistics.quarters import Span
from requests_app.statistics.tables import Statistics
from requests_app.working_days import Calendar, UnknownYear

# The first and the last day of receipt.
Days = tuple[date, date]


def statistics(span: Span, *, today: date) -> Statistics:
    """The statistics of the requests that were received in these quarters, as of ``today``."""
    facts = facts_of(span)
    titles = {one.section: one.title for one in catalogue().values()}
    unknown = {section for one in facts for section in one.sections} - titles.keys()
    titles |= dict.fromkeys(sorted(unknown), "not in the catalogue")
    return Statistics(span, facts, today, titles)


def facts_of(span: Span) -> tuple[CaseFacts, ...]:
    """Every request received in these quarters, by day of receipt."""
    days = (span.first_day, span.last_day)
    cases = list(
        FoiRequest.objects.handled_here()
        .filter(received_on__range=days)
        .order_by("received_on", "pk")
        .values_list("pk", "received_on")
    )
    calendar = calendars.current()
    parts = _parts(_histories(cases, days), calendar)
    answers = _answers(days)
    steps = _steps(days)
    return tuple(
        CaseFacts(
            key=pk,
            received=received,
            parts=parts[pk],
            answered=(answer := answers.get(pk, NO_ANSWER)).complete,
            responded=answer.responded,
            first_letter=answer.first_letter,
            dispositions=answer.told.dispositions,
            sections=answer.told.sections,
            reviews=tuple(_reviews(steps.get(pk, ()), calendar)),
            complaints=complaints(steps.get(pk, ())),
        )
        for pk, received in cases
    )


# --- deadlines ---------------------------------------------------------------------------------


def _histories(cases: Iterable[tuple[int, date]], days: Days) -> dict[int, History]:
    """What the deadline of each case depends on; questions only where an event tells them apart."""
    concerned: dict[int, set[int]] = defaultdict(set)
    links = ClockEventQuestion.objects.filter(event__foi_request__received_on__range=days)
    for event_id, question_id in links.values_list("event_id", "question_id"):
        concerned[event_id].add(question_id)
    events: dict[int, list[Event]] = defaultdict(list)
    standing = ClockEvent.objects.filter(strike=None, foi_request__received_on__range=days)
    for row in standing.order_by("pk"):
        about = frozenset(concerned[row.pk])
        if row.whole_case or about:
            events[row.foi_request_id].append(row.as_event(about))
    questions: dict[int, set[int]] = defaultdict(set)
    asked = Block.objects.answerable().filter(
        Exists(ClockEvent.objects.filter(strike=None, foi_request=OuterRef("foi_request"))),
        foi_request__received_on__range=days,
    )
    for case_id, block_id in asked.values_list("foi_request_id", "pk"):
        questions[case_id].add(block_id)
    return {
        pk: History(received, tuple(events[pk]), frozenset(questions[pk])) for pk, received in cases
    }


def _parts(histories: Mapping[int, History], calendar: Calendar) -> dict[int, tuple[Part, ...]]:
    """Most cases have no events, so that one count serves all of a day."""
    count = cache(lambda history: _count(history, calendar))
    return {pk: count(history) for pk, history in histories.items()}


def _count(history: History, calendar: Calendar) -> tuple[Part, ...]:
    """Empty when it cannot be counted; the statistics say so instead of guessing."""
    try:
        return tuple(_part(group.deadline) for group in groups(history, calendar))
    except (UnknownYear, ImpossibleEvents):
        return ()


def _part(found: Deadline) -> Part:
    return Part(
        due=found.due,
        extended_to=found.extended_to,
        notice_late=found.notice_late,
        beyond_expectation=found.beyond_expectation,
        lapses_after=found.lapses_after,
    )


# --- answers -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    """What a version decided."""

    dispositions: frozenset[Disposition] = frozenset()
    sections: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Answer:
    """What left the house. ``complete`` is False while only a first letter did."""

    complete: bool = False
    responded: date | None = None
    first_letter: date | None = None
    told: _Told = _Told()


NO_ANSWER = _Answer()


def _answers(days: Days) -> dict[int, _Answer]:
    """The first complete answer of each case: of the letters, or else of what was published."""
    sent = Dispatch.objects.filter(version__foi_request__received_on__range=days)
    letters = sent.order_by("version__foi_request_id", "sent_on", "version__number").values_list(
        "version__foi_request_id", "sent_on", "version__digest"
    )
    published = (
        Publication.objects.filter(
            foi_request__received_on__range=days, foi_request__from_earlier_log=False
        )
        .exclude(Exists(sent.filter(version__foi_request=OuterRef("foi_request"))))
        .order_by("foi_request_id", "version__number")
        .values_list("foi_request_id", "version__digest")
    )
    known = _known({row[-1] for row in (*letters, *published)}, days)
    found: dict[int, _Answer] = {}
    for case_id, sent_on, digest in letters:
        earlier = found.get(case_id, NO_ANSWER)
        if not earlier.complete:
            found[case_id] = _after_letter(earlier, sent_on, known[digest])
    for case_id, digest in published:
        found.setdefault(case_id, _Answer(complete=True, told=known[digest]))
    return found


def _after_letter(earlier: _Answer, sent_on: date, told: _Told) -> _Answer:
    first = earlier.first_letter
    if Disposition.AWAITING_PUBLIC_INTEREST_TEST in told.dispositions:
        return _Answer(first_letter=first or sent_on)
    return _Answer(complete=True, responded=sent_on, first_letter=first, told=told)


# What a version says never changes, and its digest names it, so each process reads it once.
_KNOWN: dict[str, _Told] = {}
MOST_KNOWN = 50_000
FEW = 500


def _known(digests: set[str], days: Days) -> dict[str, _Told]:
    """What these versions decided; one query for all that this process did not read yet."""
    if len(_KNOWN) > MOST_KNOWN:
        _KNOWN.clear()
    known = {digest: told for digest in digests if (told := _KNOWN.get(digest))}
    unknown = digests - known.keys()
    if not unknown:
        return known
    versions = ResponseVersion.objects.filter(
        foi_request__received_on__range=days, foi_request__from_earlier_log=False
    )
    if len(unknown) <= FEW:
        versions = versions.filter(digest__in=unknown)
    for digest, content in versions.values_list("digest", "content").iterator(chunk_size=FEW):
        if digest in unknown:
            known[digest] = _read(content)
    _KNOWN.update(known)
    return known


def _read(content: str) -> _Told:
    """The dispositions and the sections relied on, from a version's canonical JSON."""
    answers: list[dict[str, Any]] = json.loads(content)["answers"]
    cites = {claim["provision"] for one in answers for claim in one["claims"]}
    return _Told(
        frozenset(Disposition(one["disposition"]) for one in answers),
        frozenset(_section(cite) for cite in cites),
    )


@cache
def _section(cite: str) -> str:
    """``31`` of ``31(1)(a)``; a limb that left the catalogue keeps its section."""
    if cite in catalogue():
        return catalogue()[cite].section
    found = re.match(r"\d+[A-Z]?", cite)
    return found.group() if found else cite


# --- what followed -----------------------------------------------------------------------------


def _steps(days: Days) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = defaultdict(list)
    for row in ChallengeStep.objects.filter(foi_request__received_on__range=days).order_by("pk"):
        found[row.foi_request_id].append(row.as_step())
    return found


def _reviews(steps: Sequence[Step], calendar: Calendar) -> Iterator[Reviewed]:
    for review in reviews(steps):
        yield Reviewed(review, _dates_or_none(review.asked.on, calendar))


def _dates_or_none(asked_on: date, calendar: Calendar) -> ReviewDates | None:
    try:
        return review_dates(asked_on, calendar)
    except UnknownYear:
        return None

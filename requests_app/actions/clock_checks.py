"""What must be true of an event before it is recorded; what dates alone forbid, the clock says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from exemptions.catalogue import UnknownProvision, catalogue
from requests_app.actions.base import Refused
from requests_app.clock import Event, EventKind, outstanding
from requests_app.due import events_of
from requests_app.models import FoiRequest


@dataclass(frozen=True, slots=True)
class EventDetails:
    """An event as it is recorded; ``questions`` are keys of blocks, empty for all of the case.

    ``questions_gone`` is for bringing in a case: the event concerned what is no question any more.
    """

    kind: EventKind
    on: date
    until: date | None = None
    questions: Sequence[int] = ()
    provisions: Sequence[str] = ()
    note: str = ""
    questions_gone: bool = False


def check_day(case: FoiRequest, details: EventDetails, at: datetime) -> None:
    """Raises Refused for a day in the future, before the receipt, or without the end it needs."""
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


def provisions_of(details: EventDetails) -> list[str]:
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


def check_history(case: FoiRequest, details: EventDetails) -> frozenset[int]:
    """The questions that the event concerns; empty: all of the case, whatever it will be.

    Raises Refused for what is recorded already, and for an answer to what nobody asked.
    """
    asked = list(case.blocks.answerable().values_list("pk", flat=True))
    chosen = frozenset(details.questions)
    if not chosen <= set(asked):
        raise Refused("Choose questions of this case.", field="questions")
    history = [event for row in events_of([case]) for event in row.standing]
    new = Event(details.kind, details.on, details.until if details.kind.has_end else None, chosen)
    if new in history and not details.questions_gone:
        raise Refused("This is recorded already.", field="on")
    if details.kind is not EventKind.CLARIFICATION_RECEIVED or details.questions_gone:
        return chosen
    _check_was_asked(history, sorted(chosen) or asked, details.on)
    # Asked about some, it is answered for some: a question that is found later was in neither.
    requests = [event for event in history if event.kind is EventKind.CLARIFICATION_ASKED]
    partly = not chosen and not any(not event.questions for event in requests)
    return frozenset(asked) if partly else chosen


def _check_was_asked(history: Sequence[Event], questions: Sequence[int], on: date) -> None:
    """Only an answer to what the authority asked starts the count again (s1(3), s10(6)(b))."""
    concerned = set(questions or [0])
    known = outstanding([event for event in history if event.on <= on], concerned)
    if concerned <= known.keys():
        return
    if known:
        raise Refused(
            "A clarification was asked for about some of these questions only. Choose those.",
            field="questions",
        )
    later = outstanding(history, concerned)
    if later:
        raise Refused(f"It was asked for on {max(later.values()):%-d %B %Y}, later.", field="on")
    raise Refused(
        "No clarification is outstanding for this. Record first that it was asked for.", field="on"
    )


def check_answers(case: FoiRequest) -> None:
    """After an event is struck out, no clarification may answer what nobody asked."""
    questions = list(case.blocks.answerable().values_list("pk", flat=True)) or [0]
    history = sorted(
        (event for row in events_of([case]) for event in row.standing), key=lambda event: event.on
    )
    for place, event in enumerate(history):
        if event.kind is not EventKind.CLARIFICATION_RECEIVED:
            continue
        answered = {pk for pk in questions if event.concerns(pk)}
        if not answered <= outstanding(history[:place], answered).keys():
            raise Refused(
                f"The clarification received on {event.on:%-d %B %Y} answers it. "
                "Strike that out first."
            )

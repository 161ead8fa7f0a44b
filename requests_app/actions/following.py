"""Events of single questions follow their questions when a split is corrected."""

from __future__ import annotations

from requests_app.actions.base import Refused
from requests_app.actions.recomputing import restamp
from requests_app.clock import ImpossibleEvents
from requests_app.models import Block, ClockEventQuestion, FoiRequest


def share_events(block: Block, other: Block) -> None:
    """What concerned ``block`` concerns ``other`` as well: it was cut off, or is joined to it."""
    events = ClockEventQuestion.objects.filter(question=block).values_list("event_id", flat=True)
    ClockEventQuestion.objects.bulk_create(
        [ClockEventQuestion(event_id=event, question=other) for event in events],
        ignore_conflicts=True,
    )


def restamp_split(case: FoiRequest) -> None:
    """After any change of the split: other questions may have other deadlines. Raises Refused."""
    if not case.clock_events.exists():
        return
    try:
        restamp(case)
    except ImpossibleEvents as error:
        raise Refused(
            f"What happened to the deadlines of these two does not fit: {error}"
        ) from error

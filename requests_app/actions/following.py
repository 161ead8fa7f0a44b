"""Events of single questions follow their questions when a split is corrected."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from requests_app.actions.base import Refused
from requests_app.actions.recomputing import restamp
from requests_app.clock import ImpossibleEvents
from requests_app.models import Block, ClockEventQuestion, FoiRequest

# An event and a question that it concerns, by their keys.
Link = list[int]


def links_of(blocks: Collection[int]) -> list[Link]:
    """The events that concern these blocks."""
    rows = ClockEventQuestion.objects.filter(question__in=blocks)
    return [list(link) for link in rows.values_list("event_id", "question_id").order_by("pk")]


def share_events(block: Block, other: Block) -> list[Link]:
    """What concerned ``block`` concerns ``other`` as well: it was cut off, or is joined to it.

    Returns what was not so before.
    """
    known = {event for event, _ in links_of([other.pk])}
    new = [[event, other.pk] for event, _ in links_of([block.pk]) if event not in known]
    _link(new)
    return new


@dataclass(frozen=True, slots=True)
class Links:
    """What undoing a correction puts back: links that were lost, and none that was shared."""

    lost: Sequence[Link] = ()
    shared: Sequence[Link] = ()

    def restore(self) -> None:
        for event, question in self.shared:
            ClockEventQuestion.objects.filter(event=event, question=question).delete()
        _link(self.lost)


def _link(links: Sequence[Link]) -> None:
    ClockEventQuestion.objects.bulk_create(
        [ClockEventQuestion(event_id=event, question_id=question) for event, question in links],
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

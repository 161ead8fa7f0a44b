"""Events of single questions follow their questions when a split is corrected."""

from __future__ import annotations

from collections import defaultdict
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


def share_events(pairs: Sequence[tuple[Block, Block]]) -> list[Link]:
    """What concerned the first of two blocks concerns the second as well: it was cut off, or is
    joined to it. As many queries for many as for one.

    Returns what was not so before.
    """
    events: dict[int, list[int]] = defaultdict(list)
    for event, question in links_of({block.pk for pair in pairs for block in pair}):
        events[question].append(event)
    new: list[Link] = []
    for block, other in pairs:
        shared = [event for event in events[block.pk] if event not in events[other.pk]]
        events[other.pk] += shared
        new += [[event, other.pk] for event in shared]
    _link(new)
    return new


@dataclass(frozen=True, slots=True)
class Links:
    """What undoing a correction puts back: links that were lost, and none that was shared."""

    lost: Sequence[Link] = ()
    shared: Sequence[Link] = ()

    def restore(self) -> None:
        questions: dict[int, list[int]] = defaultdict(list)
        for event, question in self.shared:
            questions[event].append(question)
        for event, those in questions.items():
            ClockEventQuestion.objects.filter(event=event, question__in=those).delete()
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
            f"What happened to the deadlines of these questions does not fit: {error}"
        ) from error

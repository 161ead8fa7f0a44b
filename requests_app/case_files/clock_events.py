"""Brings the clock events of a case file in, through the verbs, in the order they were recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import partial

from django.contrib.auth.models import User
from django.utils.timezone import get_default_timezone

from requests_app.actions import clock
from requests_app.actions.base import Refused
from requests_app.case_files.form import ClockEventPart
from requests_app.clock import EventKind
from requests_app.models import Block, ClockEvent, FoiRequest

Deed = tuple[str, Callable[[], None]]


def people(parts: Iterable[ClockEventPart]) -> Iterator[str]:
    """Everybody who recorded or struck out an event."""
    for part in parts:
        if part.by:
            yield part.by
        if part.struck:
            yield part.struck.by


def _recorded_at(part: ClockEventPart) -> datetime:
    """Noon of its day, if the file knows no hour."""
    return part.at or datetime.combine(part.on, time(12), tzinfo=get_default_timezone())


@dataclass
class Loading:
    """The events of one file on their way in."""

    case: FoiRequest
    people: Mapping[str, User]
    officer: User
    blocks: Mapping[str, Block]
    rows: dict[int, ClockEvent] = field(default_factory=dict)

    def deeds(self, parts: Sequence[ClockEventPart]) -> Iterator[Deed]:
        """What is to be done, with the field of the file to blame for a refusal.

        An event is struck out before the next is recorded that came after its strike: the same
        may have been recorded again, rightly this time.
        """
        waiting: dict[int, ClockEventPart] = {}
        for index, part in enumerate(parts):
            due = [i for i, p in waiting.items() if p.struck and p.struck.at <= _recorded_at(part)]
            yield from (self._strike(i, waiting.pop(i)) for i in due)
            yield f"clock_events[{index}]", partial(self._record, index, part)
            if part.struck:
                waiting[index] = part
        last_first = sorted(waiting, key=lambda i: waiting[i].struck.at)  # type: ignore[union-attr]
        yield from (self._strike(index, waiting[index]) for index in last_first)

    def _record(self, index: int, part: ClockEventPart) -> None:
        unknown = [key for key in part.questions if key not in self.blocks]
        if unknown:
            raise Refused(f"no question has the key “{unknown[0]}”.", field="questions")
        details = clock.EventDetails(
            kind=EventKind(part.kind),
            on=part.on,
            until=part.until,
            questions=[self.blocks[key].pk for key in part.questions],
            provisions=part.provisions,
            note=part.note,
            questions_gone=part.questions_gone,
        )
        by = self.people[part.by] if part.by else self.officer
        self.rows[index] = clock.record_event(self.case, details, by=by, at=_recorded_at(part))

    def _strike(self, index: int, part: ClockEventPart) -> Deed:
        def strike() -> None:
            if part.struck:
                by = self.people[part.struck.by]
                clock.strike_event(
                    self.rows[index], reason=part.struck.reason, by=by, at=part.struck.at
                )

        return f"clock_events[{index}].struck", strike

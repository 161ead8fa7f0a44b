"""What may happen to the clock of a request, as values. Pure: they know no table and no count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EventKind(StrEnum):
    """What may happen to the clock; the values are the names that the command takes."""

    CLARIFICATION_ASKED = "clarification_asked"
    CLARIFICATION_RECEIVED = "clarification_received"
    FEE_NOTICE = "fee_notice"
    FEE_PAID = "fee_paid"
    EXTENSION = "extension"
    TRANSFERRED_RECORD = "transferred_record"
    SCHOOL_DAYS = "school_days"
    SET_BY_COMMISSIONER = "set_by_commissioner"

    @property
    def label(self) -> str:
        return _LABELS[self][0]

    @property
    def law(self) -> str:
        """The provision that gives the event its effect."""
        return _LABELS[self][1]

    @property
    def has_end(self) -> bool:
        """Whether the event itself names a day that is then due."""
        return self in {self.EXTENSION, self.SCHOOL_DAYS, self.SET_BY_COMMISSIONER}


_LABELS = {
    EventKind.CLARIFICATION_ASKED: ("Clarification asked for", "s1(3)"),
    EventKind.CLARIFICATION_RECEIVED: ("Clarification received", "s10(6)(b)"),
    EventKind.FEE_NOTICE: ("Fees notice given", "s9(1)"),
    EventKind.FEE_PAID: ("Fee received", "s10(2)"),
    EventKind.EXTENSION: ("Time for the public interest test extended", "s10(3), s17(2)"),
    EventKind.TRANSFERRED_RECORD: (
        "A transferred public record, not designated as open",
        "SI 2004/3364 reg 4",
    ),
    EventKind.SCHOOL_DAYS: ("A maintained school counts its own days", "SI 2004/3364 reg 3"),
    EventKind.SET_BY_COMMISSIONER: ("Day set by the regulator", "SI 2004/3364 regs 5, 6"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day, to some questions or (empty) to all.

    ``until`` is the day that an extension, a school or the regulator names; None: it is ``on``.
    """

    kind: EventKind
    on: date
    until: date | None = None
    questions: frozenset[int] = frozenset()

    @property
    def end(self) -> date:
        return self.until or self.on

    def concerns(self, question: int) -> bool:
        return not self.questions or question in self.questions


class ImpossibleEvents(ValueError):
    """The events cannot have happened in this order.

    ``field`` says which date of an event is wrong, ``kind`` which event, if it is one of them.
    """

    def __init__(self, message: str, kind: EventKind | None = None, *, field: str = "on") -> None:
        super().__init__(message)
        self.kind = kind
        self.field = field

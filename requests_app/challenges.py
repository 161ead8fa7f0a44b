"""What may follow an answer: the internal review, and the complaint to the regulator. Pure.

Both are told as dated steps, of which none is ever changed: a wrong one is struck out by another.
From the steps follow where a review or a complaint stands and when it is due. Section 45's Code of
Practice gives an internal review 20 working days, and 40 exceptionally, with reasons; the Act
itself sets no limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from requests_app.working_days import Calendar, nth_working_day_after

REVIEW_DAYS = 20  # the Code, and the regulator
REVIEW_DAYS_EXCEPTIONALLY = 40
REVIEW_ASKED_WITHIN = 40  # working days from the answer; later ones may be refused


class StepKind(StrEnum):
    """What happened; the values are stored and exported."""

    REVIEW_ASKED = "review_asked"
    REVIEW_EXTENDED = "review_extended"
    REVIEW_DECIDED = "review_decided"
    COMPLAINT_NOTIFIED = "complaint_notified"
    COMPLAINT_DECIDED = "complaint_decided"
    STRUCK = "struck"

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]

    @property
    def opens(self) -> bool:
        """Whether it begins a review or a complaint, and belongs to no earlier step."""
        return self in {self.REVIEW_ASKED, self.COMPLAINT_NOTIFIED}

    @property
    def follows(self) -> frozenset[StepKind]:
        """The kinds of steps to which it may belong."""
        return _FOLLOWS.get(self, frozenset())

    @property
    def outcomes(self) -> tuple[ReviewOutcome, ...] | tuple[ComplaintOutcome, ...]:
        """What may be decided by it; empty unless it is a decision."""
        if self is StepKind.REVIEW_DECIDED:
            return tuple(ReviewOutcome)
        return tuple(ComplaintOutcome) if self is StepKind.COMPLAINT_DECIDED else ()


_KIND_LABELS = {
    StepKind.REVIEW_ASKED: "Internal review asked for",
    StepKind.REVIEW_EXTENDED: "Time for the internal review extended",
    StepKind.REVIEW_DECIDED: "Internal review decided",
    StepKind.COMPLAINT_NOTIFIED: "Complaint to the regulator notified",
    StepKind.COMPLAINT_DECIDED: "Complaint to the regulator decided",
    StepKind.STRUCK: "Struck out",
}
_FOLLOWS = {
    StepKind.REVIEW_EXTENDED: frozenset({StepKind.REVIEW_ASKED}),
    StepKind.REVIEW_DECIDED: frozenset({StepKind.REVIEW_ASKED}),
    StepKind.COMPLAINT_DECIDED: frozenset({StepKind.COMPLAINT_NOTIFIED}),
    StepKind.STRUCK: frozenset(StepKind) - {StepKind.STRUCK},
}


class ReviewOutcome(StrEnum):
    """What became of the authority's first decision: "upheld" alone would say either thing."""

    UPHELD = "decision_upheld"
    PARTLY_UPHELD = "decision_partly_upheld"
    OVERTURNED = "decision_overturned"
    WITHDRAWN = "review_withdrawn"

    @property
    def label(self) -> str:
        return _OUTCOME_LABELS[self]


class ComplaintOutcome(StrEnum):
    """What the regulator decided about the complaint (s50)."""

    UPHELD = "complaint_upheld"
    PARTLY_UPHELD = "complaint_partly_upheld"
    NOT_UPHELD = "complaint_not_upheld"
    RESOLVED = "complaint_resolved"
    WITHDRAWN = "complaint_withdrawn"

    @property
    def label(self) -> str:
        return _OUTCOME_LABELS[self]


_OUTCOME_LABELS: dict[ReviewOutcome | ComplaintOutcome, str] = {
    ReviewOutcome.UPHELD: "The first decision was upheld",
    ReviewOutcome.PARTLY_UPHELD: "The first decision was upheld in part",
    ReviewOutcome.OVERTURNED: "The first decision was overturned",
    ReviewOutcome.WITHDRAWN: "The requester withdrew the review",
    ComplaintOutcome.UPHELD: "The complaint was upheld",
    ComplaintOutcome.PARTLY_UPHELD: "The complaint was upheld in part",
    ComplaintOutcome.NOT_UPHELD: "The complaint was not upheld",
    ComplaintOutcome.RESOLVED: "Resolved informally, without a decision notice",
    ComplaintOutcome.WITHDRAWN: "The complaint was withdrawn",
}


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened on a day. ``of`` is the key of the step it belongs to."""

    key: int
    kind: StepKind
    on: date
    of: int | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """One internal review. Steps that were struck out are not in it."""

    asked: Step
    extended: Step | None = None
    decided: Step | None = None

    @property
    def outcome(self) -> ReviewOutcome | None:
        return ReviewOutcome(self.decided.outcome) if self.decided else None


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint to the regulator."""

    notified: Step
    decided: Step | None = None

    @property
    def outcome(self) -> ComplaintOutcome | None:
        return ComplaintOutcome(self.decided.outcome) if self.decided else None


def standing(steps: Sequence[Step]) -> list[Step]:
    """The steps that count: neither struck out nor striking out, in the order of recording."""
    struck = {step.of for step in steps if step.kind is StepKind.STRUCK}
    return [s for s in steps if s.kind is not StepKind.STRUCK and s.key not in struck]


def reviews(steps: Sequence[Step]) -> tuple[Review, ...]:
    """The internal reviews, in the order in which they were recorded."""
    known = standing(steps)
    return tuple(
        Review(
            asked,
            _of(asked, StepKind.REVIEW_EXTENDED, known),
            _of(asked, StepKind.REVIEW_DECIDED, known),
        )
        for asked in known
        if asked.kind is StepKind.REVIEW_ASKED
    )


def complaints(steps: Sequence[Step]) -> tuple[Complaint, ...]:
    """The complaints to the regulator, in the order in which they were recorded."""
    known = standing(steps)
    return tuple(
        Complaint(notified, _of(notified, StepKind.COMPLAINT_DECIDED, known))
        for notified in known
        if notified.kind is StepKind.COMPLAINT_NOTIFIED
    )


def _of(opening: Step, kind: StepKind, steps: Iterable[Step]) -> Step | None:
    return next((s for s in steps if s.of == opening.key and s.kind is kind), None)


# --- the time for a review ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReviewDates:
    """The 20th and the 40th working day after the review was asked for."""

    ordinary: date
    exceptional: date


class ReviewTime(StrEnum):
    """How long a review took, or takes."""

    WAITING = "waiting"
    ORDINARY = "ordinary"
    EXCEPTIONAL = "exceptional"
    LATE = "late"


def review_dates(asked_on: date, calendar: Calendar) -> ReviewDates:
    """Raises UnknownYear when the holidays of a year are not known."""
    return ReviewDates(
        nth_working_day_after(asked_on, REVIEW_DAYS, calendar),
        nth_working_day_after(asked_on, REVIEW_DAYS_EXCEPTIONALLY, calendar),
    )


def review_due(review: Review, dates: ReviewDates) -> date:
    """The last day for the decision: the 40th only if that was told by the 20th."""
    told = review.extended is not None and review.extended.on <= dates.ordinary
    return dates.exceptional if told else dates.ordinary


def review_time(review: Review, dates: ReviewDates) -> ReviewTime:
    """How long a decided review took."""
    if review.decided is None:
        return ReviewTime.WAITING
    if review.decided.on <= dates.ordinary:
        return ReviewTime.ORDINARY
    in_time = review.decided.on <= review_due(review, dates)
    return ReviewTime.EXCEPTIONAL if in_time else ReviewTime.LATE


def asked_late(answered_on: date, asked_on: date, calendar: Calendar) -> bool:
    """Whether a review was asked for so late that it may be refused. Raises UnknownYear."""
    return asked_on > nth_working_day_after(answered_on, REVIEW_ASKED_WITHIN, calendar)

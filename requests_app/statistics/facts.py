"""What is known of one request, and the few questions that every category asks about it.

The facts are kept for each case and every label is derived from them: no category is stored. Which
day it is, is always a parameter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from requests_app.challenges import Complaint, Review, ReviewDates, ReviewTime, review_time
from requests_app.outcome import Disposition, OutcomeCode, derive_outcome


@dataclass(frozen=True, slots=True)
class Part:
    """Questions with one deadline. ``due`` None: their clock stands, for ``waiting_for``.

    ``extended_to`` is the day until which the public interest test was extended (s10(3)), whether
    or not the notice of it was given in time.
    """

    due: date | None
    extended_to: date | None = None
    notice_late: bool = False
    beyond_expectation: bool = False
    lapses_after: date | None = None

    @property
    def permitted(self) -> date | None:
        """The last day, with an extension whose notice was given by the ordinary one (s17(2))."""
        if self.due is None or self.extended_to is None or self.notice_late:
            return self.due
        return self.extended_to


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An internal review; ``dates`` None: the holidays of its year are not known."""

    review: Review
    dates: ReviewDates | None

    @property
    def time(self) -> ReviewTime | None:
        return review_time(self.review, self.dates) if self.dates else None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One request. ``key`` finds its row again; nothing here names anybody.

    ``answered``: a complete answer left the house, by letter or on the disclosure log. The
    ``responded`` is the day of the first letter that left nothing to be decided, None when no
    letter was recorded as sent; ``first_letter`` that of an earlier one, which left only a public
    interest test open. ``dispositions`` and ``sections``, which it relies on, are those of the
    complete answer.
    ``parts`` is empty when the deadline could not be counted.
    """

    key: int
    received: date
    parts: tuple[Part, ...] = ()
    answered: bool = False
    responded: date | None = None
    first_letter: date | None = None
    dispositions: frozenset[Disposition] = frozenset()
    sections: frozenset[str] = frozenset()
    reviews: tuple[Reviewed, ...] = ()
    complaints: tuple[Complaint, ...] = ()


# --- where the request stands ------------------------------------------------------------------


class Status(StrEnum):
    PROCESSED = "processed"
    LAPSED = "lapsed"
    ON_HOLD = "on_hold"
    NOT_YET = "not_yet"

    @property
    def label(self) -> str:
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    Status.PROCESSED: "Processed",
    Status.LAPSED: "Lapsed",
    Status.ON_HOLD: "On hold",
    Status.NOT_YET: "Not yet processed",
}


def status(facts: CaseFacts, today: date) -> Status:
    """Exactly one for every request received."""
    if facts.answered:
        # Of what was answered, only a request that lapsed has no result.
        return Status.PROCESSED if result(facts) else Status.LAPSED
    if not facts.parts or any(part.due for part in facts.parts):
        return Status.NOT_YET
    lapses = [part.lapses_after for part in facts.parts]
    if all(day is not None and day < today for day in lapses):
        return Status.LAPSED
    return Status.ON_HOLD


class Result(StrEnum):
    """What came of a request that was processed."""

    GRANTED = "granted"
    PART = "part"
    REFUSED = "refused"
    S21_ONLY = "s21_only"
    PROCEDURAL = "procedural"
    NOT_HELD = "not_held"
    ADVICE = "advice"
    UNTOLD = "untold"

    @property
    def label(self) -> str:
        return _RESULT_LABELS[self]


_RESULT_LABELS = {
    Result.GRANTED: "Granted in full",
    Result.PART: "Granted in part",
    Result.REFUSED: "Refused in full",
    Result.S21_ONLY: "Already available",
    Result.PROCEDURAL: "Refused on cost, vexatious or repeated",
    Result.NOT_HELD: "Not held",
    Result.ADVICE: "Advice and assistance",
    Result.UNTOLD: "Not recorded",
}

_RESULTS = {
    OutcomeCode.GRANTED_IN_FULL: Result.GRANTED,
    OutcomeCode.GRANTED_IN_FULL_OF_WHAT_IS_HELD: Result.GRANTED,
    OutcomeCode.PARTIALLY_WITHHELD: Result.PART,
    OutcomeCode.FULLY_WITHHELD: Result.REFUSED,
    OutcomeCode.NEITHER_CONFIRMED_NOR_DENIED: Result.REFUSED,
    OutcomeCode.S21_ONLY: Result.S21_ONLY,
    OutcomeCode.NOT_HELD: Result.NOT_HELD,
    OutcomeCode.PROCEDURAL_REFUSAL: Result.PROCEDURAL,
}


def result(facts: CaseFacts) -> Result | None:
    """Exactly one for every request that was processed; None for all others."""
    return _result_of(facts.dispositions) if facts.answered else None


@cache
def _result_of(dispositions: frozenset[Disposition]) -> Result | None:
    if not dispositions:
        return Result.UNTOLD
    stayed = {one for one in dispositions if not one.left_the_request}
    if stayed and stayed <= {Disposition.OUTSIDE_FOIA, Disposition.NOT_HELD}:
        return Result.ADVICE if Disposition.OUTSIDE_FOIA in stayed else Result.NOT_HELD
    return _RESULTS.get(derive_outcome(dispositions))


# Nothing was decided about information that is held, so nothing could be granted or refused.
UNRESOLVABLE = frozenset({Result.NOT_HELD, Result.ADVICE, Result.UNTOLD})


def resolvable(facts: CaseFacts, today: date) -> bool:
    found = status(facts, today)
    if found is Status.PROCESSED:
        return result(facts) not in UNRESOLVABLE
    return found is Status.NOT_YET


# --- in time? ----------------------------------------------------------------------------------


class Timing(StrEnum):
    """How the answer came, or how the wait stands."""

    IN_TIME = "in_time"
    EXTENDED = "extended"
    LATE = "late"
    UNKNOWN = "unknown"
    RUNNING = "running"
    STOPPED = "stopped"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        return _TIMING_LABELS[self]


_TIMING_LABELS = {
    Timing.IN_TIME: "In time",
    Timing.EXTENDED: "In the extension",
    Timing.LATE: "Late",
    Timing.UNKNOWN: "Not known",
    Timing.RUNNING: "Not over",
    Timing.STOPPED: "Clock stopped",
    Timing.OVERDUE: "Overdue",
}


def timing(facts: CaseFacts, today: date) -> Timing:
    """Exactly one for every request received."""
    if facts.answered:
        return _of_answer(facts)
    if status(facts, today) in {Status.ON_HOLD, Status.LAPSED}:
        return Timing.STOPPED
    if not facts.parts:
        return Timing.UNKNOWN
    waiting = [part for part in facts.parts if _is_open(part, facts)]
    if any(part.permitted is not None and part.permitted < today for part in waiting):
        return Timing.OVERDUE
    extended = any(part.permitted != part.due for part in waiting)
    return Timing.EXTENDED if extended else Timing.RUNNING


def _is_open(part: Part, facts: CaseFacts) -> bool:
    """An earlier letter answered all but what its public interest test still holds back."""
    if facts.first_letter is None or part.extended_to is not None:
        return True
    return all(other.extended_to is None for other in facts.parts)


def _of_answer(facts: CaseFacts) -> Timing:
    if facts.responded is None or not facts.parts:
        return Timing.UNKNOWN
    if all(_sent_by(part.due, part, facts) for part in facts.parts):
        return Timing.IN_TIME
    if all(_sent_by(part.permitted, part, facts) for part in facts.parts):
        return Timing.EXTENDED
    return Timing.LATE


def _sent_by(last_day: date | None, part: Part, facts: CaseFacts) -> bool:
    """While a clock stands nothing can be late."""
    sent = facts.responded if _is_open(part, facts) else facts.first_letter
    return last_day is None or sent is None or sent <= last_day


# --- all of it at once -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with the answers to all these questions as of one day: every measure reads them.

    A request counts once by its last internal review, and by its last complaint.
    """

    facts: CaseFacts
    status: Status
    result: Result | None
    resolvable: bool
    timing: Timing
    reviewed: Reviewed | None
    complaint: Complaint | None

    @property
    def outcome_label(self) -> str:
        """What came of it, or where it stands."""
        return self.result.label if self.result else self.status.label


def judge(facts: CaseFacts, today: date) -> Judged:
    return Judged(
        facts,
        status(facts, today),
        result(facts),
        resolvable(facts, today),
        timing(facts, today),
        facts.reviews[-1] if facts.reviews else None,
        facts.complaints[-1] if facts.complaints else None,
    )

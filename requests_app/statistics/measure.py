"""One definition, and the ways in which it may say whom it counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from requests_app.challenges import ComplaintOutcome, ReviewOutcome, ReviewTime
from requests_app.outcome import Disposition
from requests_app.statistics.facts import Judged, Result, Status, Timing

Holds = Callable[[Judged], bool]

CODE = "Section 45 Code of Practice (2018), paragraphs 8.5 and 8.6"
QUARTERLY = "Cabinet Office, quarterly statistics of monitored bodies"
ACT = "Freedom of Information Act 2000"

UNSEEN = (
    "The wording of the source was not at hand when this definition was written; it follows what "
    "other authorities publish."
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One number. ``doubt`` says what is uncertain about it, empty if nothing is.

    ``share_of`` is the key of the measure of which it is shown as a percentage; ``quiet`` rows are
    shown only when they are not empty.
    """

    key: str
    title: str
    explanation: str
    source: str
    holds: Holds
    doubt: str = ""
    share_of: str = ""
    quiet: bool = False


def of_status(*wanted: Status) -> Holds:
    return lambda case: case.status in wanted


def of_result(*wanted: Result) -> Holds:
    return lambda case: case.result in wanted


def processed(*wanted: Timing) -> Holds:
    """Requests that were processed, by how their answer came."""
    return lambda case: case.status is Status.PROCESSED and case.timing in wanted


def waiting(*wanted: Timing) -> Holds:
    """Requests that still wait, by how the wait stands."""
    still = {Status.NOT_YET, Status.ON_HOLD}
    return lambda case: case.status in still and case.timing in wanted


def answered_with(disposition: Disposition) -> Holds:
    return lambda case: disposition in case.facts.dispositions


def reviewed(*wanted: ReviewOutcome | None) -> Holds:
    return lambda case: case.reviewed is not None and case.reviewed.review.outcome in wanted


def review_took(*wanted: ReviewTime | None) -> Holds:
    """Reviews that were decided: one that was withdrawn was not."""

    def holds(case: Judged) -> bool:
        found = case.reviewed
        if found is None or found.review.outcome in {None, ReviewOutcome.WITHDRAWN}:
            return False
        return found.time in wanted

    return holds


def complained(*wanted: ComplaintOutcome | None) -> Holds:
    return lambda case: case.complaint is not None and case.complaint.outcome in wanted


def extended(case: Judged) -> bool:
    return any(part.extended_to is not None for part in case.facts.parts)

"""What follows an answer: internal reviews and complaints to the regulator, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.utils.timezone import localdate

from requests_app import audit
from requests_app.actions.base import Refused, locked
from requests_app.challenges import Step, StepKind, complaints, reviews, standing
from requests_app.models import ChallengeStep, FoiRequest
from requests_app.workflow import Verb


@dataclass(frozen=True, slots=True)
class StepDetails:
    """A step as it is recorded; ``decided_by`` None: nobody who uses the portal."""

    on: date
    outcome: str = ""
    reference: str = ""
    note: str = ""
    decided_by: User | None = None


def ask_review(case: FoiRequest, details: StepDetails, *, by: User, at: datetime) -> ChallengeStep:
    """The requester is dissatisfied: that is all it takes. Raises Refused."""
    with locked(case, Verb.CHALLENGE, by=by) as row:
        _check_day(details, row.received_on, "the request was received", at)
        if any(review.decided is None for review in reviews(steps_of(row))):
            raise Refused("An internal review is under way already. Decide that one first.")
        return _record(row, StepKind.REVIEW_ASKED, details, by=by, at=at)


def notify_complaint(
    case: FoiRequest, details: StepDetails, *, by: User, at: datetime
) -> ChallengeStep:
    """The regulator told the authority of a complaint (s50). Raises Refused."""
    with locked(case, Verb.CHALLENGE, by=by) as row:
        _check_day(details, row.received_on, "the request was received", at)
        if any(complaint.decided is None for complaint in complaints(steps_of(row))):
            raise Refused("A complaint is with the regulator already. Decide that one first.")
        return _record(row, StepKind.COMPLAINT_NOTIFIED, details, by=by, at=at)


def extend_review(
    asked: ChallengeStep, details: StepDetails, *, by: User, at: datetime
) -> ChallengeStep:
    """The requester was told that the review takes up to 40 working days, and why."""
    if not details.note.strip():
        raise Refused("Give the reasons that the requester was told.", field="note")
    return _follow(asked, StepKind.REVIEW_EXTENDED, details, by=by, at=at)


def decide(
    opening: ChallengeStep, details: StepDetails, *, by: User, at: datetime
) -> ChallengeStep:
    """What was decided on a review by the authority, on a complaint by the regulator."""
    kind = (
        StepKind.REVIEW_DECIDED
        if opening.kind == StepKind.REVIEW_ASKED
        else StepKind.COMPLAINT_DECIDED
    )
    if details.outcome not in kind.outcomes:
        raise Refused("Select what was decided.", field="outcome")
    return _follow(opening, kind, details, by=by, at=at)


def strike_step(step: ChallengeStep, *, reason: str, by: User, at: datetime) -> ChallengeStep:
    """Strikes out a step that was recorded by mistake; its row stays. Raises Refused."""
    if not reason.strip():
        raise Refused("Say why it is struck out.", field="reason")
    with locked(step.foi_request, Verb.CHALLENGE, by=by) as row:
        known = standing(steps_of(row))
        if step.kind == StepKind.STRUCK or step.pk not in {one.key for one in known}:
            raise Refused("This is struck out already.")
        if any(one.of == step.pk for one in known):
            raise Refused("Something was recorded that follows it. Strike that out first.")
        details = StepDetails(localdate(at), note=reason)
        return _record(row, StepKind.STRUCK, details, of=step, by=by, at=at)


def steps_of(case: FoiRequest) -> list[Step]:
    """All steps of a case in the order of recording; one query."""
    return [row.as_step() for row in ChallengeStep.objects.filter(foi_request=case).order_by("pk")]


def _follow(
    opening: ChallengeStep, kind: StepKind, details: StepDetails, *, by: User, at: datetime
) -> ChallengeStep:
    """A step of a review or a complaint that stands and is not decided. Raises Refused."""
    with locked(opening.foi_request, Verb.CHALLENGE, by=by) as row:
        known = standing(steps_of(row))
        if opening.pk not in {one.key for one in known}:
            raise Refused("What this belongs to is struck out.")
        if opening.kind not in kind.follows:
            raise Refused(f"{kind.label}: that does not follow {opening.get_kind_display()!r}.")
        earlier = [one for one in known if one.of == opening.pk]
        if any(one.kind.outcomes for one in earlier):
            raise Refused("It is decided already. Strike that out first.")
        if any(one.kind is kind for one in earlier):
            raise Refused("This is recorded already. Strike that out first.")
        _check_day(details, opening.on, "it began", at)
        return _record(row, kind, details, of=opening, by=by, at=at)


def _check_day(details: StepDetails, first: date, what: str, at: datetime) -> None:
    if details.on > localdate(at):
        raise Refused("The day must be today or in the past.", field="on")
    if details.on < first:
        raise Refused(f"The day must not be before {what}, on {first:%-d %B %Y}.", field="on")


def _record(
    case: FoiRequest,
    kind: StepKind,
    details: StepDetails,
    *,
    of: ChallengeStep | None = None,
    by: User,
    at: datetime,
) -> ChallengeStep:
    step: ChallengeStep = ChallengeStep.objects.create(
        foi_request=case,
        kind=kind,
        on=details.on,
        of=of,
        outcome=details.outcome,
        reference=details.reference.strip(),
        note=details.note.strip(),
        decided_by=details.decided_by,
        recorded_by=by,
        recorded_at=at,
    )
    verb = "challenge_struck" if kind is StepKind.STRUCK else "challenge_recorded"
    what = StepKind(of.kind) if kind is StepKind.STRUCK and of else kind
    audit.record(case, verb, by=by, at=at, step=step.pk, kind=what.label, on=details.on.isoformat())
    return step

"""Restores every version of a case file word for word, with what became of it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from requests_app.actions import importing, publishing, review
from requests_app.actions.lanes import StepDetails
from requests_app.case_files.form import ReviewStepPart, VersionPart
from requests_app.case_files.incoming import Incoming
from requests_app.models import Team
from requests_app.workflow import State

# A past approval: its pages were read where it was given.
_restore_approval = partial(review.approve, restoring=True, before_rendering=True)


def restore_versions(incoming: Incoming) -> None:
    """Restores every version word for word, with what became of it."""
    for index, part in enumerate(incoming.file.versions):
        path = f"versions[{index}]"
        _reopen(incoming, part.submitted_by, part.submitted_at, path)
        _restore(incoming, part, path)
        _decide(incoming, part, path)
        _deeds(incoming, part, path)
    if incoming.file.status == State.DRAFTING:
        _reopen(incoming, incoming.file.people.officer, incoming.at, "status")
    noted = incoming.file.versions[-1].drafters
    incoming.note_hands([name for name in incoming.file.drafters if name not in noted])


def _reopen(incoming: Incoming, username: str, at: datetime, path: str) -> None:
    incoming.case.refresh_from_db()
    if incoming.case.state in {State.APPROVED, State.WITHDRAWN}:
        with incoming.blaming(path):
            review.reopen(incoming.case, by=incoming.people[username], at=at)


def _restore(incoming: Incoming, part: VersionPart, path: str) -> None:
    before = incoming.file.versions[part.number - 2].drafters if part.number > 1 else ()
    incoming.note_hands([name for name in part.drafters if name not in before])
    with incoming.blaming(path):
        importing.restore_version(
            incoming.case,
            part.content,
            digest=part.digest,
            dossier=part.dossier,
            dossier_digest=part.dossier_digest,
            outcome_reason=part.outcome_reason,
            answers={name: incoming.answers[key] for name, key in part.answers.items()},
            adapted={
                used.provision: review.Adaptation(used.body, used.reason) for used in part.adapted
            },
            lane=part.lane,
            steps=[_step_details(incoming, step) for step in part.review_steps],
            different_people=part.different_people,
            by=incoming.people[part.submitted_by],
            at=part.submitted_at,
        )


def _step_details(incoming: Incoming, step: ReviewStepPart) -> StepDetails:
    """With a team of that name, new and empty if need be: no step becomes everybody's."""
    team = Team.objects.get_or_create(name=step.team)[0] if step.team else None
    return StepDetails(step.name, team, step.bypass_by)


def _steps(incoming: Incoming, part: VersionPart, path: str) -> bool:
    """Decides the steps of the review as it was done; whether that approved the version."""
    done = [step.decided for step in part.review_steps if step.decided]
    for index, step in enumerate(done):
        by = incoming.people[step.by]
        with incoming.blaming(f"{path}.review_steps[{index}].decided"):
            if step.how == "bypassed":
                review.bypass(
                    incoming.case,
                    digest=part.digest,
                    reason=step.reason,
                    by=by,
                    at=step.at,
                    restoring=True,
                )
                continue
            last = part.review is not None and index + 1 == len(part.review_steps)
            comments = _comments(part) if last else {}
            _restore_approval(
                incoming.case,
                digest=part.digest,
                comments=comments,
                comment=step.reason,
                by=by,
                at=step.at,
            )
    return bool(part.review_steps) and len(done) == len(part.review_steps)


def _decide(incoming: Incoming, part: VersionPart, path: str) -> None:
    if _steps(incoming, part, path) or part.review is None:
        return
    by, at = incoming.people[part.review.by], part.review.at
    with incoming.blaming(f"{path}.review"):
        if part.review.decision == "recalled":
            review.recall(incoming.case, by=by, at=at)
            return
        comments = _comments(part)
        decide = _restore_approval if part.review.decision == "approved" else review.return_
        decide(
            incoming.case,
            digest=part.digest,
            comments=comments,
            comment=part.review.comment,
            by=by,
            at=at,
        )


def _deeds(incoming: Incoming, part: VersionPart, path: str) -> None:
    """The letter may have been sent before or after the record was published."""
    sent_last = part.sent and part.published and part.sent.at > part.published.at
    steps = [_sent, _published]
    for step in reversed(steps) if sent_last else steps:
        step(incoming, part, path)
    if part.withdrawn:
        with incoming.blaming(f"{path}.withdrawn"):
            publishing.withdraw(
                incoming.case,
                reason=part.withdrawn.reason,
                by=incoming.people[part.withdrawn.by],
                at=part.withdrawn.at,
            )


def _sent(incoming: Incoming, part: VersionPart, path: str) -> None:
    if part.sent:
        with incoming.blaming(f"{path}.sent"):
            by, at = incoming.people[part.sent.by], part.sent.at
            publishing.record_sent(
                incoming.case, sent_on=part.sent.on, by=by, at=at, restoring=True
            )


def _published(incoming: Incoming, part: VersionPart, path: str) -> None:
    if part.published:
        with incoming.blaming(f"{path}.published"):
            publishing.publish(
                incoming.case,
                on=part.published.on,
                by=incoming.people[part.published.by],
                at=part.published.at,
                before_rendering=True,
                restoring=True,
            )


def _comments(part: VersionPart) -> dict[str, str]:
    return {one.answer: one.text for one in part.review.comments} if part.review else {}

"""Review: a version is frozen, read, and approved or returned, by somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.utils.timezone import localdate

from requests_app import audit
from requests_app.actions.base import Refused, locked, move
from requests_app.actions.rendering import ask_for
from requests_app.compiling import (
    adaptations_in,
    answer_rows,
    compile_response,
    load_draft,
)
from requests_app.completeness import Finding, blocking, find_missing
from requests_app.models import (
    Drafter,
    FoiRequest,
    Rendering,
    Requester,
    ResponseVersion,
    Review,
    ReviewComment,
    WordingUse,
)
from requests_app.response import canonical_json, digest
from requests_app.workflow import NotAllowed, Verb, WrongState


class Incomplete(Refused):
    """The draft may not be submitted; ``findings`` say what blocks it."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("The draft is not complete.")
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Adaptation:
    """The words that a case shows in place of a standard text, and why."""

    body: str
    reason: str


class StaleVersion(Refused):
    """The decision was about another version than the one under review."""


def requester_of(case: FoiRequest) -> Requester | None:
    return Requester.objects.filter(foi_request=case).first()


def submit(case: FoiRequest, *, by: User, at: datetime) -> ResponseVersion:
    """Freezes the draft as a version and has its documents made. Raises Incomplete."""
    with locked(case, Verb.SUBMIT, by=by) as row:
        draft = load_draft(row)
        findings = blocking(find_missing(draft, requester_of(row)))
        if findings:
            raise Incomplete(findings)
        content = canonical_json(compile_response(draft))
        version = freeze(
            row,
            content,
            answer_rows(draft),
            outcome_reason=row.outcome_reason,
            adapted={
                used.provision: Adaptation(used.body, used.reason) for used in adaptations_in(draft)
            },
            by=by,
            at=at,
        )
        move(row, Verb.SUBMIT)
    return version


def freeze(
    case: FoiRequest,
    content: str,
    rows: Mapping[str, int],
    *,
    outcome_reason: str,
    adapted: Mapping[str, Adaptation],
    by: User,
    at: datetime,
) -> ResponseVersion:
    """Writes a version with all who had a hand in it. Runs inside the transaction of a verb.

    ``adapted`` holds, by citation, the wordings that the case shows in words of its own.
    """
    version = ResponseVersion.objects.create(
        foi_request=case,
        number=case.versions.count() + 1,
        content=content,
        digest=digest(content),
        outcome_reason=outcome_reason,
        answer_rows=dict(rows),
        submitted_by=by,
        submitted_at=at,
    )
    for user_id in audit.drafters_of(case) | {by.pk}:
        Drafter.objects.create(version=version, user_id=user_id)
    _note_wordings(version, adapted)
    audit.record(case, "submitted", by=by, at=at, version=version.number, digest=version.digest)
    if Requester.objects.filter(foi_request=case).exists():
        ask_for(version, Rendering.Kind.LETTER, dated=None, on=localdate(at), at=at)
    ask_for(version, Rendering.Kind.RECORD, dated=None, on=localdate(at), at=at)
    return version


def _note_wordings(version: ResponseVersion, adapted: Mapping[str, Adaptation]) -> None:
    """Which wording the annex shows, so that the library knows where its texts are used."""
    own = Adaptation("", "")
    WordingUse.objects.bulk_create(
        WordingUse(
            version=version,
            provision=section.provision,
            number=section.wording_version,
            adapted_body=adapted.get(section.provision, own).body,
            adapted_reason=adapted.get(section.provision, own).reason,
        )
        for section in version.response.annex
    )


def current_version(case: FoiRequest) -> ResponseVersion | None:
    return case.versions.order_by("number").last()


def may_review(version: ResponseVersion, by: User) -> bool:
    """Whether this person had no hand in the version."""
    return not version.drafters.filter(user=by).exists() and version.submitted_by_id != by.pk


def approve(
    case: FoiRequest,
    *,
    digest: str,
    comments: Mapping[str, str],
    comment: str = "",
    by: User,
    at: datetime,
) -> Review:
    """Approves the version whose digest the reviewer read. Raises NotAllowed, StaleVersion."""
    with locked(case, Verb.APPROVE, by=by) as row:
        version = _version_read(row, digest, by)
        review = _decide(version, Review.Decision.APPROVED, comments, comment, by=by, at=at)
        move(row, Verb.APPROVE)
        audit.record(row, "approved", by=by, at=at, version=version.number, digest=version.digest)
    return review


def return_(
    case: FoiRequest,
    *,
    digest: str,
    comments: Mapping[str, str],
    comment: str = "",
    by: User,
    at: datetime,
) -> Review:
    """Returns the version to drafting. It needs a comment: nobody can mend what is not said."""
    if not comment.strip() and not any(text.strip() for text in comments.values()):
        raise Refused("Say what is to be changed, here or beside an answer.", field="comment")
    with locked(case, Verb.RETURN, by=by) as row:
        version = _version_read(row, digest, by)
        review = _decide(version, Review.Decision.RETURNED, comments, comment, by=by, at=at)
        move(row, Verb.RETURN)
        audit.record(row, "returned", by=by, at=at, version=version.number)
    return review


def recall(case: FoiRequest, *, by: User, at: datetime) -> None:
    """An officer takes the version back before anybody decided on it."""
    with locked(case, Verb.RECALL, by=by) as row:
        version = _undecided(row)
        _decide(version, Review.Decision.RECALLED, {}, "", by=by, at=at)
        move(row, Verb.RECALL)
        audit.record(row, "recalled", by=by, at=at, version=version.number)


def reopen(case: FoiRequest, *, by: User, at: datetime) -> None:
    """Back to drafting: what is changed now is a new version that needs its own approval."""
    with locked(case, Verb.REOPEN, by=by) as row:
        move(row, Verb.REOPEN)
        audit.record(row, "reopened", by=by, at=at)


def _version_read(case: FoiRequest, digest: str, by: User) -> ResponseVersion:
    version = _undecided(case)
    if not may_review(version, by):
        raise NotAllowed("You had a hand in this version, so somebody else must review it.")
    if version.digest != digest:
        raise StaleVersion(
            "This is not the version that you read. Look at the current one and decide again."
        )
    return version


def _undecided(case: FoiRequest) -> ResponseVersion:
    version = current_version(case)
    if version is None or Review.objects.filter(version=version).exists():
        raise WrongState("There is no version to decide on.")
    return version


def _decide(
    version: ResponseVersion,
    decision: Review.Decision,
    comments: Mapping[str, str],
    comment: str,
    *,
    by: User,
    at: datetime,
) -> Review:
    known = {answer.key for answer in version.response.answers}
    for key, text in comments.items():
        if key not in known:
            raise Refused("A comment names an answer that this version does not have.")
        if text.strip():
            ReviewComment.objects.create(
                version=version, answer_key=key, text=text.strip(), author=by, written_at=at
            )
    return Review.objects.create(
        version=version,
        decision=decision,
        digest=version.digest,
        comment=comment.strip(),
        reviewer=by,
        submitter=version.submitted_by,
        decided_at=at,
    )

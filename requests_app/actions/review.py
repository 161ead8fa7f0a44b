"""Review: a version is frozen, read, and approved or returned, by somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.utils.timezone import localdate

from requests_app import audit
from requests_app.actions import lanes
from requests_app.actions.base import Refused, locked, move
from requests_app.actions.links import want
from requests_app.actions.recomputing import restamp
from requests_app.actions.rendering import ask_for
from requests_app.compiling import adaptations_in, answer_rows, load_draft
from requests_app.gate.addresses import of_response
from requests_app.gate.dossier import UnreadableDossier, to_json
from requests_app.gate.dossier import digest_of as dossier_digest
from requests_app.gate.finding import Finding, Stage, stopping
from requests_app.gate.gathering import gather
from requests_app.gate.judging import judge
from requests_app.gate.keys import keys_of, located
from requests_app.gate.mentioning import requester_of
from requests_app.gate.versions import findings_of_version
from requests_app.models import (
    Drafter,
    FoiRequest,
    Rendering,
    Requester,
    ResponseVersion,
    Review,
    ReviewComment,
    ReviewStep,
    StepDecision,
    VersionDossier,
    VersionSeen,
    WordingUse,
)
from requests_app.response import canonical_json, digest
from requests_app.workflow import NotAllowed, Verb, WrongState

OWN_WORK = "You had a hand in this version, so somebody else must review it."
DAMAGED = "The stored version is damaged. Tell your administrator."


class Incomplete(Refused):
    """The gate does not open; ``findings`` are what must be mended or needs a reason."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        messages = " ".join(finding.message for finding in findings[:3])
        super().__init__(f"This cannot go on yet. {messages}")
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Adaptation:
    """The words that a case shows in place of a standard text, and why."""

    body: str
    reason: str


class StaleVersion(Refused):
    """The decision was about another version, or another step, than what is under review."""


def submit(
    case: FoiRequest, *, by: User, at: datetime, brought_in: bool = False
) -> ResponseVersion:
    """Freezes the draft as a version and has its documents made. Raises Incomplete.

    ``brought_in`` is for a case file: its links were opened elsewhere, at another time.
    """
    with locked(case, Verb.SUBMIT, by=by) as row:
        draft = load_draft(row)
        keys = keys_of(draft)
        dossier = gather(draft, day=localdate(at), keys=keys, links=not brought_in)
        stops = stopping(located(judge(dossier), keys))
        if stops:
            raise Incomplete(stops)
        version = freeze(
            row,
            canonical_json(dossier.response),
            answer_rows(draft),
            dossier=to_json(dossier),
            outcome_reason=row.outcome_reason,
            adapted={
                used.provision: Adaptation(used.body, used.reason) for used in adaptations_in(draft)
            },
            by=by,
            at=at,
        )
        lanes.freeze_steps_of(version, row)
        move(row, Verb.SUBMIT)
        want(of_response(dossier.response), at=at)
    return version


def freeze(
    case: FoiRequest,
    content: str,
    rows: Mapping[str, int],
    *,
    dossier: str,
    outcome_reason: str,
    adapted: Mapping[str, Adaptation],
    by: User,
    at: datetime,
) -> ResponseVersion:
    """Writes a version with all who had a hand in it. Runs inside the transaction of a verb.

    ``dossier`` is what the gate read, "" for a version that is older than the gate.
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
    if dossier:
        VersionDossier.objects.create(
            version=version, content=dossier, digest=dossier_digest(dossier)
        )
    for user_id in audit.drafters_of(case) | {by.pk}:
        Drafter.objects.create(version=version, user_id=user_id)
    _note_wordings(version, adapted)
    audit.record(case, "submitted", by=by, at=at, version=version.number, digest=version.digest)
    if Requester.objects.filter(foi_request=case).exists():
        ask_for(version, Rendering.Kind.LETTER, dated=None, on=localdate(at), at=at)
    ask_for(version, Rendering.Kind.RECORD, dated=None, on=localdate(at), at=at)
    return version


def require_open(
    version: ResponseVersion, stage: Stage, *, day: date, approver: str = "", links: bool = True
) -> None:
    """Asks the gate again, of what was frozen, as things stand on this day. Raises Incomplete."""
    try:
        findings = findings_of_version(
            version, stage=stage, day=day, approver=approver, links=links
        )
    except UnreadableDossier as error:
        raise Refused(f"{DAMAGED} {error}") from error
    stops = stopping(findings)
    if stops:
        raise Incomplete(stops)


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
    step: int | None = None,
    by: User,
    at: datetime,
    restoring: bool = False,
    before_rendering: bool = False,
) -> Review | None:
    """Approves the version whose digest the reviewer read, on pages that can be read.

    It is the ``step`` that the reviewer's page showed, or whichever comes next. None: there are
    more steps, and the case stays in review.
    ``restoring`` is for bringing in a case whose gate was passed elsewhere, and
    ``before_rendering`` for one whose pages were read elsewhere.
    Raises NotAllowed, StaleVersion, Incomplete, and Refused while a page is not made.
    """
    with locked(case, Verb.APPROVE, by=by) as row:
        version = _version_read(row, digest, by)
        waiting = _step_read(version, step)
        if not restoring and (why := lanes.why_not_approve(waiting, by)):
            raise NotAllowed(why)
        _require_looks(row, version, restoring=restoring)
        if not before_rendering:
            _require_pages(version)
        if not restoring:
            require_open(
                version,
                Stage.APPROVE,
                day=localdate(at),
                approver=by.username,
                links=not before_rendering,
            )
        _comment(version, comments, by=by, at=at)
        if waiting:
            lanes.decide(waiting, StepDecision.Decision.APPROVED, reason=comment, by=by, at=at)
        if waiting and lanes.waiting_step(version):
            told = {"version": version.number, "step": waiting.name}
            audit.record(row, "step_approved", by=by, at=at, **told)
            return None
        return _approved(row, version, Verb.APPROVE, comment, by=by, at=at)


def bypass(
    case: FoiRequest,
    *,
    digest: str,
    reason: str,
    step: int | None = None,
    by: User,
    at: datetime,
    restoring: bool = False,
) -> Review | None:
    """Goes past the step that comes next, for a reason. None: there are more steps.

    The last step may be gone past too: then the version is approved, by whoever did so.
    Raises NotAllowed, StaleVersion, Incomplete, Refused.
    """
    if not reason.strip():
        raise Refused("Give the reason why this step is left out.", field="reason")
    with locked(case, Verb.BYPASS, by=by) as row:
        version = _version_read(row, digest, by)
        waiting = _step_read(version, step)
        if waiting is None or not (restoring or lanes.may_bypass(waiting, by)):
            raise NotAllowed("You may not go past this step of the review.")
        _require_looks(row, version, restoring=restoring)
        if not restoring:
            _require_pages(version)
            require_open(version, Stage.APPROVE, day=localdate(at), approver=by.username)
        lanes.decide(waiting, StepDecision.Decision.BYPASSED, reason=reason.strip(), by=by, at=at)
        told = {"version": version.number, "step": waiting.name}
        audit.record(row, "step_bypassed", by=by, at=at, **told)
        if lanes.waiting_step(version):
            return None
        return _approved(row, version, Verb.BYPASS, "", by=by, at=at)


def _require_looks(case: FoiRequest, version: ResponseVersion, *, restoring: bool) -> None:
    if not restoring and lanes.too_few_looks(version, case):
        raise Refused(
            "This case was marked as sensitive after it was submitted. Return it: submitted "
            "again, it goes through a lane in which two different people approve it."
        )


def _approved(
    case: FoiRequest, version: ResponseVersion, verb: Verb, comment: str, *, by: User, at: datetime
) -> Review:
    """All steps are done on this digest: the version is approved."""
    review = _decide(version, Review.Decision.APPROVED, {}, comment, by=by, at=at)
    move(case, verb)
    audit.record(case, "approved", by=by, at=at, version=version.number, digest=version.digest)
    want(of_response(version.response), at=at)
    return review


def _step_read(version: ResponseVersion, step: int | None) -> ReviewStep | None:
    """The step that comes next, if it is the one that the page showed."""
    waiting = lanes.waiting_step(version)
    if step is not None and (waiting is None or waiting.position != step):
        raise StaleVersion(
            "Somebody decided on this step a moment ago. Look at what comes next and decide again."
        )
    return waiting


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
        # The holidays may have changed while nobody waited for an answer.
        restamp(row)
        audit.record(row, "reopened", by=by, at=at)


def _version_read(case: FoiRequest, digest: str, by: User) -> ResponseVersion:
    version = _undecided(case)
    if not may_review(version, by):
        raise NotAllowed(OWN_WORK)
    if version.digest != digest:
        raise StaleVersion(
            "This is not the version that you read. Look at the current one and decide again."
        )
    return version


def _require_pages(version: ResponseVersion) -> None:
    """Raises Refused unless the reviewer can read the very pages that will go out."""
    rows = version.renderings.filter(dated=None)
    if requester_of(version.foi_request) is None:
        # Who was erased gets no letter, so nobody waits for one.
        rows = rows.exclude(kind=Rendering.Kind.LETTER)
    states = {row.kind: row.state for row in rows}
    for kind, name in _PAGES.items():
        if states.get(kind) == Rendering.State.FAILED:
            raise Refused(
                f"The {name} could not be made, so nobody can read it yet. Try it again under "
                "“Documents”, or return the version. Your comments are kept on this page."
            )
    if Rendering.Kind.RECORD not in states or set(states.values()) != {Rendering.State.DONE}:
        raise Refused(
            "The pages of this version are still being made. Read them when they are ready, "
            "and approve then. Your comments are kept on this page."
        )


_PAGES = {Rendering.Kind.LETTER: "letter", Rendering.Kind.RECORD: "public record"}


def _undecided(case: FoiRequest) -> ResponseVersion:
    version = current_version(case)
    if version is None or Review.objects.filter(version=version).exists():
        raise WrongState("There is no version to decide on.")
    return version


def note_seen(version: ResponseVersion, *, by: User, at: datetime) -> None:
    """Keeps that a reviewer had this version before them, once. It is no deed of the case."""
    seen = VersionSeen(version=version, person=by, seen_at=at)
    VersionSeen.objects.bulk_create([seen], ignore_conflicts=True)


def _comment(
    version: ResponseVersion, comments: Mapping[str, str], *, by: User, at: datetime
) -> None:
    known = {answer.key for answer in version.response.answers}
    for key, text in comments.items():
        if key not in known:
            raise Refused("A comment names an answer that this version does not have.")
        if text.strip():
            ReviewComment.objects.create(
                version=version, answer_key=key, text=text.strip(), author=by, written_at=at
            )


def _decide(
    version: ResponseVersion,
    decision: Review.Decision,
    comments: Mapping[str, str],
    comment: str,
    *,
    by: User,
    at: datetime,
) -> Review:
    _comment(version, comments, by=by, at=at)
    return Review.objects.create(
        version=version,
        decision=decision,
        digest=version.digest,
        comment=comment.strip(),
        reviewer=by,
        submitter=version.submitted_by,
        decided_at=at,
    )

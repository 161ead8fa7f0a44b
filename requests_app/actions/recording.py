"""Recording the facts that the gate asks for, and why a warning is no reason to stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db.models import F, Model

from exemptions.facts import facts as known_facts
from exemptions.models import PublicInterestTest
from requests_app import audit
from requests_app.actions.base import Refused, as_stored, locked, refuse_overwriting, still_there
from requests_app.actions.links import want_of_claim
from requests_app.compiling import load_draft
from requests_app.gate.finding import Finding, Stage
from requests_app.gate.gathering import findings_of
from requests_app.gate.versions import findings_of_version
from requests_app.models import Acknowledgement, Answer, Claim, FoiRequest
from requests_app.rendering.markup import TextTooComplex, check_characters, check_limits
from requests_app.seen import Digests, changed_here
from requests_app.workflow import State, Verb

# Facts for which the row has a column of its own.
_COLUMNS: Mapping[str, frozenset[str]] = {
    "claim": frozenset({"reason", "likelihood", "where_accessible"}),
    "answer": frozenset({"held", "regime"}),
}
MAX_LENGTH = 20_000


Row = Claim | Answer | PublicInterestTest | FoiRequest


def recorded_of(row: Row) -> dict[str, str]:
    """What is recorded of a row by name, with what has a column of its own."""
    columns = _COLUMNS.get(_SCOPES[type(row)], frozenset())
    return {**row.facts, **{name: getattr(row, name) for name in columns if getattr(row, name)}}


def record_facts(
    row: Row,
    told: Mapping[str, str],
    *,
    case: FoiRequest,
    seen: Digests | None = None,
    by: User,
    at: datetime,
) -> None:
    """Records facts of a claim, an answer, a test or the case; "" takes one back.

    Facts that are not named, or were left as the page showed them (``seen``), stay as they are.
    Names and values are those of ``exemptions/data/facts.yaml``. Raises Refused with the name of
    the fact as the field, and Changed when somebody else changed one of them since.
    """
    scope = _SCOPES[type(row)]
    seen = seen or {}
    values = changed_here({name: as_stored(value) for name, value in told.items()}, seen)
    for name, value in values.items():
        _check(scope, name, value)
    with locked(case, Verb.DRAFT, by=by) as locked_case:
        _require_of(still_there(row), locked_case)
        if seen and not values:
            return  # all was left as it stood, so nobody recorded anything
        columns = [name for name in values if name in _COLUMNS.get(scope, ())]
        row.refresh_from_db(fields=["facts", *_COLUMNS.get(scope, ())])
        now = recorded_of(row)
        where: dict[str, object] = {"of": scope, "row": row.pk}
        refuse_overwriting(values, now, seen, case=locked_case, verb="facts_recorded", **where)
        told = {**row.facts, **{n: value for n, value in values.items() if n not in columns}}
        row.facts = {name: value for name, value in told.items() if value}
        for name in columns:
            setattr(row, name, values[name])
        row.save(update_fields=["facts", *columns])
        if isinstance(row, Claim) and columns:
            # Who has the claim open sees other words than stand there now.
            Claim.objects.filter(pk=row.pk).update(
                revision=F("revision") + 1, saved_by=by, saved_at=at
            )
        audit.record(
            locked_case, "facts_recorded", by=by, at=at, of=scope, row=row.pk, facts=len(values)
        )
        if isinstance(row, Claim):
            want_of_claim(row, at=at)


_SCOPES: dict[type[Model], str] = {
    Claim: "claim",
    Answer: "answer",
    PublicInterestTest: "test",
    FoiRequest: "case",
}


def _check(scope: str, name: str, value: str) -> None:
    fact = known_facts().get(name)
    if fact is None or fact.scope != scope:
        raise Refused(f"There is no fact “{name}” to record here.", field=name)
    fault = fact.fault(value)
    if fault:
        raise Refused(f"{fact.label} {fault}", field=name)
    if len(value) > MAX_LENGTH:
        raise Refused(f"{fact.label} That is too long.", field=name)
    check = _CHECKS.get(fact.kind)
    if check:
        try:
            check(value)
        except TextTooComplex as error:
            raise Refused(str(error), field=name) from error


# What stands in a sentence of the annex is no Markdown, but must be printable like the rest.
_CHECKS: Mapping[str, Callable[[str], None]] = {
    "text": check_characters,
    "long_text": check_limits,
}


def _require_of(row: Row, case: FoiRequest) -> None:
    """Raises Refused unless the row belongs to the case that is locked."""
    if isinstance(row, Claim):
        belongs = row.answer.foi_request_id == case.pk
    elif isinstance(row, Answer):
        belongs = row.foi_request_id == case.pk
    elif isinstance(row, PublicInterestTest):
        belongs = Claim.objects.filter(test=row, answer__foi_request=case).exists()
    else:
        belongs = row.pk == case.pk
    if not belongs:
        raise Refused("That belongs to another case.")


# --- warnings ---------------------------------------------------------------------------

# Whoever may do the deed at whose gate a warning stands may answer it.
VERBS = {
    Stage.APPROVE: Verb.DRAFT,
    Stage.SEND: Verb.RECORD_SENT,
    Stage.PUBLISH: Verb.PUBLISH,
}


def acknowledge(
    case: FoiRequest,
    *,
    rule: str,
    digest: str,
    reason: str,
    stage: Stage = Stage.APPROVE,
    day: date,
    by: User,
    at: datetime,
) -> Acknowledgement:
    """Keeps why a warning is no reason to stop. ``digest`` is that of the finding as it was read.

    Raises Refused when the gate does not say this any more, or when it is no warning.
    """
    if not reason.strip():
        raise Refused("Give the reason for going on.", field="reason")
    with locked(case, VERBS[stage], by=by) as row:
        finding = _warning(row, rule, digest, stage, day)
        found = Acknowledgement.objects.create(
            foi_request=row,
            rule=rule,
            subject=finding.key,
            message=finding.message,
            digest=digest,
            reason=reason.strip(),
            acknowledged_by=by,
            acknowledged_at=at,
        )
        audit.record(row, "warning_acknowledged", by=by, at=at, rule=rule)
    return found


def _warning(case: FoiRequest, rule: str, digest: str, stage: Stage, day: date) -> Finding:
    finding = find_warning(case, rule, digest, stage, day)
    if finding is None:
        raise Refused("The gate does not say this any more. Look at what it says now.")
    if finding.blocks:
        raise Refused("This must be mended. A reason does not help.")
    return finding


def find_warning(
    case: FoiRequest, rule: str, digest: str, stage: Stage, day: date
) -> Finding | None:
    """What the gate says under this digest, if it still says it."""
    found = (row for row in findings_now(case, stage, day) if row.rule == rule)
    return next((row for row in found if row.digest == digest), None)


def findings_now(case: FoiRequest, stage: Stage, day: date) -> tuple[Finding, ...]:
    """What the gate says of a draft as it stands, or of the current version as it was frozen."""
    if case.state == State.DRAFTING:
        return findings_of(load_draft(case), day=day, stage=stage)
    version = case.versions.order_by("number").last()
    return findings_of_version(version, stage=stage, day=day) if version else ()

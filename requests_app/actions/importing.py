"""Verbs that only bring a case in from elsewhere; everything else goes through the usual ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import Group, User
from django.db import transaction

from exemptions.models import StandardText
from requests_app import audit
from requests_app.actions.base import Refused, locked, move
from requests_app.actions.lanes import StepDetails, freeze_steps
from requests_app.actions.review import Adaptation, freeze
from requests_app.gate.finding import digest_of as digest_of_finding
from requests_app.models import Acknowledgement, Answer, Block, FoiRequest, ResponseVersion
from requests_app.rendering.markup import TextTooComplex, check_limits
from requests_app.response import digest as digest_of
from requests_app.workflow import Role, Verb


@contextmanager
def lent_roles(needed: Mapping[str, frozenset[Role]]) -> Iterator[dict[str, User]]:
    """The people of a past case, by user name, with the roles in which they acted then.

    Who is not known becomes an inactive person without a password. Roles and accounts are
    lent inside the transaction of the import and taken back before it ends, so that no other
    connection ever sees them; a transaction that fails takes them back by itself.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Roles are lent inside a transaction only.")
    groups = {group.name: group for group in Group.objects.all()}
    lent = []
    people = {}
    for username in sorted(needed):
        user = _person(username)
        was_active = user.is_active
        held = set(user.groups.values_list("name", flat=True))
        missing = [groups[role.value] for role in needed[username] if role.value not in held]
        user.groups.add(*missing)
        _set_active(user, active=True)
        people[username] = user
        lent.append((user, missing, was_active))
    yield people
    for user, missing, was_active in lent:
        user.groups.remove(*missing)
        _set_active(user, active=was_active)


def _person(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User(username=username, is_active=False)
        user.set_unusable_password()
        user.save()
    return user


def _set_active(user: User, *, active: bool) -> None:
    if user.is_active != active:
        user.is_active = active
        user.save(update_fields=["is_active"])


@dataclass(frozen=True, slots=True)
class SplitBlock:
    """A block as another hand split it. The number is canonical."""

    kind: str
    label: str
    number: str
    text: str
    level: int
    stem: bool
    omitted: bool
    redactions: Sequence[str]


def replace_split(
    case: FoiRequest, blocks: Sequence[SplitBlock], *, by: User, at: datetime
) -> list[Block]:
    """Puts a split that was made elsewhere in place of the portal's own. Raises Refused."""
    with locked(case, Verb.DRAFT, by=by) as row:
        if row.answers.exists():
            raise Refused("The case has answers, so its split is corrected block by block.")
        row.blocks.all().delete()
        Block.objects.bulk_create(
            Block(
                foi_request=row,
                position=position,
                kind=block.kind,
                label=block.label,
                number=block.number,
                text=block.text,
                level=block.level,
                stem=block.stem,
                omitted=block.omitted,
                redactions=list(block.redactions),
            )
            for position, block in enumerate(blocks, start=1)
        )
        audit.record(row, "split_corrected", by=by, at=at, change="replaced")
        return list(row.blocks.order_by("position"))


def begin_answer(case: FoiRequest, *, by: User, at: datetime) -> Answer:
    """An answer whose questions went to other answers; it is to be filled at once."""
    with locked(case, Verb.DRAFT, by=by) as row:
        answer = Answer.objects.create(foi_request=row)
        audit.record(row, "answered", by=by, at=at, answer=answer.pk, questions=0)
    return answer


def note_hand(case: FoiRequest, *, by: User, at: datetime) -> None:
    """Keeps that a person had a hand in the draft elsewhere, and so may not approve it here."""
    with transaction.atomic():
        audit.record(case, "drafted", by=by, at=at)


def note_reason(
    case: FoiRequest, *, rule: str, subject: str, message: str, reason: str, by: User, at: datetime
) -> None:
    """Keeps why a warning was no reason to stop, as somebody gave it elsewhere."""
    with transaction.atomic():
        Acknowledgement.objects.create(
            foi_request=case,
            rule=rule,
            subject=subject,
            message=message,
            digest=digest_of_finding(rule, message),
            reason=reason,
            acknowledged_by=by,
            acknowledged_at=at,
        )
        audit.record(case, "warning_acknowledged", by=by, at=at, rule=rule)


def note_loaded(case: FoiRequest, *, by: User, at: datetime) -> None:
    """Tells an auditor that the rows before this one were brought in, and when."""
    with transaction.atomic():
        audit.record(case, "loaded", by=by, at=at)


def restore_version(
    case: FoiRequest,
    content: str,
    *,
    digest: str,
    outcome_reason: str,
    answers: Mapping[str, int],
    adapted: Mapping[str, Adaptation],
    by: User,
    at: datetime,
    dossier: str = "",
    dossier_digest: str = "",
    steps: Sequence[StepDetails] = (),
    lane: str = "",
    different_people: bool = True,
) -> ResponseVersion:
    """Submits a response that was compiled elsewhere, word for word. Raises Refused.

    Without ``steps`` it is older than lanes, and one approval is enough.

    It passed the gate where it was compiled; here it must be what was frozen there.
    """
    with locked(case, Verb.SUBMIT, by=by) as row:
        if digest_of(content) != digest:
            raise Refused("The digest is not that of the content.", field="digest")
        if dossier and digest_of(dossier) != dossier_digest:
            raise Refused("The digest is not that of the dossier.", field="dossier_digest")
        version = freeze(
            row,
            content,
            answers,
            dossier=dossier,
            outcome_reason=outcome_reason,
            adapted=adapted,
            by=by,
            at=at,
        )
        freeze_steps(version, lane, steps, different_people=different_people)
        move(row, Verb.SUBMIT)
    return version


def supply_wording(
    provision: str,
    *,
    body: str,
    number: int,
    owner: str,
    review_by: date,
    by: User,
    at: datetime,
) -> bool:
    """Adds a standard text that the library lacks. False: it has one, which stays as it is.

    No library editor has read it here, so the audit row says that it was brought in, not saved.
    """
    try:
        check_limits(body)
    except TextTooComplex as error:
        raise Refused(str(error), field="body") from error
    with transaction.atomic():
        added = StandardText.objects.supply(
            provision,
            body=body,
            number=number,
            owner=owner,
            review_by=review_by,
            note="Brought in with a case.",
            at=at,
        )
        if added:
            audit.record(None, "wording_brought_in", by=by, at=at, provision=provision)
    return added

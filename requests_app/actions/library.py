"""Keeping the wording and the particulars: every change is a new row, the old ones stay."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from exemptions.catalogue import UnknownProvision, catalogue
from exemptions.models import StandardText, StandardTextDecision, StandardTextVersion
from exemptions.shipped_wording import wording_faults
from requests_app import audit
from requests_app.actions.base import Refused, as_stored, require_any, require_role
from requests_app.models import AuthorityParticulars, ParticularsConfirmation
from requests_app.rendering.markup import TextTooComplex, check_limits
from requests_app.workflow import Role


def save_wording(
    provision: str,
    *,
    body: str,
    note: str,
    owner: str,
    review_by: date,
    latest: int,
    by: User,
    at: datetime,
) -> StandardText:
    """Keeps owner and review date, and adds a version when the wording changed.

    ``latest`` is the number of the version that the editor saw (0: none); when another was
    saved meanwhile, Refused is raised and nothing is overwritten.
    """
    require_role(by, Role.LIBRARY_EDITOR, "change the wording of the library")
    body = as_stored(body)
    try:
        cite = catalogue()[provision].cite
        check_limits(body)
    except UnknownProvision as error:
        raise Refused(str(error), field="provision") from error
    except TextTooComplex as error:
        raise Refused(str(error), field="body") from error
    for fault in wording_faults(body):
        raise Refused(fault, field="body")
    if not body.strip():
        raise Refused("Write the wording. To stop using it, retire it.", field="body")
    with transaction.atomic():
        text, created = StandardText.objects.select_for_update().get_or_create(
            provision=cite, defaults={"owner": owner, "review_by": review_by}
        )
        _refuse_stale(text, latest, field="body")
        current = text.current
        # A retired text is brought back by a version that says so, be its words the same.
        if current is None or as_stored(current.body) != body or text.retired_on is not None:
            StandardTextVersion.objects.create(
                standard_text=text,
                number=latest + 1,
                body=body,
                note=note,
                created_by=by,
                created_at=at,
            )
        elif not created and text.review_by != review_by:
            _decide(text, _Kind.REVIEWED, latest, review_by, note, by=by, at=at)
        if not created and text.owner != owner:
            change = _shortened(f"From {text.owner} to {owner}.")
            _decide(text, _Kind.HANDED_OVER, latest, None, change, by=by, at=at)
        text.owner, text.review_by = owner, review_by
        text.retired_on, text.retired_reason = None, ""
        text.save()
        audit.record(None, "wording_saved", by=by, at=at, provision=cite)
    return text


def review_wording(
    provision: str, *, review_by: date, note: str, latest: int, by: User, at: datetime
) -> StandardText:
    """Notes that the wording was read and is still right, and sets when it is read again.

    ``latest`` is the version that was read. Raises NotAllowed, Refused.
    """
    require_role(by, Role.LIBRARY_EDITOR, "review the wording of the library")
    if review_by <= localdate(at):
        raise Refused("The next review must be after today.", field="review_by")
    with transaction.atomic():
        text = _existing(provision)
        if text.is_retired(localdate(at)):
            raise Refused("This text is retired. Write a new version to bring it back.")
        _refuse_stale(text, latest, field=None)
        _decide(text, _Kind.REVIEWED, latest, review_by, note, by=by, at=at)
        text.review_by = review_by
        text.save(update_fields=["review_by"])
        audit.record(None, "wording_reviewed", by=by, at=at, provision=text.provision)
    return text


def note_legal_check(
    provision: str, *, checked_on: date, note: str, latest: int, by: User, at: datetime
) -> StandardText:
    """Notes that a lawyer read this version, so that it needs one no more until it changes.

    ``note`` says who read it, and what they said.
    """
    require_role(by, Role.LIBRARY_EDITOR, "note what a lawyer said of the wording")
    if not note.strip():
        raise Refused("Say who read it.", field="note")
    if checked_on > localdate(at):
        raise Refused("The day on which it was read must not be in the future.", field="checked_on")
    with transaction.atomic():
        text = _existing(provision)
        _refuse_stale(text, latest, field=None)
        _decide(text, _Kind.CHECKED, latest, checked_on, note, by=by, at=at)
        audit.record(None, "wording_checked", by=by, at=at, provision=text.provision)
    return text


def retire_wording(
    provision: str, *, retired_on: date, reason: str, by: User, at: datetime
) -> StandardText:
    """Takes a text out of use from a day on, for a reason; another day may be set until then.

    Its versions stay, and what used them stays.
    Writing a new version brings it back. Raises NotAllowed, Refused.
    """
    require_role(by, Role.LIBRARY_EDITOR, "retire a text of the library")
    if not reason.strip():
        raise Refused("Say why it is not to be used any more.", field="reason")
    with transaction.atomic():
        text = _existing(provision)
        current = text.current
        if current is None or text.is_retired(localdate(at)):
            raise Refused("This text is retired already.")
        _decide(text, _Kind.RETIRED, current.number, retired_on, reason, by=by, at=at)
        text.retired_on, text.retired_reason = retired_on, reason.strip()
        text.save(update_fields=["retired_on", "retired_reason"])
        audit.record(None, "wording_retired", by=by, at=at, provision=text.provision)
    return text


_Kind = StandardTextDecision.Kind


def _existing(provision: str) -> StandardText:
    """The text of a provision, locked. Raises Refused."""
    try:
        cite = catalogue()[provision].cite
    except UnknownProvision as error:
        raise Refused(str(error), field="provision") from error
    text = StandardText.objects.select_for_update().filter(provision=cite).first()
    if text is None:
        raise Refused("There is no text for this provision yet.")
    return text


def _refuse_stale(text: StandardText, latest: int, *, field: str | None) -> None:
    number = text.versions.aggregate(number=Max("number"))["number"] or 0
    if number != latest:
        raise Refused(
            f"Somebody else saved version {number} while you were reading. "
            "What you typed is still here: compare and save again.",
            field=field,
        )


def _decide(
    text: StandardText,
    kind: StandardTextDecision.Kind,
    version: int,
    day: date | None,
    note: str,
    *,
    by: User,
    at: datetime,
) -> None:
    StandardTextDecision.objects.create(
        standard_text=text,
        kind=kind,
        version=version,
        day=day,
        note=note.strip(),
        decided_by=by,
        decided_at=at,
    )


def _shortened(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:299]}…"


def add_particulars(*, by: User, at: datetime, **fields: Any) -> AuthorityParticulars:
    """Adds particulars that take effect on a day; letters of earlier days keep the old ones."""
    require_role(by, Role.ADMINISTRATOR, "change the authority’s particulars")
    with transaction.atomic():
        row = AuthorityParticulars.objects.create(created_by=by, created_at=at, **fields)
        audit.record(None, "particulars_added", by=by, at=at, particulars=row.pk)
    return row


def confirm_particulars(
    particulars: AuthorityParticulars, *, by: User, at: datetime
) -> ParticularsConfirmation:
    """Keeps the day on which what is in force was looked at and found right.

    Raises NotAllowed, and Refused when others took their place meanwhile.
    """
    require_any(by, (Role.LIBRARY_EDITOR, Role.ADMINISTRATOR), "confirm the particulars")
    if AuthorityParticulars.objects.effective(localdate(at)) != particulars:
        raise Refused("Other particulars are in force now. Look at them, and confirm those.")
    with transaction.atomic():
        row = ParticularsConfirmation.objects.create(
            particulars=particulars, confirmed_by=by, confirmed_at=at
        )
        audit.record(None, "particulars_confirmed", by=by, at=at, particulars=particulars.pk)
    return row

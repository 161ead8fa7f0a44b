"""What leaves the house: the letter recorded as sent, the record published and withdrawn."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import User

from requests_app import audit
from requests_app.actions.base import Refused, locked, move
from requests_app.actions.listing import list_again
from requests_app.actions.purging import ask_for_purge
from requests_app.actions.rendering import ask_for
from requests_app.actions.review import current_version, require_open
from requests_app.gate.finding import Stage
from requests_app.gate.mentioning import identity_in, requester_of
from requests_app.models import (
    Dispatch,
    FoiRequest,
    Publication,
    Rendering,
    Replacement,
    ResponseVersion,
    Review,
    Withdrawal,
)
from requests_app.rendering.markup import TextTooComplex, check_characters
from requests_app.response import digest as digest_of
from requests_app.response import texts_of
from requests_app.workflow import Verb, WrongState


def record_sent(
    case: FoiRequest,
    *,
    sent_on: date,
    by: User,
    at: datetime,
    restoring: bool = False,
    brought_in: bool = False,
) -> Dispatch:
    """Records the day of sending and has the letter made with that date.

    ``restoring`` is for bringing in a case whose gate was passed elsewhere, ``brought_in`` for
    one whose links were opened elsewhere. Raises Refused.
    """
    with locked(case, Verb.RECORD_SENT, by=by) as row:
        version = approved_version(row)
        if Dispatch.objects.filter(version=version).exists():
            raise Refused("The letter of this version is recorded as sent already.")
        if requester_of(row) is None:
            raise Refused("This case has no requester, so there is nobody to send a letter to.")
        if not restoring:
            require_open(version, Stage.SEND, day=sent_on, links=not brought_in)
        rendering = ask_for(version, Rendering.Kind.LETTER, dated=sent_on, on=sent_on, at=at)
        dispatch = Dispatch.objects.create(
            version=version, rendering=rendering, sent_on=sent_on, recorded_by=by, recorded_at=at
        )
        audit.record(row, "sent", by=by, at=at, version=version.number, on=sent_on.isoformat())
    return dispatch


def publish(
    case: FoiRequest,
    *,
    on: date,
    by: User,
    at: datetime,
    before_rendering: bool = False,
    restoring: bool = False,
) -> Publication:
    """Publishes the approved version; the log shows it as soon as its record is made.

    ``before_rendering`` is for bringing in a log: nobody waits for pages that nobody reviews;
    ``restoring`` for a case whose gate was passed elsewhere.
    Raises Refused when the record could not be made yet or names the requester.
    """
    with locked(case, Verb.PUBLISH, by=by) as row:
        version = approved_version(row)
        if digest_of(version.content) != version.digest:
            raise Refused(
                "The stored version is damaged: its digest does not match. Tell your administrator."
            )
        named = identity_in(" | ".join(texts_of(version.content)), requester_of(row))
        if named:
            raise Refused(
                f"The record shows {named[0]}, so it cannot be published. Reopen the case."
            )
        if not restoring:
            require_open(version, Stage.PUBLISH, day=on, links=not before_rendering)
        if not before_rendering and not _pages_made(version):
            raise Refused("The record is not made yet. Publish it when its pages are ready.")
        rendering = ask_for(version, Rendering.Kind.RECORD, dated=on.replace(day=1), on=on, at=at)
        publication = Publication.objects.create(
            foi_request=row,
            version=version,
            rendering=rendering,
            published_on=on,
            published_by=by,
            published_at=at,
        )
        move(row, Verb.PUBLISH)
        list_again(row)
        audit.record(row, "published", by=by, at=at, version=version.number, digest=version.digest)
    return publication


def withdraw(
    case: FoiRequest,
    *,
    reason: str,
    names_title: bool = False,
    replaced_by: FoiRequest | None = None,
    by: User,
    at: datetime,
) -> Withdrawal:
    """Takes the record from the log at once; its address tells the reason.

    ``names_title`` lets the public read the title of what was withdrawn; ``replaced_by`` is the
    case whose record corrects it. Raises Refused.
    """
    if not reason.strip():
        raise Refused(
            "Give the reason for the withdrawal. The public will read it.", field="reason"
        )
    try:
        check_characters(reason, field="The reason")
    except TextTooComplex as error:
        raise Refused(str(error), field="reason") from error
    with locked(case, Verb.WITHDRAW, by=by) as row:
        named = identity_in(reason, requester_of(row))
        if named:
            raise Refused(f"The reason shows {named[0]}, and the public reads it.", field="reason")
        publication = row.publications.filter(withdrawal=None).order_by("pk").last()
        if publication is None:
            raise WrongState("There is nothing of this case on the log.")
        withdrawal = Withdrawal.objects.create(
            publication=publication,
            reason=reason.strip(),
            names_title=names_title,
            withdrawn_by=by,
            withdrawn_at=at,
        )
        move(row, Verb.WITHDRAW)
        list_again(row)
        ask_for_purge(at)
        audit.record(row, "withdrawn", by=by, at=at, version=publication.version.number)
        if replaced_by is not None:
            _name_replacement(withdrawal, replaced_by, by=by, at=at)
    return withdrawal


def replace(case: FoiRequest, *, replaced_by: FoiRequest, by: User, at: datetime) -> Replacement:
    """Names the record that corrects a withdrawn one; of several the last counts."""
    with locked(case, Verb.REPLACE, by=by) as row:
        withdrawal = Withdrawal.objects.filter(publication__foi_request=row).latest("pk")
        return _name_replacement(withdrawal, replaced_by, by=by, at=at)


def _name_replacement(
    withdrawal: Withdrawal, replaced_by: FoiRequest, *, by: User, at: datetime
) -> Replacement:
    row = withdrawal.publication.foi_request
    if replaced_by.pk == row.pk:
        raise Refused(
            "This is the withdrawn record itself. To correct it at its own address, reopen it.",
            field="replaced_by",
        )
    if not Publication.objects.visible().filter(foi_request=replaced_by).exists():
        raise Refused("There is no such record on the log.", field="replaced_by")
    audit.record(row, "replaced", by=by, at=at, record=replaced_by.reference)
    return Replacement.objects.create(
        withdrawal=withdrawal, foi_request=replaced_by, recorded_by=by, recorded_at=at
    )


def approved_version(case: FoiRequest) -> ResponseVersion:
    """The version whose approval stands, bound to its digest. Raises WrongState."""
    version = current_version(case)
    approved = version and Review.objects.filter(
        version=version, decision=Review.Decision.APPROVED, digest=version.digest
    )
    if version is None or not approved or not approved.exists():
        raise WrongState("The current version is not approved.")
    return version


def _pages_made(version: ResponseVersion) -> bool:
    return Rendering.objects.filter(
        version=version, kind=Rendering.Kind.RECORD, dated=None, state=Rendering.State.DONE
    ).exists()

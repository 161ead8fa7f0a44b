"""Brings in records of the log that the authority had before the portal, word for word.

They were public already: no draft, no review and no gate of this portal stands behind them, and
an audit row says who brought them in and when.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from requests_app import audit
from requests_app.actions.base import Refused, roles_of
from requests_app.actions.intake import check_reference, check_title
from requests_app.actions.listing import list_again
from requests_app.earlier_log.entry import EarlierEntry, response_of
from requests_app.models import (
    AuthorityParticulars,
    CaseTopic,
    EarlierRecord,
    FoiRequest,
    Publication,
    Rendering,
    ResponseVersion,
    Topic,
)
from requests_app.rendering.markup import TextTooComplex, check_characters, check_limits
from requests_app.response import canonical_json, digest
from requests_app.workflow import NotAllowed, Role, State

LOADERS = frozenset({Role.PUBLISHER, Role.ADMINISTRATOR})


class AlreadyThere(Refused):
    """The record was brought in before; nothing of it changes."""


def require_loader(user: User) -> None:
    """Raises NotAllowed unless this person may bring in an earlier log."""
    if not roles_of(user) & LOADERS:
        raise NotAllowed(
            "Only a person with the role publisher or administrator may bring in an earlier log."
        )


def check_entry(entry: EarlierEntry) -> None:
    """What can be said against an entry without looking at the log. Raises Refused."""
    check_reference(entry.reference)
    check_title(entry.title)
    with _blaming("response"):
        check_limits(entry.response, field="The response")
    with _blaming("request"):
        check_characters(entry.request, field="The request")
    with _blaming("outcome"):
        check_characters(entry.outcome_words, field="The outcome")


@contextmanager
def _blaming(field: str) -> Iterator[None]:
    try:
        yield
    except TextTooComplex as error:
        raise Refused(str(error), field=field) from error


def try_entry(entry: EarlierEntry) -> None:
    """What ``bring_in`` would refuse, without writing. Raises AlreadyThere, Refused."""
    check_entry(entry)
    there = FoiRequest.objects.filter(slug=slugify(entry.reference)).first()
    if there is not None:
        raise _taken(there, entry.reference)


def bring_in(entry: EarlierEntry, *, by: User, at: datetime) -> Publication:
    """Publishes a record of an earlier log. Raises NotAllowed, AlreadyThere, Refused.

    Its document is made when the worker has nothing else to do.
    """
    require_loader(by)
    check_entry(entry)
    try:
        with transaction.atomic():
            case = _case(entry, by, at)
            version = _version(case, entry, by, at)
            publication = _publication(case, version, entry, by, at)
            audit.record(case, "brought_in", by=by, at=at, digest=version.digest)
    except IntegrityError as error:
        # Asked only now: most lines of a log are new, and one query less each is felt.
        there = FoiRequest.objects.filter(slug=slugify(entry.reference)).first()
        if there is None:
            raise
        raise _taken(there, entry.reference) from error
    return publication


def topic_of(entry: EarlierEntry) -> Topic | None:
    """The topic of the vocabulary that the entry names; None: it names none, or a strange one."""
    if not entry.topic:
        return None
    found: Topic | None = Topic.objects.in_use().filter(name__iexact=entry.topic).first()
    return found


def has_strange_topic(entry: EarlierEntry) -> bool:
    """Whether the entry names a topic that it would lose."""
    return bool(entry.topic) and topic_of(entry) is None


def _taken(case: FoiRequest, reference: str) -> Refused:
    if case.from_earlier_log and case.reference == reference:
        return AlreadyThere(f"{reference} was brought in before.", field="reference")
    return Refused(f"There is a case with the reference {reference} already.", field="reference")


def _case(entry: EarlierEntry, by: User, at: datetime) -> FoiRequest:
    case: FoiRequest = FoiRequest.objects.create(
        reference=entry.reference,
        title=entry.title,
        received_on=entry.month,
        text=entry.request,
        state=State.PUBLISHED,
        officer=by,
        from_earlier_log=True,
        created_at=at,
    )
    return case


def _version(case: FoiRequest, entry: EarlierEntry, by: User, at: datetime) -> ResponseVersion:
    content = canonical_json(response_of(entry))
    version = ResponseVersion.objects.create(
        foi_request=case,
        number=1,
        content=content,
        digest=digest(content),
        submitted_by=by,
        submitted_at=at,
    )
    EarlierRecord.objects.create(version=version, digest=version.digest, loaded_by=by, loaded_at=at)
    return version


def _publication(
    case: FoiRequest, version: ResponseVersion, entry: EarlierEntry, by: User, at: datetime
) -> Publication:
    rendering = Rendering.objects.create(
        version=version,
        kind=Rendering.Kind.RECORD,
        dated=entry.month,
        state=Rendering.State.DEFERRED,
        particulars=AuthorityParticulars.objects.effective(entry.month),
        asked_at=at,
        queued_at=at,
    )
    publication: Publication = Publication.objects.create(
        foi_request=case,
        version=version,
        rendering=rendering,
        published_on=entry.month,
        published_by=by,
        published_at=at,
    )
    topic = topic_of(entry)
    if topic is not None:
        CaseTopic.objects.create(foi_request=case, topic=topic)
    list_again(case)
    return publication

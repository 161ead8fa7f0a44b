"""Receiving a request, and correcting what was typed about it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import takewhile

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from requests_app import audit
from requests_app.actions.base import Refused, locked, require_role
from requests_app.actions.recomputing import restamp
from requests_app.actions.teams import team_of
from requests_app.characters import kept, kept_line, printable
from requests_app.clock import ImpossibleEvents
from requests_app.identity import mentions
from requests_app.models import Block, FoiRequest, Requester
from requests_app.received_files import ATTACHED
from requests_app.rendering.markup import TextTooComplex, check_characters
from requests_app.splitting import Block as SplitBlock
from requests_app.splitting import TextTooLong, split
from requests_app.workflow import Role, Verb

# Without 0/O, 1/I/L: people read references over the telephone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
# Addresses under /requests/ and /disclosure-log/ that are no case.
RESERVED = frozenset(
    {
        *("after-the-answer", "alerts", "corrections", "import", "lanes", "new", "notices"),
        *("retention", "statistics", "suggestions", "teams"),
    }
)
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.-]*")
# Who passed a mail on to whom: the header of the mail inside, and the rule above it.
_PASSED_ON = re.compile(
    r"(?:-+ ?forwarded message ?-+|begin forwarded message|(?:from|to|cc): )", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class RequesterDetails:
    """The person who asks; an e-mail or a postal address must be there (s8(1)(b))."""

    name: str
    email: str = ""
    postal_address: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """A request as it came in. ``reference`` empty: one is generated."""

    title: str
    received_on: date
    text: str
    reference: str = ""
    requester: RequesterDetails | None = None


def receive(request: ReceivedRequest, *, by: User, at: datetime) -> FoiRequest:
    """A new case with its first split. Raises NotAllowed, Refused."""
    require_role(by, Role.OFFICER, "receive a request")
    check_title(request.title)
    try:
        split_blocks = [_as_printed(block) for block in split(request.text)]
    except TextTooLong as error:
        raise Refused(str(error), field="text") from error
    with transaction.atomic():
        case = _create(request, by, at)
        if request.requester:
            _save_requester(case, request.requester)
        shown = list(filter(_says_something, split_blocks))
        frame = _frame_of_colleagues(shown)
        Block.objects.bulk_create(
            _block(case, index, block, request.requester, framing=index <= frame)
            for index, block in enumerate(shown, start=1)
        )
        restamp(case)
        audit.record(case, "received", by=by, at=at, blocks=len(split_blocks))
    return case


def _create(request: ReceivedRequest, by: User, at: datetime) -> FoiRequest:
    reference = request.reference.strip() or _free_reference(request.received_on)
    check_reference(reference)
    try:
        with transaction.atomic():
            return FoiRequest.objects.create(
                reference=reference,
                title=kept_line(request.title).strip(),
                received_on=request.received_on,
                text=request.text,
                officer=by,
                team=team_of(by),
                created_at=at,
            )
    except IntegrityError as error:
        raise reference_taken(reference) from error


def check_title(title: str) -> None:
    """Raises Refused when the title, which the public reads, cannot be printed as it is stored."""
    try:
        check_characters(title, field="The title")
    except TextTooComplex as error:
        raise Refused(str(error), field="title") from error


def check_reference(reference: str) -> None:
    """Raises Refused unless the reference can stand in an address."""
    if not _REFERENCE.fullmatch(reference) or len(reference) > 40 or not slugify(reference):
        raise Refused(
            "Write the reference with letters, digits, hyphens, dots and slashes, at most 40, "
            "like CAS-84648-H4L3X0.",
            field="reference",
        )
    if slugify(reference) in RESERVED:
        raise Refused(
            f"“{reference}” is the address of a page of the portal. Choose another reference.",
            field="reference",
        )


def reference_taken(reference: str) -> Refused:
    return Refused(f"There is a case with the reference {reference} already.", field="reference")


def _free_reference(received_on: date) -> str:
    """Random, so that it tells nobody how many requests there are."""
    while True:
        tail = "".join(secrets.choice(_ALPHABET) for _ in range(6))
        reference = f"FOI-{received_on.year}-{tail}"
        if not FoiRequest.objects.filter(slug=slugify(reference)).exists():
            return reference


def _as_printed(block: SplitBlock) -> SplitBlock:
    """The text as received stays as it came; what the response repeats of it can be printed."""
    return replace(block, text=printable(block.text))


def _says_something(block: SplitBlock) -> bool:
    return bool(block.label or block.text.strip())


def _frame_of_colleagues(blocks: Sequence[SplitBlock]) -> int:
    """How many blocks stand above the words of a mail that was passed on: what colleagues wrote
    to each other is no part of the request."""
    above = takewhile(lambda block: block.kind == "context", blocks)
    return max(
        (index for index, block in enumerate(above, start=1) if _PASSED_ON.match(block.text)),
        default=0,
    )


def _block(
    case: FoiRequest,
    position: int,
    block: SplitBlock,
    requester: RequesterDetails | None,
    *,
    framing: bool,
) -> Block:
    return Block(
        foi_request=case,
        position=position,
        kind=block.kind,
        label=block.label,
        number=block.number,
        text=block.text,
        level=block.level,
        stem=block.stem,
        omitted=block.kind == "context" and (framing or _is_left_out(block, requester)),
    )


def _is_left_out(block: SplitBlock, requester: RequesterDetails | None) -> bool:
    """Whether context is left out until an officer shows it: the frame of a mail, with the people
    in its greeting, signature and quoted mails, and whatever else names the requester.

    The names of attachments are, too: they often hold a person's name in a spelling of their own.
    """
    return bool(block.frame) or block.text.startswith(ATTACHED) or _names(block.text, requester)


def _names(text: str, requester: RequesterDetails | None) -> bool:
    if requester is None:
        return False
    named = mentions(
        text,
        name=requester.name,
        email=requester.email,
        postal_address=requester.postal_address,
    )
    # A signature is often the first name or the surname alone.
    words = {word.casefold() for word in re.findall(r"[\w'-]+", text)}
    signed = len(words) <= 3 and bool(words & set(requester.name.casefold().split()))
    return signed or any(named)


def correct_details(
    case: FoiRequest,
    *,
    title: str,
    received_on: date,
    requester: RequesterDetails | None,
    by: User,
    at: datetime,
) -> None:
    """Corrects what the officer typed at intake; the text as received is never changed.

    Raises Refused.
    """
    with locked(case, Verb.DRAFT, by=by) as row:
        check_title(title)
        row.title = kept_line(title).strip()
        row.received_on = received_on
        row.save(update_fields=["title", "received_on"])
        try:
            restamp(row)
        except ImpossibleEvents as error:
            raise Refused(f"That day does not fit: {error}", field="received_on") from error
        if requester:
            _save_requester(row, requester)
        audit.record(row, "details_corrected", by=by, at=at)


def _save_requester(case: FoiRequest, details: RequesterDetails) -> None:
    Requester.objects.update_or_create(
        foi_request=case,
        defaults={
            "name": kept_line(details.name).strip(),
            "email": kept_line(details.email).strip(),
            "postal_address": kept(details.postal_address).strip(),
        },
    )

"""An e-mail as a file: its words, who asks and when it was sent.

A mail that only passes another on, in its text or attached to it, is opened down to the request.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from email.message import EmailMessage

from requests_app.received_files.envelope import Envelope, OwnAddresses
from requests_app.received_files.inner_header import PASSED_ON_RULE
from requests_app.received_files.mail_body import Attached, Body, body_of, message_of
from requests_app.received_files.mail_header import bare_subject, envelope_of, header, is_forwarded
from requests_app.received_files.passed_on import Chain, received_on, requester_in, unwrapped
from requests_app.received_files.quoted import asks
from requests_app.received_files.received import ATTACHED, ReceivedFile, UnreadableFile
from requests_app.received_files.sealed import why_sealed, without_sealed
from requests_app.received_files.telling import others_not_read, told_of
from requests_app.splitting.passing import passes_on

_MOST_NAMES = 50
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class _Opened:
    """A mail down to its request. ``by_file``: that was attached to it, as ``unread`` were."""

    chain: Chain
    attached: tuple[Attached, ...]
    by_file: bool = False
    unread: tuple[Attached, ...] = ()


def read_mail(content: bytes, own: OwnAddresses) -> ReceivedFile:
    """``own`` are the authority's addresses. Raises UnreadableFile."""
    message = message_of(content)
    if message is None:
        raise UnreadableFile("This is not an e-mail. Paste the words instead.")
    opened = _open(message, own, _DEEPEST)
    chain = opened.chain
    names = ", ".join(one.name for one in opened.attached[:_MOST_NAMES])
    note = f"\n\n{ATTACHED}{names}]" if names else ""
    found = ReceivedFile(
        text=chain.text.rstrip() + note,
        subject=bare_subject(chain.inner.subject or chain.envelopes[0].subject),
        sender_name=chain.inner.name,
        sender_email=chain.inner.address,
        received_on=chain.inner.sent_on,
    )
    return _passed_on(found, opened, own) if chain.is_passed_on else found


def _passed_on(found: ReceivedFile, opened: _Opened, own: OwnAddresses) -> ReceivedFile:
    (name, address), day = requester_in(opened.chain, own), received_on(opened.chain, own)
    told = told_of(opened.chain, own, name=name, address=address, day=day, attached=opened.by_file)
    if opened.unread:
        subjects = [_subject_of(one) for one in opened.unread]
        told = (*told, others_not_read(subjects))
    return replace(
        found,
        sender_name=name,
        sender_email=address,
        received_on=day,
        passed_on=True,
        told=told,
    )


def _open(message: EmailMessage, own: OwnAddresses, deepest: int) -> _Opened:
    body, outer = body_of(message), envelope_of(message)
    sealed = why_sealed(message, body.text)
    if sealed and not asks(without_sealed(body.text).splitlines()):
        raise UnreadableFile(sealed)
    chain = unwrapped(body.text.rstrip(), outer, own)
    inside = _mail_inside(body, chain, own) if deepest else None
    if inside and inside.mail:
        return _with_inside(chain, body, inside, _open(inside.mail, own, deepest - 1))
    if not body.text.strip():
        names = ", ".join(one.name for one in body.attached[:_MOST_NAMES])
        raise UnreadableFile(
            f"This e-mail has no words of its own, but attachments: {names}. Upload the one "
            "with the request, or paste its words."
            if names
            else "This e-mail has no text in it. Paste the words instead."
        )
    return _Opened(chain, body.attached)


# --- a mail that is attached ----------------------------------------------------------------


def _mail_inside(body: Body, chain: Chain, own: OwnAddresses) -> Attached | None:
    """The attached mail that is the request, if this one only passes it on."""
    if chain.is_passed_on and chain.inner != Envelope():
        return None  # it stands in the words
    outer, words = chain.envelopes[0], body.text.strip()
    mails = [one for one in body.attached if one.mail is not None]
    others = [one for one in mails if not _is_own(one, own)]
    by_colleague = own.has(outer.address)
    if not by_colleague:  # a requester may send the authority's own mail along
        mails = others
    passes = not words or is_forwarded(outer.subject) or passes_on(words)
    if not mails or not (passes or (by_colleague and others)):
        return None
    return next(filter(_asks, others), (others or mails)[0])


def _is_own(one: Attached, own: OwnAddresses) -> bool:
    return one.mail is not None and own.has(envelope_of(one.mail).address)


def _asks(one: Attached) -> bool:
    return one.mail is not None and asks(body_of(one.mail).text.splitlines())


def _subject_of(one: Attached) -> str:
    return header(one.mail, "subject") if one.mail is not None else one.name


def _with_inside(chain: Chain, body: Body, inside: Attached, opened: _Opened) -> _Opened:
    note = body.text.strip()
    text = f"{note}\n\n{PASSED_ON_RULE}\n\n{opened.chain.text}" if note else opened.chain.text
    rest = tuple(one for one in body.attached if one is not inside)
    return _Opened(
        Chain(text, (chain.envelopes[0], *opened.chain.envelopes)),
        (*rest, *opened.attached),
        by_file=True,
        unread=(*(one for one in rest if one.mail is not None), *opened.unread),
    )

"""An e-mail as a file: its words, who sent it and when. Knows RFC 5322 and MIME.

Attachments are named, not read: an officer must see that there is more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from requests_app.received_files.html_text import text_of_html
from requests_app.received_files.plain import decode
from requests_app.received_files.quoted import mark_quoted
from requests_app.received_files.received import ATTACHED, ReceivedFile, UnreadableFile

# The day that counts is the day here, whatever zone the sender's clock shows (s10(6)).
_HERE = ZoneInfo("Europe/London")
_REPLY = re.compile(r"^(?:(?:re|fwd?)\s*(?:\[\d+\])?\s*:\s*|\[external\]\s*)+", re.IGNORECASE)
_GIVES_AWAY = ("from", "date", "subject", "received", "message-id")
_MOST_NAMES = 50
_LONGEST_NAME = 100
# What the header parser of the standard library raises on some malformed headers.
_MALFORMED = (AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class _Found:
    """The words of a part, and the names of what is attached to it."""

    text: str = ""
    attached: tuple[str, ...] = ()


def read_mail(content: bytes) -> ReceivedFile:
    """Raises UnreadableFile."""
    message = message_from_bytes(content, policy=policy.default)
    if not any(name in message for name in _GIVES_AWAY):
        raise UnreadableFile("This is not an e-mail. Paste the words instead.")
    found = _gather(message)
    attached = ", ".join(found.attached[:_MOST_NAMES])
    if not found.text.strip():
        raise UnreadableFile(
            f"This e-mail has no words of its own, but attachments: {attached}. Upload the one "
            "with the request, or paste its words."
            if attached
            else "This e-mail has no text in it. Paste the words instead."
        )
    note = f"\n\n{ATTACHED}{attached}]" if attached else ""
    name, address = _sender(message)
    return ReceivedFile(
        text=mark_quoted(found.text.rstrip(), _header(message, "subject")) + note,
        subject=_subject(message),
        sender_name=name,
        sender_email=address,
        received_on=_sent_on(message),
    )


# --- the body ---------------------------------------------------------------------------


def _gather(part: EmailMessage) -> _Found:
    kind = part.get_content_type()
    if part.get_content_disposition() == "attachment" or _name_of(part):
        return _Found(attached=(_name_of(part) or _unnamed(part),))
    if kind == "multipart/alternative":
        return _best(part)
    if kind == "multipart/related":
        return _main_part(part)
    if kind == "message/rfc822":
        return _Found(attached=(_unnamed(part),))
    if part.is_multipart():
        return _joined([_gather(child) for child in _children(part)])
    if kind in {"text/plain", "text/html"}:
        return _Found(text=_words(part))
    return _Found(attached=(_unnamed(part),))


def _best(part: EmailMessage) -> _Found:
    """The plain version, unless it is a stub: "Your mail program cannot show this message"."""
    versions = [_gather(child) for child in _children(part)]
    texts = [version.text for version in versions if version.text.strip()]
    text = texts[0] if texts else ""
    if any(2 * len(text.split()) < len(other.split()) for other in texts[1:]):
        text = max(texts, key=lambda other: len(other.split()))
    names = [name for version in versions for name in version.attached if name != "text/calendar"]
    return _Found(text, tuple(dict.fromkeys(names)))


def _main_part(part: EmailMessage) -> _Found:
    """The rest are the pictures of a letterhead, except what says that it is attached."""
    children = _children(part)
    attached = [child for child in children[1:] if child.get_content_disposition() == "attachment"]
    return _joined([_gather(child) for child in [*children[:1], *attached]])


def _joined(parts: list[_Found]) -> _Found:
    """Apple's mail program goes on with the text below an attachment."""
    return _Found(
        text="\n\n".join(part.text.strip("\r\n") for part in parts if part.text.strip()),
        attached=tuple(name for part in parts for name in part.attached),
    )


def _children(part: EmailMessage) -> list[EmailMessage]:
    payload = part.get_payload()
    children = payload if isinstance(payload, list) else []
    return [child for child in children if isinstance(child, EmailMessage)]


def _words(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    text = decode(content, part.get_content_charset(""))
    if text is None:  # bytes that no character set explains: better a mark than a loss
        text = content.decode("utf-8", "replace")
    return text_of_html(text) if part.get_content_subtype() == "html" else text


def _name_of(part: EmailMessage) -> str:
    try:
        name = part.get_filename("")
    except _MALFORMED:
        return ""
    return " ".join(name.split())[:_LONGEST_NAME]


def _unnamed(part: EmailMessage) -> str:
    if part.get_content_type() != "message/rfc822":
        return part.get_content_type()
    inner = next(iter(_children(part)), None)
    subject = _header(inner, "subject") if inner is not None else ""
    return f"an e-mail “{subject[:_LONGEST_NAME]}”" if subject else "an e-mail"


# --- the header -------------------------------------------------------------------------


def _header(message: EmailMessage, name: str) -> str:
    """A header on one line, empty if it is not there or makes no sense."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except _MALFORMED:
        return ""


def _subject(message: EmailMessage) -> str:
    return _REPLY.sub("", _header(message, "subject"))


def _sender(message: EmailMessage) -> tuple[str, str]:
    """Name and address of the first author; a name that is only the address is none."""
    try:
        sender = message["from"].addresses[0]
        name, address = " ".join(sender.display_name.split()).strip("'\" "), sender.addr_spec
    except _MALFORMED:
        return "", ""
    if not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", address):
        address = ""
    return ("" if "@" in name else name), address


def _sent_on(message: EmailMessage) -> date | None:
    try:
        sent = message["date"].datetime
        if not isinstance(sent, datetime):
            return None
        # "-0000" says universal time in an unknown zone (RFC 5322, 3.3).
        return (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).astimezone(_HERE).date()
    except (*_MALFORMED, OverflowError):
        return None

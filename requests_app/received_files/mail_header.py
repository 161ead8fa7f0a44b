"""The header of a message or of a part of one, where it makes sense. Knows RFC 5322 and MIME."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.message import EmailMessage

from requests_app.received_files.envelope import Envelope
from requests_app.received_files.written_date import HERE

_REPLY = re.compile(r"^(?:(?:re|fwd?)\s*(?:\[\d+\])?\s*:\s*|\[external\]\s*)+", re.IGNORECASE)
_FORWARDED = re.compile(r"\s*(?:\[external\]\s*)?fwd?\s*:", re.IGNORECASE)
_LONGEST_NAME = 100
# What the header parser of the standard library raises on some malformed headers.
MALFORMED = (AttributeError, LookupError, TypeError, ValueError)


def envelope_of(message: EmailMessage) -> Envelope:
    name, address = _sender(message)
    return Envelope(
        name, address, _recipients(message), _sent_on(message), header(message, "subject")
    )


def header(message: EmailMessage, name: str) -> str:
    """A header on one line, empty if it is not there or makes no sense."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except MALFORMED:
        return ""


def is_forwarded(subject: str) -> bool:
    """Whether a mail program put "Fwd:" before it."""
    return bool(_FORWARDED.match(subject))


def bare_subject(subject: str) -> str:
    """Without what replies and mail programs put before it."""
    return _REPLY.sub("", subject)


def name_of(part: EmailMessage) -> str:
    """The name of a part that is a file, empty if it has none."""
    try:
        name = part.get_filename("")
    except MALFORMED:
        return ""
    return " ".join(name.split())[:_LONGEST_NAME]


def parameter(part: EmailMessage, name: str) -> str:
    """A parameter of its content type in lower case, empty if there is none."""
    try:
        return str(part.get_param(name, "")).lower()
    except MALFORMED:
        return ""


def children_of(part: EmailMessage) -> list[EmailMessage]:
    payload = part.get_payload()
    children = payload if isinstance(payload, list) else []
    return [child for child in children if isinstance(child, EmailMessage)]


def _sender(message: EmailMessage) -> tuple[str, str]:
    """Name and address of the first author; a name that is only the address is none."""
    try:
        sender = message["from"].addresses[0]
        name, address = " ".join(sender.display_name.split()).strip("'\" "), sender.addr_spec
    except MALFORMED:
        return "", ""
    if not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", address):
        address = ""
    return ("" if "@" in name else name), address


def _recipients(message: EmailMessage) -> tuple[str, ...]:
    found: list[str] = []
    for name in ("to", "cc"):
        try:
            found.extend(one.addr_spec.lower() for one in message[name].addresses)
        except MALFORMED:
            continue
    return tuple(address for address in found if "@" in address)


def _sent_on(message: EmailMessage) -> date | None:
    try:
        sent = message["date"].datetime
        if not isinstance(sent, datetime):
            return None
        # "-0000" says universal time in an unknown zone (RFC 5322, 3.3).
        return (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).astimezone(HERE).date()
    except (*MALFORMED, OverflowError):
        return None

"""The words in the body of a message and what is attached to it. Knows MIME.

Attachments are named, not read: an officer must see that there is more.
"""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from requests_app.received_files.flowed import joined
from requests_app.received_files.html_text import text_of_html
from requests_app.received_files.mail_header import children_of, header, name_of, parameter
from requests_app.received_files.plain import decode

_GIVES_AWAY = ("from", "date", "subject", "received", "message-id")
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment by its name; ``mail`` if it is one."""

    name: str
    mail: EmailMessage | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """The words of a part, and what is attached to it."""

    text: str = ""
    attached: tuple[Attached, ...] = ()


def message_of(content: bytes) -> EmailMessage | None:
    """None if it is no e-mail."""
    message = message_from_bytes(content, policy=policy.default)
    return message if any(name in message for name in _GIVES_AWAY) else None


def body_of(part: EmailMessage) -> Body:
    kind = part.get_content_type()
    if kind == "message/rfc822" or part.get_content_disposition() == "attachment" or name_of(part):
        return Body(attached=(_attached(part),))
    if kind == "multipart/alternative":
        return _best(part)
    if kind == "multipart/related":
        return _main_part(part)
    if part.is_multipart():
        return _joined([body_of(child) for child in children_of(part)])
    if kind in {"text/plain", "text/html"}:
        return Body(text=_words(part))
    return Body(attached=(_attached(part),))


def _best(part: EmailMessage) -> Body:
    """The plain version, unless it is a stub: "Your mail program cannot show this message"."""
    versions = [body_of(child) for child in children_of(part)]
    texts = [version.text for version in versions if version.text.strip()]
    text = texts[0] if texts else ""
    if any(2 * len(text.split()) < len(other.split()) for other in texts[1:]):
        text = max(texts, key=lambda other: len(other.split()))
    found = [one for version in versions for one in version.attached if one.name != "text/calendar"]
    return Body(text, tuple({(one.name, id(one.mail)): one for one in found}.values()))


def _main_part(part: EmailMessage) -> Body:
    """The rest are the pictures of a letterhead, except what says that it is attached."""
    children = children_of(part)
    attached = [child for child in children[1:] if child.get_content_disposition() == "attachment"]
    return _joined([body_of(child) for child in [*children[:1], *attached]])


def _joined(parts: list[Body]) -> Body:
    """Apple's mail program goes on with the text below an attachment."""
    return Body(
        text="\n\n".join(part.text.strip("\r\n") for part in parts if part.text.strip()),
        attached=tuple(one for part in parts for one in part.attached),
    )


def _words(part: EmailMessage) -> str:
    content = _bytes_of(part)
    text = decode(content, part.get_content_charset(""))
    if text is None:  # bytes that no character set explains: better a mark than a loss
        text = content.decode("utf-8", "replace")
    if part.get_content_subtype() == "html":
        return text_of_html(text)
    if parameter(part, "format") == "flowed":
        return joined(text, delete_space=parameter(part, "delsp") == "yes")
    return text


def _bytes_of(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _attached(part: EmailMessage) -> Attached:
    name, kind = name_of(part), part.get_content_type()
    mail = None
    if kind == "message/rfc822":
        mail = next(iter(children_of(part)), None)
    elif name.lower().endswith(".eml"):
        mail = message_of(_bytes_of(part))
    if name:
        return Attached(name, mail)
    if kind != "message/rfc822":
        return Attached(kind, mail)
    subject = header(mail, "subject") if mail is not None else ""
    return Attached(f"an e-mail “{subject[:_LONGEST_NAME]}”" if subject else "an e-mail", mail)

"""Mails whose words only their reader's own program can show: encrypted, or signed around them."""

from __future__ import annotations

import re
from email.message import EmailMessage

from requests_app.received_files.mail_header import children_of, name_of, parameter

_OPEN_IT = "Open it in your mail program and paste its words."
_ENCRYPTED = f"This e-mail is encrypted, so its words cannot be read here. {_OPEN_IT}"
_SIGNED = (
    "This e-mail is signed in a form that cannot be read here: its words lie inside the "
    f"signature. {_OPEN_IT}"
)
_EITHER = (
    "This e-mail is encrypted, or signed in a form that cannot be read here, so its words cannot "
    f"be read. {_OPEN_IT}"
)
_PGP = re.compile(
    r"^-----BEGIN PGP MESSAGE-----.*?(?:^-----END PGP MESSAGE-----|\Z)", re.MULTILINE | re.DOTALL
)
_SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_OTHERS = {"application/pgp-encrypted", "application/x-microsoft-rpmsg-message"}


def why_sealed(message: EmailMessage, text: str) -> str:
    """The sentence for the officer if a part of the mail is sealed; empty if none is.

    ``text`` are the words that could be read, in which PGP's own block may stand.
    """
    if _PGP.search(text):
        return _ENCRYPTED
    return next(filter(None, map(_why, _own_parts(message))), "")


def without_sealed(text: str) -> str:
    """The words around PGP's blocks."""
    return _PGP.sub("", text)


def _why(part: EmailMessage) -> str:
    kind = part.get_content_type()
    if kind in _OTHERS or kind == "multipart/encrypted":
        return _ENCRYPTED
    if kind in _SMIME or name_of(part).lower().endswith(".p7m"):
        how = parameter(part, "smime-type")
        return {"signed-data": _SIGNED, "enveloped-data": _ENCRYPTED}.get(how, _EITHER)
    return ""


def _own_parts(part: EmailMessage) -> list[EmailMessage]:
    """The part and those in it, but not those of a mail that is attached to it."""
    if part.get_content_type() == "message/rfc822":
        return []
    return [part, *(one for child in children_of(part) for one in _own_parts(child))]

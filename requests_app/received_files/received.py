"""What was found in a received file. Knows no file format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

# What no text of a request contains, and a database or a form refuses.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufeff]")

# How the line begins that names a mail's attachments; their names often name the sender.
ATTACHED = "[Attached, not read here: "


class UnreadableFile(ValueError):
    """The file gives no text; the message is a sentence for the officer."""


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """``text`` has something in it; the rest is empty when the file does not say.

    ``received_on`` is the day in London on which an e-mail says that it was sent. Of a mail that
    was ``passed_on`` sender, day and subject are those of the mail inside; ``told`` says so to the
    officer, in sentences.
    """

    text: str
    subject: str = ""
    sender_name: str = ""
    sender_email: str = ""
    received_on: date | None = None
    passed_on: bool = False
    told: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """The text with line feeds for line ends, without what cannot be printed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return _UNPRINTABLE.sub("", text).strip("\n").rstrip()

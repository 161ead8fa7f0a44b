"""What a split request is made of: blocks. Knows no rule about how they are found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["section", "context", "question"]
# What surrounds a request in a mail; "" is the request itself.
Frame = Literal["", "greeting", "signature", "footer", "quoted"]

# The longest real request seen is under 20,000 characters and 500 lines; a pasted thread of
# mails with its footers may be ten times that. What is longer is a document, not a request.
MAX_CHARACTERS = 1_000_000
MAX_LINES = 5_000


class TextTooLong(ValueError):
    """More than MAX_CHARACTERS or MAX_LINES; the message can be shown to an officer."""

    def __init__(self, count: int, most: int, unit: str) -> None:
        super().__init__(
            f"The text has {count:,} {unit}. The most that can be split is {most:,}: "
            "paste the request alone, without its attachments."
        )


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the request.

    ``label`` is what was printed ("1.", "(a)", "Q8.", "" if nothing); ``number`` the canonical
    form "1", "1(a)", "1(a)(i)", "" if there is none, unique within its section. ``text`` is the
    text without the label and without white space around it; ``text[start:end]`` of the request
    is label and text together. ``level`` is 0 for a question at the top, 1 for its parts.
    A ``stem`` is a question that is answered only through its children. ``frame`` says of
    context what of the frame of a mail it is; a heading or a question is never frame.
    """

    kind: Kind
    label: str
    number: str
    text: str
    start: int
    end: int
    level: int
    stem: bool
    frame: Frame

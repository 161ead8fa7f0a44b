"""The lines of a text as spans. Knows white space and line ends, and nothing about requests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# Mail programs wrap at 60 to 78 columns; what is longer was not wrapped by one.
_NARROWEST, _WIDEST = 48, 100
_TAB = 8
EMPTY_LINE = re.compile(r"(?:\r\n?|\n)[ \t]{0,40}(?:\r\n?|\n)")
_ENDS_SENTENCE = (".", "?", "!", ":", ";")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something on it; ``text`` is ``request[start:end]``, without white space
    around it. ``gap`` says that an empty line stands before it, or the beginning; ``cut`` how
    many characters before it were cut off."""

    start: int
    end: int
    text: str
    indent: int
    gap: bool
    cut: int = 0


def count_lines(text: str) -> int:
    """How many lines ``lines_of`` finds, without finding where they stand."""
    return sum(1 for line in text.splitlines() if line.strip())


def lines_of(text: str) -> list[Line]:
    """The lines that are not empty, whatever ends them: CR alone is still met in exports."""
    found: list[Line] = []
    position, gap = 0, True
    for raw in text.splitlines(keepends=True):
        content = raw.strip()
        if content:
            lead = len(raw) - len(raw.lstrip())
            start = position + lead
            indent = lead + raw.count("\t", 0, lead) * (_TAB - 1)
            found.append(Line(start, start + len(content), content, indent, gap))
        gap = not content
        position += len(raw)
    return found


def wrap_width(lines: Sequence[Line]) -> int:
    """The column at which the mail was hard-wrapped, 0 if it was not.

    It was if most lines that are followed at once by another could not have taken the first
    word of that other one.
    """
    widest = max((_reach(line) for line in lines), default=0)
    if not _NARROWEST <= widest <= _WIDEST:
        return 0
    pairs = [(one, other) for one, other in pairwise(lines) if not other.gap]
    flowing = [pair for pair in pairs if not pair[0].text.endswith(_ENDS_SENTENCE)]
    full = sum(1 for one, other in flowing if is_full(one, other, widest))
    return widest if full >= 3 and 2 * full >= len(flowing) else 0


def is_full(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the following line had no room left on this one."""
    # The widest line may stand out by a word: allow a few columns.
    return _reach(line) + 1 + _first_word(following.text) > width - 4


def _reach(line: Line) -> int:
    return line.indent + line.cut + len(line.text)


def _first_word(text: str) -> int:
    space = text.find(" ", 0, _WIDEST)
    return space if space > 0 else min(len(text), _WIDEST)

"""The lines of a text as spans. Knows white space and line ends, and nothing about requests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

# Mail programs wrap at 60 to 78 columns; what is longer was not wrapped by one.
_NARROWEST, _WIDEST = 48, 100
_TAB = 8
_EVEN, _MOSTLY = 0.75, 0.75  # of the longest, of all
EMPTY_LINE = re.compile(r"\n[ \t]{0,40}\n")
_ALIKE = 2  # words
_LEADS = re.compile(
    r"(?::|\s[–—-]|\b(?:is|are|receive|like|want|need|have|see|know|with|of|for)[,\s–-]*)$"
)
_LABELLED = re.compile(r"\w{1,4}[.):]")
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


def flowing_lines(lines: Sequence[Line]) -> list[bool]:
    """For each line whether it goes on with the one above, in a paragraph that was wrapped
    though the rest of the text was not: all its lines but the last are long and about as long
    as each other, and a sentence runs on from one to the next in small letters."""
    flowing: list[bool] = []
    for paragraph in _paragraphs(lines):
        wrapped = _is_wrapped(paragraph)
        flowing += [False] + [
            wrapped and not above.text.endswith(_ENDS_SENTENCE) and line.text[0].isalnum()
            for above, line in pairwise(paragraph)
        ]
    return flowing


def small_lines(lines: Sequence[Line]) -> list[bool]:
    """For each line whether it is one of a list in small letters below "I would like:" or a title
    in capitals: lines of uneven length, none of which goes on with the one above."""
    small: list[bool] = []
    above = ""
    for paragraph in _paragraphs(lines):
        first = paragraph[0].text
        # Below an empty line, the paragraph above has led to it.
        begins = bool(_LEADS.search(above)) and first[0].islower()
        titled = first.endswith((":", " -", " –")) or first.isupper()
        listed = paragraph if begins else paragraph[1:]
        apart = (begins or titled) and _is_list(listed)
        small += [apart] * len(paragraph) if begins else [False, *(apart for _ in listed)]
        above = paragraph[-1].text
    return small


def _is_list(lines: Sequence[Line]) -> bool:
    reaches = [_reach(line) for line in lines]
    uneven = len(lines) > 1 and min(reaches[:-1]) < _EVEN * max(reaches)
    small = sum(1 for line in lines if line.text[0].islower())
    labelled = any(_LABELLED.match(line.text) for line in lines)
    begins = bool(lines) and lines[0].text[0].islower()
    return uneven and begins and not labelled and small >= _MOSTLY * len(lines)


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        if line.gap and paragraph:
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _is_wrapped(paragraph: Sequence[Line]) -> bool:
    reaches = [_reach(line) for line in paragraph[:-1]]
    if not reaches or not _NARROWEST <= max(reaches) <= _WIDEST:
        return False
    even = min(reaches) >= _EVEN * max(reaches)
    runs_on = any(
        line.text[0].islower() and not above.text.endswith(_ENDS_SENTENCE)
        for above, line in pairwise(paragraph)
    )
    return even and runs_on


def is_full(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the following line had no room left on this one."""
    if line.text.split(maxsplit=_ALIKE)[:_ALIKE] == following.text.split(maxsplit=_ALIKE)[:_ALIKE]:
        return False  # "Street sweeping (cost)" above "Street sweeping (distance)"
    # The widest line may stand out by a word: allow a few columns.
    return _reach(line) + 1 + _first_word(following.text) > width - 4


def _reach(line: Line) -> int:
    return line.indent + line.cut + len(line.text)


def _first_word(text: str) -> int:
    space = text.find(" ", 0, _WIDEST)
    return space if space > 0 else min(len(text), _WIDEST)

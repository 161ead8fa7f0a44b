"""Plain text as it was received, cut into paragraphs and printed lists. Pure.

A request arrives as mail or from a form: broken into lines by a program, or by a person on
purpose. What a program broke is joined, so that the text fills its column; what a person set
as lines stays lines. Not a word is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

# Mail programs break before column 72 to 80; a line that had room for the next word was
# broken by its writer.
_WRAP_COLUMN = 65

_LABEL = re.compile(r"(?P<label>[-*•·–]|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})[.)])\s+(?P<text>\S.*)")


@dataclass(frozen=True, slots=True)
class PrintedItem:
    """A line that begins with a printed label, such as "2." or "(a)" or a dash."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph of ``lines``, or a printed list of ``items``."""

    lines: tuple[str, ...] = ()
    items: tuple[PrintedItem, ...] = ()


def pieces(text: str) -> tuple[Piece, ...]:
    """The paragraphs and printed lists of a text, in order."""
    return tuple(
        piece for paragraph in re.split(r"\n\s*\n", _unix(text)) for piece in _pieces(paragraph)
    )


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _pieces(paragraph: str) -> Iterator[Piece]:
    lines = _join_wrapped([" ".join(line.split()) for line in paragraph.split("\n")])
    listed = _listed(lines)
    for printed, run in groupby(lines, key=listed.__contains__):
        if printed:
            yield Piece(items=tuple(_item(line) for line in run))
        else:
            yield Piece(lines=tuple(run))


def _listed(lines: Sequence[str]) -> frozenset[str]:
    """One labelled line alone is a sentence that begins with a number; two make a list."""
    return frozenset(
        line
        for pair in pairwise(lines)
        if all(_LABEL.fullmatch(line) for line in pair)
        for line in pair
    )


def _item(line: str) -> PrintedItem:
    found = _LABEL.fullmatch(line)
    return PrintedItem(found["label"], found["text"]) if found else PrintedItem("", line)


def _join_wrapped(lines: Sequence[str]) -> list[str]:
    joined: list[str] = []
    previous = ""  # the line as it was broken, not as joined so far
    for line in lines:
        if not line:
            continue
        wrapped = len(previous) + len(line.split(" ", 1)[0]) >= _WRAP_COLUMN
        if joined and previous and wrapped and not _LABEL.fullmatch(line):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
        previous = line
    return joined

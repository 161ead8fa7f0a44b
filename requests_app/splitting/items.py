"""From lines to list items and loose paragraphs. Knows labels and their sequences, not meaning.

A line begins an item if what it begins with has a place in a sequence of labels
(``sequences``); a line without a label goes on with the sentence above it, or is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from requests_app.splitting.labels import Label
from requests_app.splitting.lines import Line, flowing_lines, is_full, small_lines, wrap_width
from requests_app.splitting.quotations import quoted_lines
from requests_app.splitting.sequences import accepted_labels

_FRAGMENT, _SHORT, _LONG = 20, 45, 55
_CLOSING, _TITLE = 3, 6  # words
# No line of its own ends so.
_DANGLES = re.compile(r"\s(?:the|a|an|your|their|its|our|(?<![,;]\s)and)$")
_OPEN_END = re.compile(
    r"(?<=\s)(?:of|in|at|by|from|for|to|with|on|between|under|per|as|or|that|which|is|are|was|were)$"
)
# "Ie, the number of the bus": only says what the line above means.
_THAT_IS = re.compile(r"i\.?e\b[.,:]?\s", re.IGNORECASE)
# A line that begins so asks by itself, whether the one above ended or not.
_ASKS = re.compile(r"(?:How (?:many|much|often|long)|What|Which|Who|When|Where|Why)\s")
_ASKS_TOO = re.compile(
    rf"{_ASKS.pattern}|(?:Do|Does|Did|Is|Are|Was|Were|Has|Have|Can|Could|Will|Would|Please)\s"
    r"|[A-Z][A-Za-z ]{2,30}:"
)
_ENDS_ITEM = re.compile(r"(?:(?<!\be\.g)(?<!\bi\.e)[.?!:;]|[;,] (?:and|or)|\s[–-])$")


@dataclass(slots=True)
class Piece:
    """An item with its label, or a loose paragraph without. ``text[start:end]`` is all of it,
    ``text[body:end]`` what follows the label. ``gap``: an empty line stands before it."""

    start: int
    body: int
    end: int
    label: Label | None
    indent: int
    gap: bool
    last: str = ""  # the last character: a colon announces a list

    @property
    def bullet(self) -> bool:
        return self.label is not None and self.label.bullet

    @property
    def numbered(self) -> bool:
        return self.label is not None and not self.label.bullet


def pieces_of(lines: Sequence[Line]) -> list[Piece]:
    """The items and loose paragraphs, in order; every line is in exactly one."""
    width = wrap_width(lines)
    flowing = flowing_lines(lines)
    small = small_lines(lines)
    quoted = quoted_lines(lines)
    labels = accepted_labels(lines, width, quoted)
    pieces: list[Piece] = []
    previous: Line | None = None
    below = [*labels, None][1:]  # the label of the line below each
    for line, label, inside, flows, apart, next_label in zip(
        lines, labels, quoted, flowing, small, below, strict=True
    ):
        piece = pieces[-1] if pieces else None
        if (
            piece
            and previous
            and label is None
            and (
                inside
                or flows
                or (
                    not apart
                    and _joins(piece, previous, line, width, listed_below=bool(next_label))
                )
            )
        ):
            _extend(piece, line)
        else:
            body = line.start + label.length if label else line.start
            pieces.append(
                Piece(line.start, body, line.end, label, line.indent, line.gap, line.text[-1])
            )
        previous = line
    return pieces


def _joins(piece: Piece, previous: Line, line: Line, width: int, *, listed_below: bool) -> bool:
    """Whether a line without a label goes on with the sentence of the line above."""
    if piece.label and piece.body >= piece.end:
        return True  # The label stood alone on its line.
    if line.gap or (previous.start == piece.body and _ask_apart(previous, line)):
        return False
    if piece.label is None and previous.text.endswith("?") and _ASKS.match(line.text):
        return False
    if width and is_full(previous, line, width):
        return not _begins_anew(previous, line, listed_below=listed_below)
    if _THAT_IS.match(line.text):
        return True
    if len(previous.text) > _FRAGMENT and _DANGLES.search(previous.text):
        return True
    if len(previous.text) > _LONG and _OPEN_END.search(previous.text):
        return not _ASKS_TOO.match(line.text)
    flows = not _ENDS_ITEM.search(previous.text)
    broken = flows and len(previous.text) > _SHORT
    return broken and (line.text[0].islower() or _is_rest(line))


def _begins_anew(previous: Line, line: Line, *, listed_below: bool) -> bool:
    """Whether a short line after a full stop is no rest of a paragraph, but "Kind regards," or
    the title of the list that begins below it."""
    text = line.text
    if not previous.text.endswith((".", "?")) or not text[0].isupper():
        return False
    if text.endswith(","):
        return text.count(" ") < _CLOSING
    return listed_below and text.count(" ") < _TITLE and not text.endswith((".", "?", ")", ":"))


def _ask_apart(previous: Line, line: Line) -> bool:
    """Whether two lines are two questions, one below the other without their marks."""
    return bool(_ASKS.match(previous.text) and _ASKS.match(line.text))


def _is_rest(line: Line) -> bool:
    """ "Provider List?", "(WYCA):": the few words that a sentence lacked."""
    ends = line.text.endswith(("?", ".") if line.text[0] != "(" else ("?", ".", ":", ")"))
    return len(line.text) <= _SHORT and ends and line.text.count(" ") < 4


def _extend(piece: Piece, line: Line) -> None:
    if piece.body >= piece.end:
        piece.body = line.start
    piece.end = line.end
    piece.last = line.text[-1]

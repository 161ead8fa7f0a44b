"""From lines to list items and loose paragraphs. Knows labels and their sequences, not meaning.

A line begins an item if its label has a place in a sequence: it starts one, or follows one
that was there before it. So "1 October 2019", "12. " at the start of a wrapped line and the
initial of a name stay text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from requests_app.splitting.labels import Label, read_label
from requests_app.splitting.lines import Line, is_full, wrap_width

_LARGEST_STEP = 3
_SHORT = 45

# A sequence: numbers, letters or roman numbers of one case below one printed parent.
_Sequence = tuple[str, bool, tuple[str, ...]]


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

    @property
    def bullet(self) -> bool:
        return self.label is not None and self.label.bullet

    @property
    def numbered(self) -> bool:
        return self.label is not None and not self.label.bullet


def pieces_of(lines: Sequence[Line]) -> list[Piece]:
    """The items and loose paragraphs, in order; every line is in exactly one."""
    width = wrap_width(lines)
    labels = accepted_labels(lines, width)
    pieces: list[Piece] = []
    previous: Line | None = None
    for line, label in zip(lines, labels, strict=True):
        piece = pieces[-1] if pieces else None
        if label is None and piece and previous and _joins(piece, previous, line, width):
            _extend(piece, line)
        else:
            body = line.start + label.length if label else line.start
            pieces.append(Piece(line.start, body, line.end, label, line.indent, line.gap))
        previous = line
    return pieces


def _joins(piece: Piece, previous: Line, line: Line, width: int) -> bool:
    """Whether a line without a label goes on with the sentence of the line above."""
    if piece.label and piece.body >= piece.end:
        return True  # The label stood alone on its line.
    if line.gap:
        return False
    if width and is_full(previous, line, width):
        return True
    if piece.label and line.text.startswith("("):
        return True
    flows = not previous.text.endswith((".", "?", "!", ":", ";"))
    broken = flows and len(previous.text) > _SHORT
    return broken and (line.text[0].islower() or _is_rest(line))


def _is_rest(line: Line) -> bool:
    """ "Provider List?": the few words that a sentence lacked."""
    return len(line.text) <= _SHORT and line.text.endswith(("?", ".")) and line.text.count(" ") < 4


def _extend(piece: Piece, line: Line) -> None:
    if piece.body >= piece.end:
        piece.body = line.start
    piece.end = line.end


# --- which labels are labels ------------------------------------------------------------


def accepted_labels(lines: Sequence[Line], width: int) -> list[Label | None]:
    """For each line its label, or None if it has none or it fits no sequence."""
    candidates = [read_label(line.text) for line in lines]
    ahead = _Ahead(candidates)
    behind = _Behind()
    accepted: list[Label | None] = []
    for index, label in enumerate(candidates):
        flowing = index > 0 and _flows(lines[index - 1], lines[index], width)
        if label and label.bullet:
            after_bullet = bool(accepted and accepted[-1] and accepted[-1].bullet)
            # "o" is a word as well: a sub-bullet, below another.
            starts = not flowing and label.sign != "o"
            accepted.append(label if after_bullet or starts else None)
        elif label and _has_place(label, index, behind, ahead, flowing=flowing):
            behind.add(label)
            accepted.append(label)
        else:
            accepted.append(None)
    return accepted


def _flows(previous: Line, line: Line, width: int) -> bool:
    """Whether a hard-wrapped sentence runs on from the line above into this one."""
    if line.gap or not width or not is_full(previous, line, width):
        return False
    return not previous.text.endswith((".", "?", "!", ":", ";"))


def _has_place(label: Label, index: int, behind: _Behind, ahead: _Ahead, *, flowing: bool) -> bool:
    return any(
        _fits(label, (style, label.capital, label.parent), value, index, behind, ahead, flowing)
        for style, value in label.readings()
    )


def _fits(  # noqa: PLR0911  (a list of rules, each with its own answer)
    label: Label,
    sequence: _Sequence,
    value: int,
    index: int,
    behind: _Behind,
    ahead: _Ahead,
    flowing: bool,  # noqa: FBT001
) -> bool:
    goes_on = ahead.has(sequence, value + 1, index)
    if label.bare:
        if behind.last(sequence) == value - 1 and value > 1:
            return not flowing
        below = bool(label.parent) and behind.has_label(label.parent)
        return value == 1 and (below or ahead.has_bare(sequence, 2, index)) and not flowing
    if behind.has(sequence, value - 1):
        return True
    if value == 1:
        return goes_on or not (label.capital or flowing)
    if sequence[0] != "number":
        return False
    return goes_on or 0 < value - behind.last(sequence) <= _LARGEST_STEP or label.worded


class _Behind:
    """The labels accepted so far, by sequence."""

    def __init__(self) -> None:
        self._values: set[tuple[_Sequence, int]] = set()
        self._last: dict[_Sequence, int] = {}
        self._labels: set[tuple[str, ...]] = set()

    def add(self, label: Label) -> None:
        for style, value in label.readings():
            sequence = (style, label.capital, label.parent)
            self._values.add((sequence, value))
            self._last[sequence] = value
            if style != "number":
                # After "Q2. a." a plain "b." follows.
                self._values.add(((style, label.capital, ()), value))
        self._labels.add(label.parts)

    def has(self, sequence: _Sequence, value: int) -> bool:
        return (sequence, value) in self._values

    def has_label(self, parts: tuple[str, ...]) -> bool:
        return parts in self._labels

    def last(self, sequence: _Sequence) -> int:
        """The last value, 0 if there is none: a list that starts at 2 lacks only its first."""
        return self._last.get(sequence, 0)


class _Ahead:
    """Where each value of a sequence is last printed, so that a look ahead costs nothing."""

    def __init__(self, candidates: Sequence[Label | None]) -> None:
        self._latest: dict[tuple[_Sequence, int, bool], int] = {}
        for index, label in enumerate(candidates):
            if label and not label.bullet:
                for style, value in label.readings():
                    sequence = (style, label.capital, label.parent)
                    self._latest[sequence, value, label.bare] = index

    def has(self, sequence: _Sequence, value: int, index: int) -> bool:
        """Whether the value is printed after the line ``index``, with a sign or without."""
        return self.has_bare(sequence, value, index) or (
            self._latest.get((sequence, value, False), -1) > index
        )

    def has_bare(self, sequence: _Sequence, value: int, index: int) -> bool:
        return self._latest.get((sequence, value, True), -1) > index

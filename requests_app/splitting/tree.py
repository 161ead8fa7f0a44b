"""From list items to a tree: the level of each, and where a list starts again.

Knows labels, indents and order; nothing of what the items say.

A label goes on with an open list if it is the next of its style there; otherwise it opens a
list, below the last item or, if nothing of the list above comes after it, beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from requests_app.splitting.items import Piece
from requests_app.splitting.labels import Label, Style

_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Node:
    """A piece with its place. ``level`` counts from 0. ``opens``: the first item of a list at
    the top. ``inside``: a loose piece or a bullet between two items of one list."""

    piece: Piece
    level: int = 0
    opens: bool = False
    inside: bool = False


def nodes_of(pieces: Sequence[Piece]) -> list[Node]:
    """The pieces with their places, in the same order."""
    places = _Places(pieces)
    placed = [places.place(index) if piece.numbered else None for index, piece in enumerate(pieces)]
    nodes: list[Node] = []
    goes_on = False  # whether a later item belongs to the list that is open here
    for piece, place in zip(reversed(pieces), reversed(placed), strict=True):
        if place is None:
            nodes.append(Node(piece, inside=goes_on))
        else:
            nodes.append(Node(piece, level=place.level, opens=place.opens))
            goes_on = not place.opens
    nodes.reverse()
    return nodes


# --- places of labels -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    level: int
    opens: bool


@dataclass(slots=True)
class _Open:
    """A list that is open: the style of its labels and the value of the last. A list of which
    no item is printed ("1" in "1a)") takes up no level."""

    style: Style
    capital: bool
    sign: str
    value: int
    indent: int
    printed: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    """One part of a label, with the readings it may have."""

    readings: tuple[tuple[Style, int], ...]
    capital: bool
    sign: str
    indent: int


class _Places:
    """Finds the place of each label, going through them in order."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._numbered = [index for index, piece in enumerate(pieces) if piece.numbered]
        self._rank = {index: rank for rank, index in enumerate(self._numbered)}
        self._open: list[_Open] = []
        self._nested: set[tuple[Style, Style]] = set()  # what stood below what

    def place(self, index: int) -> _Place:
        piece = self._pieces[index]
        marks = list(_marks(piece))
        opens, floor = False, 0
        for mark in marks[:-1]:
            depth = self._parent_depth(mark, floor)
            opens = self._step_unprinted(mark, depth) or opens
            floor = depth + 1
        opens = self._step(marks[-1], index, floor) or opens
        self._open[-1].printed = True
        level = sum(1 for other in self._open[:-1] if other.printed)
        return _Place(min(level, _DEEPEST), opens)

    def _parent_depth(self, mark: _Mark, floor: int) -> int:
        """Where the parent that a label names belongs: the outermost list of its style, or
        below the capital letters that head sections."""
        style, value = mark.readings[0]
        alike = [depth for depth in self._depths(floor) if self._open[depth].style == style]
        for depth in reversed(alike):
            if self._open[depth].value in {value, value - 1}:
                return depth
        if alike:
            return alike[-1]
        headed = not floor and value == 1 and bool(self._open) and self._open[0].capital
        return 1 if headed else floor

    def _step_unprinted(self, mark: _Mark, depth: int) -> bool:
        """The parent that a label names ("8" in "Q8. a."). True if a list at the top opens."""
        style, value = mark.readings[0]
        if depth < len(self._open):
            other = self._open[depth]
            if other.style == style and value == other.value:
                return False
            if other.style == style and value == other.value + 1:
                del self._open[depth + 1 :]
                other.value, other.printed = value, False
                return False
        del self._open[depth:]
        self._push(mark, style, value, printed=False)
        return depth == 0

    def _step(self, mark: _Mark, index: int, floor: int) -> bool:
        """The label itself, at ``floor`` or deeper. True if it opens a list at the top."""
        found = self._next_of(self._resolved(mark, index), index, floor)
        if found:
            depth, value = found
            del self._open[depth + 1 :]
            self._open[depth].value = value
            return False
        return self._open_list(mark, index, floor)

    def _resolved(self, mark: _Mark, index: int) -> _Mark:
        """ "i" before "ii" is a roman number, whatever stands above."""
        romans = [reading for reading in mark.readings if reading[0] == "roman"]
        if len(mark.readings) < 2 or not romans or romans[0][1] != 1:
            return mark
        later = self._numbered[self._rank[index] + 1 : self._rank[index] + 2]
        label = self._pieces[later[0]].label if later else None
        followed = label is not None and ("roman", 2) in label.readings()
        return replace(mark, readings=tuple(romans)) if followed else mark

    def _next_of(self, mark: _Mark, index: int, floor: int) -> tuple[int, int] | None:
        """The open list that the label goes on with, and its value there."""
        best: tuple[tuple[bool, bool, int], int, int] | None = None
        for depth in self._depths(floor):
            other = self._open[depth]
            for style, value in mark.readings:
                if other.style != style or other.capital != mark.capital:
                    continue
                if value != other.value + 1:
                    continue
                same_sign = other.sign == mark.sign or not mark.sign
                outward = -depth if self._announces(index) else depth
                merit = (same_sign, other.indent == mark.indent, outward)
                if best is None or merit > best[0]:
                    best = (merit, depth, value)
        return best[1:] if best else None

    def _announces(self, index: int) -> bool:
        """Whether an item ends in a colon and is followed by a list of its own style."""
        later = index + 1 < len(self._pieces) and self._pieces[index + 1]
        label = self._pieces[index].label
        if not later or later.label is None or label is None or self._pieces[index].last != ":":
            return False
        style = label.readings()[0][0]
        return (style, 1) in later.label.readings()

    def _open_list(self, mark: _Mark, index: int, floor: int) -> bool:
        style, value = self._first_reading(mark)
        alike = [
            depth
            for depth in self._depths(floor)
            if self._open[depth].style == style and self._open[depth].capital == mark.capital
        ]
        if alike and value > 1 and value > self._open[alike[0]].value:
            depth = alike[0]  # A number was left out: the list goes on.
            del self._open[depth + 1 :]
            self._open[depth].value = value
            return False
        if alike and not self._nests(mark, index, self._open[alike[0]]):
            del self._open[alike[0] :]
        elif not floor and not alike and self._open and self._stands_beside(index):
            self._open.clear()
        if self._open and self._open[-1].style != style:
            self._nested.add((self._open[-1].style, style))
        self._push(mark, style, value, printed=True)
        return len(self._open) == 1

    def _first_reading(self, mark: _Mark) -> tuple[Style, int]:
        """A label that opens a list is the first of its style, if it can be: "i" is roman."""
        return min(mark.readings, key=lambda reading: reading[1])

    def _nests(self, mark: _Mark, index: int, outer: _Open) -> bool:
        """Whether a list of the style of ``outer`` lies below its last item and does not
        start it again: it is indented further, or the outer one goes on where it ends."""
        if mark.indent > outer.indent and not self._introduced(index):
            return True
        if mark.indent < outer.indent:
            return False
        if index > 0 and self._pieces[index - 1].numbered and self._pieces[index - 1].last == ":":
            return True
        rank = self._rank[index]
        expected = 1
        for later in self._numbered[rank:]:
            label = self._pieces[later].label
            if label is None or (outer.style, expected) in label.readings():
                expected += 1
                continue
            if all(style != outer.style for style, _ in label.readings()):
                continue
            return (outer.style, outer.value + 1) in label.readings()
        return False

    def _stands_beside(self, index: int) -> bool:
        """Whether a list of a new style is a list of its own: a paragraph introduces it, and
        no item of the list above comes after it."""
        if self._shape(index) in self._nested:
            return False  # So did lists of its style before, whatever introduced them.
        introduced = self._introduced(index) and not self._has_topic(index)
        # Numbers stand above letters: "Q1", or "1" after an empty line, is not below "(b)".
        label = self._pieces[index].label
        higher = (
            label is not None
            and label.readings()[0][0] == "number"
            and (self._pieces[index].gap or label.worded)
            and not any(other.style == "number" or other.capital for other in self._open)
        )
        return (introduced or higher) and not self._comes_again(index)

    def _introduced(self, index: int) -> bool:
        """Whether a paragraph of its own stands above the item."""
        return index > 0 and self._pieces[index - 1].label is None and self._gap(index)

    def _has_topic(self, index: int) -> bool:
        """ "5. Safeguarding" above "Please confirm:" holds the list below it, if the items
        before it had paragraphs of their own too."""
        topic = index - 2
        if topic < 1 or not self._pieces[topic].numbered or self._pieces[index - 1].last != ":":
            return False
        return self._pieces[topic].last.isalpha() and not self._pieces[topic - 1].numbered

    def _shape(self, index: int) -> tuple[Style, Style] | None:
        """The style of the innermost open list and the style of a list that opens below it."""
        label = self._pieces[index].label
        if label is None or not self._open:
            return None
        return self._open[-1].style, label.readings()[0][0]

    def _gap(self, index: int) -> bool:
        """Whether an empty line stands before the loose pieces above an item."""
        while index > 0 and self._pieces[index - 1].label is None:
            index -= 1
            if self._pieces[index].gap:
                return True
        return False

    def _comes_again(self, index: int) -> bool:
        return any(self._later(index, other) for other in self._open if other.printed)

    def _later(self, index: int, other: _Open) -> bool:
        rank = self._rank[index]
        return any(
            (other.style, other.value + 1) in label.readings()
            for later in self._numbered[rank : rank + 60]
            if (label := self._pieces[later].label) is not None
        )

    def _push(self, mark: _Mark, style: Style, value: int, *, printed: bool) -> None:
        self._open.append(_Open(style, mark.capital, mark.sign, value, mark.indent, printed))
        if len(self._open) > 2 * _DEEPEST:
            del self._open[-2]

    def _depths(self, floor: int) -> Iterator[int]:
        """From the innermost open list outwards."""
        return iter(range(len(self._open) - 1, floor - 1, -1))


def _marks(piece: Piece) -> Iterator[_Mark]:
    """The parts of a label, each as a label of its own: "3.1" is "3", then "1"."""
    label = piece.label
    if label is None:
        return
    singles = [single for part in label.parts for single in part.split(".")]
    for single in singles:
        one = Label(single, (single,), label.sign, 0)
        yield _Mark(one.readings(), label.capital, label.sign, piece.indent)

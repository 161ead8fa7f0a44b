"""Which labels are labels: those that have a place in a sequence.

A label starts a sequence, or the one before it was there. So "1 October 2019", "12. " at the
start of a wrapped line and the initial of a name stay text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from requests_app.splitting.labels import Label, read_label
from requests_app.splitting.lines import Line, is_full

_LARGEST_STEP = 3
_CITED = 3  # what is cited in a sentence is seldom beyond it
# The last word of a line from which a sentence goes on to a number: "the routes in".
_LEADS_ON = re.compile(
    r"\s(?:in|of|to|for|from|at|on|by|under|and|or|see|questions?|items?|points?|parts?|sections?"
    r"|schedules?|annex|appendix|paragraphs?|numbers?|regulations?)$",
    re.IGNORECASE,
)
# "Request 1" above "Question 1" is a heading.
_GROUP = re.compile(r"(?:request|part|item|point)\s\d{1,2}\b", re.IGNORECASE)
_QUESTION = re.compile(r"question\s?\d{1,2}\b", re.IGNORECASE)
_ONLY_GROUP = re.compile(r"request\s1\s?:?\s*$", re.IGNORECASE)
_FIRST = re.compile(r"\(?1[.)]\s")
_NEAR = 6  # lines
_REACH = 14  # characters
_DASH_REACH = 4  # lines

# Numbers, letters or roman numbers of one case below one printed parent.
_Key = tuple[str, bool, tuple[str, ...]]


def accepted_labels(
    lines: Sequence[Line], width: int, quoted: Sequence[bool]
) -> list[Label | None]:
    """For each line its label, or None if it has none, is quoted, or fits no sequence."""
    grouped = _are_grouped(lines)
    candidates = [
        None if inside or (grouped and _GROUP.match(line.text)) else read_label(line.text)
        for line, inside in zip(lines, quoted, strict=True)
    ]
    ahead, behind = Ahead(candidates), Behind()
    accepted: list[Label | None] = []
    for index, candidate in enumerate(candidates):
        below = next(filter(None, candidates[index + 1 : index + _NEAR]), None)
        label = _in_small(candidate, behind, below) if candidate else None
        flowing = index > 0 and _flows(lines[index - 1], lines[index], width)
        flowing = flowing and not (label and _begins_item(label, lines[index - 1], lines[index]))
        above = accepted[-1] if accepted else None
        if (
            label
            and not (index and _is_cited(label, lines[index - 1], lines[index], behind))
            and _is_label(label, above, index, behind, ahead, flowing=flowing)
        ):
            behind.add(label)
            accepted.append(label)
        else:
            accepted.append(None)
    return accepted


def _are_grouped(lines: Sequence[Line]) -> bool:
    """Whether "Request 1" heads "Question 1", or each request a list that starts at 1."""
    groups = [index for index, line in enumerate(lines) if _GROUP.match(line.text)]
    if not groups:
        return False
    questions = (index for index, line in enumerate(lines) if _QUESTION.match(line.text))
    firsts = [index for index, line in enumerate(lines) if _FIRST.match(line.text)]
    if not firsts or firsts[0] < groups[0]:
        return groups[0] < next(questions, -1)
    # "Request 1:" may be the only one that was copied.
    alone = len(groups) == 1 and bool(_ONLY_GROUP.match(lines[groups[0]].text))
    return alone or (len(groups) > 1 and len(firsts) > 1) or groups[0] < next(questions, -1)


def _flows(previous: Line, line: Line, width: int) -> bool:
    """Whether a hard-wrapped sentence runs on from the line above into this one."""
    if line.gap or not width or not is_full(previous, line, width):
        return False
    return not previous.text.endswith((".", "?", "!", ":", ";", ")"))


def _in_small(label: Label, behind: Behind, below: Label | None) -> Label:
    """ "(I)" after "(h)" and "A." above "b." are slips of the shift key."""
    if not label.capital:
        return label
    first = below is not None and not below.capital and below.sign == label.sign
    if first and label.parts[-1] == "a" and below is not None and below.parts[-1] == "b":
        return replace(label, capital=False)
    small = any(
        style == "letter"
        and 2 < value == behind.last((style, False, label.parent)) + 1
        # "C. Laundry" below "A.", "B." and their "a." and "b." is no slip.
        and value != behind.last((style, True, label.parent)) + 1
        for style, value in label.readings()
    )
    return replace(label, capital=False) if small else label


def _begins_item(label: Label, previous: Line, line: Line) -> bool:
    """ "in 2012 and 2013 / 2. For each year": a number with its sign before a capital is no part
    of the sentence above it, unless that leads on to a number."""
    numbered = label.sign in {".", ")"} and label.parts[0].isdecimal()
    capital = line.text[label.length :].lstrip()[:1].isupper()
    return numbered and capital and not _LEADS_ON.search(previous.text[-_REACH:])


def _is_cited(label: Label, previous: Line, line: Line, behind: Behind) -> bool:
    """ "3. The cost of the routes in / 2. that were cut": the second line goes on with the
    first, and its number is not the next but one met before."""
    if line.gap or label.bullet or not _LEADS_ON.search(previous.text[-_REACH:]):
        return False
    style, value = label.readings()[0]
    met = style == "number" and 1 < value <= behind.last((style, label.capital, label.parent))
    return met and line.text[label.length :].lstrip()[:1].islower()


def _is_label(
    label: Label, above: Label | None, index: int, behind: Behind, ahead: Ahead, *, flowing: bool
) -> bool:
    if label.bullet:
        # "o" is a word as well, "-5" a number: a bullet only beside another.
        alone = (label.sign == "o" or label.tight) and not ahead.alike_after(index)
        alone = alone and not (label.sign == "o" and ahead.bullet_after(index))
        again = (above is not None and above.bullet) or behind.has_sign(label.sign)
        return again or not (flowing or alone)
    if above is not None and _is_second(label, above):
        return True
    places = (
        _Place(label, (style, label.capital, label.parent), value, index, flowing)
        for style, value in label.readings()
    )
    return any(_fits(place, behind, ahead) for place in places)


def _is_second(label: Label, above: Label) -> bool:
    """ "b)" right below "2)": what "2)" asks is its first part."""
    second = label.parts == ("b",) and not label.capital and label.sign == above.sign == ")"
    return second and above.parts[-1].isdecimal()


@dataclass(frozen=True, slots=True)
class _Place:
    """A reading of a label, and where it stands. ``flowing``: in the middle of a sentence."""

    label: Label
    key: _Key
    value: int
    index: int
    flowing: bool


def _fits(place: _Place, behind: Behind, ahead: Ahead) -> bool:
    follows = behind.has(place.key, place.value - 1)
    goes_on = ahead.has(place.key, place.value + 1, place.index)
    if place.flowing:
        # "..., e) the cost" is the last of a long list, "c) of the Act" may be cited.
        listed = goes_on or place.value > _CITED
        return follows and listed and not place.label.bare
    if place.label.bare:
        return _fits_bare(place, behind, ahead)
    if follows:
        return True
    if place.value == 1:
        # A name may begin with "A.", but not with "A)", nor where other lists were lettered so.
        listed = not place.label.capital or place.label.sign in {")", "()"}
        listed = listed or behind.last(place.key) > 1
        return goes_on or listed or ahead.repeats(place.label, place.index)
    step = place.value - behind.last(place.key)
    if place.key[0] == "letter":
        # "a) ... b) ... d)": one was left out, perhaps the first.
        return step == 2 and (behind.last(place.key) > 1 or (goes_on and place.label.sign == ")"))
    return place.key[0] == "number" and (goes_on or place.label.worded or 0 < step <= _LARGEST_STEP)


def _fits_bare(place: _Place, behind: Behind, ahead: Ahead) -> bool:
    """Nothing but its value makes "4 Please" a label: the last one must have been 3."""
    if place.value > 1:
        return behind.last(place.key) == place.value - 1
    if place.label.parent and behind.has_label(place.label.parent):
        return True
    return ahead.has_bare(place.key, 2, place.index)


def _outer_of(label: Label) -> tuple[_Key, int] | None:
    """ "2 (i)" is the second of the numbers too: "3" follows it."""
    number = label.parts[-2] if len(label.parts) > 1 else ""
    return (("number", False, label.parts[:-2]), int(number)) if number.isdecimal() else None


class Behind:
    """The labels accepted so far, by sequence."""

    def __init__(self) -> None:
        self._values: set[tuple[_Key, int]] = set()
        self._last: dict[_Key, int] = {}
        self._labels: set[tuple[str, ...]] = set()
        self._signs: set[str] = set()

    def add(self, label: Label) -> None:
        for style, value in label.readings():
            key = (style, label.capital, label.parent)
            self._values.add((key, value))
            self._last[key] = value
            if style != "number":
                # After "Q2. a." a plain "b." follows.
                self._values.add(((style, label.capital, ()), value))
        outer = _outer_of(label)
        if outer:
            self._values.add(outer)
            self._last[outer[0]] = outer[1]
        self._labels.add(label.parts)
        if label.bullet:
            self._signs.add(label.sign)

    def has_sign(self, sign: str) -> bool:
        """Whether a bullet of this shape was met: below it a line may end without a full stop."""
        return sign in self._signs

    def has(self, key: _Key, value: int) -> bool:
        return (key, value) in self._values

    def has_label(self, parts: tuple[str, ...]) -> bool:
        return parts in self._labels

    def last(self, key: _Key) -> int:
        """The last value, 0 if there is none: a list that starts at 2 lacks only its first."""
        return self._last.get(key, 0)


class Ahead:
    """Where each value of a sequence is last printed, so that a look ahead costs nothing."""

    def __init__(self, candidates: Sequence[Label | None]) -> None:
        self._latest: dict[tuple[_Key, int, bool], int] = {}
        self._candidates = list(candidates)
        self._bullets = [label.sign if label and label.bullet else "" for label in candidates]
        for index, label in enumerate(candidates):
            if label and not label.bullet:
                for style, value in label.readings():
                    key = (style, label.capital, label.parent)
                    self._latest[key, value, label.bare] = index
                outer = _outer_of(label)
                if outer:
                    self._latest[*outer, True] = index

    def has(self, key: _Key, value: int, index: int) -> bool:
        """Whether the value is printed after the line ``index``, with a sign or without."""
        return self.has_bare(key, value, index) or (
            self._latest.get((key, value, False), -1) > index
        )

    def alike_after(self, index: int) -> bool:
        """Whether the next line begins with the same bullet, or with dashes one soon after it:
        answers to choose from may stand between them."""
        reach = _DASH_REACH if self._bullets[index] == "-" else 1
        return self._bullets[index] in self._bullets[index + 1 : index + 1 + reach]

    def bullet_after(self, index: int) -> bool:
        """Whether the next line begins with a bullet, whatever its shape."""
        return any(self._bullets[index + 1 : index + 2])

    def repeats(self, label: Label, index: int) -> bool:
        """Whether a line beside the line ``index`` has the same label: "I. ... I. ..."."""
        beside = (
            self._candidates[max(0, index - 1) : index] + self._candidates[index + 1 : index + 2]
        )
        return any(other is not None and other.printed == label.printed for other in beside)

    def has_bare(self, key: _Key, value: int, index: int) -> bool:
        return self._latest.get((key, value, True), -1) > index

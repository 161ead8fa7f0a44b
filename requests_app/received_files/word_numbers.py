"""Writes the numbers of Word's lists into the text, as Word shows them.

Knows ECMA-376 part 1, 17.9 (numbering): a paragraph names a list and a level, itself or through
its style; the list tells how each level counts and what is printed. Nothing else of Word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from requests_app.received_files.numbers import letters, roman

LEVELS = 9
# A no-break space: an ordinary one would be lost in the HTML between here and the text.
_INDENT = "\xa0" * 4
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PLACE = re.compile(r"%([1-9])")
_NUMERALS: Mapping[str, Callable[[int], str]] = {
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "decimalZero": lambda number: f"{number:02}",
    "none": lambda _number: "",
}


def write_numbers(document: bytes, *, numbering: bytes, styles: bytes = b"") -> bytes:
    """The main part with a run of text at the head of every numbered paragraph."""
    root = _parse(document)
    names = _Names(root.tag.partition("}")[0] + "}")
    lists = _Lists.read(names, _parse(numbering), _parse(styles) if styles else None)
    for paragraph in root.iter(names["p"]):
        place = _place_of(names, paragraph, lists)
        if place is None:
            continue
        label = lists.count(*place)
        if label and any(text.text for text in paragraph.iter(names["t"])):
            _write(names, paragraph, f"{_INDENT * place[1]}{label} ")
    written: bytes = ET.tostring(root, encoding="utf-8")
    return written


def _parse(part: bytes) -> ET.Element:
    return ET.fromstring(part)  # noqa: S314 - without DOCTYPE, in a limited process


def _write(names: _Names, paragraph: ET.Element, label: str) -> None:
    run = ET.Element(names["r"])
    text = ET.SubElement(run, names["t"], {_SPACE: "preserve"})
    text.text = label
    paragraph.insert(0 if paragraph.find(names["pPr"]) is None else 1, run)


class _Names:
    """Names of the word-processing vocabulary; strict documents have it under another address."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def __getitem__(self, name: str) -> str:
        return self._namespace + name

    def value(self, element: ET.Element | None, *path: str) -> str | None:
        """The ``w:val`` of the element at the path, or None."""
        for step in path:
            element = element.find(self[step]) if element is not None else None
        return element.get(self["val"]) if element is not None else None

    def number(self, element: ET.Element | None, *path: str) -> int | None:
        return _whole(self.value(element, *path))


def _whole(value: str | None) -> int | None:
    short = value is not None and value.isascii() and value.isdigit() and len(value) < 10
    return int(value) if short and value else None


# --- lists ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level counts; ``printed`` is like "%1.%2)". ``style`` is the style linked to it."""

    numerals: str
    printed: str
    start: int
    legal: bool
    style: str


@dataclass(slots=True)
class _List:
    """A list of the document: the definition whose counters it shares, and where it starts anew."""

    definition: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)
    begun: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says of numbers."""

    number: str | None
    level: int | None
    based_on: str


@dataclass(slots=True)
class _Lists:
    lists: dict[str, _List]
    styles: dict[str, _Style]
    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, names: _Names, numbering: ET.Element, styles: ET.Element | None) -> _Lists:
        by_style = _styles(names, styles) if styles is not None else {}
        definitions = {
            one.get(names["abstractNumId"], ""): one for one in numbering.iter(names["abstractNum"])
        }
        numbers = {one.get(names["numId"], ""): one for one in numbering.iter(names["num"])}
        lists = {}
        for number, element in numbers.items():
            wanted = names.value(element, "abstractNumId") or ""
            linked = names.value(definitions.get(wanted), "numStyleLink")
            if linked in by_style:  # the definition is that of the list style
                styled = numbers.get(by_style[linked].number or "")
                wanted = names.value(styled, "abstractNumId") or wanted
            lists[number] = _list(names, element, wanted, definitions.get(wanted))
        return cls(lists, by_style)

    def count(self, number: str, level: int) -> str:
        """Counts one paragraph and gives what Word prints before it."""
        used = self.lists[number]
        counter = self.counters.setdefault(used.definition, {})
        if not used.begun:
            used.begun = True
            for restarted in used.starts:
                counter.pop(restarted, None)
        own = used.levels[level]
        counter[level] = counter[level] + 1 if level in counter else self._start(used, level)
        for deeper in range(level + 1, LEVELS):
            counter.pop(deeper, None)
        if own.numerals == "bullet":
            return "-"
        return _PLACE.sub(lambda place: self._numeral(used, own, int(place[1]) - 1), own.printed)

    def _start(self, used: _List, level: int) -> int:
        return used.starts.get(level, used.levels[level].start)

    def _numeral(self, used: _List, own: _Level, level: int) -> str:
        if level not in used.levels:
            return ""
        number = self.counters[used.definition].get(level, self._start(used, level))
        if own.legal:
            return str(number)
        return _NUMERALS.get(used.levels[level].numerals, str)(number)


def _list(names: _Names, element: ET.Element, definition: str, defined: ET.Element | None) -> _List:
    found = _List(definition, levels=_levels(names, defined))
    for override in element.iter(names["lvlOverride"]):
        level = _whole(override.get(names["ilvl"]))
        start = names.number(override, "startOverride")
        found.levels |= _levels(names, override)
        if level is not None and start is not None:
            found.starts[level] = start
    return found


def _levels(names: _Names, parent: ET.Element | None) -> dict[int, _Level]:
    levels = {}
    for element in parent.iter(names["lvl"]) if parent is not None else ():
        start = names.number(element, "start")
        legal = element.find(names["isLgl"]) is not None
        levels[_whole(element.get(names["ilvl"])) or 0] = _Level(
            numerals=names.value(element, "numFmt") or "decimal",
            printed=names.value(element, "lvlText") or "",
            start=1 if start is None else start,
            legal=legal and names.value(element, "isLgl") not in {"0", "false"},
            style=names.value(element, "pStyle") or "",
        )
    return levels


# --- paragraphs -------------------------------------------------------------------------


def _styles(names: _Names, styles: ET.Element) -> dict[str, _Style]:
    return {
        style.get(names["styleId"], ""): _Style(
            number=names.value(style, "pPr", "numPr", "numId"),
            level=names.number(style, "pPr", "numPr", "ilvl"),
            based_on=names.value(style, "basedOn") or "",
        )
        for style in styles.iter(names["style"])
    }


def _place_of(names: _Names, paragraph: ET.Element, lists: _Lists) -> tuple[str, int] | None:
    """The list and the level of a paragraph, or None. What is struck out is not counted."""
    properties = paragraph.find(names["pPr"])
    marks = properties.find(names["rPr"]) if properties is not None else None
    if marks is not None and marks.find(names["del"]) is not None:
        return None
    number = names.value(properties, "numPr", "numId")
    level = names.number(properties, "numPr", "ilvl")
    style = names.value(properties, "pStyle") or ""
    if number is None:
        number, inherited = _of_style(style, lists)
        level = inherited if level is None else level
    used = lists.lists.get(number or "")
    if used is None or (level or 0) not in used.levels:
        return None  # number 0 takes a paragraph out of the list of its style
    return number or "", level or 0


def _of_style(name: str, lists: _Lists) -> tuple[str | None, int]:
    """What a style, or one that it is based on, says: the list, and the level linked to it."""
    seen: set[str] = set()
    while name in lists.styles and name not in seen:
        seen.add(name)
        style = lists.styles[name]
        if style.number is not None:
            used = lists.lists.get(style.number)
            linked = used.levels.items() if used else ()
            level = next((level for level, one in linked if one.style == name), style.level)
            return style.number, level or 0
        name = style.based_on
    return None, 0

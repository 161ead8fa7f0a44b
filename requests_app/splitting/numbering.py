"""Canonical numbers of blocks from their labels and levels. Knows nothing of their text.

The canonical form is the one of the Act and of most letters: ``1``, ``1(a)``, ``1(a)(i)``;
a decimal label keeps its form (``3.1``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from requests_app.splitting.block import Kind
from requests_app.splitting.labels import COUNTED, ORDINALS

_WORD = re.compile(
    r"\W*(?:foi\s?)?(?:(?:questions?|query|request|enquiry|part|contract|item|point|no|qu?)\b"
    r"[\s.]*(?=[\w(])|qu?\s*(?=\d)"
    r"|[a-z]{1,4}\s?[-–]?\s?(?=\d))",
    re.IGNORECASE,
)
_COMPONENT = re.compile(r"\d+(?:\.\d+)*|[a-z]+", re.IGNORECASE)
_LONGEST_LABEL = 40
_SPELT = COUNTED | ORDINALS | {f"{word}ly": value for word, value in ORDINALS.items()}
_COUNTED = {word: str(value) for word, value in _SPELT.items()}

Path = tuple[str, ...]


def components(label: str) -> Path:
    """The parts of a label: "Q8. (a)" has "8" and "a"; a bullet has none.

    >>> components("1a)"), components("(iv)"), components("3.1"), components("•")
    (('1', 'a'), ('iv',), ('3.1',), ())
    """
    if label.strip() == "o":
        return ()  # Word's second bullet in plain text.
    short = unicodedata.normalize("NFKC", label[:_LONGEST_LABEL])
    word = _WORD.match(short)
    found = _COMPONENT.findall(short, word.end() if word else 0)
    return tuple(_COUNTED.get(part.lower()) or part.lower().lstrip("0") or "0" for part in found)


def canonical(path: Path) -> str:
    """("1", "a", "i") is "1(a)(i)"; ("a",), under no number, is "(a)"."""
    if not path:
        return ""
    first = path[0] if path[0][0].isdecimal() else f"({path[0]})"
    return first + "".join(
        part if _continues(before, part) else f"({part})" for before, part in pairwise(path)
    )


def number_blocks(blocks: Sequence[tuple[Kind, str, int]]) -> list[str]:
    """The canonical number of each (kind, label, level); "" for what has no number.

    A number takes up that of the nearest question above with a lower level: "a)" at level 1
    under "1." is "1(a)"; a label that already says so ("1a)", "3.1" under "3.") is left as it
    is. "b)" after "1a)" at the same level goes on with "1(b)". Items that are all labelled "1."
    are counted on. Numbering starts again after each section heading. No two numbers of one
    section are equal: a list that starts again without a heading gets "1 (2nd list)".
    """
    numbers: list[str] = []
    open_: list[_Open] = []
    seen: dict[str, int] = {}
    for kind, label, level in blocks:
        if kind == "section":
            open_, seen = [], {}
        if kind != "question":
            numbers.append("")
            continue
        path = _place(open_, components(label), level)
        numbers.append(_unique(canonical(path), seen))
    return numbers


@dataclass(frozen=True, slots=True)
class _Open:
    """A question that later ones may belong to; ``own`` are the parts its own label has."""

    level: int
    path: Path
    own: Path
    times: int = 1  # how often the label was printed one after the other


def _place(open_: list[_Open], own: Path, level: int) -> Path:
    """The whole path of a label; what is open is brought up to date. () if unlabelled."""
    while open_ and open_[-1].level > level:
        open_.pop()
    sibling = open_.pop() if open_ and open_[-1].level == level else None
    parent = open_[-1].path if open_ else ()
    times = sibling.times + 1 if sibling is not None and sibling.own == own else 1
    path = _join(parent, own, sibling) if own else ()
    if times > 1 and own[-1:] == ("1",):
        path = (*path[:-1], str(times))
    # An unlabelled question hands its parent's number down to its own parts.
    open_.append(_Open(level, path or parent, own, times))
    return path


def _join(parent: Path, own: Path, sibling: _Open | None) -> Path:
    shared = len(parent)
    if shared and own[:shared] == parent and len(own) > shared:
        return own
    if shared and own[0].startswith(f"{parent[-1].removesuffix('.0')}."):  # also "1.1" below "1.0"
        return (*parent[:-1], *own)
    if _compound(own):
        return own
    goes_on = sibling is not None and _compound(sibling.path) and _letters(sibling.path[-1], own[0])
    if sibling is not None and goes_on:
        return (*sibling.path[:-1], *own)
    return (*parent, *own)


def _compound(own: Path) -> bool:
    """ "1a)" or "Q8. a.": a label that names its own parent."""
    return len(own) > 1 and own[0][0].isdecimal()


def _letters(*parts: str) -> bool:
    return all(part.isalpha() for part in parts)


def _continues(before: str, part: str) -> bool:
    return part.startswith(f"{before}.")


def _unique(number: str, seen: dict[str, int]) -> str:
    if not number:
        return ""
    seen[number] = seen.get(number, 0) + 1
    times = seen[number]
    return number if times == 1 else f"{number} ({_ordinal(times)} list)"


def _ordinal(count: int) -> str:
    if count % 100 in {11, 12, 13}:
        return f"{count}th"
    return f"{count}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th') }"

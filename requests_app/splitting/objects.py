"""Lists that name things, and lists below them that ask about each of these.

"1. Tyres 2. Fuel. For each of these, please give: a. Supplier", "A. ... the following services:
1. Franking B. Please send details on: 1. Supplier".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from requests_app.splitting.asks import Act, act_of, is_exact, plain
from requests_app.splitting.limits import FOR_EACH_OF
from requests_app.splitting.scopes import first_act
from requests_app.splitting.units import Unit

_THINGS = re.compile(
    r"\b(?:the|these) following (?!information|questions?|details|requests?|data)\w+[^.?]{0,60}:$"
)
_NAMED = frozenset({Act.PLAIN, Act.NAMES})


def objects_end(text: str, units: Sequence[Unit], begin: int, end: int) -> int | None:
    """The index from which a list that begins with things asks about them; None if it has none."""
    above = units[begin - 1] if begin else None
    if above is not None and above.loose and is_exact(above.words_of(text)):
        return None
    for index in range(begin + 2, end - 1):
        if _asks_for_each(text, units, begin, index) or _asks_of_them(text, units, begin, index):
            named = (item for item in units[begin + 1 : index] if not item.loose)
            asked_from = index + 1 if units[index].loose else index
            objects = _NAMED.issuperset(first_act(text, item) for item in named)
            return asked_from if objects else None
    return None


def _asks_for_each(text: str, units: Sequence[Unit], begin: int, index: int) -> bool:
    """Whether a line between the items of two lists leads from the one to the other."""
    unit, deeper = units[index], units[index + 1].level > units[begin].level
    return unit.loose and deeper and bool(FOR_EACH_OF.match(plain(unit.words_of(text))))


def _asks_of_them(text: str, units: Sequence[Unit], begin: int, index: int) -> bool:
    """Whether an item leads to what is asked of the things below the first item."""
    first, unit = units[begin], units[index]
    if not unit.numbered or unit.level != first.level or units[index + 1].level <= unit.level:
        return False
    things = _THINGS.search(plain(first.words_of(text)))
    return things is not None and act_of(unit.words_of(text)) is Act.LEAD_IN

"""Which loose text belongs to the item above it: notes, lines of its own, a sentence cut short.

Knows the shape of lists; what a piece asks is read in ``asks``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, takewhile

from requests_app.splitting.apart import (
    ABOUT_ITEMS,
    GUIDES,
    leads_on,
    names_another,
    only_tells,
    stands_apart,
)
from requests_app.splitting.asks import Act, act_of, plain
from requests_app.splitting.following import gives_examples
from requests_app.splitting.headings import is_heading, is_marked_heading
from requests_app.splitting.limits import CLOSES
from requests_app.splitting.lines import EMPTY_LINE
from requests_app.splitting.prose import sentences_of
from requests_app.splitting.units import Unit
from requests_app.splitting.words import FOLLOW_UP, INTERROGATIVE

_MEANS = re.compile(
    r"(?:(?:to|please) note,? (?:that )?)?(?:this|these|it)(?: question)? "
    r"(?:refers?|relates?|means?|includes?|covers?|is defined)\b"
)
_CHOOSES = re.compile(
    r"(?:please )?(?:select|choose|tick|mark|circle|delete|pick|specify|state|indicate|answer) "
    r"(?:one|all|any|which|from|yes|as (?:appropriate|applicable))\b"
)
_INCLUDES = re.compile(
    r"\bplease (?:also )?(?:include|categori[sz]e|split|break|group|divide"
    r"|separate)\b[^.?]{0,100}:$"
)
_OPEN_LINE = re.compile(
    r"\b[Hh]ow many\b[^\n]{0,200}\b(?:to|of|for|the|an?|by|in|with|from|on|at)$"
)
_NOT_OF_ITEM = frozenset({Act.THANKS, Act.HANDLING, Act.SIGN_OFF, Act.GREETING})
_LONGEST_TITLE = 60
_ALIKE = 3  # words
_MOST_ITEMS = 40  # as many as show how the items of a list are laid out
_LONGEST_ITEM = 6  # paragraphs


def attach(text: str, units: Sequence[Unit]) -> list[Unit]:
    """Loose text between two items goes to the item above it, up to a heading or a quotation."""
    merged: list[Unit] = []
    below = _items_below(units)
    apart = lined = False  # lined: an item above has lines of its own
    named: set[str] = set()  # what the items so far say
    for index, unit in enumerate(units):
        following = units[index + 1] if index + 1 < len(units) else None
        lines = unit.inside and unit.loose and not unit.gap
        leads = following is not None and following.numbered and text[unit.end - 1] == ":"
        lined = lined or (lines and not leads)
        item = below[index]
        heads = item is not None and _heads_list(text, unit, item, named)
        if unit.numbered:
            named.add(unit.words_of(text))
        if (
            merged
            and not apart
            and (
                _fills(text, merged[-1], unit)
                or _shows(text, merged[-1], unit)
                or _explains(text, merged, unit)
                or _develops(text, merged, unit)
                or _names_more(text, merged[-1], unit, following)
                or (_runs_on(text, merged[-1], unit, lined=lined) and not heads)
                or _awaits(text, merged, units, index)
            )
        ):
            merged[-1] = replace(merged[-1], end=unit.end)
        elif not unit.inside or unit.kind is not None or merged[-1].frame:
            apart = apart and unit.kind is not None
            merged.append(unit)
        elif names_another(text, merged[-1], unit):
            merged.append(replace(unit, inside=False, kind="question"))
        elif apart or heads or stands_apart(text, merged[-1], unit, following):
            apart = True
            merged.append(replace(unit, inside=False))
        elif unit.bullet:
            merged.append(unit)
        elif _completes_stem(text, merged[-1], below[index], unit):
            merged.append(replace(unit, kind="context"))
        else:
            merged[-1] = replace(merged[-1], end=unit.end)
    return merged


def _heads_list(text: str, unit: Unit, following: Unit, named: set[str]) -> bool:
    """Whether a line asks and the list below it begins anew, or names again what one above
    named: "How much does each cost? 1. Wards 2. Canteens"."""
    words = unit.words_of(text)
    if not unit.loose or not following.numbered or words.endswith((".", ";", ",")):
        return False
    # A long item is no name, and would be read for each line above it.
    short = following.end - following.body <= _LONGEST_TITLE
    again = following.opens or (short and following.words_of(text) in named)
    return again and bool(INTERROGATIVE.match(plain(words)))


def _items_below(units: Sequence[Unit]) -> list[Unit | None]:
    """For each unit the next that has a label."""
    found: list[Unit | None] = []
    item: Unit | None = None
    for unit in reversed(units):
        found.append(item)
        item = item if unit.loose else unit
    found.reverse()
    return found


def _fills(text: str, above: Unit, unit: Unit) -> bool:
    """ "3. Payments to these firms:" and, on lines of their own, their names."""
    if not above.numbered or not unit.loose or unit.inside or unit.kind is not None:
        return False
    if unit.gap and not (_is_time(text, unit) or _is_name(text, unit)):
        return False
    listed = text[above.body : above.end].partition("\n")
    act = act_of(unit.words_of(text))
    opening = EMPTY_LINE.split(text[above.body : above.end], maxsplit=1)[0]
    announced = (
        opening.endswith(":") or listed[0].rstrip().endswith(":") or _offers_answers(listed[2])
    )
    # "2) Guidance:" is only a topic; the line below it asks.
    topic = not listed[1] and _is_topic(listed[0])
    return announced and (act in {Act.PLAIN, Act.NAMES} or (topic and act is Act.ASK))


def _shows(text: str, above: Unit, unit: Unit) -> bool:
    """ "for example, an hour" on a line below "What is the shortest session?"."""
    if not unit.loose or unit.gap or unit.kind is not None or above.kind is not None:
        return False
    words = plain(unit.words_of(text))
    aside = words[0] == "(" and words[-1] == ")" and len(words) <= _LONGEST_TITLE
    if aside and (text[above.end - 1] == "?" or words.startswith("(and ")):
        return True  # "(up to 2022)"
    if above.loose and _OPEN_LINE.search(above.words_of(text)) and text[unit.start].islower():
        return True  # "... to" at the end of a line, and "drivers and passengers?"
    return gives_examples(words) and not words.endswith(("?", ":"))


def _offers_answers(lines: str) -> bool:
    """ "Please select one of these:" below a question: its answers follow."""
    return any(_CHOOSES.match(plain(line)) and line.endswith(":") for line in lines.splitlines())


def _is_time(text: str, unit: Unit) -> bool:
    """ "Tuesday 17:00 - 19:00", "1 April 2022 to 31 March 2023": figures, and few words."""
    words = unit.words_of(text)
    figures = sum(map(str.isdigit, words))
    return len(words) <= _LONGEST_TITLE and 2 * figures >= sum(map(str.isalpha, words))


def _is_name(text: str, unit: Unit) -> bool:
    """ "Full time", "Save Our Meadows (SOM)" in a paragraph of its own."""
    words = unit.words_of(text)
    parts = words.split()
    proper = len(parts) <= 2 * _ALIKE and not any(part[0].islower() for part in parts)
    return (words.count(" ") < _ALIKE or proper) and (words[-1].isalnum() or words[-1] == ")")


def _is_topic(line: str) -> bool:
    """ "Funding details:", which would ask for them if nothing stood below it."""
    return is_heading(line.strip(" :\r\t"))


def _develops(text: str, merged: Sequence[Unit], unit: Unit) -> bool:
    """Whether the last item is a topic, and what stands below it its text, as in those before:
    it may have as many paragraphs as the longest of them."""
    above = merged[-1]
    if not above.numbered or not unit.loose or unit.inside or unit.kind is not None:
        return False
    act = act_of(unit.words_of(text))
    if not unit.gap or not (act.asks or act is Act.LEAD_IN):
        return False
    if not _is_topic(text[above.body : above.end].partition("\n")[0]):
        return False
    others = (item for item in islice(reversed(merged), 1, _MOST_ITEMS) if item.numbered)
    longest = max((_paragraphs(text, i) for i in others if i.level == above.level), default=0)
    return _paragraphs(text, above) < longest


def _paragraphs(text: str, unit: Unit) -> int:
    """How often an empty line stands in it, as far as a topic goes."""
    return sum(1 for _ in islice(EMPTY_LINE.finditer(text, unit.body, unit.end), _LONGEST_ITEM))


def _names_more(text: str, above: Unit, unit: Unit, following: Unit | None) -> bool:
    """ "For each of them please include:" below an item, and the fields as bullets."""
    if above.label is None or not unit.loose or unit.kind is not None or unit.gap:
        return False
    fields = following is not None and following.bullet
    return fields and bool(_INCLUDES.search(plain(unit.words_of(text))))


def _runs_on(text: str, above: Unit, unit: Unit, *, lined: bool) -> bool:
    """Whether a line stands right below an item in a list that has empty lines between items,
    or one that asks below an item of a list that has such lines in others."""
    if not above.numbered or not unit.loose or unit.kind is not None or unit.gap:
        return False
    words = unit.words_of(text)
    act = sentences_of(text, unit.start, unit.end)[0].act
    if (lined and _MEANS.match(plain(words))) or _CHOOSES.match(plain(words)):
        return True
    if names_another(text, above, unit):
        return False
    topic = _is_topic(text[above.body : above.end].partition("\n")[0])
    if not above.gap and not (lined and (act is Act.ASK or (topic and act is Act.NAMES))):
        return False
    apart = is_marked_heading(words) or ABOUT_ITEMS.match(plain(words))
    apart = (
        apart
        or leads_on(words, above, text)
        or CLOSES.match(plain(words))
        or GUIDES.match(plain(words))
    )
    return not apart and act not in _NOT_OF_ITEM


def _awaits(text: str, merged: Sequence[Unit], units: Sequence[Unit], index: int) -> bool:
    """Whether the last item of a list only tells something so far, and what stands below it
    comes to ask: "4. In a mail it was said:", a quotation, and "Please provide all replies."."""
    above, unit = merged[-1], units[index]
    if not above.numbered or len(merged) < 2 or not merged[-2].numbered:
        return False
    if unit.inside or not unit.loose or unit.kind is not None:
        return False
    if not only_tells(text, above):
        return False
    for below in units[index : index + _LONGEST_ITEM]:
        if not below.loose or below.kind is not None:
            return False
        acts = [part.act for part in sentences_of(text, below.start, below.end)]
        if acts[0] in _NOT_OF_ITEM:
            return False
        if Act.ASK in acts:
            return True
        if not _NOT_OF_ITEM.isdisjoint(acts):
            return False
    return False


def _explains(text: str, merged: Sequence[Unit], unit: Unit) -> bool:
    """Whether what stands below the last item says how it is meant, as below all before it."""
    if unit.inside or not unit.loose or unit.kind is not None or not merged[-1].numbered:
        return False
    first = sentences_of(text, unit.start, unit.end)[0]
    if (
        first.act in _NOT_OF_ITEM
        or not unit.gap
        or ABOUT_ITEMS.match(plain(text[unit.start : unit.end]))
    ):
        return False
    if _MEANS.match(plain(unit.words_of(text))):
        return True
    if _is_like_before(text, merged, unit):
        return True
    nearest = islice(reversed(merged), _MOST_ITEMS)
    items = list(takewhile(lambda item: item.numbered, nearest))
    explained = [bool(EMPTY_LINE.search(text, item.body, item.end)) for item in items[1:]]
    fewest = 1 if first.act is Act.LIMIT else 2
    return len(explained) >= fewest and all(explained)


def _is_like_before(text: str, merged: Sequence[Unit], unit: Unit) -> bool:
    """Whether a paragraph below the last item begins as the last one of the item before it."""
    if len(merged) < 2 or not merged[-2].numbered:
        return False
    paragraphs = EMPTY_LINE.split(merged[-2].words_of(text))
    begins = [plain(words).split()[:_ALIKE] for words in (paragraphs[-1], unit.words_of(text))]
    alike = begins[0] == begins[1] and len(begins[0]) == _ALIKE
    return len(paragraphs) > 1 and (alike or paragraphs[-1].strip() == unit.words_of(text))


def _completes_stem(text: str, above: Unit, following: Unit | None, unit: Unit) -> bool:
    """What stands below the last part of a stem is about all of them, unless it asks:
    "... about: a) this b) that / since 1 May", "(Leave out the vacant ones.)"."""
    if not unit.loose or following is None or not following.numbered:
        return False
    asks = FOLLOW_UP.match(plain(unit.words_of(text))) or any(
        part.act is Act.ASK for part in sentences_of(text, unit.start, unit.end)
    )
    return following.level < above.level and not (asks and text[unit.start].isupper())

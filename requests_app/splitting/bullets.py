"""Which bullets are part of the item above them, and which stand on their own.

Knows the shape of bullets and what stands right above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from requests_app.splitting.asks import Act, act_of, is_exact, is_note, plain
from requests_app.splitting.headings import is_heading
from requests_app.splitting.units import Unit

# "2. Finance. For the year 2023, please provide:" says nothing that the bullets could be part of.
_LEADS_IN = re.compile(
    r"(?:^|[\s,;:.])(?:please )?(?:provide|supply|send|give|state|confirm|tell)(?: me| us)?"
    r"(?: with)?(?: at (?:the very )?(?:least|minimum)| at a minimum)?"
    r"(?: the following(?: information| details| data)?)?\s?:$"
)
# "3. If there was one, please give:" asks about what was asked before; its bullets are fields.
_DEPENDS = re.compile(r"(?:if|where|for (?:each|every|any)|of (?:these|those)|in each)\b")
# "A register of firms, showing:" is a whole ask.
_SHOWS = re.compile(
    r"\b(?:includ\w+|show\w*|list\w*|nam(?:es|ing)|giving|with|stating|detail\w*|contain\w*|specifying"
    r"|by|from|in|for|of|following)\s?:-?$"
)
_WHOLE = 4  # spaces
_LAST = 80  # characters
# A word with the mark of a footnote behind it.
_MARK = re.compile(r"(?<=[\w)’'?])(\*{1,3})(?=[\s,.;:?)])")
_LOWER_BULLETS = frozenset("o◦○-–▪§")


def fold_bullets(text: str, units: Sequence[Unit]) -> list[Unit]:
    """Bullets right under a numbered item are its text, and deeper bullets that of theirs.
    Under an item that is only a heading they are the questions."""
    folded: list[Unit] = []
    first: Unit | None = None  # the first bullet of the run that is open
    holder: Unit | None = None  # the bullet that has lettered parts
    for unit in _without_notes(text, units):
        above = folded[-1] if folded else None
        if unit.numbered and above is not None and _holds(text, above, unit):
            holder = above
        elif holder is not None and not unit.numbered:
            resumes = unit.bullet and _is_like(unit, holder)
            if resumes:
                first = holder
                folded.append(replace(unit, level=holder.level))
            holder = None
            if resumes:
                continue
        if holder is not None:
            folded.append(replace(unit, level=unit.level + holder.level + 1))
            continue
        if not unit.bullet or unit.kind is not None or above is None:
            first = unit if unit.bullet and unit.kind is None else None
            folded.append(unit)
        elif _takes_bullet(text, above, first, unit):
            folded[-1] = replace(above, end=unit.end)
        else:
            deeper = first is not None and (
                _is_deeper(unit, first) or _completes(text, above, unit, first)
            )
            placed = replace(unit, level=_bullet_level(above, first) + deeper)
            first = first if deeper else placed
            folded.append(placed)
    return folded


def _without_notes(text: str, units: Sequence[Unit]) -> Iterator[Unit]:
    """The units, notes and footnotes among the bullets decided to be context."""
    marks: dict[str, int] = {}  # where each mark of a footnote is first printed
    for found in _MARK.finditer(text):
        marks.setdefault(found[1], found.start())
    for unit in units:
        # "* the first four letters will do" below "the number plates*" explains a word.
        marked = marks.get(unit.label.printed, unit.start) if unit.label else unit.start
        notes = unit.bullet and (is_note(unit.words_of(text)) or marked < unit.start)
        yield replace(unit, kind="context") if notes else unit


def _holds(text: str, above: Unit, unit: Unit) -> bool:
    """ "- How many were sold in:" above "a) 2019 b) 2020"."""
    ends = text[above.end - 1 : above.end]
    return above.bullet and above.kind is None and unit.opens and ends == ":"


def _is_like(unit: Unit, other: Unit) -> bool:
    if unit.label is None or other.label is None:
        return False
    return unit.label.sign == other.label.sign


def _takes_bullet(text: str, above: Unit, first: Unit | None, unit: Unit) -> bool:
    if above.numbered:
        words = above.words_of(text)
        heads = _only_leads(words, unit.words_of(text)) or _heads(words, unit.words_of(text))
        heads = heads or _limits(words, unit.words_of(text))
        return above.kind is None and not heads
    if not above.bullet or first is None or not _is_deeper(unit, first):
        return False
    if above.label and unit.label and above.label.sign == unit.label.sign:
        return False
    words = above.words_of(text)
    leads = words.endswith(":") or _heads(words)
    return not (leads and act_of(unit.words_of(text)) is Act.ASK)


def _limits(words: str, bullet: str) -> bool:
    """ "For ponies on the list:" above bullets that ask says what about."""
    if not words.endswith(":") or act_of(bullet) is not Act.ASK:
        return False
    if _DEPENDS.match(plain(words)) and not words.startswith("For "):
        return False
    return not any(act_of(line).asks for line in words.splitlines())


def _only_leads(words: str, bullet: str) -> bool:
    """Whether an item introduces its bullets and has asked nothing before."""
    named = act_of(bullet) is Act.NAMES and bullet.count(" ") >= _WHOLE
    if _DEPENDS.match(plain(words)) and not named:
        return False
    *lines, last = words.splitlines() or [""]
    leads = bool(_LEADS_IN.search(plain(last[-_LAST:])))
    return leads and not any(act_of(line).asks for line in lines)


def _heads(words: str, bullet: str = "") -> bool:
    """ "Fleet" heads the bullets below it, "Number of calls from:" asks with them, though a
    topic stands above it. What names a thing above bullets that ask is a heading too."""
    words = words.rpartition("\n")[2]
    if words.endswith(":") and not _SHOWS.search(plain(words)) and act_of(bullet) is Act.NAMES:
        return act_of(words.rstrip(" :")) in {Act.PLAIN, Act.NAMES} and not is_exact(words)
    named = act_of(words.rstrip(" :")).asks and act_of(bullet) is not Act.ASK
    return is_heading(words) and not named


def _bullet_level(above: Unit, first: Unit | None) -> int:
    if first is not None:
        return first.level
    return above.level + 1 if above.numbered and above.kind is None else 0


def _completes(text: str, above: Unit, unit: Unit, first: Unit) -> bool:
    """ "- sold", "- lost" below "- How many boats were:", though their signs are the same."""
    if not above.bullet or not (unit.words_of(text)[:1].islower() and _is_like(unit, first)):
        return False
    words = above.words_of(text)
    heads = words[:1].isupper() and words.endswith(":")
    return heads or (above.level > first.level and words[:1].islower())


def _is_deeper(unit: Unit, first: Unit) -> bool:
    """Whether a bullet is of another shape than the first, and of one that stands below."""
    if unit.label is None or first.label is None or unit.label.sign == first.label.sign:
        return False
    return unit.label.sign in _LOWER_BULLETS

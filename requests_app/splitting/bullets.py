"""Which bullets are part of the item above them, and which stand on their own.

Knows the shape of bullets and what stands right above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from requests_app.splitting.asks import Act, act_of, is_exact, is_note, is_question, plain
from requests_app.splitting.headings import is_heading
from requests_app.splitting.units import Unit
from requests_app.splitting.words import FOLLOW_UP, INTERROGATIVE, PLEASE

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
# A word with the mark of a footnote behind it; "what we *think*" has none.
_MARK = re.compile(
    r"(?<![\w*])\*{1,3}(?=\w)[^*\n]{1,80}\*{1,3}|(?<=[\w)’'?])(?P<mark>\*{1,3})(?=[\s,.;:?)])"
)
_LOWER_BULLETS = frozenset("o◦○-–▪§")


def fold_bullets(text: str, units: Sequence[Unit]) -> list[Unit]:
    """Bullets right under a numbered item are its text, and deeper bullets that of theirs.
    Under an item that is only a heading they are the questions."""
    noted = list(_without_notes(text, units))
    apart = _own_questions(text, noted)
    apart |= {index for index in range(len(noted)) if _has_parts(text, noted, index)}
    folding = _Folding(text)
    for index, unit in enumerate(noted):
        folding.take(unit, apart=index in apart)
    return folding.folded


class _Folding:
    """The units so far, and the bullets that later ones may belong to."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.folded: list[Unit] = []
        self._first: Unit | None = None  # the first bullet of the run that is open
        self._holder: Unit | None = None  # the bullet that has lettered parts
        self._held = 0  # their level

    def take(self, unit: Unit, *, apart: bool) -> None:
        """Takes the next unit; ``apart``: a bullet that is part of no other."""
        above = self.folded[-1] if self.folded else None
        if self._is_held(above, unit):
            return
        if not unit.bullet or unit.kind is not None or above is None:
            self._first = unit if unit.bullet and unit.kind is None else None
            self.folded.append(unit)
        elif not apart and _takes_bullet(self._text, above, self._first, unit):
            self.folded[-1] = replace(above, end=unit.end)
        else:
            self._place(above, unit)

    def _is_held(self, above: Unit | None, unit: Unit) -> bool:
        """Whether it is a part of the bullet that has parts, or the next bullet like that one."""
        if unit.numbered and above is not None and _holds(self._text, above, unit):
            self._holder, self._held = above, unit.level
        holder = self._holder
        if holder is None:
            return False
        if unit.numbered and unit.level >= self._held:
            self.folded.append(replace(unit, level=unit.level + holder.level + 1))
            return True
        self._holder = None
        if not (unit.bullet and _is_like(unit, holder)):
            return False
        self._first = holder
        self.folded.append(replace(unit, level=holder.level))
        return True

    def _place(self, above: Unit, unit: Unit) -> None:
        first = self._first
        deeper = first is not None and (
            _is_deeper(unit, first) or _completes(self._text, above, unit, first)
        )
        placed = replace(unit, level=_bullet_level(above, first) + deeper)
        self._first = first if deeper else placed
        self.folded.append(placed)


def _without_notes(text: str, units: Sequence[Unit]) -> Iterator[Unit]:
    """The units, notes and footnotes among the bullets decided to be context."""
    marks: dict[str, int] = {}  # where each mark of a footnote is first printed
    for found in _MARK.finditer(text):
        if found["mark"]:
            marks.setdefault(found["mark"], found.start())
    for unit in units:
        # "* the first four letters will do" below "the number plates*" explains a word.
        marked = marks.get(unit.label.printed, unit.start) if unit.label else unit.start
        notes = unit.bullet and (is_note(unit.words_of(text)) or marked < unit.start)
        yield replace(unit, kind="context") if notes else unit


def _own_questions(text: str, units: Sequence[Unit]) -> set[int]:
    """Which bullets below a numbered question are questions like it: most of its bullets ask.
    "- Who signs them?" below "6. Which checks are made?", not "- Total pages?"."""
    own: set[int] = set()
    for index, unit in enumerate(units):
        if not unit.numbered or unit.words_of(text)[-1:] not in {"?", ""}:
            continue
        bullets = list(takewhile(lambda i: units[i].bullet, range(index + 1, len(units))))
        said = [plain(units[i].words_of(text)) for i in bullets]
        if said and (FOLLOW_UP.match(said[0]) or said[0].startswith("and ")):
            continue
        asking = sum(1 for words in said if INTERROGATIVE.match(words) or PLEASE.search(words))
        if any(map(is_question, said)) and 2 * asking >= len(bullets):
            # The first of them is the text of a number that stands alone.
            own.update(bullets if unit.words_of(text) else bullets[1:])
    return own


def _has_parts(text: str, units: Sequence[Unit], index: int) -> bool:
    """ "• Please say how many were:" above "i. let ii. sold"."""
    below = units[index + 1] if index + 1 < len(units) else None
    return text[units[index].end - 1] == ":" and below is not None and _begins(below)


def _begins(unit: Unit) -> bool:
    """Whether its label is the first of a list, though that list may stand in another."""
    first = unit.label is not None and any(value == 1 for _, value in unit.label.readings())
    return unit.numbered and (unit.opens or first)


def _holds(text: str, above: Unit, unit: Unit) -> bool:
    """ "- How many were sold in:" above "a) 2019 b) 2020"."""
    ends = text[above.end - 1 : above.end]
    return above.bullet and above.kind is None and _begins(unit) and ends == ":"


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
    if words.endswith(":") and words.count(" ") >= _WHOLE and _SHOWS.search(plain(words)):
        return False
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

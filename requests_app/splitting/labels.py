"""Labels at the beginning of a line: what they could be. Knows nothing of the lines around.

Whether a label is one ("1 October 2019" has none) is for the list items to say; here is only
read what is printed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

# "o" is what Word's second-level bullet becomes in plain text.
_BULLET = re.compile(
    r"(?:Ø(?=\s)|::(?=\s)|[•●▪■◦○·‣⁃∙⦁⚫◆♦❖➢►▶➤➔➜»✓✔☐□❑❏§]{1,3}|~{1,2}(?=\s)|\*{1,3}(?!.*\*$)|[-–—](?=\s|[A-Za-z(])"
    r"|o(?=\s|[A-Z][a-z ]))\s{0,20}(?=\S)"
)
# "Request 1 was refused" is a sentence, "Request 1: ..." has a label.
_WORD = re.compile(
    r"(?:foi\s?)?(?:question|query|qu?)(?![a-z])\.?\s{0,2}|#\s?(?=\d)"
    # "FOI-1", "Q-1", "R1": any capitals before the number, if something ends it.
    r"|(?-i:[A-Z]{1,4})(?:\s?[-–]\s?|\s)?(?=\d{1,2}[a-z]?\s?[.:)–-]\s)"
    r"|no\.?\s?(?=\d{1,2}\s?[.:)])|(?:item|request|point|enquiry)\s(?=\d{1,2}\s?(?:[.:)–-]|$))"
    r"|(?:item|request|point|issue|query)\s(?=(?:one|two|three|four|five|six|seven|eight|nine|ten)[.:)]?\s*$)"
    r"|(?-i:REQUEST|ITEM|POINT)\s(?=(?-i:ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN)\s)"
    # "Part 1: Software" and "Contract 1: Software" are headings.
    r"|(?:part|contract)\s(?=\d{1,2}\s?[.:)–-].{60})",
    re.IGNORECASE,
)
# "Question One", "①".
COUNTED = {
    word: value
    for value, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
}
_COUNT = re.compile(rf"(?:{'|'.join(COUNTED)})\b", re.IGNORECASE)
# A sentence of its own in front of what is asked: "First.", "Secondly:".
ORDINALS = {
    word: value
    for value, word in enumerate(
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"), start=1
    )
}
_ORDINAL = re.compile(rf"(?P<word>{'|'.join(ORDINALS)})(?:ly)?(?=\s?[.:]\s)", re.IGNORECASE)
_CIRCLED = re.compile(r"[①-⑳]")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,3}(?![\d%£]|/\S|,\d)")
_LETTERS = re.compile(
    r"(?:[ivx]{1,5}|[IVX]{1,5}|(?P<one>[a-z])(?P=one)(?=\))|[A-Za-z])(?![A-Za-z])"
)
_BOXED = re.compile(r"[\[(](?P<number>\d{1,2})(?P<letter>[a-z])[\])](?=\s|[A-Z])")  # "[1a]"
# The end of "(i)", of "(i)." and of "(i) - How".
_CLOSING = re.compile(r"(?:\s?\)|\])(?:[.:]|\s?[-–—](?=\s))?")
_SIGN = re.compile(
    r"\s?\)[.:]?|>|/(?=\s)|\.{1,2}\)?|\s?:|\s?[-–—](?=\s)(?!\s\d)|[-–](?=[A-Z][a-z]{1,20}\s)|\s{1,3}\|(?=\s)|;(?=\s)|,(?=\s{1,9}[A-Z])"
)
_BARE_NUMBER = re.compile(
    r"(?=[A-Z][a-z])|(?=\s{1,20}[A-Z(‘“\"'])|(?=\s{0,20}$)"
    r"|(?=\s{1,20}(?:please|how|what|which|who|when|where|why)\s)"
)
# "a boats" above "b ferries"; a wrapped line begins with "a" as well, but not with "b".
_BARE_LETTER = re.compile(
    r"[a-h]\s{1,4}(?=\w)|[A-H]\s{1,4}(?=[A-Z][a-z])"
    # "IV How many" between "III." and "V."
    r"|(?:I{2,3}|IV|VI{0,3}|IX)\s{1,4}(?=[A-Z][a-z])"
)
_BARE_DECIMAL = re.compile(r"(?=\s{1,20}\S)|(?=[A-Z][a-z])|(?=$)")
_AFTER_SIGN = re.compile(r"\s|$|[A-Z](?!\.)|[‘“\"'(\[£%]|(?<=[)\]])[a-z]|(?<=[a-z]\))\d")
_PARTING = re.compile(r"\s?[:–—-](?=\s)")
_CAPITAL = re.compile(r"\s{1,3}[A-Z][a-z]")
_SPACE = re.compile(r"\s{0,3}")
_MONTH = re.compile(
    r"\s{0,3}(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]{0,6}\b", re.IGNORECASE
)
_ROMANS = {
    ("x" * tens) + unit: 10 * tens + value
    for tens in range(3)
    for value, unit in enumerate(["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"])
    if tens or value
}

_TOUCHING = frozenset("-–—*")

Style = Literal["number", "letter", "roman", "double"]  # double: "aa", "bb"


@dataclass(frozen=True, slots=True)
class Label:
    """``printed`` as it stands; ``parts`` as ``numbering.components`` reads them; ``sign`` what
    ends it: ".", ")", "()", "" if nothing does; ``length`` how far it reaches, ``worded``:
    "Question 1", ``capital``: "A.", not "a."."""

    printed: str
    parts: tuple[str, ...]
    sign: str
    length: int
    worded: bool = False
    capital: bool = False

    @property
    def bullet(self) -> bool:
        return not self.parts

    @property
    def tight(self) -> bool:
        """ "-Latitude": a dash that touches its word may be a minus or a slip, a star the mark
        of a footnote."""
        return self.sign in _TOUCHING and self.length == 1

    @property
    def bare(self) -> bool:
        """Only its place in a list can make it a label: "4 Please", "4How"."""
        return not self.sign and not self.worded and bool(self.parts)

    @property
    def parent(self) -> tuple[str, ...]:
        """What a label says of its parent: ("8",) for "Q8. a." and for "8.1"."""
        last = self.parts[-1]
        if "." in last:
            return (*self.parts[:-1], last.rpartition(".")[0])
        return self.parts[:-1]

    def readings(self) -> tuple[tuple[Style, int], ...]:
        """What the last part can be: "i" is the ninth letter and the first roman number."""
        if self.bullet:
            return ()
        last = self.parts[-1].rpartition(".")[2]
        if last.isdecimal():
            return (("number", int(last)),)
        roman = _ROMANS.get(last)
        letter: tuple[tuple[Style, int], ...] = ()
        if len(set(last)) == 1 and len(last) < 3:
            style: Style = "letter" if len(last) == 1 else "double"
            letter = ((style, ord(last[0]) - ord("a") + 1),)
        return (("roman", roman), *letter) if roman else letter


def read_label(line: str) -> Label | None:
    """The label that a line begins with, if there is something that could be one."""
    bullet = _BULLET.match(line)
    if bullet:
        # "- 3i - how" and "• Q1: How": the bullet parts it from the line above.
        word = _WORD.match(line, bullet.end())
        inner = _read_from(line, word.end() if word else bullet.end(), worded=bool(word))
        if inner and (word or len(inner.parts) > 1):
            return inner
        sign = bullet[0].strip()[:1]
        return Label(bullet[0].strip(), (), "-" if sign in "–—" else sign, bullet.end())
    word = _WORD.match(line)
    if word:
        label = _read_from(line, word.end(), worded=True)
        if label:
            return label
    return _read_from(line, 0, worded=False)


def _read_from(line: str, position: int, *, worded: bool) -> Label | None:
    boxed = _BOXED.match(line, position)
    if boxed:
        printed = line[: boxed.end()].strip()
        parts_in_it = (_canonical(boxed["number"]), boxed["letter"])
        return Label(printed, parts_in_it, "()", boxed.end(), worded=worded)
    parts: list[str] = []
    sign = ""
    first = _read_part(line, position, worded=worded)
    step = first
    while step and len(parts) < 3:
        part, sign, position = step
        parts.append(part)
        # "i.e." and "p.m." are no labels: a letter has a further part only in brackets.
        initial = part.isalpha() and sign == "."
        step = None if initial else _read_further(line, position, sign)
    if not first or not parts or not _AFTER_SIGN.match(line, position):
        return None
    if not sign and parts[-1].isdecimal() and _MONTH.match(line, position):
        return None
    capital = parts[-1].isupper()
    printed = line[:position].strip()
    lowered = tuple(_canonical(part) for part in parts)
    return Label(printed, lowered, sign, position, worded=worded, capital=capital)


_Part = tuple[str, str, int]


def _read_part(line: str, position: int, *, worded: bool) -> _Part | None:
    """The first part of a label: what it is, its sign, where it ends."""
    spelt = _spelt_part(line, position, worded=worded)
    if spelt:
        return spelt
    bracket = line[position : position + 1] in {"(", "["}
    start = position + bracket
    found = _NUMBER.match(line, start) or _LETTERS.match(line, start)
    if not found:
        return None
    if bracket:
        closing = _CLOSING.match(line, found.end())
        return (found[0], "()", closing.end()) if closing else None
    sign = _SIGN.match(line, found.end())
    ends = sign is not None and (
        found[0][0].isdecimal() or sign[0].strip()[0] in (",.)/" if found[0].islower() else ".)/")
    )
    if sign and (ends or _heads(found[0], sign[0])):
        return found[0], sign[0].strip()[0], sign.end()
    parting = _PARTING.match(line, found.end()) if found[0].islower() else None
    if parting:
        # "a - boats" above "b - ferries": a dash and a colon make no label of a word "a".
        return found[0], "", parting.end()
    return _bare_part(line, found, worded=worded)


def _spelt_part(line: str, position: int, *, worded: bool) -> _Part | None:
    """ "One" in "Question One", and the circled "①"."""
    circled = _CIRCLED.match(line, position)
    if circled:
        return unicodedata.normalize("NFKC", circled[0]), ".", circled.end()
    ordinal = None if worded else _ORDINAL.match(line, position)
    sign = _SIGN.match(line, ordinal.end()) if ordinal else None
    if ordinal and sign:
        return str(ORDINALS[ordinal["word"].lower()]), sign[0].strip()[0], sign.end()
    counted = _COUNT.match(line, position) if worded else None
    if not counted:
        return None
    sign = _SIGN.match(line, counted.end())
    value = str(COUNTED[counted[0].lower()])
    return (value, sign[0].strip()[0], sign.end()) if sign else (value, "", counted.end())


def _heads(part: str, sign: str) -> bool:
    """ "A: How many?" and "A - Boats": only a capital is a label before a colon or a dash."""
    parts = sign.strip() in {":", "-", "–", "—"}
    return parts and len(part) == 1 and part.isupper()


def _bare_part(line: str, found: re.Match[str], *, worded: bool) -> _Part | None:
    part = (found[0], "", found.end())
    if not found[0][0].isdecimal():
        return part if _BARE_LETTER.match(line) else None
    if worded or _read_further(line, found.end(), ""):
        return part
    after = _BARE_DECIMAL if "." in found[0] else _BARE_NUMBER
    return part if after.match(line, found.end()) else None


def _read_further(line: str, position: int, sign: str) -> _Part | None:
    """A second or third part on the same line: "Q8. a.", "1a)", "1(a)(i)", "1a What"."""
    space = _SPACE.match(line, position)
    start = space.end() if space else position
    bracket = line[start : start + 1] == "("
    found = _LETTERS.match(line, start + bracket)
    if not found or not found[0].islower():
        return None
    if bracket:
        closing = _CLOSING.match(line, found.end())
        return (found[0], "()", closing.end()) if closing else None
    closing = _SIGN.match(line, found.end())
    if closing and closing[0].strip()[0] in ".):-–—":
        return found[0], closing[0].strip()[0], closing.end()
    # "1a What" and "1.a What": nothing ends the letter, but it touches the number.
    touches = start == position and sign in {"", "."} and line[found.end() : found.end() + 1] == " "
    # "3 a Rescue from a ditch" below "3 How many were rescued by:".
    parted = start > position and not sign and _CAPITAL.match(line, found.end())
    return (found[0], sign, found.end()) if touches or parted else None


def _canonical(part: str) -> str:
    """ "1.0" above "1.1" is "1"."""
    return part.lower().removesuffix(".0").lstrip("0") or "0"

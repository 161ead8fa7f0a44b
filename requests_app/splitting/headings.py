"""Which short lines are headings. Knows their shape, not what stands around them."""

from __future__ import annotations

import re

from requests_app.splitting.asks import Act, act_of, plain
from requests_app.splitting.things import FINITE

_MARKED = re.compile(
    r"(?:part|section|schedule|lot|area|topic|theme|category|contract|annex|appendix|request)"
    r"\s+(?:\d{1,2}|[a-z]|[ivx]{1,4}|one|two|three|four|five|six)\b(?![.,]? (?-i:[a-z]))",
    re.IGNORECASE,
)
_HASHES = re.compile(r"#{1,6}\s|(?P<mark>\*{1,3}|_{1,3})[^*_\n]{2,80}(?P=mark):?$")
_LETTERED = re.compile(r"[A-Z]\s?[:.)–-]\s+[A-Z]")
_WORD = re.compile(r"[^\W\d_]{4}")  # "PP54/31" is no heading
_DIGIT = re.compile(r"\d")  # "NAME YEAR 1 YEAR 2" heads a table
_ASIDE = re.compile(r"\([^()]{0,80}\)")
_LONGEST = 100
_MOST_WORDS = 12
_SENTENCE = ("I ", "We ", "I'", "I’", "Please", "If ", "For ", "My ", "This ", "These ", "[")


def is_marked_heading(words: str) -> bool:
    """ "Part 2 - ...", "A: SCANNERS", "TRAINING": headings wherever they stand."""
    if not _is_short(words) or "\n" in words or words.endswith("?"):
        return False
    shouts = words.isupper() and not _DIGIT.search(words)
    if _LETTERED.match(words) or _HASHES.match(words) or shouts:
        return bool(_WORD.search(words))
    return bool(_MARKED.match(words)) and not words.endswith(".") and not _asks(words)


def is_heading(words: str) -> bool:
    """Also "Due diligence:" and "Staff training": short, no sentence, nothing asked."""
    if is_marked_heading(words):
        return True
    if not _is_short(words) or words.endswith(("?", ".", ",", ";", "!")) or not words[0].isupper():
        return False
    if FINITE.search(plain(words)):
        return False
    return not _asks(words) and not words.startswith(_SENTENCE)


def is_title(words: str) -> bool:
    """ "Council Tax Tenure": a heading of several words, all that matter with a capital."""
    mattering = [word for word in _ASIDE.sub("", words).split() if _WORD.search(word)]
    capital = all(word.lstrip("'‘“")[:1].isupper() for word in mattering)
    return len(mattering) > 1 and capital and is_heading(words)


def _is_short(words: str) -> bool:
    return 0 < len(words) <= _LONGEST and words.count(" ") < _MOST_WORDS


def _asks(words: str) -> bool:
    return act_of(words) not in {Act.PLAIN, Act.NAMES}

"""Requests typed without capitals, or in nothing else: given the capitals that rules look for.

Only ASCII letters change, so that positions stay those of the request.
"""

from __future__ import annotations

import re
from itertools import pairwise
from string import ascii_lowercase, ascii_uppercase

# What is labelled, and a sentence after another.
_BEGINS = re.compile(
    r"^[ \t]*(?:(?:q(?:uestion)?[ \t]?)?\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})[.):]\)?|\d{1,2}"
    r"|[•*–-])[ \t]+"
    r"(?P<item>[a-z])"
    r"|[.?!][ \t]+(?P<sentence>[a-z])",
    re.IGNORECASE | re.MULTILINE,
)
# A line that begins with a word, which no label is.
_LINE = re.compile(r"^[ \t]*(?P<line>[a-z])(?=[a-z]{1,40}[\s,'’:?-])", re.IGNORECASE | re.MULTILINE)
_ASKS = re.compile(
    r"[ \t]*(?:how|what|which|also|please|can|could|do|does|is|are)\s", re.IGNORECASE
)
_ENDS = (".", "?", "!", ":", ";")
_FEWEST = 3  # beginnings; two may be a list of fields
_RARE, _MOST = 0.1, 0.7
_SHORTEST = 60  # letters
_WIDEST = 100  # characters: what is longer was not wrapped
_FULL = 0.8  # of the longest line
_SMALL = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}


def with_capitals(text: str) -> str:
    """The text, of the same length; if hardly a sentence begins with a capital, or nearly all
    letters are capitals, with small letters and a capital at the beginning of each."""
    capitals = sum(map(text.count, ascii_uppercase))
    letters = capitals + sum(map(text.count, ascii_lowercase))
    if letters < _SHORTEST:
        return text
    shouts = capitals > _MOST * letters
    begins = [*_line_begins(text), *(found.end() - 1 for found in _BEGINS.finditer(text))]
    large = sum(1 for begin in begins if text[begin].isupper())
    if not shouts and (len(begins) < _FEWEST or large > _RARE * len(begins)):
        return text
    changed = list(text.translate(_SMALL) if shouts else text)
    for begin in begins:
        changed[begin] = changed[begin].upper()
    return "".join(changed)


def _line_begins(text: str) -> list[int]:
    """Where lines begin that do not go on with the one above, for all that one can see: it ends
    a sentence, or had room for another word."""
    lines = ["", *text.split("\n")]
    widest = max(map(len, lines))
    begins: list[int] = []
    position = 0
    for above, line in pairwise(lines):
        found = _LINE.match(line)
        reach = len(above) + 1 + len(line.split(None, 1)[0]) if found else 0
        asks = bool(found and _ASKS.match(line))
        apart = asks or widest > _WIDEST or reach < _FULL * widest or above.rstrip().endswith(_ENDS)
        if found and apart:
            begins.append(position + found.start("line"))
        position += len(line) + 1
    return begins

"""Which words a text has: found, folded and stemmed in one way for every database.

Pure. A stem holds nothing but the letters a–z and digits, so no engine's own tokenizer has
anything left to decide, and both databases find the same records.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from snowballstemmer import stemmer

# "£1,200" is the number 1200; "council’s" and "O’Brien" are one word each.
_WORD = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|[^\W_]+(?:['’][^\W_]+)*")
_LONGEST = 64
_ENGLISH = stemmer("english")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its stem, and where it stands in the text."""

    stem: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text, in order."""
    for found in _WORD.finditer(text):
        stem = stem_of(found[0])
        if stem:
            yield Word(stem, found.start(), found.end())


def stems(text: str) -> list[str]:
    """The stems alone, in order: what an index is made of."""
    return [stem for stem in map(stem_of, _WORD.findall(text)) if stem]


@lru_cache(maxsize=100_000)
def stem_of(word: str) -> str:
    """The stem of one word: without case, accents, possessive and ending."""
    decomposed = unicodedata.normalize("NFKD", word.replace("’", "'").replace(",", ""))
    folded = "".join(
        letter for letter in decomposed.casefold() if not unicodedata.combining(letter)
    )
    stem = str(_ENGLISH.stemWord(folded)).replace("'", "")
    if stem.isascii() and stem.isalnum():
        return stem[:_LONGEST]
    # Another script: its bytes in hexadecimal are letters and digits too.
    return f"x{stem.encode().hex()}"[:_LONGEST] if stem else ""

"""What a reader typed into the search box, as a value. Every text is a query: no syntax errors.

Pure. ``street lights`` wants both words, ``"street lights"`` the phrase, ``-salt`` none of it,
``salt OR grit`` one of them. What cannot be understood as a sign is read as words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from requests_app.search.words import stems

LONGEST = 300
MOST_PHRASES = 24

# Words side by side, as stems; one word is a phrase of one.
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A record is found if it has one phrase of every ``wanted`` and none that is ``unwanted``.

    ``cut`` says that the text was longer than is read.
    """

    wanted: tuple[tuple[Phrase, ...], ...] = ()
    unwanted: tuple[Phrase, ...] = ()
    cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)

    @property
    def shown(self) -> frozenset[Phrase]:
        """The phrases to be marked where they stand in a text."""
        return frozenset(phrase for group in self.wanted for phrase in group)


@dataclass(frozen=True, slots=True)
class _Piece:
    phrase: Phrase
    minus: bool


# A sign before a quotation, a quotation, or whatever stands between spaces.
_PIECE = re.compile(r'(?P<minus>-?)"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+)|"')
_QUOTES = str.maketrans("“”„«»−–—", '"""""---')
_OR = "OR"


def parse(text: str) -> Query:
    """The query that a text means. Never fails; a text without words finds everything."""
    pieces = list(_pieces(text))
    groups: list[list[Phrase]] = []
    unwanted: list[Phrase] = []
    joined = False
    for piece in pieces[:MOST_PHRASES]:
        if piece is None:
            joined = bool(groups)
        elif piece.minus:
            unwanted.append(piece.phrase)
            joined = False
        elif joined:
            groups[-1].append(piece.phrase)
            joined = False
        else:
            groups.append([piece.phrase])
    return Query(
        wanted=tuple(dict.fromkeys(tuple(dict.fromkeys(group)) for group in groups)),
        unwanted=tuple(dict.fromkeys(unwanted)),
        cut=len(text) > LONGEST or len(pieces) > MOST_PHRASES,
    )


def wanted_words(text: str) -> tuple[str, ...]:
    """The words that a text asks for, as they were typed; those of a phrase one by one."""
    wanted = (found for found, minus in _signed(text) if not minus)
    return tuple(
        word for found in wanted for word in (found["bare"] or found["quoted"] or "").split()
    )


def _pieces(text: str) -> Iterator[_Piece | None]:
    """Phrases with their sign, in order; None stands for OR."""
    for found, minus in _signed(text):
        if found["bare"] == _OR:
            yield None
            continue
        phrase = tuple(stems(found["bare"] or found["quoted"] or ""))
        if phrase:
            yield _Piece(phrase, minus)


def _signed(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """What stands in a text, as far as it is read, and whether a minus stands before it."""
    for found in _PIECE.finditer(text[:LONGEST].replace("\0", " ").translate(_QUOTES)):
        yield found, bool(found["minus"] or (found["bare"] or "").startswith("-"))

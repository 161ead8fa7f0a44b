"""Finds names of people in prose: a usual given name before a surname, or a title. Pure.

It is made to be quiet rather than to miss nothing: streets, schools and bodies are often named
after people, and an officer who is asked about each of them stops reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_HERE = Path(__file__).parent
# Usual given names in the United Kingdom, without those that are mostly other words.
_GIVEN = frozenset((_HERE / "given_names.txt").read_text(encoding="utf-8").split())
# What follows a given name in the name of a place or a body, not of a person.
_NOT_SURNAMES = frozenset((_HERE / "place_words.txt").read_text(encoding="utf-8").split())
_WORD = r"[A-Z][a-zé’'-]+"
_PAIR = re.compile(rf"\b({_WORD})((?: [A-Z]\.?)? (?:(?:de|van|von|al|Mc|Mac) ?)?{_WORD})")
_TITLED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Cllr|Councillor)\.? "
    rf"{_WORD}(?: {_WORD})?"
)

_TITLE = re.compile(
    r"^(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Cllr|Councillor)\.? "
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|\n")


def names_in(text: str) -> Iterator[str]:
    """The names of people in a text, each once, in order.

    >>> list(names_in("The Head of IT is Julian Muller. See Victoria Road and James Street."))
    ['Julian Muller']
    """
    found: dict[str, int] = {}
    for titled in _TITLED.finditer(text):
        found.setdefault(titled[0], titled.start())
    position = 0
    while match := _PAIR.search(text, position):
        surname = match[2].split()[-1]
        if match[1].casefold() in _GIVEN and surname.casefold() not in _NOT_SURNAMES:
            if not any(match[0] in name for name in found):
                found.setdefault(match[0], match.start())
            position = match.end()
        else:
            position = match.end(1)
    yield from sorted(found, key=found.__getitem__)


def may_be_named(name: str, text: str, named: Iterable[tuple[str, str]]) -> bool:
    """Whether a name in a text is on the list, or stands in a sentence with a listed post.

    ``named`` are pairs of name and post; a post without a name counts for whoever holds it.

    >>> text = "Mr Jo Muller leads it. The Head of IT is Anna Muller."
    >>> may_be_named("Mr Jo Muller", text, [("Jo Muller", "")])
    True
    >>> may_be_named("Anna Muller", text, [("Jo Muller", ""), ("", "Head of IT")])
    True
    """
    plain = _plain(_TITLE.sub("", name))
    sentences = [part for part in _SENTENCE.split(text) if name in part]
    return any(
        plain == _plain(_TITLE.sub("", listed))
        if listed
        else bool(post)
        and bool(sentences)
        and all(f" {_plain(post)} " in f" {_plain(part)} " for part in sentences)
        for listed, post in named
    )


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[\w'’-]+", text.casefold()))

"""The piece of a text in which the words of a query stand, with the words marked.

Pure. It gives pieces, not HTML: the template escapes each and puts the marks around it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from requests_app.search.query import Phrase
from requests_app.search.words import Word, words

CHARACTERS = 240
# A text is looked through so far; a record of a thousand pages must not hold up a page of hits.
LOOKED_THROUGH = 60_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a snippet; ``marked`` where it is what was searched for."""

    text: str
    marked: bool = False


Span = tuple[int, int]


def snippet(
    texts: Sequence[str], phrases: Collection[Phrase], *, characters: int = CHARACTERS
) -> tuple[Piece, ...]:
    """The passage with most of the phrases in the first text that has any; else its beginning."""
    for text in texts if phrases else ():
        seen = text[:LOOKED_THROUGH]
        spans = list(_spans(list(words(seen)), phrases))
        if spans:
            return _passage(seen, spans, characters)
    first = next((text for text in texts if text.strip()), "")
    return _passage(first[:LOOKED_THROUGH], [], characters)


def marked(text: str, phrases: Collection[Phrase]) -> tuple[Piece, ...]:
    """The whole text, with the phrases marked; for titles."""
    spans = list(_spans(list(words(text)), phrases)) if phrases else []
    return tuple(_pieces(text, spans, 0, len(text)))


def _spans(found: Sequence[Word], phrases: Collection[Phrase]) -> Iterator[Span]:
    """Where the phrases stand, in order and without overlap; the longest first at one place."""
    by_first: dict[str, list[Phrase]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        by_first.setdefault(phrase[0], []).append(phrase)
    place = 0
    while place < len(found):
        for phrase in by_first.get(found[place].stem, ()):
            here = found[place : place + len(phrase)]
            if tuple(word.stem for word in here) == phrase:
                yield here[0].start, here[-1].end
                place += len(phrase) - 1
                break
        place += 1


def _passage(text: str, spans: Sequence[Span], characters: int) -> tuple[Piece, ...]:
    start, end = _window(text, spans, characters)
    pieces = list(_pieces(text, spans, start, end))
    if start > 0:
        pieces.insert(0, Piece("… "))
    if end < len(text.rstrip()):
        pieces.append(Piece(" …"))
    return tuple(pieces)


def _window(text: str, spans: Sequence[Span], characters: int) -> Span:
    """From a little before the span with most spans after it, cut between words."""
    if not spans:
        return 0, _back_to_space(text, characters)
    before = characters // 5

    def company(span: Span) -> int:
        return sum(1 for other in spans if span[0] <= other[0] < span[0] + characters - before)

    best = max(spans[:200], key=company)
    start = max(0, best[0] - before)
    if start:
        space = text.find(" ", start, best[0])
        start = space + 1 if space >= 0 else best[0]
    return start, max(best[1], _back_to_space(text, start + characters))


def _back_to_space(text: str, end: int) -> int:
    if end >= len(text):
        return len(text.rstrip())
    space = text.rfind(" ", 0, end + 1)
    return space if space > end // 2 else end


def _pieces(text: str, spans: Sequence[Span], start: int, end: int) -> Iterator[Piece]:
    place = start
    for first, last in spans:
        if first < place or last > end:
            continue
        if first > place:
            yield Piece(_one_line(text[place:first]))
        yield Piece(_one_line(text[first:last]), marked=True)
        place = last
    if place < end:
        yield Piece(_one_line(text[place:end]))


def _one_line(text: str) -> str:
    """Line ends are spaces; a space at either side stays, because a mark may stand beside it."""
    line = " ".join(text.split())
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and line else ""
    return f"{before}{line}{after}"

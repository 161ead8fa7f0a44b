"""What is put into an index and what is asked of it: terms and keys that know no database.

Pure. A term is a word (``light``), two neighbours (``street_light``), a word of the title or of
the request (``t:light``, ``r:light``) or a filter (``exemption:31``). So an index need know only
which record has which term: no position, no weight, and both databases find the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, pairwise

from requests_app.search.document import LogTexts
from requests_app.search.query import Phrase, Query
from requests_app.search.words import stem_of, stems

# All of these must be there.
Terms = tuple[str, ...]

# Every record has it, so that a query of nothing but "-salt" has something to take from.
EVERYTHING = "all:records"
_ALL: tuple[tuple[Terms, ...], ...] = (((EVERYTHING,),),)
TITLE = "t"
REQUEST = "r"
YEAR = "year"
KEYS_OF_A_DAY = 2**36


def key_of(published_on: date, publication: int) -> int:
    """The key of an entry: keys are in the order of the log, so the newest is the largest."""
    return published_on.toordinal() * KEYS_OF_A_DAY + publication


def publication_of(key: int) -> int:
    """The publication of an entry with this key."""
    return key % KEYS_OF_A_DAY


def year_of(key: int) -> int:
    """The year in which the entry with this key was published."""
    return date.fromordinal(key // KEYS_OF_A_DAY).year


def facet(kind: str, value: object) -> str:
    """A filter as one term: ``facet("exemption", "EIR 12")`` is ``exemption:eir12``."""
    parts = str(value).replace("-", " ").split()
    return f"{kind}:{''.join(stem_of(part) for part in parts)}"


@dataclass(frozen=True, slots=True)
class Indexed:
    """A row of an index. ``terms`` hold no term twice; what matters most stands first."""

    key: int
    terms: Terms


def indexed(key: int, texts: LogTexts, facets: Iterable[str]) -> Indexed:
    """A row with the year that its key tells of: by it an index finds a stretch of the log."""
    title, request = stems(texts.title), stems(texts.request)
    parts = (title, request, stems(texts.answers), stems(texts.annex))
    terms = chain(
        (EVERYTHING, facet(YEAR, year_of(key)), *facets),
        (f"{TITLE}:{stem}" for stem in title),
        (f"{REQUEST}:{stem}" for stem in request),
        *parts,
        *(_pairs(part) for part in parts),
    )
    return Indexed(key, tuple(dict.fromkeys(terms)))


def _pairs(row: Iterable[str]) -> Iterator[str]:
    return (f"{first}_{second}" for first, second in pairwise(row))


@dataclass(frozen=True, slots=True)
class Lookup:
    """Records that have one of every ``wanted`` and none of ``unwanted``.

    With keys in ``[first, end)``, at most ``limit``, the newest first unless ``oldest_first``.
    """

    wanted: tuple[tuple[Terms, ...], ...] = _ALL
    unwanted: tuple[Terms, ...] = ()
    first: int = 0
    end: int = 2**63 - 1
    limit: int = 100
    oldest_first: bool = False

    @property
    def finds_all(self) -> bool:
        """Whether every record between ``first`` and ``end`` is found, so that no term matters."""
        return self.wanted == _ALL and not self.unwanted


def matching(query: Query, facets: Iterable[str] = ()) -> Lookup:
    """A phrase of three words is found where each two neighbours stand together."""
    words = tuple(tuple(_terms(phrase) for phrase in group) for group in query.wanted)
    filters = tuple(((one,),) for one in facets)
    return Lookup(
        wanted=(*filters, *words) or _ALL,
        unwanted=tuple(_terms(phrase) for phrase in query.unwanted),
    )


def has(lookup: Lookup, terms: frozenset[str]) -> bool:
    """Whether a record with these terms is found, as both databases would say."""
    wanted = (any(terms.issuperset(one) for one in group) for group in lookup.wanted)
    return all(wanted) and not any(terms.issuperset(one) for one in lookup.unwanted)


def standing_in(part: str, query: Query) -> Lookup:
    """Records that have what the query wants in the title, or in the request."""
    return Lookup(
        wanted=tuple(
            tuple(tuple(f"{part}:{stem}" for stem in phrase) for phrase in group)
            for group in query.wanted
        )
    )


def _terms(phrase: Phrase) -> Terms:
    return phrase if len(phrase) == 1 else tuple(_pairs(phrase))

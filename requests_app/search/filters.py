"""What a list of records can be narrowed by, and the order it can have. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from urllib.parse import parse_qsl, urlencode

from exemptions.catalogue import Kind, catalogue
from requests_app.outcome import OutcomeCode
from requests_app.search.document import outcome_key
from requests_app.search.lookup import facet

_REFUSALS = (Kind.COST_LIMIT, Kind.VEXATIOUS, Kind.REPEATED)
_RELIED_ON = (*_REFUSALS, Kind.EXEMPTION, Kind.NCND, Kind.EXCEPTION)


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"

    @property
    def label(self) -> str:
        return _SORTS[self]


_SORTS = {
    Sort.RELEVANCE: "Best match",
    Sort.NEWEST: "Newest first",
    Sort.OLDEST: "Oldest first",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty values narrow nothing; ``topic`` is a slug, ``exemption`` a section ("EIR 12")."""

    year: str = ""
    outcome: str = ""
    exemption: str = ""
    topic: str = ""

    def __bool__(self) -> bool:
        return any(value for _, value in self.items())

    def items(self) -> Iterator[tuple[str, str]]:
        yield "year", self.year
        yield "outcome", self.outcome
        yield "exemption", self.exemption
        yield "topic", self.topic

    @property
    def facets(self) -> tuple[str, ...]:
        return tuple(facet(name, value) for name, value in self.items() if value)


@cache
def outcomes() -> dict[str, str]:
    """The key and the words of every outcome that a published record can have."""
    codes = (code for code in OutcomeCode if code is not OutcomeCode.UNDECIDED)
    return {outcome_key(code): code.label for code in codes}


@cache
def exemptions() -> dict[str, str]:
    """The sections that an answer can rely on, by their title, in the order of the law."""
    found: dict[str, str] = {}
    for law in catalogue().of(*_RELIED_ON):
        name = law.section if law.regime == "eir" else f"Section {law.section}"
        found.setdefault(law.section, f"{name}: {law.title}")
    return found


def as_query_string(text: str, filters: Filters) -> str:
    """A search as the part of an address after "?"; the same search always reads the same."""
    asked = (("q", " ".join(text.split())), *filters.items())
    return urlencode([(name, value) for name, value in asked if value])


def from_query_string(search: str) -> tuple[str, Filters]:
    """The text and the filters that ``as_query_string`` wrote down."""
    asked = dict(parse_qsl(search))
    text = asked.pop("q", "")
    return text, Filters(**asked)

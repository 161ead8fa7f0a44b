"""Finds citations in prose that are no longer right, or never were (EX-02). Knows no rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from exemptions.data_files import DATA, read_file

OBSOLETE = DATA / "obsolete_citations.yaml"
SCHEMA = DATA / "schemas" / "obsolete_citations.schema.json"
_SPACE_BEFORE_BRACKET = re.compile(r"(?<=[0-9A-Z)])[ \t\u00a0]+(?=\([0-9A-Za-z]{1,3}\))")


@dataclass(frozen=True, slots=True)
class ObsoleteCitation:
    """``was`` ends a sentence that begins "It was"; ``instead`` tells the officer what to do."""

    pattern: re.Pattern[str]
    example: str
    was: str
    instead: str
    source: str


@dataclass(frozen=True, slots=True)
class Found:
    """One place of a text: the words as they stand there, and what is wrong with them."""

    words: str
    citation: ObsoleteCitation


@cache
def obsolete_citations() -> tuple[ObsoleteCitation, ...]:
    """Those that this program knows, read once."""
    return load_obsolete_citations(OBSOLETE)


def load_obsolete_citations(path: Path = OBSOLETE) -> tuple[ObsoleteCitation, ...]:
    """All entries of a file. Raises BrokenData."""
    file = read_file(path, SCHEMA)
    found = []
    for index, entry in enumerate(file.content):
        try:
            pattern = re.compile(entry["pattern"], re.IGNORECASE)
        except re.error as error:
            raise file.broken([index, "pattern"], f"no regular expression: {error}.") from error
        if not pattern.search(entry["example"]):
            raise file.broken([index, "example"], "the pattern does not find its example.")
        found.append(ObsoleteCitation(**{**entry, "pattern": pattern}))
    return tuple(found)


def obsolete_in(text: str) -> tuple[Found, ...]:
    """Every obsolete citation of a text, each wording once, in the order of the list."""
    tidy = _SPACE_BEFORE_BRACKET.sub("", text)
    found = (
        Found(match.group(), citation)
        for citation in obsolete_citations()
        for match in citation.pattern.finditer(tidy)
    )
    return tuple(dict.fromkeys(found))

"""A bank of usual factors of public interest tests, to be made specific. Knows no rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from exemptions.catalogue import Kind, catalogue
from exemptions.data_files import DATA, DataFile, read_file
from exemptions.placeholders import placeholders, stray_braces

FACTORS = DATA / "factors.yaml"
SCHEMA = DATA / "schemas" / "factors.schema.json"
SIDES = ("for", "against")
_PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9_]*\}")


@dataclass(frozen=True, slots=True)
class UsualFactors:
    """Sentences to begin with; ``{why}`` in one waits for the officer's own words."""

    for_disclosure: tuple[str, ...]
    for_maintaining: tuple[str, ...]


@cache
def factor_bank() -> Mapping[str, UsualFactors]:
    """The bank that this program ships by section, "any" and "ncnd"; read once."""
    return load_factors(FACTORS)


def load_factors(path: Path = FACTORS) -> Mapping[str, UsualFactors]:
    """All factors of a file. Raises BrokenData."""
    file = read_file(path, SCHEMA)
    known = {"any", "ncnd", *(law.section for law in catalogue().values() if law.qualified)}
    for section in file.content:
        if section not in known:
            raise file.broken([section], f"section {section} has no public interest test.")
        _check_braces(file, section)
    return MappingProxyType(
        {
            section: UsualFactors(tuple(entry["for"]), tuple(entry["against"]))
            for section, entry in file.content.items()
        }
    )


def usual_factors(cites: Iterable[str]) -> UsualFactors:
    """What is usually weighed for these qualified provisions together, each sentence once.

    A refusal to confirm or deny has factors of its own, which are about confirming (s2(1)(b)).
    """
    sets = [factor_bank()[name] for name in _sections(cites) if name in factor_bank()]
    return UsualFactors(
        tuple(dict.fromkeys(text for one in sets for text in one.for_disclosure)),
        tuple(dict.fromkeys(text for one in sets for text in one.for_maintaining)),
    )


def is_unchanged(text: str) -> bool:
    """Whether a factor stands as it came from the bank, or still has a gap to fill.

    A sentence of the bank without a gap counts too: it says nothing about this information.
    """
    tidy = _tidy(text)
    return bool(placeholders(text)) or tidy in _shipped()


@cache
def _shipped() -> frozenset[str]:
    """Every sentence, as it stands and with its gap left out."""
    texts = [
        text
        for one in factor_bank().values()
        for text in (*one.for_disclosure, *one.for_maintaining)
    ]
    return frozenset({_tidy(form) for text in texts for form in (text, _PLACEHOLDER.sub("", text))})


def _tidy(text: str) -> str:
    """Letters and digits in small: spaces and punctuation make no sentence specific."""
    return " ".join(re.findall(r"\w+", text.lower()))


def _sections(cites: Iterable[str]) -> tuple[str, ...]:
    names: list[str] = []
    for cite in cites:
        law = catalogue()[cite]
        if law.qualified:
            names += ["ncnd"] if law.kind is Kind.NCND else [law.section, "any"]
    return tuple(dict.fromkeys(names))


def _check_braces(file: DataFile, section: str) -> None:
    for side in SIDES:
        for index, text in enumerate(file.content[section][side]):
            if stray_braces(text):
                raise file.broken([section, side, index], "a single brace stands there.")

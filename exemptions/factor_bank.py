"""Usual factors of public interest tests, read from a data file. They are a start and no more.

Pure. A factor that still reads as it does here says nothing of the information at hand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from exemptions.catalogue import catalogue
from exemptions.data_files import DATA, read_file

FACTORS = DATA / "factors.yaml"
SCHEMA = DATA / "schemas" / "factors.schema.json"
ANY = "any"


@dataclass(frozen=True, slots=True)
class UsualFactor:
    """``side`` is disclosure or maintaining; ``about`` disclosing or confirming (s2(1), s2(2)).

    ``sections`` are those it fits, as the catalogue names them, or ``any``.
    """

    id: str
    side: str
    about: str
    sections: tuple[str, ...]
    text: str


class FactorBank(Mapping[str, UsualFactor]):
    """All usual factors by their ids, in the order of the file."""

    def __init__(self, factors: Iterable[UsualFactor]) -> None:
        self._by_id = {factor.id: factor for factor in factors}
        self._ids = {_folded(factor.text): factor.id for factor in self._by_id.values()}

    def __getitem__(self, name: str) -> UsualFactor:
        return self._by_id[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def id_of(self, text: str) -> str:
        """The id of the factor that reads so, whatever the white space; empty: there is none."""
        return self._ids.get(_folded(text), "")

    def is_unchanged(self, text: str, name: str) -> bool:
        """Whether a text that began as the factor ``name`` reads as that factor, or as any."""
        began_as = self._by_id.get(name)
        same = began_as is not None and _folded(began_as.text) == _folded(text)
        return same or bool(self.id_of(text))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".")


@cache
def factor_bank() -> FactorBank:
    """The bank that this program ships, read once."""
    return load_factor_bank(FACTORS)


def load_factor_bank(path: Path = FACTORS) -> FactorBank:
    """All factors of a file. Raises BrokenData."""
    file = read_file(path, SCHEMA)
    sections = {law.section for law in catalogue().values()} | {ANY}
    for name, entry in file.content.items():
        for section in entry["sections"]:
            if section not in sections:
                raise file.broken([name, "sections"], f"there is no section “{section}”.")
    return FactorBank(
        UsualFactor(
            id=name,
            side=entry["side"],
            about=entry.get("about", "disclosing"),
            sections=tuple(entry["sections"]),
            text=entry["text"],
        )
        for name, entry in file.content.items()
    )


def usual_factors(sections: Collection[str], about: str) -> tuple[UsualFactor, ...]:
    """What one usually weighs for these sections: their own factors first, then those of any."""
    fitting = [factor for factor in factor_bank().values() if factor.about == about]
    own = [factor for factor in fitting if set(factor.sections) & set(sections)]
    general = [factor for factor in fitting if ANY in factor.sections]
    return (*own, *general)

"""Provisions of the law as plain values. Knows no files and no rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Guidance:
    """Where the regulator explains the provision: a title and a full address."""

    title: str
    url: str


@dataclass(frozen=True)
class Provision:
    """One limb of the Act that an answer can cite.

    ``cite`` is the limb as printed after the word "section": ``31(1)(a)``. ``type`` and
    ``basis`` lie on the limb, because sections 27, 37, 40 and 43 are mixed. ``conditions``
    are sentences for the officer: all must be so before the limb is claimed. ``certainty``
    is the mark of the research behind the entry (T statute read, TA amending text read,
    O official page, S secondary source, K from knowledge, ? open).
    """

    cite: str
    section: str
    title: str
    label: str
    heading: str
    regime: str
    type: str
    basis: str
    likelihood_required: bool
    ncnd: str
    required_facts: tuple[str, ...]
    conditions: tuple[str, ...]
    guidance: Guidance
    in_force_from: date
    in_force_to: date | None
    certainty: str
    aliases: tuple[str, ...] = field(default=())

    @property
    def qualified(self) -> bool:
        """A public interest test is required (s2(2)(b))."""
        return self.type == "qualified"

    @cached_property
    def sort_key(self) -> tuple[tuple[int, str], ...]:
        """Orders limbs as the Act does: 22(1), 22A(1)(b), 31(1)(a), 31(1)(i), 40(2)."""
        parts = re.findall(r"(\d+)([A-Z]?)|([a-z]+)", self.cite)
        return tuple((int(number or 0), letter or word) for number, letter, word in parts)

    def in_force_on(self, day: date) -> bool:
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


class UnknownProvision(KeyError):
    """A citation that is not in the catalogue."""

    def __init__(self, cite: str) -> None:
        super().__init__(cite)
        self.cite = cite

    def __str__(self) -> str:
        return f"“{self.cite}” is not a provision in the catalogue."


class Catalogue(Mapping[str, Provision]):
    """All provisions by citation, in the order of the Act. An alias, ``21``, finds its limb."""

    def __init__(self, provisions: Iterable[Provision]) -> None:
        ordered = sorted(provisions, key=lambda provision: provision.sort_key)
        self._by_cite = {provision.cite: provision for provision in ordered}
        self._by_name = {alias: p for p in ordered for alias in p.aliases} | self._by_cite

    def __getitem__(self, cite: str) -> Provision:
        try:
            return self._by_name[cite]
        except KeyError:
            raise UnknownProvision(cite) from None

    def __contains__(self, cite: object) -> bool:
        return cite in self._by_name

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_cite)

    def __len__(self) -> int:
        return len(self._by_cite)

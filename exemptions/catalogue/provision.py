"""Provisions of the law as plain values. Knows no files and no rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType


class Kind(StrEnum):
    """What an entry does; the values stand in the data files."""

    EXEMPTION = "exemption"  # a limb of Part II
    NCND = "ncnd"  # lets the authority neither confirm nor deny (s2(1))
    COST_LIMIT = "cost_limit"
    VEXATIOUS = "vexatious"
    REPEATED = "repeated"
    NOT_HELD = "not_held"
    EXCEPTION = "exception"  # of the Environmental Information Regulations


@dataclass(frozen=True, slots=True)
class Guidance:
    """Where the regulator explains the provision: a title and a full address."""

    title: str
    url: str


@dataclass(frozen=True)
class Provision:
    """One entry that an answer can cite.

    ``cite`` names it, and no other: a FOIA limb as printed after the word "section",
    ``31(1)(a)``; a regulation with its regime before it, ``EIR 12(4)(a)``, because section 12
    is another matter. ``type`` (absolute, qualified, or none where the law knows no public
    interest test) and ``basis`` lie on the limb, because sections 27, 36, 37, 40 and 43 are
    mixed; ``type_if`` says in which circumstances the type is another.

    ``conditions`` are sentences for the officer: all must be so before the limb is claimed.
    ``required_facts`` are names of facts that the case file must hold. ``ncnd`` is the cite of
    the entry that allows to neither confirm nor deny. ``excludes`` are sections that cannot
    apply to the same information. ``only_for`` is the kind of authority that can rely on it.
    ``merges`` are paragraphs of the Act which are conditions of this one limb.

    ``certainty`` is the mark of the research behind the entry (T statute read, TA amending
    text read, O official page, S secondary source, K from knowledge, ? open); ``check`` is
    what a lawyer must look at before the entry is relied on.
    """

    cite: str
    kind: Kind
    section: str
    title: str
    label: str
    heading: str
    regime: str
    type: str
    basis: str
    thresholds: tuple[str, ...]
    weighing: str
    ncnd: str
    required_facts: tuple[str, ...]
    conditions: tuple[str, ...]
    guidance: Guidance
    in_force_from: date
    in_force_to: date | None
    certainty: str
    check: str
    note: str
    aliases: tuple[str, ...] = ()
    merges: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    only_for: str = ""
    type_if: Mapping[str, str] = field(default_factory=dict)
    purposes: Mapping[str, str] = field(default_factory=dict)
    certificate: str = ""
    historical: str = ""
    falls_away_after_years: int | None = None
    not_for_transferred_records: bool = False
    barred_for_emissions: bool = False

    @property
    def is_claimed(self) -> bool:
        """Officers claim it for information that they withhold, or do not confirm.

        The cost limit and section 14 refuse a request as a whole, and what is not held is no
        refusal: these follow from what became of the question.
        """
        return self.kind in (Kind.EXEMPTION, Kind.NCND, Kind.EXCEPTION)

    @property
    def qualified(self) -> bool:
        """A public interest test is required (s2(2)(b); reg 12(1)(b))."""
        return self.type == "qualified"

    @property
    def likelihood_required(self) -> bool:
        """The letter must choose between "would" and "would be likely to".

        The Regulations leave no choice: only what would adversely affect counts.
        """
        return len(self.thresholds) > 1

    @property
    def needs_lawyer(self) -> bool:
        """Nobody has held this entry against the law as it stands; ``check`` says what to read."""
        return bool(self.check)

    @property
    def type_if_parliament(self) -> str:
        """The type so far as a House of Parliament holds the information (s2(3)(e))."""
        return self.type_in({"parliament"})

    def type_in(self, circumstances: Collection[str]) -> str:
        """The type in ``parliament``, or of a ``transferred_historical_record`` (s64(2))."""
        return next(
            (kind for name, kind in self.type_if.items() if name in circumstances), self.type
        )

    @property
    def number(self) -> str:
        """The cite without its regime: ``12(4)(a)``."""
        return self.cite.removeprefix("EIR ")

    @property
    def reference(self) -> str:
        """As it stands within a sentence: "section 31(1)(a)", "regulation 12(4)(a)"."""
        return f"{_UNIT[self.regime]} {self.number}"

    @property
    def named(self) -> str:
        """As it begins a sentence: "Section 31(1)(a)", "Regulation 12(4)(a)"."""
        return f"{_UNIT[self.regime].capitalize()} {self.number}"

    @property
    def section_heading(self) -> str:
        """The heading over all entries of a section: "Section 31: Law enforcement"."""
        return (
            f"{_UNIT[self.regime].capitalize()} {self.section.removeprefix('EIR ')}: {self.title}"
        )

    @cached_property
    def sort_key(self) -> tuple[tuple[int, str], ...]:
        """Orders the Act before the Regulations, and limbs as each does.

        22(1), 22A(1)(b), 31(1)(a), 31(1)(i), 40(2), EIR 12(3).
        """
        parts = re.findall(r"(\d+)([A-Z]?)|([a-z]+)", self.number)
        regime = (int(self.regime == "eir"), "")
        return (regime, *((int(number or 0), letter or word) for number, letter, word in parts))

    def in_force_on(self, day: date) -> bool:
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


_UNIT = MappingProxyType({"foia": "section", "eir": "regulation"})


class UnknownProvision(KeyError):
    """A citation that is not in the catalogue."""

    def __init__(self, cite: str) -> None:
        super().__init__(cite)
        self.cite = cite

    def __str__(self) -> str:
        return f"“{self.cite}” is not a provision in the catalogue."


class Catalogue(Mapping[str, Provision]):
    """All provisions by citation, the Act's in its order and then the Regulations'.

    An alias, ``21``, finds its limb.
    """

    def __init__(self, provisions: Iterable[Provision]) -> None:
        ordered = sorted(provisions, key=lambda provision: provision.sort_key)
        self._by_cite = {provision.cite: provision for provision in ordered}
        self._by_name = {
            name: p for p in ordered for name in (*p.aliases, *p.merges)
        } | self._by_cite

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

    def of(self, *kinds: Kind, regime: str = "") -> tuple[Provision, ...]:
        """The entries of these kinds, of one regime or of both, in order."""
        return tuple(
            law
            for law in self.values()
            if law.kind in kinds and (not regime or law.regime == regime)
        )

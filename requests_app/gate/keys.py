"""How the parts of a draft are called in its dossier, and which rows they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from requests_app.compiling import Draft, answer_rows
from requests_app.gate.finding import Finding, Place


@dataclass(frozen=True)
class Keys:
    """How the parts of a draft are called in its dossier, both ways."""

    of: Mapping[tuple[Place, int], str]

    def rows(self) -> dict[tuple[Place, str], int]:
        return {(place, key): pk for (place, pk), key in self.of.items()}


def keys_of(draft: Draft) -> Keys:
    found: dict[tuple[Place, int], str] = {}
    named = {pk: key for key, pk in answer_rows(draft).items()}
    strays = 0
    for answer in draft.answers:
        strays += answer.pk not in named
        key = named.get(answer.pk, f"s{strays}")
        found[Place.ANSWER, answer.pk] = key
        for index, claim in enumerate(answer.claims.all(), start=1):
            found[Place.CLAIM, claim.pk] = f"{key}.c{index}"
    for index, test in enumerate(draft.tests, start=1):
        found[Place.TEST, test.pk] = f"t{index}"
    for index, block in enumerate(draft.blocks, start=1):
        found[Place.SPLIT, block.pk] = f"q{index}"
    return Keys(found)


def located(findings: Iterable[Finding], keys: Keys) -> tuple[Finding, ...]:
    """The findings with the rows behind their keys."""
    rows = keys.rows()
    return tuple(
        replace(
            finding,
            pk=finding.key
            if finding.place in {Place.LIBRARY, Place.WORDING}
            else rows.get((_home(finding.place), finding.key)),
        )
        for finding in findings
    )


def _home(place: Place) -> Place:
    """The page of all questions shows the blocks of the split."""
    return Place.SPLIT if place is Place.ANSWERS else place

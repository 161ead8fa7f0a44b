"""How a case's wording differs from the library's, for whoever drafts or judges it. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from exemptions.catalogue import catalogue
from exemptions.models import StandardTextVersion
from requests_app.comparison import Passage, compare_texts
from requests_app.compiling import Draft, adaptations_in
from requests_app.models import ResponseVersion


@dataclass(frozen=True, slots=True)
class AdaptedSection:
    """A section in words of the case's own: from which version, why, and what differs.

    ``passages`` is empty where this library does not have that version; ``newest`` is the
    version in force if it is another one, else 0.
    """

    provision: str
    heading: str
    base: int
    reason: str
    passages: tuple[Passage, ...]
    newest: int = 0


def in_draft(draft: Draft) -> list[AdaptedSection]:
    """The sections that the draft shows in words of its own. One query."""
    rows = adaptations_in(draft)
    texts = [(row.provision, row.base, row.body, row.reason) for row in rows]
    newest = {cite: wording.version for cite, wording in draft.wordings.items()}
    return list(_sections(texts, newest))


def in_version(version: ResponseVersion) -> list[AdaptedSection]:
    """The same of a version, as it was submitted. Two queries."""
    uses = version.wordings.adapted().order_by("pk")
    texts = [(use.provision, use.number, use.adapted_body, use.adapted_reason) for use in uses]
    return list(_sections(texts, {}))


def _sections(
    texts: Iterable[tuple[str, int, str, str]], newest: dict[str, int]
) -> Iterator[AdaptedSection]:
    texts = list(texts)
    standard = _standard_texts((cite, base) for cite, base, _, _ in texts)
    for cite, base, body, reason in texts:
        before = standard.get((cite, base))
        in_force = newest.get(cite, base)
        yield AdaptedSection(
            provision=cite,
            heading=catalogue()[cite].heading if cite in catalogue() else f"Section {cite}",
            base=base,
            reason=reason,
            passages=compare_texts(before, body) if before is not None else (),
            newest=in_force if in_force > base else 0,
        )


def _standard_texts(wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    asked = Q(pk__in=[])
    for cite, number in wanted:
        asked |= Q(standard_text__provision=cite, number=number)
    rows = StandardTextVersion.objects.filter(asked)
    found = rows.values_list("standard_text__provision", "number", "body")
    return {(cite, number): body for cite, number, body in found}

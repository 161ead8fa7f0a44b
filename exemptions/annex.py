"""The explanatory annex, compiled from the claims of a response.

Pure: it knows provisions, wording and public interest tests as plain values. It must not
know requests, rows, today's date or how a page looks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exemptions.catalogue import Provision


@dataclass(frozen=True, slots=True)
class WeighedTest:
    """A public interest test as the reader sees it (s2(2)(b), s17(3) FOIA).

    ``provisions`` are the citations it weighs together; factors are one sentence each.
    The officer who weighed it is on the row and is deliberately not here.
    """

    provisions: tuple[str, ...]
    for_disclosure: tuple[str, ...]
    for_maintaining: tuple[str, ...]
    conclusion: str
    reasons: str
    decided_on: str


@dataclass(frozen=True, slots=True)
class Use:
    """One place where the provision is relied on: ``covers`` is "questions 1–3 and 5"."""

    covers: str
    reason: str
    likelihood: str
    where_accessible: str


@dataclass(frozen=True, slots=True)
class AnnexSection:
    """One provision of the annex. ``wording`` is the standard text, in Markdown."""

    provision: str
    heading: str
    qualified: bool
    wording: str
    wording_version: int
    uses: tuple[Use, ...]
    tests: tuple[WeighedTest, ...]
    guidance_title: str
    guidance_url: str


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """A claim as the annex needs it; ``test`` is None until one has been weighed."""

    provision: Provision
    use: Use
    test: WeighedTest | None


@dataclass(frozen=True, slots=True)
class Wording:
    """The version of the standard text in force for a provision."""

    version: int
    body: str


class MissingWording(LookupError):
    """A provision is claimed for which the library holds no standard text."""

    def __init__(self, provision: Provision) -> None:
        super().__init__(f"The library has no standard text for {provision.reference}.")
        self.provision = provision


def compile_annex(
    claims: Sequence[ClaimFacts],
    wordings: Mapping[str, Wording],
    order: Sequence[str] = (),
) -> tuple[AnnexSection, ...]:
    """One section for each provision claimed: no duplicate, no orphan.

    ``order`` lists citations in the officer's order; provisions it does not name follow in
    the order of the Act, and names that are not claimed are passed over. An absolute
    provision never carries a test, even when a row was left attached to its claim.
    Raises MissingWording.
    """
    by_provision: dict[str, list[ClaimFacts]] = {}
    for claim in claims:
        by_provision.setdefault(claim.provision.cite, []).append(claim)

    place = {cite: index for index, cite in enumerate(order)}
    groups = sorted(
        by_provision.values(),
        key=lambda group: (
            place.get(group[0].provision.cite, len(place)),
            group[0].provision.sort_key,
        ),
    )
    return tuple(_section(group, wordings) for group in groups)


def _section(claims: Sequence[ClaimFacts], wordings: Mapping[str, Wording]) -> AnnexSection:
    provision = claims[0].provision
    try:
        wording = wordings[provision.cite]
    except KeyError:
        raise MissingWording(provision) from None
    tests = (claim.test for claim in claims if claim.test and provision.qualified)
    return AnnexSection(
        provision=provision.cite,
        heading=provision.heading,
        qualified=provision.qualified,
        wording=wording.body,
        wording_version=wording.version,
        uses=tuple(dict.fromkeys(claim.use for claim in claims)),
        tests=tuple(dict.fromkeys(tests)),
        guidance_title=provision.guidance.title,
        guidance_url=provision.guidance.url,
    )

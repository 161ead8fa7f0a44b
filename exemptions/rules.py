"""What the law still needs of a claim, given its plain facts. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from exemptions.catalogue import Provision


@dataclass(frozen=True, slots=True)
class WeighingFacts:
    """A public interest test as weighed; ``conclusion`` is "maintain", "disclose" or ""."""

    for_disclosure: tuple[str, ...]
    for_maintaining: tuple[str, ...]
    conclusion: str
    reasons: str
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that is missing: the field, the rule, its source, what the officer is to do."""

    field: str
    rule_id: str
    source: str
    sentence: str


def missing_facts(
    provision: Provision,
    *,
    reason: str,
    likelihood: str,
    where_accessible: str,
    test: WeighingFacts | None,
) -> tuple[Need, ...]:
    """Everything that a claim of ``provision`` still lacks, in the order an officer works."""
    return (
        *_reasons(provision, reason, likelihood, where_accessible),
        *_weighing(provision, test),
    )


def _reasons(
    provision: Provision, reason: str, likelihood: str, where_accessible: str
) -> Iterator[Need]:
    if not reason.strip():
        yield Need("reason", "EX-03", "s17(1)(c)", "say why it applies to this information.")
    if provision.likelihood_required and not likelihood:
        yield Need(
            "likelihood", "EX-04", "the prejudice test",
            "choose whether the harm would, or would be likely to, happen.",
        )  # fmt: skip
    if provision.section == "21" and not where_accessible.strip():
        yield Need(
            "where_accessible", "EX-12", "s21(1), s16",
            "say exactly where the requester can get it.",
        )  # fmt: skip


def _weighing(provision: Provision, test: WeighingFacts | None) -> Iterator[Need]:
    if not provision.qualified:
        if test is not None:
            yield Need(
                "test", "EX-20", "s2(3)", "is absolute, so take the public interest test away."
            )
        return
    if test is None:
        yield Need("test", "PIT-01", "s2(2)(b), s17(3)", "weigh the public interest.")
        return
    if not test.for_disclosure:
        yield Need("for_disclosure", "PIT-02", "s17(3)", "give a factor for disclosure.")
    if not test.for_maintaining:
        yield Need("for_maintaining", "PIT-02", "s17(3)", "give a factor for maintaining it.")
    if not test.conclusion:
        yield Need("conclusion", "PIT-02", "s17(3)", "say where the balance lies.")
    elif test.conclusion == "disclose":
        yield Need(
            "conclusion", "PIT-07", "s2(2)(b)",
            "the test comes out for disclosure, so give the information or weigh again.",
        )  # fmt: skip
    if not test.reasons.strip():
        yield Need("reasons", "PIT-02", "s17(3)", "give the reasons for the balance.")
    if test.decided_on is None:
        yield Need("decided_on", "PIT-06", "s17(3)", "give the date on which it was weighed.")

"""EX-07 to EX-09: exemptions of which one begins where the other ends. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from exemptions.catalogue import Provision
from requests_app.gate.dossier import AnswerFile, ClaimFile, Dossier
from requests_app.gate.finding import Found
from requests_app.gate.reading import Claimed, of_section, on
from requests_app.gate.rule import rule


def _together(dossier: Dossier, first: str, second: str) -> Iterator[Claimed]:
    """Where an answer claims both: the later of the two claims."""
    rows = list(of_section(dossier, first, second))
    for answer, claim, law in rows:
        here = {row[2].section for row in rows if row[0].key == answer.key}
        if {first, second} <= here and law.section == second:
            yield answer, claim, law


_SAME_INFORMATION = "the same information"


@rule(
    "EX-07",
    "Sections 30 and 31 are not both claimed on the same information",
    source="s31(1)",
    note="What one answer withholds counts as the same information.",
)
def thirty_or_thirty_one(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, _ in _together(dossier, "30", "31"):
        what = (
            f"section 31 is for information that section 30 does not exempt. On {_SAME_INFORMATION}"
            " claim one of the two; on different information, give two answers."
        )
        yield on(answer, claim, what, "provision")


@rule(
    "EX-08",
    "Sections 35 and 36 are not both claimed; section 35 is for departments, and for the making of "
    "policy",
    source="s35(1), (2), (4), s36(1)(a)",
    note="What carries a policy out, and statistics that informed a decision since taken, are "
    "outside it: as the officer recorded.",
)
def thirty_five_or_thirty_six(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, _ in _together(dossier, "35", "36"):
        what = (
            "section 36 is for information that section 35 does not exempt. "
            f"On {_SAME_INFORMATION} claim one of the two."
        )
        yield on(answer, claim, what, "provision")
    for answer, claim, law in dossier.claims():
        if law.section == "35" and not dossier.now.authority.may_claim(law):
            what = (
                "it is for government departments and the Welsh Government. Claim another "
                "provision, or have an administrator record what kind of authority this is."
            )
            yield on(answer, claim, what, "provision")
        yield from _outside_35(answer, claim, law)


def _outside_35(answer: AnswerFile, claim: ClaimFile, law: Provision) -> Iterator[Found]:
    if "policy_stage" in law.required_facts and claim.says("policy_stage", "implementation"):
        what = (
            "information about carrying a policy out is outside it. Take the claim away, or mend "
            "what is recorded of the stage."
        )
        yield on(answer, claim, what, "policy_stage")
    separated = "statistics_separated" in law.required_facts
    if separated and claim.says("policy_decided") and claim.says("statistics_separated", "no"):
        what = (
            "the statistics that informed the decision are outside it. Take them out and give them."
        )
        yield on(answer, claim, what, "statistics_separated")


@rule(
    "EX-09",
    "Sections 23 and 24 are claimed together only in the alternative, and signed off",
    source="s24(1)",
)
def security_in_the_alternative(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, _ in _together(dossier, "23", "24"):
        both = [c for c in answer.claims if c.section in {"23", "24"}]
        if not any(c.says("pleaded_in_alternative") for c in both):
            what = (
                "section 24 is for information that section 23 does not exempt. Claim one of the "
                "two, or record that they are pleaded in the alternative."
            )
            yield on(answer, claim, what, "pleaded_in_alternative")
        elif not any(c.fact("alternative_signed_off_by") for c in both):
            what = "record who signed off that they are pleaded in the alternative."
            yield on(answer, claim, what, "alternative_signed_off_by")

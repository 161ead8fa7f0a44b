"""EX-14 and EX-15: other people's personal data, section 40(2) and regulation 13. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from requests_app.gate.dossier import AnswerFile, ClaimFile, Dossier
from requests_app.gate.finding import Found, Severity
from requests_app.gate.reading import on
from requests_app.gate.rule import rule

_STEPS = {
    "condition": "choose the data protection principle that disclosure would contravene.",
    "lia_interest": "record which legitimate interest disclosure would serve.",
    "lia_necessity": "record whether disclosure is necessary for that interest.",
    "lia_balance": "record how that weighs against the person’s rights and freedoms.",
    "special_category": "record whether any of it is special category data.",
    "criminal_offence": "record whether any of it is about offences.",
}


@rule(
    "EX-14",
    "Section 40(2) names its condition and goes through the three steps",
    source="s40(2), (3A), (8)",
)
def conditions_of_section_40(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, law in dossier.claims():
        for name, what in _STEPS.items():
            if name in law.required_facts and not claim.fact(name):
                yield on(answer, claim, what, name)
        if "living" in law.required_facts:
            yield from _living(answer, claim)
        yield from _conditions_for_sensitive_data(answer, claim)


def _living(answer: AnswerFile, claim: ClaimFile) -> Iterator[Found]:
    if not claim.fact("living"):
        yield on(answer, claim, "record that the person is alive.", "living")
    elif not claim.says("living"):
        what = "it is for living people only. Take the claim away."
        yield on(answer, claim, what, "living")


def _conditions_for_sensitive_data(answer: AnswerFile, claim: ClaimFile) -> Iterator[Found]:
    for flag, name in (("special_category", "special category"), ("criminal_offence", "offence")):
        condition = f"{flag}_condition"
        if claim.says(flag) and not claim.fact(condition):
            what = f"record whether a condition would allow disclosing the {name} data."
            yield on(answer, claim, what, condition)


_GRADE = re.compile(
    r"\b(junior|senior|grade|band|pay ?scale|rank)\b|\bbelow (the )?(head|director|manager)",
    re.IGNORECASE,
)


@rule(
    "EX-15",
    "Grade alone does not decide whether somebody’s name is given",
    source="UK GDPR Art 5(1)(a)",
    severity=Severity.WARNS,
)
def not_by_grade_alone(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, law in dossier.claims():
        if "role_expectation" not in law.required_facts or claim.fact("role_expectation"):
            continue
        if _GRADE.search(claim.reason):
            what = (
                "the reason rests on grade. Record what this person’s role lets them expect: how "
                "far they answer to the public, and what they were told."
            )
            yield on(answer, claim, what, "role_expectation")

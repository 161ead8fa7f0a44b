"""CST and VEX: refusals on cost and under section 14. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from exemptions.cost import ACTIVITIES, activities
from requests_app.gate.dossier import AnswerFile, Dossier
from requests_app.gate.finding import Found, Place, Severity
from requests_app.gate.rule import rule
from requests_app.outcome import Disposition


def _found(answer: AnswerFile, message: str, field: str) -> Found:
    return Found(message, Place.ANSWER, answer.key, field)


def _on_cost(dossier: Dossier) -> Iterator[AnswerFile]:
    for answer in dossier.answers:
        if answer.became(Disposition.REFUSED_COST):
            yield answer


@rule(
    "CST-01",
    "The estimate counts only the four activities, and exceeds the limit of this authority",
    source="s12(1), (3); SI 2004/3244",
)
def estimate_exceeds_the_limit(dossier: Dossier) -> Iterator[Found]:
    limit = dossier.now.cost_limit
    for answer in _on_cost(dossier):
        asked = activities(answer.facts)
        missing = [name for name in asked if not answer.fact(name)]
        if missing:
            words = ", ".join(ACTIVITIES[name] for name in missing)
            yield _found(
                answer,
                f"The refusal on cost of {answer.name}: estimate how many hours it takes {words}. "
                "Write 0 for none.",
                missing[0],
            )
        else:
            cost = dossier.now.hourly_rate * sum(Decimal(answer.fact(name)) for name in asked)
            if cost <= limit:
                yield _found(
                    answer,
                    f"The refusal on cost of {answer.name}: the estimate comes to £{cost:,.0f}, "
                    f"which does not exceed the limit of £{limit}. Answer the question.",
                    asked[-1],
                )
        if not answer.says("other_activities_left_out"):
            yield _found(
                answer,
                f"The refusal on cost of {answer.name}: record that the estimate leaves out "
                "redaction, thinking about exemptions, consulting and writing.",
                "other_activities_left_out",
            )


@rule(
    "CST-02",
    "A refusal on cost summarises the estimate and helps to narrow the request",
    source="s16; the regulator’s guidance",
)
def estimate_and_help(dossier: Dossier) -> Iterator[Found]:
    for answer in _on_cost(dossier):
        if not answer.fact("estimate_basis"):
            yield _found(
                answer,
                f"The refusal on cost of {answer.name}: record how the estimate was made.",
                "estimate_basis",
            )
        if not answer.fact("refinement_advice"):
            yield _found(
                answer,
                f"The refusal on cost of {answer.name}: say how the request could be narrowed.",
                "refinement_advice",
            )


@rule(
    "CST-03",
    "Costs are added up only over similar requests of one person or campaign in 60 working days",
    source="s12(4); SI 2004/3244 reg 5",
)
def aggregation(dossier: Dossier) -> Iterator[Found]:
    limit = dossier.now.aggregation_working_days
    for answer in _on_cost(dossier):
        if not answer.says("aggregated"):
            continue
        name = f"The refusal on cost of {answer.name} adds up several requests"
        if not answer.fact("aggregated_requests"):
            yield _found(answer, f"{name}: record which.", "aggregated_requests")
        if not answer.says("aggregated_persons", "same_person", "in_concert"):
            what = f"{name}: they must be of one person, or of people who act together."
            yield _found(answer, what, "aggregated_persons")
        if not answer.says("aggregated_similar"):
            what = f"{name}: they must ask for the same or similar information."
            yield _found(answer, what, "aggregated_similar")
        days = answer.fact("aggregated_working_days")
        if not days or Decimal(days) > limit:
            what = f"{name}: they must have come within {limit} working days."
            yield _found(answer, what, "aggregated_working_days")


_SUBSTANTIVE = (
    Disposition.DISCLOSED,
    Disposition.DISCLOSED_IN_PART,
    Disposition.WITHHELD,
    Disposition.ALREADY_AVAILABLE,
)


@rule(
    "CST-04",
    "Beside a refusal on cost nothing is answered, unless it is given voluntarily",
    source="s12(1)",
    severity=Severity.WARNS,
)
def nothing_beside_a_refusal_on_cost(dossier: Dossier) -> Iterator[Found]:
    if not any(_on_cost(dossier)):
        return
    for answer in dossier.answers:
        if answer.became(*_SUBSTANTIVE) and not answer.says("given_voluntarily"):
            yield _found(
                answer,
                f"The request is refused on cost, which is for all of it, but {answer.name} gets "
                "an answer. Record that this is given voluntarily, outside the Act.",
                "given_voluntarily",
            )


_OF_THE_PERSON = re.compile(
    r"\b(vexatious (requester|applicant|person|individual|complainant)"
    r"|(you|the (requester|applicant)) (are|is|have been|has been) (being )?vexatious)\b",
    re.IGNORECASE,
)


@rule(
    "VEX-01",
    "It is the request that is vexatious, and a second person agrees",
    source="s14(1)",
)
def about_the_request(dossier: Dossier) -> Iterator[Found]:
    for answer in dossier.answers:
        if not answer.became(Disposition.REFUSED_VEXATIOUS):
            continue
        name = f"The refusal of {answer.name} as vexatious"
        person = _OF_THE_PERSON.search(answer.text)
        if person:
            what = f"{name} says “{person[0]}”. Speak of the request, not of the person."
            yield _found(answer, what, "text")
        if not answer.says("about_the_request"):
            what = f"{name}: record that all that you say aims at the request."
            yield _found(answer, what, "about_the_request")
        if not answer.fact("second_signatory"):
            yield _found(answer, f"{name}: record who else has agreed.", "second_signatory")


@rule(
    "VEX-02",
    "A repeated request: the same person’s, the earlier one was complied with, an earlier notice "
    "is named",
    source="ss14(2), 17(6)",
)
def earlier_request(dossier: Dossier) -> Iterator[Found]:
    for answer in dossier.answers:
        if answer.became(Disposition.REFUSED_REPEATED):
            name = f"The refusal of {answer.name} as repeated"
            if not answer.fact("previous_request"):
                what = f"{name}: record which earlier request it is."
                yield _found(answer, what, "previous_request")
            if answer.says("same_person", "no"):
                what = f"{name}: the earlier request must be the same person’s. Answer this one."
                yield _found(answer, what, "same_person")
            if not answer.says("previous_complied"):
                what = f"{name}: the earlier request must have been complied with. Record it."
                yield _found(answer, what, "previous_complied")
        section_14 = (Disposition.REFUSED_REPEATED, Disposition.REFUSED_VEXATIOUS)
        left_out = answer.became(*section_14) and answer.says("notice_left_out")
        if left_out and not answer.fact("earlier_notice"):
            yield _found(
                answer,
                f"No notice is given for {answer.name}: record the earlier notice that said the "
                "same.",
                "earlier_notice",
            )

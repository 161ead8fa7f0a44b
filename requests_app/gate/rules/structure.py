"""STR and REG: every question answered, held apart from given, under the right law. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from requests_app.gate.dossier import EIR, FOIA, AnswerFile, Dossier
from requests_app.gate.finding import Found, Place, Severity
from requests_app.gate.reading import sentence, short
from requests_app.gate.rule import rule
from requests_app.outcome import Disposition

# --- the structure of the response ----------------------------------------------------


@rule("STR-01", "Every question of the request has an answer", source="s1(1)")
def every_question_answered(dossier: Dossier) -> Iterator[Found]:
    asked = [block for block in dossier.blocks if block.answerable]
    if not asked:
        yield Found(
            "The request has no question. Mark at least one block as a question.", Place.SPLIT
        )
    for block in asked:
        if block.omitted:
            yield Found(
                f"A question is left out of the response: “{short(block.text)}”. "
                "Show it, or mark it as context.",
                Place.SPLIT,
                block.key,
            )
        elif not block.answered:
            yield Found(f"{sentence(block.name)} has no answer yet.", Place.ANSWERS, block.key)
    for answer in dossier.answers:
        if answer.questions and not answer.text.strip():
            yield Found(f"Write the answer to {answer.name}.", Place.ANSWER, answer.key, "text")


_ANYTHING = frozenset({"", "yes", "partly", "no", "not_said"})
_SOMETHING = frozenset({"yes", "partly"})
# What can be so of information of which this became: a refusal to confirm says nothing else.
_HELD = {
    Disposition.DISCLOSED: _SOMETHING,
    Disposition.DISCLOSED_IN_PART: _SOMETHING,
    Disposition.WITHHELD: _SOMETHING,
    Disposition.ALREADY_AVAILABLE: _SOMETHING,
    Disposition.AWAITING_PUBLIC_INTEREST_TEST: _SOMETHING,
    Disposition.NOT_HELD: frozenset({"no"}),
    Disposition.NEITHER_CONFIRMED_NOR_DENIED: frozenset({"not_said"}),
}
_HELD_WORDS = {
    "yes": "held",
    "partly": "partly held",
    "no": "not held",
    "not_said": "neither confirmed nor denied",
}


@rule(
    "STR-02",
    "Each answer says whether the information is held, apart from whether it is given",
    source="s1(1)(a), (b)",
    note="What follows from the disposition is taken as recorded until somebody says otherwise.",
)
def held_and_given(dossier: Dossier) -> Iterator[Found]:
    for answer in dossier.answers:
        if not answer.questions:
            continue
        if not answer.disposition:
            yield Found(
                f"Say what became of {answer.name}.", Place.ANSWER, answer.key, "disposition"
            )
            continue
        disposition = Disposition(answer.disposition)
        if answer.held not in _HELD.get(disposition, _ANYTHING):
            said = _HELD_WORDS.get(answer.held, "not recorded as held or not held")
            yield Found(
                f"The answer to {answer.name} is “{disposition.label}”, but the information is "
                f"{said}. Mend one of the two.",
                Place.ANSWER,
                answer.key,
                "held",
            )


@rule(
    "STR-03",
    "An answer to several questions lists them, and no question has two answers",
    source="s1, s16",
)
def answers_and_questions_meet(dossier: Dossier) -> Iterator[Found]:
    answered: dict[str, AnswerFile] = {}
    for answer in dossier.answers:
        if not answer.questions:
            yield Found(
                "An answer belongs to no question. Give it one or remove it.",
                Place.ANSWER,
                answer.key,
            )
        for question in answer.questions:
            if question in answered:
                yield Found(
                    f"The answers to {answered[question].name} and to {answer.name} overlap. "
                    "Give each question one answer.",
                    Place.ANSWER,
                    answer.key,
                )
            answered[question] = answer


@rule(
    "STR-04",
    "Before a question is answered outside the Act, recorded information was looked for",
    source="s1, s84",
    severity=Severity.WARNS,
)
def recorded_information_looked_for(dossier: Dossier) -> Iterator[Found]:
    for answer in dossier.answers:
        if answer.became(Disposition.OUTSIDE_FOIA) and not answer.fact("outside_foia_check"):
            yield Found(
                f"The answer to {answer.name} is given outside the Act. Record how you made sure "
                "that no recorded information answers it.",
                Place.ANSWER,
                answer.key,
                "outside_foia_check",
            )


@rule(
    "STR-05",
    "The questions shown are the request as received, less what is declared as removed",
    source="s1(4), s77",
)
def request_as_received(dossier: Dossier) -> Iterator[Found]:
    for block in dossier.blocks:
        if not block.omitted and not block.as_received:
            yield Found(
                f"The words “{short(block.text)}” do not stand in the request as received. "
                "Cut or join the blocks so that they hold its own words.",
                Place.SPLIT,
                block.key,
            )


# --- the law under which a question is answered ---------------------------------------

_NOT_IN_THE_REGULATIONS = frozenset({"12", "14", "21", "22", "36"})
_ONLY_IN_THE_ACT = {
    Disposition.ALREADY_AVAILABLE: "section 21",
    Disposition.REFUSED_COST: "section 12",
    Disposition.REFUSED_VEXATIOUS: "section 14",
    Disposition.REFUSED_REPEATED: "section 14",
}


@rule(
    "REG-01",
    "Environmental information is dealt with under the Regulations, not under the Act",
    source="s39; EIR reg 2(1)",
)
def environmental_information(dossier: Dossier) -> Iterator[Found]:
    for answer in dossier.answers:
        if answer.says("environmental") and answer.regime == FOIA:
            yield Found(
                f"The answer to {answer.name} is about environmental information. "
                "Answer it under the Environmental Information Regulations.",
                Place.ANSWER,
                answer.key,
                "regime",
            )
    for answer, claim, law in dossier.claims():
        wrong = law.regime == FOIA and law.section not in {"39", *_NOT_IN_THE_REGULATIONS}
        if answer.regime == EIR and wrong and law.kind != "not_held":
            yield Found(
                f"{claim.name} on {answer.name}: the answer is given under the Regulations, where "
                "only their own exceptions apply. Claim one of those.",
                Place.CLAIM,
                claim.key,
                "provision",
            )


@rule(
    "REG-02",
    "No provision is cited that the law of the answer does not have",
    source="EIR reg 12; s17(1)",
)
def provisions_of_the_right_law(dossier: Dossier) -> Iterator[Found]:
    for answer, claim, law in dossier.claims():
        if answer.regime == EIR and law.regime == FOIA and law.section in _NOT_IN_THE_REGULATIONS:
            yield Found(
                f"{claim.name} on {answer.name}: the Regulations have nothing like it. "
                "Claim an exception of regulation 12, or give the information.",
                Place.CLAIM,
                claim.key,
                "provision",
            )
        if answer.regime == FOIA and law.regime == EIR:
            yield Found(
                f"{claim.name} on {answer.name}: the answer is given under the Act, where the "
                "exceptions of the Regulations do not apply. Change the one or the other.",
                Place.CLAIM,
                claim.key,
                "provision",
            )
    for answer in dossier.answers:
        disposition = Disposition(answer.disposition) if answer.disposition else None
        if answer.regime == EIR and disposition in _ONLY_IN_THE_ACT and not answer.claims:
            yield Found(
                f"The answer to {answer.name} relies on {_ONLY_IN_THE_ACT[disposition]}, which "
                "the Regulations do not have. Say what became of it in their terms.",
                Place.ANSWER,
                answer.key,
                "disposition",
            )


_OWN_DATA = re.compile(
    r"\b(about|on|concerning|regarding|relating to) me\b"
    r"|\bmy (own )?(personal )?(data|file|files|record|records|case file)\b",
    re.IGNORECASE,
)
_OWN_DATA_SECTIONS = frozenset({"40(1)", "40(5A)", "EIR 5(3)"})


@rule(
    "REG-03",
    "What a requester asks about themselves goes to subject access",
    source="s40(1); EIR reg 5(3)",
    note="Asked where the request speaks of the requester’s own data, or section 40(1) is claimed.",
)
def own_personal_data(dossier: Dossier) -> Iterator[Found]:
    own = [row for row in dossier.claims() if row[1].cite in _OWN_DATA_SECTIONS]
    for answer, claim, _ in own:
        if not claim.says("routed_as_subject_access"):
            yield Found(
                f"{claim.name} on {answer.name}: pass the question on as a subject access request "
                "and record that you did.",
                Place.CLAIM,
                claim.key,
                "routed_as_subject_access",
            )
    if own:
        return
    if dossier.says("own_personal_data", "yes", "partly"):
        yield Found(
            "The requester asks about themselves, but no answer relies on section 40(1) or "
            "regulation 5(3). Claim it on that question.",
            Place.CASE,
            field="own_personal_data",
        )
    elif not dossier.fact("own_personal_data") and any(
        _OWN_DATA.search(block.text) for block in dossier.blocks if not block.omitted
    ):
        yield Found(
            "The request seems to ask for the requester’s own data. Record whether it does.",
            Place.CASE,
            field="own_personal_data",
        )

"""What a letter says before the answers: what is held, given and refused, and what notice it is.

Pure. It names provisions as the law does and knows no HTML and no rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exemptions.catalogue import catalogue
from requests_app.outcome import Disposition
from requests_app.response import Response, ResponseAnswer, join_words, name_questions

# s1(1)(a) and (b), s17(1)(a) and (b): what is held, what is given, what is refused and under
# which provision. {questions} is "questions 1–3", {under} "section 31(1)(a) of the Act".
_STATEMENTS = {
    Disposition.DISCLOSED: "We hold the information asked for in {questions} and provide it.",
    Disposition.DISCLOSED_IN_PART: "We hold the information asked for in {questions} and "
    "provide part of it. The rest is exempt from disclosure under {under}.",
    Disposition.WITHHELD: "We hold the information asked for in {questions}. "
    "It is exempt from disclosure under {under}.",
    Disposition.ALREADY_AVAILABLE: "The information asked for in {questions} is exempt under "
    "{under}, because you can get it elsewhere. We say where.",
    Disposition.NOT_HELD: "We do not hold the information asked for in {questions}.",
    Disposition.NEITHER_CONFIRMED_NOR_DENIED: "We neither confirm nor deny that we hold the "
    "information asked for in {questions}, under {under}. You should not take this to mean that "
    "we hold it, nor that we do not.",
    Disposition.REFUSED_COST: "We refuse {questions} under {under}, because to answer would cost "
    "more than the appropriate limit.",
    Disposition.REFUSED_VEXATIOUS: "We refuse {questions} under {under}, because what is asked "
    "there is vexatious. That is said of the request and not of you.",
    Disposition.REFUSED_REPEATED: "We refuse {questions} under {under}, because you asked "
    "for the same not long ago and we answered.",
    Disposition.AWAITING_PUBLIC_INTEREST_TEST: "The information asked for in {questions} is "
    "exempt under {under}, subject to the public interest. "
    "We have not yet reached a decision on that.",
    Disposition.CLARIFICATION_LAPSED: "We asked for more detail on {questions}. "
    "As none reached us, we have closed that part of the request.",
    Disposition.TRANSFERRED: "We have passed {questions} to another public authority.",
    Disposition.WITHDRAWN: "You withdrew {questions}.",
    Disposition.OUTSIDE_FOIA: "We answer {questions} outside the Act.",
}
_NOT_HELD_UNDER_THE_REGULATIONS = (
    "We do not hold the information asked for in {questions}, which the Regulations call an "
    "exception ({under})."
)
# Where nothing is claimed, the disposition itself tells the provision.
_UNCLAIMED = {
    Disposition.REFUSED_COST: "section 12 of the Act",
    Disposition.REFUSED_VEXATIOUS: "section 14(1) of the Act",
    Disposition.REFUSED_REPEATED: "section 14(2) of the Act",
}


def statements(response: Response) -> tuple[str, ...]:
    """What is held, given and refused, question by question, one sentence a kind of answer."""
    grouped: dict[tuple[Disposition, tuple[str, ...]], set[str]] = {}
    for answer in response.answers:
        if answer.disposition:
            cites = tuple(claim.provision for claim in answer.claims)
            kind = Disposition(answer.disposition), cites
            grouped.setdefault(kind, set()).update(answer.questions)
    return tuple(
        _statement(disposition, cites, _named(response, keys))
        for (disposition, cites), keys in grouped.items()
    )


def _statement(disposition: Disposition, cites: Sequence[str], questions: str) -> str:
    words = _STATEMENTS[disposition]
    if disposition is Disposition.NOT_HELD and any(regime_of(cite) == "eir" for cite in cites):
        words = _NOT_HELD_UNDER_THE_REGULATIONS
    under = _under(cites) or _UNCLAIMED.get(disposition, "Part II of the Act")
    return words.format(questions=questions, under=under)


def _named(response: Response, keys: set[str]) -> str:
    asked = [block for block in response.blocks if block.key in keys]
    return name_questions(asked, several_parts=response.several_parts)


def regime_of(cite: str) -> str:
    """ "foia" or "eir"; a citation that is not known any more is one of the Act."""
    return catalogue()[cite].regime if cite in catalogue() else "foia"


def _under(cites: Sequence[str]) -> str:
    """ "sections 31(1)(a) and 40(2) of the Act and regulation 12(5)(b) of the Regulations"."""
    phrases = []
    for regime, noun, law in (("foia", "section", "Act"), ("eir", "regulation", "Regulations")):
        numbers = [cite.removeprefix("EIR ") for cite in cites if regime_of(cite) == regime]
        if numbers:
            plural = "" if len(numbers) == 1 else "s"
            phrases.append(f"{noun}{plural} {join_words(numbers)} of the {law}")
    return join_words(phrases)


@dataclass(frozen=True, slots=True)
class Notices:
    """What a response is besides an answer: which notices its letter must be, under which law.

    ``part_two``: an exemption of Part II is relied on (s17(1)); ``procedural``: section 12 or 14
    (s17(5)); ``regulations``: something is refused under the Regulations (reg 14).
    """

    foia: bool
    eir: bool
    part_two: bool
    procedural: bool
    regulations: bool


def notices(response: Response) -> Notices:
    """Which law the answers fall under, and which notices the letter is."""
    eir = {answer.key for answer in response.answers if answer.regime == "eir" or _eir(answer)}
    foia = [answer for answer in response.answers if answer.key not in eir]
    refused = [Disposition(answer.disposition) for answer in foia if answer.disposition]
    return Notices(
        foia=bool(foia) or not eir,
        eir=bool(eir),
        part_two=any(disposition.allows_claim for disposition in refused),
        procedural=any(disposition in _UNCLAIMED for disposition in refused),
        regulations=any(answer.claims for answer in response.answers if answer.key in eir),
    )


def _eir(answer: ResponseAnswer) -> bool:
    return any(regime_of(claim.provision) == "eir" for claim in answer.claims)

"""Whole cases for the gate: three that lack nothing, the published one, and one of many claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from exemptions.catalogue import catalogue
from requests_app.case_files.form import (
    AnswerPart,
    BlockPart,
    CaseFile,
    ClaimPart,
    RequesterPart,
    WeighingPart,
    WordingPart,
)
from tests import recorded
from tests.stories import SEED

RECEIVED = date(2026, 3, 2)


def asked(*questions: str) -> dict[str, Any]:
    """The text and the blocks of a request of these numbered questions, q1, q2, …"""
    lines = [f"{number}. {text}" for number, text in enumerate(questions, start=1)]
    blocks = tuple(
        BlockPart(f"q{number}", "question", text, label=f"{number}.")
        for number, text in enumerate(questions, start=1)
    )
    return {"text": "\n".join(lines), "blocks": blocks}


def case_file(reference: str, title: str, *questions: str, **parts: Any) -> CaseFile:
    requester = RequesterPart("Sam Sample", "sam.sample@example.org")
    wordings = tuple(WordingPart(cite, f"What {cite} says.") for cite in parts.pop("wording", ()))
    return CaseFile(
        reference=reference,
        title=title,
        received_on=RECEIVED,
        requester=requester,
        wording=wordings,
        **{**asked(*questions), **parts},
    )


def claimed(cite: str, reason: str, *, test: str | None = None, **fields: Any) -> ClaimPart:
    facts: Mapping[str, str] = {**recorded.of_claim(cite), **fields.pop("facts", {})}
    return ClaimPart(cite, reason, facts=facts, test=test, **fields)


def disclosed() -> CaseFile:
    """Everything is given."""
    return case_file(
        "GATE-1",
        "Street lights",
        "How many street lights do you have?",
        "How many of them are LED?",
        answers=(
            AnswerPart(("q1", "q2"), "", "disclosed", "We have 1,204, of which 960 are LED."),
        ),
    )


def refusal() -> CaseFile:
    """One question under the Regulations, one that is neither confirmed nor denied, one on cost."""
    return case_file(
        "GATE-3",
        "The flood wall, an officer’s conduct and old letters",
        "Please send the advice exchanged within the council about the height of the flood wall.",
        "Has any complaint been made about the officer who signed the plan?",
        answers=(
            AnswerPart(
                ("q1",),
                "",
                "exempt_all",
                "We withhold the advice. The annex explains why.",
                regime="eir",
                facts={"environmental": "yes", **recorded.of_answer("exempt_all")},
                claims=(
                    claimed(
                        "EIR 12(4)(e)",
                        "The advice was exchanged between the engineers and the planners.",
                        test="t1",
                    ),
                ),
            ),
            AnswerPart(
                ("q2",),
                "",
                "ncnd",
                "We neither confirm nor deny that we hold such information.",
                facts=recorded.of_answer("ncnd"),
                claims=(
                    claimed(
                        "40(5B)(a)(i)",
                        "To say that there was or was not a complaint would itself tell something "
                        "about the officer.",
                    ),
                ),
            ),
        ),
        tests=(
            WeighingPart(
                "t1",
                ("Residents behind the wall may see how its height was decided.",),
                ("Engineers would advise less frankly while the plan is still open.",),
                "maintain",
                "Maintaining the exception outweighs disclosure until the plan is adopted in May.",
                date(2026, 3, 12),
            ),
        ),
        facts=recorded.CASE,
        wording=("EIR 12(4)(e)", "40(5B)(a)(i)"),
    )


# --- the published case ----------------------------------------------------------------


def _between(text: str, start: str, end: str) -> str:
    found = text.partition(start)[2].partition(end)[0].strip()
    assert found, start
    return found


def seed() -> CaseFile:
    """The published response as it stands, with every other fact recorded.

    Its words are read from the folder beside the project; what is recorded of them is ours. The
    portal splits the request, so q3 is its first question and q16 the second heading.
    """
    text = SEED.read_text(encoding="utf-8")
    annex = text.partition("EXPLANATORY ANNEX")[2]
    crime = _between(annex, "Section 31: Law Enforcement", "Section 40 (2)")
    personal = _between(annex, "not the data subject", "Section 21: Information")
    general = personal.partition("In this case")[0]
    pointer = _between(text, "In respect to Questions 1 – 3 above,", "4. Contract Review")
    withheld = "Disclosing" + _between(text, "\nDisclosing", "12. Number of email users")
    redacted = "We are unable" + _between(
        text, "direct email address\n\nWe are unable", "EXPLANATORY"
    )
    return case_file(
        "CAS-84648-H4L3X0",
        "Contact centre, call centre and Inbound Network Services contracts",
        text=_between(text, "\nRequest\n", "\nOutcome\n"),
        blocks=None,
        answers=(
            _not_held(_between(text, "In respect to Questions 1 – 10 above,", "11. Do"), 3, 12),
            AnswerPart(
                ("q13",),
                disposition="exempt_all",
                text=withheld,
                facts=recorded.of_answer("exempt_all"),
                claims=(claimed("31(1)(a)", withheld, test="t1"),),
            ),
            AnswerPart(("q14",), disposition="disclosed", text="Approximately 700 email users."),
            _not_held("We do not hold information relating to this.", 15, 15),
            _pointing(pointer, "q23", "q24", "q25"),
            _not_held("We do not hold this information", 26, 26),
            _pointing(pointer, "q27"),
            AnswerPart(
                ("q28",),
                disposition="disclosed_redacted",
                text=redacted,
                claims=(ClaimPart("40(2)", personal[len(general) :]),),
            ),
        ),
        tests=(_weighing(crime),),
        annex_order=("31(1)(a)", "40(2)", "21"),
        facts={"documents_kept": "2026-03-02"},
    )


def with_wordings_of_the_seed(file: CaseFile) -> CaseFile:
    """The annex of the published response as the library's standard texts."""
    annex = SEED.read_text(encoding="utf-8").partition("EXPLANATORY ANNEX")[2]
    crime = _between(annex, "Section 31: Law Enforcement", "The public interest has now")
    guidance = _between(annex, "Further guidance on section 31", "Section 40 (2)")
    personal = _between(annex, "not the data subject", "In this case")
    accessible = annex.partition("Section 21: Information")[2].partition("\n")[2].strip()
    return replace(
        file,
        wording=(
            WordingPart("31(1)(a)", f"{crime}\n\nFurther guidance on section 31 {guidance}"),
            WordingPart("40(2)", personal),
            WordingPart("21", accessible),
        ),
    )


def _not_held(text: str, first: int, last: int) -> AnswerPart:
    questions = tuple(f"q{number}" for number in range(first, last + 1))
    return AnswerPart(
        questions, disposition="not_held", text=text, facts=recorded.of_answer("not_held")
    )


def _pointing(text: str, *questions: str) -> AnswerPart:
    facts = {"reachable_by_requester": "yes", "free_of_charge": "yes"}
    place = "Unified Communications – Contracts Finder"
    claim = ClaimPart("21", text, where_accessible=place, facts=facts)
    return AnswerPart(questions, disposition="exempt_s21_pointer", text=text, claims=(claim,))


def _weighing(crime: str) -> WeighingPart:
    weighing = crime.partition("The public interest has now been concluded")[2]
    return WeighingPart(
        "t1",
        for_disclosure=(_between(weighing, "in favour of the release", "However,"),),
        for_maintaining=(_between(weighing, "However,", "There is an overwhelming"),),
        conclusion="maintain",
        reasons="There is an overwhelming" + weighing.partition("There is an overwhelming")[2],
        decided_on=date(2026, 3, 12),
    )


# --- many claims -----------------------------------------------------------------------

MANY = (
    ("31(1)(a)", "40(2)"),
    ("43(2)",),
    ("42(1)",),
    ("31(1)(a)",),
    ("41(1)", "43(2)"),
    ("21",),
    ("38(1)(b)", "40(2)"),
    ("22(1)",),
    ("44(1)(a)",),
)


def many_claims() -> CaseFile:
    """Twelve claims of nine provisions on answers to twenty questions."""
    questions = [f"What is known of building {number}?" for number in range(1, 21)]
    answers = [
        AnswerPart(
            (f"q{2 * place + 1}", f"q{2 * place + 2}"),
            disposition="exempt_s21_pointer" if cites == ("21",) else "exempt_all",
            text="The annex explains this.",
            facts=recorded.of_answer("exempt_all"),
            claims=tuple(
                claimed(
                    cite,
                    f"It would tell a thief which door of building {place} to try.",
                    test=f"t{place}" if _is_qualified(cite) else None,
                    likelihood="would" if catalogue()[cite].likelihood_required else "",
                    where_accessible="https://www.example.org/b" if cite == "21" else "",
                )
                for cite in cites
            ),
        )
        for place, cites in enumerate(MANY)
    ]
    last = AnswerPart(("q19", "q20"), disposition="disclosed", text="It is empty.")
    return case_file(
        "GATE-20",
        "Twenty buildings",
        *questions,
        answers=(*answers, last),
        tests=tuple(
            WeighingPart(
                f"t{place}",
                (f"People may see how building {place} is kept.",),
                (f"Thieves came to building {place} in 2025.",),
                "maintain",
                f"Maintaining it outweighs disclosure while building {place} is empty.",
                date(2026, 3, 12),
            )
            for place, cites in enumerate(MANY)
            if any(map(_is_qualified, cites))
        ),
        facts=recorded.CASE,
        wording=tuple(dict.fromkeys(cite for cites in MANY for cite in cites)),
    )


def _is_qualified(cite: str) -> bool:
    return catalogue()[cite].qualified

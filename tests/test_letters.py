"""Every kind of letter as a person reads it, in tests/golden/letters; GOLDEN=write writes anew."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from pypdfium2 import PdfDocument

from requests_app.actions import recording
from requests_app.compiling import compile_response, load_draft
from requests_app.notice import Engaged, Notice, NoticeKind, canonical_json, from_json
from requests_app.rendering import letter_html, notice_html
from requests_app.rendering.engine import typeset
from requests_app.rendering.pdf import render
from requests_app.response import Response, UnreadableResponse
from requests_app.response import canonical_json as response_json
from requests_app.response import from_json as response_from_json
from tests import factories as given
from tests import sample_response as sample
from tests.pdf_checks import check
from tests.plain_text import text_of, text_of_pdf

GOLDEN = Path(__file__).parent / "golden" / "letters"
DATED = date(2026, 11, 2)
ACKNOWLEDGEMENT = Notice(
    kind=NoticeKind.ACKNOWLEDGEMENT,
    reference="CAS-10203-K4T7R2",
    title="Printing, copying and scanning contracts",
    received_on=date(2026, 10, 26),
    due=date(2026, 11, 23),
)
CLARIFICATION = replace(
    ACKNOWLEDGEMENT,
    kind=NoticeKind.CLARIFICATION,
    covers="questions 2 and 5",
    words="Which of these do you mean by “devices”?\n\n- printers only\n- printers and scanners\n\n"
    "For which years do you want the cost?",
    reply_by=date(2027, 1, 29),
)
EXTENSION = replace(
    ACKNOWLEDGEMENT,
    kind=NoticeKind.EXTENSION,
    estimated=date(2027, 1, 15),
    longer="We consult the supplier, whose office is closed until 4 January.",
    engaged=(
        Engaged(
            covers="question 7",
            provision="31(1)(a)",
            heading="Section 31(1)(a): Law enforcement",
            reason="Published flaws exist for **particular** makes and versions.",
            likelihood="would_be_likely",
        ),
        Engaged(
            covers="question 9",
            provision="42(1)",
            heading="Section 42: Legal professional privilege",
            reason="It is advice of our solicitor on the contract.",
            likelihood="",
        ),
    ),
)
FEES = replace(
    ACKNOWLEDGEMENT,
    kind=NoticeKind.FEES,
    covers="question 3",
    fee="14.60",
    words="120 copies at 10 pence each, and £2.60 for postage. Please pay by card on our site.",
)
NOTICES = {
    "fees": FEES,
    "fees-for-all": replace(FEES, covers=""),
    "acknowledgement": replace(ACKNOWLEDGEMENT, words="We will write by post, as you asked."),
    "clarification": CLARIFICATION,
    "clarification-of-all": replace(CLARIFICATION, covers="", reply_by=None),
    "extension": EXTENSION,
}


def html_of(notice: Notice, dated: date | None = DATED) -> str:
    return notice_html(
        notice, addressee=sample.ADDRESSEE, particulars=sample.PARTICULARS, dated=dated
    )


def check_golden(name: str, html: str) -> None:
    golden = GOLDEN / f"{name}.txt"
    text = text_of(html)
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(text)
    assert text == golden.read_text()
    kind, title = ("letter" if name.startswith("response") else "notice"), text.partition("\n")[0]
    check(typeset(html, kind)[0], title=title)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NOTICES)
def test_the_text_is_the_one_that_was_reviewed(name: str) -> None:
    check_golden(name, html_of(NOTICES[name]))


@pytest.mark.parametrize("name", NOTICES)
def test_what_is_stored_is_what_was_written(name: str) -> None:
    assert from_json(canonical_json(NOTICES[name])) == NOTICES[name]


@pytest.mark.parametrize("text", ["", "[]", '{"schema":2}', '{"schema":1,"kind":"letter"}'])
def test_what_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(UnreadableResponse):
        from_json(text)


def test_a_letter_before_the_response_becomes_a_pdf() -> None:
    pdf = render(html_of(EXTENSION), "notice")
    text = text_of_pdf(pdf.content)
    assert "We estimate that we will have done so by 15 January 2027" in " ".join(text.split())
    assert "Complain to the Information Commissioner" in text


def test_only_a_letter_that_refuses_names_review_and_regulator() -> None:
    """s17(7): particulars of the complaints procedure and of section 50."""
    for name, notice in NOTICES.items():
        named = "Complain to the Information Commissioner" in html_of(notice)
        assert named == notice.kind.refuses, name


def test_nobody_signs_an_empty_page() -> None:
    """However long a letter is, its last page has more than a signature."""
    over = 0
    for lines in range(1, 9):
        words = "\n".join(f"Line {number}." for number in range(lines))
        content, pages = typeset(html_of(replace(FEES, words=words)), "notice")
        with PdfDocument(content) as pdf:
            last = pdf[pages - 1].get_textpage().get_text_range()
        over += pages > 1
        assert not last.startswith("Yours sincerely")
    assert 0 < over < 8


# --- the response ------------------------------------------------------------------------

ASKED = """1. How many lamps failed in 2025?
2. Which company repairs them, and on what terms?
"""
COST = {
    "cost_confirm_only": "no",
    "estimate_determine_hours": "1",
    "estimate_locate_hours": "6.5",
    "estimate_retrieve_hours": "12",
    "estimate_extract_hours": "9",
    "other_activities_left_out": "yes",
    "estimate_basis": "We timed 20 of the 640 job sheets: each takes about 2 minutes to read.",
    "refinement_advice": "Ask for one quarter, or for the twelve main roads.",
}
REPEATED = {
    "previous_request": "CAS-10001-A2B3C4",
    "previous_answered_on": "2026-09-14",
    "second_signatory": "The head of legal services",
}


@dataclass(frozen=True)
class Answered:
    """How both questions are answered: disposition, words, claims by limb, recorded facts."""

    disposition: str
    text: str
    claims: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)


LETTERS = {
    "full-disclosure": [Answered("disclosed", "1,204 lamps failed, and Lumen Ltd repairs them.")],
    "partial": [
        Answered("disclosed", "1,204 lamps failed."),
        Answered(
            "disclosed_redacted", "Lumen Ltd repairs them. We leave the prices out.", ("43(2)",)
        ),
    ],
    "refusal": [Answered("exempt_all", "We withhold this information.", ("31(1)(a)", "40(2)"))],
    "not-held": [Answered("not_held", "We hold nothing: the county runs the lamps.")],
    "neither-confirmed-nor-denied": [
        Answered("ncnd", "We can neither confirm nor deny this.", ("31(3)",))
    ],
    "cost": [Answered("refused_cost", "It would take too long to find out.", facts=COST)],
    "cost-of-finding-out": [
        Answered(
            "refused_cost",
            "It would take too long even to say whether we hold this.",
            facts={**COST, "cost_confirm_only": "yes", "estimate_determine_hours": "31"},
        )
    ],
    "vexatious": [Answered("refused_vexatious", "We have answered 41 like requests since May.")],
    "repeated": [Answered("refused_repeated", "You asked this in August.", facts=REPEATED)],
    "environmental": [
        Answered("not_held", "We hold no count.", ("EIR 12(4)(a)",), {"regime": "eir"}),
        Answered("exempt_all", "The text is being written.", ("EIR 12(4)(d)",), {"regime": "eir"}),
    ],
}


def response_to(answers: list[Answered]) -> Response:
    """Compiled from rows that the verbs wrote, with the standard texts that ship."""
    given.particulars()
    call_command("load_standard_texts", verbosity=0)
    case = given.received(ASKED, reference="CAS-20300-L4M5P6", title="Street lamps")
    asked = given.questions(case)
    for number, told in enumerate(answers):
        blocks = asked if len(answers) == 1 else [asked[number]]
        row = given.answer(case, blocks, text=told.text, disposition=told.disposition)
        recording.record_facts(row, told.facts, case=case, by=given.alice(), at=given.AT)
        claims = [given.claim(row, cite) for cite in told.claims]
        qualified = [claim for claim in claims if claim.law.qualified]
        if qualified:
            given.weighed(case, qualified)
    return compile_response(load_draft(case))


@pytest.mark.django_db
@pytest.mark.parametrize("name", LETTERS)
def test_a_response_of_each_kind_reads_as_it_was_reviewed(name: str) -> None:
    response = response_to(LETTERS[name])
    html = letter_html(
        response, addressee=sample.ADDRESSEE, particulars=sample.PARTICULARS, dated=DATED
    )
    assert response_from_json(response_json(response)) == response
    check_golden(f"response-{name}", html)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cost", "section 17(5)"),
        ("cost", "At the fixed rate of £25 an hour, to answer would cost £712.50."),
        ("cost", "Ask for one quarter, or for the twelve main roads"),
        ("cost-of-finding-out", "section 12(2) of the Act"),
        ("vexatious", "That is said of the request and not of you."),
        ("repeated", "CAS-10001-A2B3C4"),
        ("refusal", "this letter is the notice that section 17 of the Act requires"),
        ("neither-confirmed-nor-denied", "You should not take this to mean that we hold it"),
        ("environmental", "regulation 14 of the Regulations"),
        ("environmental", "regulation 11 gives you the right"),
    ],
)
def test_what_the_law_asks_for_stands_in_the_letter(name: str, said: str) -> None:
    response = response_to(LETTERS[name])
    html = letter_html(
        response, addressee=sample.ADDRESSEE, particulars=sample.PARTICULARS, dated=None
    )
    text = text_of(html)
    assert said in text
    assert "Complain to the Information Commissioner" in text

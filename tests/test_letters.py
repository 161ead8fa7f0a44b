"""Every kind of letter as a person reads it, in tests/golden/letters; GOLDEN=write writes anew."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from requests_app.notice import Engaged, Notice, NoticeKind, canonical_json, from_json
from requests_app.rendering import notice_html, render
from requests_app.response import UnreadableResponse
from tests import sample_response as sample
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
NOTICES = {
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

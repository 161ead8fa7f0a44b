"""What letter and record say, read as text in tests/golden; write them anew with GOLDEN=write."""

from __future__ import annotations

import difflib
import os
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from requests_app.particulars import Addressee
from requests_app.rendering import letter_html, record_html
from tests import sample_response as sample
from tests.plain_text import text_of

GOLDEN = Path(__file__).parent / "golden"


def letter(dated: date | None = date(2022, 5, 17)) -> str:
    return letter_html(
        sample.RESPONSE,
        addressee=sample.ADDRESSEE,
        particulars=sample.PARTICULARS,
        dated=dated,
    )


def record(month: date | None = date(2022, 5, 1)) -> str:
    return record_html(sample.RESPONSE, authority=sample.PARTICULARS, month=month)


def annex() -> str:
    return render_to_string("response/_annex.html", {"response": sample.RESPONSE})


@pytest.mark.parametrize(
    ("name", "html"), [("letter", letter()), ("record", record()), ("annex", annex())]
)
def test_the_text_is_the_one_that_was_reviewed(name: str, html: str) -> None:
    golden = GOLDEN / f"{name}.txt"
    text = text_of(html)
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(text)
    assert text == golden.read_text()


def _changed_lines(one: str, other: str) -> list[str]:
    difference = difflib.ndiff(one.splitlines(), other.splitlines())
    return [line for line in difference if line[:2] in {"- ", "+ "}]


def test_a_dated_letter_differs_in_its_date_only() -> None:
    assert _changed_lines(letter(None), letter(date(2022, 5, 17))) == [
        "- <p>Date: <strong>to be added when sent</strong></p>",
        "+ <p>Date: <strong>17 May 2022</strong></p>",
    ]


def test_a_published_record_differs_in_its_month_only() -> None:
    assert _changed_lines(record(None), record(date(2022, 5, 30))) == [
        "- <p>Publication date: <strong>to be added on publication</strong></p>",
        "+ <p>Publication date: <strong>May 2022</strong></p>",
    ]


@pytest.mark.parametrize("secret", ["Quillon", "Featherby", "quillon", "Nowhere Row", "ZZ9 9ZZ"])
def test_the_record_does_not_know_the_requester(secret: str) -> None:
    assert secret in letter() or secret in letter_to_mail()
    assert secret not in record()


def letter_to_mail() -> str:
    addressee = Addressee(sample.ADDRESSEE.name, sample.ADDRESSEE.email, postal_address="")
    return letter_html(
        sample.RESPONSE, addressee=addressee, particulars=sample.PARTICULARS, dated=None
    )


def test_a_letter_without_postal_address_names_the_e_mail_address() -> None:
    assert "By e-mail: quillon.featherby@example.org" in text_of(letter_to_mail())
    assert "By e-mail" not in text_of(letter())


def test_a_letter_that_refuses_nothing_is_no_refusal_notice_but_names_the_review() -> None:
    """Section 45 Code: review and regulator stand on every letter, even a full disclosure."""
    kept = replace(sample.ANSWERS[1], questions=("q8",), covers="question 6")
    response = replace(sample.RESPONSE, answers=(kept,), annex=())
    text = text_of(
        letter_html(
            response, addressee=sample.ADDRESSEE, particulars=sample.PARTICULARS, dated=None
        )
    )
    assert "section 17" not in text
    assert "Explanatory annex" not in text
    assert "We hold the information asked for in question 6 of part 1 and provide it." in text
    assert "# If you are unhappy with this response" in text


@pytest.mark.parametrize("field", ["name", "email", "postal_address"])
def test_what_a_person_typed_stays_text(field: str) -> None:
    addressee = replace(sample.ADDRESSEE, **{field: "<b>x</b>&amp;"})
    if field == "email":
        addressee = replace(addressee, postal_address="")
    html = letter_html(
        sample.RESPONSE, addressee=addressee, particulars=sample.PARTICULARS, dated=None
    )
    assert "<b>x</b>" not in html
    assert "&lt;b&gt;x&lt;/b&gt;&amp;amp;" in html


def test_headings_skip_no_level_and_every_anchor_is_there_once() -> None:
    for html in (letter(), record()):
        soup = BeautifulSoup(html, "html.parser")
        levels = [int(tag.name[1]) for tag in soup.find_all(["h1", "h2", "h3", "h4"])]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        anchors = [str(tag["id"]) for tag in soup.find_all(id=True)]
        assert len(anchors) == len(set(anchors))
        inside = {str(link["href"])[1:] for link in soup.select('a[href^="#"]')}
        assert inside <= set(anchors)
        assert inside

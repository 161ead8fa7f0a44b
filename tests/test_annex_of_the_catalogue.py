"""Every entry of the catalogue becomes a section of the annex, in the letter and in the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup

from exemptions.annex import AnnexSection, ClaimFacts, Use, WeighedTest, Wording, compile_annex
from exemptions.catalogue import catalogue
from exemptions.placeholders import STANDING, fill, standing_values, unfilled
from exemptions.shipped_wording import shipped_wordings
from requests_app.rendering import letter_html, record_html
from tests import sample_response as sample
from tests.plain_text import text_of

WORDINGS = {one.provision_cite: one.body for one in shipped_wordings()}
STANDING_VALUES = standing_values(
    public_authority="Northmere", regulator="ICO", authority_type="other", on=date(2026, 11, 26)
)


def section_of(cite: str) -> AnnexSection:
    """The section of a claim of this entry whose facts are all given."""
    law = catalogue()[cite]
    values = {name: f"words for {name}" for name in law.required_facts} | STANDING_VALUES
    body = WORDINGS[cite]
    assert unfilled(body, values) == ()
    test = WeighedTest((cite,), ("for",), ("against",), "maintain", "because", "2026-10-20")
    use = Use("question 1", "It applies.", law.thresholds[0] if law.thresholds else "", "")
    claim = ClaimFacts(law, use, test)
    (section,) = compile_annex([claim], {cite: Wording(1, fill(body, values))})
    return section


@pytest.mark.parametrize("cite", catalogue())
def test_an_entry_renders_its_section(cite: str) -> None:
    law, section = catalogue()[cite], section_of(cite)
    response = replace(sample.RESPONSE, annex=(section,))
    letter = letter_html(
        response, addressee=sample.ADDRESSEE, particulars=sample.PARTICULARS, dated=None
    )
    record = record_html(response, authority=sample.PARTICULARS, month=date(2026, 11, 1))
    for html in (letter, record):
        text = text_of(html)
        soup = BeautifulSoup(html, "html.parser")
        (heading,) = [h for h in soup.find_all(["h2", "h3"]) if h.get_text().strip() == law.heading]
        assert heading
        # The first words of the wording stand there, and no brace is left.
        assert text_of(f"<p>{section.wording.split(chr(10))[0][:40]}</p>").strip() in text
        assert "{" not in text
        assert law.guidance.url in html
        assert ("The public interest test" in text) is law.qualified


def test_the_weighing_is_there_where_the_law_asks_for_it() -> None:
    for cite, law in catalogue().items():
        assert bool(section_of(cite).tests) is law.qualified, cite


def test_all_entries_together_keep_the_order_of_the_law() -> None:
    claims = [
        ClaimFacts(law, Use("question 1", "It applies.", "", ""), None)
        for law in reversed(list(catalogue().values()))
    ]
    wordings = {cite: Wording(1, body) for cite, body in WORDINGS.items()}
    assert [section.provision for section in compile_annex(claims, wordings)] == list(catalogue())


def test_standing_words_are_all_there() -> None:
    assert set(STANDING_VALUES) == STANDING

"""The pages of the gate in a real browser: readable by everybody, on a desktop and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import DESKTOP, PHONE, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.servers]

# Half drafted: questions are open, a claim has no reason and no test.
DRAFT = "/requests/foi-2026-demo3/"


def withheld(page: Page) -> str:
    """The address of the answer that withholds something."""
    page.goto(page.url.partition("/requests/")[0] + f"{DRAFT}answers/")
    answer = page.get_by_role("link", name="Answer to question 7")
    address = answer.get_attribute("href")
    assert address
    return address


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_are_accessible_and_fit_the_window(
    portal: str, officer: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = officer(DRAFT, size=size)
    answer = withheld(page)
    page.goto(portal + answer)
    claim = page.locator(".govuk-task-list__link").first.get_attribute("href")
    for address in (
        *(DRAFT, f"{DRAFT}facts/", f"{DRAFT}submit/", answer, f"{answer}facts/"),
        *(f"{claim}", f"{claim}facts/"),
    ):
        page.goto(portal + address)
        for folded in page.locator(".app-gate__reason summary").all():
            folded.click()
        assert axe_violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address


def test_what_is_recorded_leaves_the_list_and_other_words_stay(
    portal: str, officer: Callable[..., Page]
) -> None:
    page = officer(DRAFT)
    page.goto(portal + withheld(page))
    missing = page.locator("#facts .app-missing")
    sentence = "whether it would be enough to take something out"
    expect(missing).to_contain_text(sentence)
    page.locator("#id_text").fill("We withhold this. It is not saved yet.")
    page.locator('#facts [name="redaction_considered"][value="not_possible"]').check()
    page.get_by_role("button", name="Save what is recorded").click()
    expect(missing).not_to_contain_text(sentence)
    # What the answer leads to is asked at once; the words in the other form are still there.
    expect(page.locator('#facts [name="redaction_reason"]')).to_be_visible()
    expect(page.locator("#id_text")).to_have_value("We withhold this. It is not saved yet.")

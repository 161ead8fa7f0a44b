"""The guided steps in a real browser: on a phone, by keyboard, without JavaScript, and with axe."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import DESKTOP, PHONE, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.servers]

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


def claiming(page: Page, portal: str, limb: str) -> None:
    """A new case, one answer that withholds, and the limb chosen for it."""
    page.goto(f"{portal}/requests/new/")
    page.get_by_label("Title").fill("The depot")
    page.get_by_label("Requester’s name").fill("Robin Sample")
    page.get_by_label("Requester’s e-mail address").fill("robin.sample@example.org")
    page.get_by_label("Text of the request").fill("1. Who keeps the keys?\n2. Which locks are on?")
    page.get_by_role("button", name="Save and split the request").click()
    page.goto(page.url.replace("split/", "answers/"))
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Answer the selected questions together").click()
    page.get_by_role("radio", name=re.compile("^Withheld")).check()
    page.get_by_role("button", name="Claim an exemption").click()
    page.get_by_label("Which exemption applies?").select_option(limb)
    page.get_by_role("button", name="Continue").click()


def is_sound(page: Page, size: tuple[int, int]) -> None:
    assert axe_violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0], page.url


def question(page: Page, name: str) -> None:
    """The question is the one heading of the page."""
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


@SIZES
def test_law_enforcement_by_keyboard(
    portal: str, officer: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = officer(size=size)
    claiming(page, portal, "31(1)(a)")
    page.get_by_role("button", name="Save and answer the questions step by step").press("Enter")

    question(page, "Which interest would be harmed?")
    expect(page.get_by_text("Question 1 of about 5")).to_be_visible()
    is_sound(page, size)
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter an answer")
    is_sound(page, size)
    page.get_by_role("link", name="Enter an answer").press("Enter")
    page.keyboard.type("the safety of the depot at night")
    page.keyboard.press("Enter")

    question(page, "What harm would come to it?")
    page.get_by_label("What harm would come to it?").focus()
    page.keyboard.type("let burglars in")
    page.keyboard.press("Enter")
    for heading in (
        "How would disclosure bring that about?",
        "What shows that this is a real risk?",
    ):
        question(page, heading)
        is_sound(page, size)
        page.get_by_label(heading).focus()
        page.keyboard.type("Whoever reads the names of the locks can buy what opens them.")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Continue")).to_be_focused()
        page.keyboard.press("Enter")

    question(page, "How likely is the harm?")
    is_sound(page, size)
    page.get_by_role("radio", name="It would be likely to happen").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Continue").press("Enter")

    question(page, "Check your answers")
    is_sound(page, size)
    draft = page.get_by_label("The draft that your answers make").input_value()
    assert "What is at stake is the safety of the depot at night." in draft
    assert "Disclosure would be likely to let burglars in." in draft
    page.get_by_role("link", name="Change the answer to “What harm").press("Enter")
    page.get_by_label("What harm would come to it?").fill("let thieves in")
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.get_by_label("The draft that")).to_have_value(re.compile("let thieves in"))
    page.get_by_role("button", name="Save and continue").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Public interest test")


def test_personal_data_without_javascript_on_a_phone(
    portal: str, officer: Callable[..., Page]
) -> None:
    page = officer(size=PHONE, javascript=False)
    claiming(page, portal, "40(2) with 40(3A)(a)")
    page.get_by_label("Why does it apply here?").fill("Written by hand before.")
    page.get_by_role("button", name="Save and answer the questions step by step").click()

    page.get_by_role("radio", name="No").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("does not apply here")
    expect(page.get_by_role("link", name="Claim section 41(1) instead")).to_be_visible()
    expect(page.get_by_role("link", name="Choose another limb")).to_be_visible()
    expect(page.get_by_role("button", name="Remove this claim")).to_be_visible()
    page.get_by_role("link", name="Go back and change the answer").click()
    page.get_by_role("radio", name="Yes").check()
    page.get_by_role("button", name="Continue").click()

    asked = 0
    while "/check/" not in page.url:
        asked += 1
        assert asked < 15, page.url
        expect(page.get_by_role("button", name="Continue")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0], page.url
        if page.get_by_role("radio").count():
            sensitive = "special_category/" in page.url or "criminal_offence/" in page.url
            page.get_by_role("radio").nth(1 if sensitive else 0).check()
        else:
            page.get_by_role("textbox").fill("He keeps the keys and answers to nobody outside.")
        page.get_by_role("button", name="Continue").click()
    assert asked == 9

    expect(page.get_by_text("Written by hand before.")).to_be_visible()
    expect(page.get_by_role("button", name="Save and continue")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Select what shall be done")
    page.get_by_role("radio", name="Put the draft in their place").check()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("nobody has edited it yet")).to_be_visible()
    # The link of the claim covers its whole row, and must leave this one to be clicked.
    page.get_by_role("link", name="Check the answers to the questions").click()
    question(page, "Check your answers")


@SIZES
def test_every_kind_of_page_is_sound(
    portal: str, officer: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = officer(size=size)
    claiming(page, portal, "40(2) with 40(3A)(a)")
    page.get_by_label("Why does it apply here?").fill("Written by hand before.")
    is_sound(page, size)
    page.get_by_role("button", name="Save and answer the questions step by step").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Select an answer")
    is_sound(page, size)
    page.get_by_role("radio", name="No").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("does not apply here")
    is_sound(page, size)

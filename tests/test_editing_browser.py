"""Writing in a real browser: kept while it is typed, through crashes, cuts and sign-ins."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from requests_app.once import SAID_TWICE
from tests.browsing import PHONE, axe_violations, sign_in
from tests.test_workbench_browser import begin_answer, press, receive, text_of

pytestmark = [pytest.mark.browser, pytest.mark.servers]

SAVED = re.compile(r"^Saved \d\d:\d\d as a draft of your own$")


def kill_renderers(page: Page) -> None:
    """Ends the processes behind the pages of the tests' own browser, as a crash does."""
    browser = page.context.browser
    assert browser is not None
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    with page.expect_event("crash"):
        for process in processes:
            if process["type"] == "renderer":
                os.kill(process["id"], signal.SIGKILL)


def expect_kept(page: Page) -> None:
    expect(page.locator("[data-kept-status]")).to_have_text(SAVED, timeout=15_000)


def writing(page: Page) -> Locator:
    """The box of a new answer, on a page whose scripts are there."""
    area = begin_answer(page)
    page.wait_for_load_state()
    return area


def expect_told(page: Page, why: str) -> None:
    told = re.compile(f"^Not saved: {why}")
    expect(page.locator("[data-kept-status]")).to_have_text(told, timeout=15_000)


@pytest.mark.fault("F2")
def test_words_are_kept_while_they_are_typed_and_survive_a_crash(
    officer: Callable[..., Page],
) -> None:
    page = officer(watched=False)
    writing(page).press_sequentially("Words that took an afternoon")
    expect_kept(page)
    address, context = page.url, page.context
    kill_renderers(page)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("heading", name="You have text that was not saved")).to_be_visible()
    assert axe_violations(page) == []
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    page.get_by_role("button", name="Use it").click()
    expect(text_of(page)).to_have_value("Words that took an afternoon")
    press(page, "Save")
    expect(page.get_by_text("The answer is saved.")).to_be_visible()
    expect(page.locator(".app-kept")).to_have_count(0)


def test_the_facts_beside_an_answer_are_kept_with_it(officer: Callable[..., Page]) -> None:
    page = officer()
    writing(page).fill("We looked for them.")
    page.locator("[name=disposition][value=not_held]").check()
    press(page, "Save")
    expect(page.get_by_text("The answer is saved.")).to_be_visible()
    page.wait_for_load_state()
    for box, words in (
        (text_of(page), "Twice. "),
        (page.locator("[name=search_where]"), "In the archive"),
    ):
        with page.expect_response("**/kept/"):
            box.press_sequentially(words)
            box.blur()
    page.get_by_role("link", name="Back to all questions").click()
    waiting = page.get_by_role("region", name="Text of yours that is not saved")
    expect(waiting.get_by_role("link")).to_have_count(2)
    waiting.get_by_role("link", name="What is recorded of an answer").click()
    page.get_by_role("button", name="Use it").click()
    expect(page.locator("[name=search_where]")).to_have_value("In the archive")
    assert axe_violations(page) == []
    # Saved without leaving the page, it is kept no more.
    press(page, "Save what is recorded")
    expect(page.locator("#facts .app-kept")).to_have_count(0)
    page.get_by_role("link", name="Back to the answer").click()
    expect(page.locator("[name=search_where]")).to_have_value("In the archive")
    expect(page.get_by_role("heading", name="You have text that was not saved")).to_have_count(1)
    assert axe_violations(page) == []


def test_facts_of_the_case_are_kept_though_one_is_called_as_a_property_of_forms(
    officer: Callable[..., Page],
) -> None:
    page = officer()
    receive(page, 1)
    page.goto(f"{page.url.partition('answers/')[0]}facts/")
    # Section 11 asks of a dataset, and form.dataset is that question then.
    expect(page.locator("[name=dataset]").first).to_be_attached()
    day = page.locator("[name=documents_kept_day]")
    day.press_sequentially("2")
    day.blur()
    expect_kept(page)
    page.reload()
    page.get_by_role("button", name="Use it").click()
    expect(day).to_have_value("2")


def test_nothing_typed_lies_in_the_browser(officer: Callable[..., Page]) -> None:
    page = officer()
    writing(page).press_sequentially("Words of the authority")
    expect_kept(page)
    held = "[...Object.values(localStorage), ...Object.values(sessionStorage)].join()"
    assert "Words" not in page.evaluate(held)
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0


def test_without_a_connection_the_page_says_so_and_asks_before_it_is_left(
    officer: Callable[..., Page],
) -> None:
    page = officer(watched=False)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    area = writing(page)
    page.context.set_offline(True)
    area.press_sequentially("More words")
    area.blur()
    expect_told(page, "no connection")
    page.get_by_role("link", name="Back to all questions").click()
    expect(text_of(page)).to_have_value("More words")
    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    expect_kept(page)
    page.get_by_role("link", name="Back to all questions").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Answer the questions")
    assert asked == ["beforeunload"], "what is kept needs no question"
    expect(page.get_by_role("heading", name="Text of yours that is not saved")).to_be_visible()


def test_who_is_signed_out_while_typing_signs_in_elsewhere_and_loses_nothing(
    officer: Callable[..., Page],
) -> None:
    page = officer(watched=False)
    area = writing(page)
    page.context.clear_cookies(name="session")
    area.press_sequentially("Words of a long day")
    area.blur()
    expect_told(page, "you are signed out")
    other = page.context.new_page()
    sign_in(other, page.url.partition("/requests/")[0], "demo.officer")
    area.press_sequentially(".")
    area.blur()
    expect_kept(page)
    # The token of this page is of before the sign-in: the words come back, and are saved then.
    press(page, "Save")
    expect(page.get_by_text("You were signed out, or signed in again")).to_be_visible()
    expect(text_of(page)).to_have_value("Words of a long day.")
    press(page, "Save")
    expect(page.get_by_text("The answer is saved.")).to_be_visible()


@pytest.mark.fault("F4")
def test_a_real_double_click_does_one_thing_and_says_so(officer: Callable[..., Page]) -> None:
    page = officer(javascript=False)
    writing(page).fill("There are 12.")
    page.get_by_role("button", name="Save", exact=True).dblclick()
    expect(
        page.get_by_text("The answer is saved.").or_(page.get_by_text(SAID_TWICE)).first
    ).to_be_visible()
    expect(page.get_by_role("link", name="History of this answer (1 saved)")).to_be_visible()

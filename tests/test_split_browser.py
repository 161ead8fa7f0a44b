"""Correcting a split in a real browser: by keyboard alone, without a script, and when it fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import DESKTOP, PHONE, axe_violations

pytestmark = [pytest.mark.browser, pytest.mark.servers]

FORTY = (
    "Dear council,\n\nStreet lighting\n\n"
    + "\n".join(
        f"{number}. How many lights are in ward {number}? Say when they were put up."
        for number in range(1, 41)
    )
    + "\n\nYours faithfully,\nRobin Sample\n"
)
Open = Callable[..., Page]

# What each block is, its number, its words, and what stands under its name.
AS_IT_STANDS = """() => [...document.querySelectorAll('.app-block')].map(block => [
  block.id, block.dataset.level, 'omitted' in block.dataset,
  block.querySelector('.app-block__tags').innerText, block.querySelector('.app-block__text').innerText
].join(' '))"""


def receive(page: Page, text: str = FORTY) -> Page:
    page.goto(page.url.partition("/requests/")[0] + "/requests/new/")
    page.get_by_label("Title").fill("Lights")
    page.get_by_label("Requester’s name").fill("Robin Sample")
    page.get_by_label("Requester’s e-mail address").fill("robin@example.org")
    page.get_by_label("Text of the request").fill(text)
    page.get_by_role("button", name="Save and split the request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the split")
    return page


def as_it_stands(page: Page) -> list[str]:
    found: list[str] = page.evaluate(AS_IT_STANDS)
    return found


def as_saved(page: Page) -> list[str]:
    """The same after loading the page: what the server has."""
    page.reload()
    return as_it_stands(page)


def words(page: Page) -> str:
    """The words of the block that has the focus."""
    return str(page.evaluate("document.activeElement.querySelector('.app-block__text').innerText"))


def revision(page: Page) -> str:
    return page.locator("[name=revision]").input_value()


def press(page: Page, *keys: str) -> None:
    """Presses keys that correct something, and waits after each until it is saved."""
    for key in keys:
        before = revision(page)
        page.keyboard.press(key)
        expect(page.locator("[name=revision]")).not_to_have_value(before)


def go(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def reach_the_list(page: Page) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.app-block')"):
            return
    raise AssertionError("The Tab key does not lead to the blocks.")


def test_forty_questions_are_corrected_and_undone_by_keyboard_alone(officer: Open) -> None:
    page = receive(officer())
    as_split = as_it_stands(page)
    assert len(as_split) == 43
    reach_the_list(page)
    assert words(page) == "Dear council,"
    go(page, "ArrowDown")
    press(page, "c", "h")
    go(page, "ArrowDown", "ArrowDown")
    assert words(page).startswith("2. How many lights are in ward 2?")
    press(page, "]")
    go(page, "ArrowDown")
    press(page, "]")
    # Into the text, at the start of the second sentence. It can be moved in, not typed in.
    go(page, "ArrowDown", "Enter")
    box = page.get_by_role("textbox", name="Put the cursor where the second part begins")
    expect(box).to_be_focused()
    page.keyboard.type("no words")
    go(page, "ArrowRight", "ArrowLeft")
    press(page, "Enter")
    assert words(page) == "Say when they were put up."
    go(page, "l")
    page.keyboard.type("4b.")
    press(page, "Enter")
    assert words(page) == "4b. Say when they were put up."
    go(page, "End", "ArrowUp")
    press(page, "x")
    go(page, "Home", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown")
    press(page, "Alt+ArrowDown", "j")
    assert words(page).startswith("5. How many lights are in ward 5? Say when they were put up.\n4b.")
    corrected = as_it_stands(page)
    kinds = [line.split(" ", 3)[3].partition("\n")[0] for line in corrected]
    assert kinds[1:6] == [
        "Section heading",
        "Question 1 Answered through its parts",
        "Question 1(2)",
        "Question 1(3)",
        "Question 4",
    ] or corrected[:8] == []
    assert as_saved(page) == corrected
    reach_the_list(page)
    press(page, *"zzzzzzzzz")
    assert as_it_stands(page) == as_split
    assert as_saved(page) == as_split
    reach_the_list(page)
    page.keyboard.press("z")
    expect(page.get_by_text("There is nothing to undo.")).to_be_visible()


def test_look(officer: Open) -> None:
    for name, size in (("desktop", DESKTOP), ("phone", PHONE)):
        page = receive(officer(size=size))
        page.screenshot(path=f"/tmp/shots-screen/{name}.png")
        page.locator(".app-block").nth(3).click()
        press(page, "]")
        page.keyboard.press("Enter")
        page.locator("textarea").wait_for()
        page.screenshot(path=f"/tmp/shots-screen/{name}-cut.png")
        print(axe_violations(page))
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        page.screenshot(path=f"/tmp/shots-screen/{name}-keys.png")
        print(axe_violations(page))
        page.keyboard.press("Escape")

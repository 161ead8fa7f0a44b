"""Correcting a split in a real browser: by keyboard alone, without a script, and when it fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import DESKTOP, PHONE, ZOOMED, axe_violations, keep_documents
from tests.split_page import (
    as_it_stands,
    as_saved,
    go,
    in_hand,
    press,
    reach_the_list,
    receive,
    revision,
    told,
    words,
)

pytestmark = [pytest.mark.browser, pytest.mark.servers]

Open = Callable[..., Page]


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
    go(page, "End")
    press(page, "x")
    expect(page.get_by_text("Shown again. Saved")).to_be_visible()
    go(page, "Home", *["ArrowDown"] * 6)
    press(page, "Alt+ArrowDown", "j")
    assert [told(page, place) for place in range(1, 7)] == [
        "Section heading",
        "Question 1 Answered through its parts",
        "Question 1(2)",
        "Question 1(3)",
        "Question 4",
        "Question 5",
    ]
    assert words(page).startswith("5. How many lights are in ward 5?")
    assert "4b. Say when they were put up." in words(page)
    assert axe_violations(page) == []
    corrected = as_it_stands(page)
    assert as_saved(page) == corrected
    reach_the_list(page)
    press(page, *"zzzzzzzzz")
    assert as_it_stands(page) == as_split
    assert as_saved(page) == as_split
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    reach_the_list(page)
    press(page, *"yyyyyyyyy")
    assert as_it_stands(page) == corrected
    expect(page.get_by_text("Done again. Saved")).to_be_visible()
    expect(page.get_by_role("button", name="Redo")).to_have_count(0)
    assert axe_violations(page) == []
    assert as_saved(page) == corrected


def test_keys_that_are_pressed_fast_are_done_in_their_order(officer: Open) -> None:
    page = receive(officer())
    reach_the_list(page)
    go(page, "ArrowDown", "ArrowDown", *["Alt+ArrowDown"] * 5, "c", "]")
    expect(page.locator("[name=revision]")).to_have_value("7")
    assert words(page).startswith("1. How many")
    assert told(page, 7) == "Context"
    go(page, *"zzzzzzz")
    expect(page.locator("[name=revision]")).to_have_value("14")
    assert told(page, 2) == "Question 1"


def test_keys_do_nothing_outside_the_list_and_in_fields(officer: Open) -> None:
    page = receive(officer())
    page.get_by_role("button", name="Work by keyboard").focus()
    go(page, *"cxjz]")
    reach_the_list(page)
    go(page, "l")
    page.keyboard.type("cxjz]?")
    expect(page.get_by_role("textbox", name="Number as")).to_have_value("cxjz]?")
    go(page, "Escape", "Enter")
    page.get_by_role("textbox", name="Put the cursor").wait_for()
    page.keyboard.type("cxjz]?")
    go(page, "Escape", "?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe_violations(page) == []
    go(page, *"cxjz]", "Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert revision(page) == "0"
    assert words(page) == "Dear council,"


def test_a_cut_counts_characters_as_people_do(officer: Open) -> None:
    """Beyond the first 65,536 signs of Unicode a script counts two, and a line end counts one."""
    page = receive(officer(), "1. How many 🌳🌳 trees\nand 🌳 bushes are there? Where?\n2. Why?")
    reach_the_list(page)
    go(page, "Enter")
    expect(page.get_by_role("textbox", name="Put the cursor")).to_be_focused()
    go(page, "Control+End", *["ArrowLeft"] * len("Where?"))
    press(page, "Enter")
    assert words(page) == "Where?"


def test_a_double_click_moves_once(officer: Open) -> None:
    page = receive(officer())
    in_hand(page, 2).get_by_role("button", name="Down").dblclick()
    expect(page.get_by_text("Moved. Saved")).to_be_visible()
    assert [told(page, place) for place in (2, 3, 4)] == ["Question 2", "Question 1", "Question 3"]
    assert revision(page) == "1"
    expect(page.locator(".app-block").nth(3).get_by_role("button", name="Down")).to_be_focused()


def test_the_same_without_a_script(officer: Open) -> None:
    page = receive(officer(javascript=False))
    as_split = as_it_stands_without_a_script(page)
    expect(page.get_by_role("button", name="Work by keyboard")).to_be_hidden()

    def button(name: str, place: int) -> None:
        page.locator(".app-block").nth(place).get_by_role("button", name=name).click()

    button("Context", 1)
    button("Indent", 3)
    page.locator(".app-block").nth(4).get_by_role("link", name="Cut").click()
    page.get_by_label("Say when they were put up.").check()
    page.get_by_role("button", name="Cut it here").click()
    button("Join above", 5)
    button("Leave out", 6)
    button("Down", 7)
    page.locator(".app-block").nth(9).get_by_role("link", name="Number").click()
    page.get_by_label("Number as the requester printed it").fill("7)")
    page.get_by_role("button", name="Save").click()
    await_saved(page, 7)
    corrected = as_it_stands_without_a_script(page)
    assert corrected != as_split
    for saved in range(8, 15):
        page.get_by_role("button", name="Undo").click()
        await_saved(page, saved)
    assert as_it_stands_without_a_script(page) == as_split
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    for saved in range(15, 22):
        page.get_by_role("button", name="Redo").click()
        await_saved(page, saved)
    assert as_it_stands_without_a_script(page) == corrected
    expect(page.get_by_role("button", name="Redo")).to_have_count(0)


def await_saved(page: Page, corrections: int) -> None:
    """Until the page that came after so many corrections is there as a whole."""
    expect(page.locator("[name=revision]").first).to_have_value(str(corrections))
    page.wait_for_load_state()


def as_it_stands_without_a_script(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(".app-block__body").all_inner_texts()]


# --- when it fails -----------------------------------------------------------------------


def path_of(page: Page) -> str:
    return page.url[page.url.index("/requests/") :].partition("#")[0]


def test_what_somebody_else_corrected_meanwhile_is_shown(officer: Open) -> None:
    mine = receive(officer(watched=False))
    theirs = officer(path_of(mine))
    in_hand(theirs, 2).get_by_role("button", name="Context").click()
    expect(theirs.get_by_text("Changed what it is. Saved")).to_be_visible()
    reach_the_list(mine)
    go(mine, "End", "x")
    expect(mine.get_by_text("The split was changed after you loaded this page")).to_be_visible()
    assert as_it_stands(mine) == as_it_stands(theirs)
    assert words(mine).startswith("Yours faithfully")
    press(mine, "x", "z", "z")
    go(mine, "z")
    expect(mine.get_by_text("There is nothing to undo.")).to_be_visible()


def test_whoever_is_signed_out_is_told_so(officer: Open) -> None:
    page = receive(officer(watched=False))
    reach_the_list(page)
    page.context.clear_cookies(name="session")
    go(page, "c")
    expect(page.get_by_text("You have been signed out.")).to_be_in_viewport()
    expect(page.locator("#split-status")).to_have_text("Not saved.")
    assert told(page, 0) == "Context Left out"


def test_a_case_that_was_submitted_meanwhile_says_why(officer: Open) -> None:
    text = "1. How many lights are there? Where?"
    mine = receive(officer(watched=False), text)
    theirs = officer(path_of(mine).replace("split", "answers"))
    theirs.get_by_role("checkbox").check()
    theirs.get_by_role("button", name="Answer the selected questions together").click()
    theirs.get_by_label("Disclosed", exact=True).check()
    theirs.get_by_label("Answer", exact=True).fill("There are 12, on Mill Lane.")
    theirs.get_by_role("button", name="Save", exact=True).click()
    case = path_of(mine).replace("split/", "")
    portal = theirs.url.partition("/requests/")[0]
    keep_documents(theirs, f"{portal}{case}")
    theirs.goto(f"{portal}{case}submit/")
    theirs.get_by_role("button", name="Submit for review").click()
    expect(theirs.get_by_text("Version 1 is submitted for review.")).to_be_visible()
    reach_the_list(mine)
    go(mine, "c")
    expect(
        mine.get_by_text("The case is in review, so nobody can change the draft")
    ).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE, ZOOMED], ids=["desktop", "phone", "zoomed"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    officer: Open, size: tuple[int, int]
) -> None:
    page = receive(officer(size=size))
    page.locator(".app-block__text").nth(3).click()
    press(page, "]")
    go(page, "Enter")
    page.get_by_role("textbox", name="Put the cursor").wait_for()
    # To the end: the bar at the foot of the window hides half of a button otherwise.
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]

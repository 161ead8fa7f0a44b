"""Several blocks of a split are chosen and corrected at once: by keys, with a mouse, without a
script.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import DESKTOP, PHONE, ZOOMED, axe_violations
from tests.split_page import (
    as_it_stands,
    as_saved,
    go,
    press,
    reach_the_list,
    receive,
    revision,
    told,
    words,
)

pytestmark = [pytest.mark.browser, pytest.mark.servers]

Open = Callable[..., Page]

LISTS = """Dear council,

1. How many lights are there?
2. For each light:
a) its height
b) its colour
c) its age
3. Who pays?

Please send:
- costs
- staff
"""
CHOSEN = """() => [...document.querySelectorAll('.app-block')].flatMap((block, place) =>
  block.getAttribute('aria-selected') === 'true' ? [place] : [])"""


def chosen(page: Page) -> list[int]:
    """The places of the blocks that are chosen, as a screen reader is told."""
    found: list[int] = page.evaluate(CHOSEN)
    return found


def without_keys(blocks: list[str]) -> list[str]:
    """Blocks that were cut off are new ones."""
    return [block.partition(" ")[2] for block in blocks]


def test_a_list_is_chosen_and_corrected_with_two_keys(officer: Open) -> None:
    page = receive(officer(), LISTS)
    as_split = as_it_stands(page)
    reach_the_list(page)
    go(page, *["ArrowDown"] * 4, "a")
    assert words(page) == "b) its colour"
    assert chosen(page) == [3, 4, 5]
    expect(page.locator("#split-chosen-count")).to_have_text("3 blocks ticked")
    assert axe_violations(page) == []
    press(page, "c")
    expect(page.get_by_text("Changed what 3 blocks are. Saved")).to_be_visible()
    assert [told(page, place) for place in range(2, 7)] == [
        "Question 2",
        *["Context"] * 3,
        "Question 3",
    ]
    # They are still chosen, for what comes next.
    assert chosen(page) == [3, 4, 5]
    press(page, "z")
    assert as_it_stands(page) == as_split
    press(page, "j")
    expect(page.get_by_text("Joined 3 blocks to the one above them. Saved")).to_be_visible()
    assert words(page).split("\n") == [
        "2. For each light:",
        "a) its height",
        "b) its colour",
        "c) its age",
    ]
    assert chosen(page) == []
    go(page, "Enter")
    expect(page.get_by_role("button", name="Cut at every line (4)")).to_be_visible()
    assert axe_violations(page) == []
    press(page, "Shift+Enter")
    assert chosen(page) == [3, 4, 5]
    press(page, "]")
    expect(page.get_by_text("Indented 3 blocks. Saved")).to_be_visible()
    assert without_keys(as_it_stands(page)) == without_keys(as_split)
    assert without_keys(as_saved(page)) == without_keys(as_split)
    assert chosen(page) == []
    reach_the_list(page)
    press(page, *"zzz")
    assert as_it_stands(page) == as_split


def test_blocks_are_chosen_one_after_the_other_and_let_go(officer: Open) -> None:
    page = receive(officer())
    reach_the_list(page)
    go(page, "ArrowDown", "ArrowDown", *["Shift+ArrowDown"] * 3)
    assert chosen(page) == [2, 3, 4, 5]
    go(page, "Shift+ArrowUp")
    assert chosen(page) == [2, 3, 4]
    go(page, "ArrowDown", "ArrowDown", " ")
    assert chosen(page) == [2, 3, 4, 6]
    go(page, "ArrowDown")
    # On a block that is not chosen a key is meant for that one.
    press(page, "x")
    assert "Left out" in told(page, 7)
    assert "Left out" not in told(page, 6)
    go(page, "ArrowUp")
    press(page, "x")
    assert ["Left out" in told(page, place) for place in range(2, 8)] == [
        True,
        True,
        True,
        False,
        True,
        True,
    ]
    go(page, " ")
    assert chosen(page) == [2, 3, 4]
    go(page, "Escape")
    assert chosen(page) == []
    expect(page.locator("#split-chosen")).to_be_hidden()
    assert revision(page) == "2"


def test_several_are_moved_together(officer: Open) -> None:
    page = receive(officer())
    reach_the_list(page)
    go(page, "ArrowDown", "ArrowDown", "Shift+ArrowDown")
    press(page, "Alt+ArrowDown", "Alt+ArrowDown")
    assert [told(page, place) for place in range(2, 6)] == [
        f"Question {number}" for number in (3, 4, 1, 2)
    ]
    assert words(page).startswith("2. ")


def test_with_a_mouse(officer: Open) -> None:
    page = receive(officer(watched=False), LISTS)
    boxes = page.locator(".app-block__choose")
    boxes.nth(1).check()
    assert chosen(page) == [1]
    expect(page.locator("#split-chosen-count")).to_have_text("1 block ticked")
    boxes.nth(4).click(modifiers=["Shift"])
    assert chosen(page) == [1, 2, 3, 4]
    boxes.nth(1).uncheck()
    assert chosen(page) == [2, 3, 4]
    page.locator(".app-block__text").nth(6).click(modifiers=["Shift"])
    assert chosen(page) == [1, 2, 3, 4, 5, 6]
    page.get_by_role("button", name="Untick all").click()
    assert chosen(page) == []
    boxes.nth(8).check()
    page.get_by_role("button", name="Tick the whole list").click()
    assert chosen(page) == [8, 9]
    foot = page.get_by_role("group", name="2 blocks ticked")
    foot.get_by_role("button", name="Leave out").click()
    expect(page.get_by_text("Left out 2 blocks. Saved")).to_be_visible()
    assert [told(page, place) for place in (8, 9)] == ["Question Left out"] * 2
    foot.get_by_role("button", name="Join to the one above").click()
    expect(
        page.get_by_text("Nothing was changed. Question “costs”: One of the two")
    ).to_be_visible()
    assert chosen(page) == [8, 9]


def test_without_a_script(officer: Open) -> None:
    page = receive(officer(javascript=False), LISTS)
    before = page.locator(".app-block__body").all_inner_texts()
    for place in (3, 4, 5):
        page.locator(".app-block__choose").nth(place).check()
    foot = page.get_by_role("group", name="With the blocks you have ticked:")
    foot.get_by_role("button", name="Leave out").click()
    expect(page.locator("[name=revision]").first).to_have_value("1")
    # They are still ticked.
    foot.get_by_role("button", name="Show").click()
    expect(page.locator("[name=revision]").first).to_have_value("2")
    foot.get_by_role("button", name="Join to the one above").click()
    expect(page.locator("[name=revision]").first).to_have_value("3")
    page.locator(".app-block").nth(2).get_by_role("link", name="Cut").click()
    page.get_by_role("button", name="Cut it at every line").click()
    expect(page.locator("[name=revision]").first).to_have_value("4")
    for place in (3, 4, 5):
        page.locator(".app-block__choose").nth(place).check()
    foot.get_by_role("button", name="Indent").click()
    expect(page.locator("[name=revision]").first).to_have_value("5")
    assert page.locator(".app-block__body").all_inner_texts() == before
    page.locator(".app-block__choose").nth(2).check()
    foot.get_by_role("button", name="Outdent").click()
    expect(page.get_by_text("Nothing was changed. Question 2: This is no part")).to_be_in_viewport()
    expect(page.locator(".app-block__choose:checked")).to_have_count(4)
    for place in (2, 3, 4, 5):
        page.locator(".app-block__choose").nth(place).uncheck()
    foot.get_by_role("button", name="Outdent").click()
    expect(page.get_by_text("Tick at least one block first.")).to_be_in_viewport()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_enter_on_a_box_corrects_nothing(officer: Open, *, javascript: bool) -> None:
    page = receive(officer(javascript=javascript), LISTS)
    page.locator(".app-block__choose").nth(2).focus()
    go(page, " ", "Enter", "Enter")
    expect(page.locator(".app-block__choose").nth(2)).to_be_checked()
    page.reload()
    assert revision(page) == "0"


def test_only_the_pieces_of_a_list_are_ticked_unasked(officer: Open) -> None:
    page = receive(officer(), LISTS)
    reach_the_list(page)
    go(page, *["ArrowDown"] * 2, "Enter")
    expect(page.get_by_role("textbox", name="Put the cursor")).to_be_focused()
    go(page, "Control+End", "Control+ArrowLeft", "Control+ArrowLeft")
    press(page, "Enter")
    assert chosen(page) == []
    press(page, "j", "z")
    assert chosen(page) == []
    go(page, "Home", " ", *["ArrowDown"] * 4)
    assert chosen(page) == [0]
    press(page, "j")
    assert chosen(page) == [0]


def test_keys_that_are_pressed_before_the_answer_are_meant_for_what_it_leads_to(
    officer: Open,
) -> None:
    page = receive(officer(), LISTS)
    reach_the_list(page)
    # The list into question 2, that into question 1; left out, shown, left out, shown.
    go(page, *["ArrowDown"] * 3, *"ajjxxxx")
    expect(page.locator("[name=revision]")).to_have_value("6")
    expect(page.get_by_text("Shown again. Saved")).to_be_visible()
    assert words(page).splitlines()[-1] == "c) its age"
    assert told(page, 1) == "Question 1"
    go(page, *"zl")
    expect(page.get_by_role("textbox", name="Number as")).to_be_focused()
    assert told(page, 1) == "Question 1 Left out"


def test_a_double_click_cuts_once_and_never_another_block(officer: Open) -> None:
    page = receive(officer(), "1. How many lights are in the ward? Where? Why? When?\n2. Who?")
    page.locator(".app-block__text").first.click()
    go(page, "Enter")
    expect(page.get_by_role("textbox", name="Put the cursor")).to_be_focused()
    go(page, "Control+Home", *["Control+ArrowRight"] * 2)
    page.get_by_role("button", name="Cut here").dblclick()
    expect(page.get_by_text("Cut in two. Saved")).to_be_visible()
    page.wait_for_function("!document.getElementById('split').hasAttribute('aria-busy')")
    assert revision(page) == "1"


def test_keys_are_meant_for_what_was_ticked_when_they_were_pressed(officer: Open) -> None:
    page = receive(officer(), LISTS)
    reach_the_list(page)
    go(page, *["ArrowDown"] * 3, "a", "c", "x", "Escape")
    expect(page.locator("[name=revision]")).to_have_value("2")
    assert [told(page, place) for place in (3, 4, 5)] == ["Context Left out"] * 3


def test_a_box_is_ticked_with_space_after_a_range(officer: Open) -> None:
    page = receive(officer())
    page.locator(".app-block__text").nth(2).click()
    page.locator(".app-block__text").nth(4).click(modifiers=["Shift"])
    go(page, "Tab", " ")
    assert chosen(page) == [2, 3]
    go(page, " ")
    assert chosen(page) == [2, 3, 4]


def test_a_list_that_has_numbers_ends_where_none_have(officer: Open) -> None:
    page = receive(
        officer(), "Dear council,\n\n1. Why?\n2. When?\n\nHow much was it? And how many?\n"
    )
    reach_the_list(page)
    go(page, "ArrowDown", "a")
    assert chosen(page) == [1, 2]


def test_a_list_is_let_go_from_its_end_only(officer: Open) -> None:
    page = receive(officer())
    reach_the_list(page)
    go(page, *["ArrowDown"] * 4, "a", "Shift+ArrowDown")
    assert chosen(page) == list(range(2, 42))


def test_the_focus_stays_in_the_list_when_the_bar_goes(officer: Open) -> None:
    page = receive(officer(), LISTS)
    boxes = page.locator(".app-block__choose")
    boxes.nth(4).check()
    page.get_by_role("button", name="Untick all").focus()
    go(page, "Enter")
    assert words(page) == "b) its colour"
    go(page, "a")
    page.get_by_role("button", name="Join to the one above").focus()
    press(page, "Enter")
    assert words(page).startswith("2. For each light:")
    press(page, "z")
    boxes.nth(3).check()
    page.get_by_role("button", name="Outdent", exact=True).focus()
    press(page, "Enter", "z")
    assert told(page, 3) == "Question 2(a)"


def test_who_passed_several_has_all_its_buttons(officer: Open) -> None:
    page = receive(officer(), LISTS)
    reach_the_list(page)
    go(page, "ArrowDown", "Shift+ArrowDown")
    press(page, "Alt+ArrowUp")
    for place, names in ((2, ["Up", "Down"]), (0, ["Down"])):
        page.locator(".app-block__text").nth(place).click()
        block = page.locator(".app-block").nth(place)
        assert [
            name for name in ("Up", "Down") if block.get_by_role("button", name=name).count()
        ] == names


def test_on_a_phone_what_was_done_stays_in_sight(officer: Open) -> None:
    page = receive(officer(size=PHONE, watched=False))
    boxes = page.locator(".app-block__choose")
    boxes.nth(2).check()
    boxes.nth(3).check()
    foot = page.get_by_role("group", name="2 blocks ticked")
    foot.get_by_role("button", name="Outdent").click()
    expect(page.get_by_text("Question 1: This is no part of another question.")).to_be_in_viewport(
        ratio=1
    )
    foot.get_by_role("button", name="Context").click()
    expect(page.get_by_text("Changed what 2 blocks are. Saved")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Undo")).to_be_in_viewport(ratio=1)
    assert axe_violations(page) == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE, ZOOMED], ids=["desktop", "phone", "zoomed"])
def test_what_can_be_done_is_in_sight_and_hides_no_block_that_has_the_focus(
    officer: Open, size: tuple[int, int]
) -> None:
    page = receive(officer(size=size))
    reach_the_list(page)
    go(page, "ArrowDown", "ArrowDown", "a", *["ArrowDown"] * 12)
    assert len(chosen(page)) == 40
    foot = page.get_by_role("group", name="40 blocks ticked")
    if size != ZOOMED:
        expect(foot).to_be_in_viewport(ratio=1)
        above = page.evaluate("document.getElementById('split-chosen').getBoundingClientRect().top")
        below = page.evaluate("document.activeElement.getBoundingClientRect().bottom")
        assert below <= above
    foot.scroll_into_view_if_needed()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]

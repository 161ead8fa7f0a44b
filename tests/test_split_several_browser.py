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
    expect(page.get_by_text("3 blocks chosen")).to_be_visible()
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
    expect(page.get_by_text("Joined 3 blocks to the one above. Saved")).to_be_visible()
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
    expect(page.get_by_text("blocks chosen")).to_be_hidden()
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
    expect(page.get_by_text("1 block chosen")).to_be_visible()
    boxes.nth(4).click(modifiers=["Shift"])
    assert chosen(page) == [1, 2, 3, 4]
    boxes.nth(1).uncheck()
    assert chosen(page) == [2, 3, 4]
    page.locator(".app-block__text").nth(6).click(modifiers=["Shift"])
    assert chosen(page) == [1, 2, 3, 4, 5, 6]
    page.get_by_role("button", name="Choose none").click()
    assert chosen(page) == []
    boxes.nth(8).check()
    page.get_by_role("button", name="Choose the whole list").click()
    assert chosen(page) == [8, 9]
    foot = page.get_by_role("group", name="2 blocks chosen")
    foot.get_by_role("button", name="Leave out").click()
    expect(page.get_by_text("Changed whether 2 blocks are left out. Saved")).to_be_visible()
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
    foot.get_by_role("button", name="Join to the one above").click()
    expect(page.locator("[name=revision]").first).to_have_value("1")
    page.locator(".app-block").nth(2).get_by_role("link", name="Cut").click()
    page.get_by_role("button", name="Cut it at every line").click()
    expect(page.locator("[name=revision]").first).to_have_value("2")
    for place in (3, 4, 5):
        page.locator(".app-block__choose").nth(place).check()
    foot.get_by_role("button", name="Indent").click()
    expect(page.locator("[name=revision]").first).to_have_value("3")
    assert page.locator(".app-block__body").all_inner_texts() == before
    foot.get_by_role("button", name="Outdent").click()
    expect(page.get_by_text("Choose at least one block first.")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE, ZOOMED], ids=["desktop", "phone", "zoomed"])
def test_what_can_be_done_is_in_sight_and_hides_no_block_that_has_the_focus(
    officer: Open, size: tuple[int, int]
) -> None:
    page = receive(officer(size=size))
    reach_the_list(page)
    go(page, "ArrowDown", "ArrowDown", "a", *["ArrowDown"] * 12)
    assert len(chosen(page)) == 40
    foot = page.get_by_role("group", name="40 blocks chosen")
    if size != ZOOMED:
        expect(foot).to_be_in_viewport(ratio=1)
        above = page.evaluate("document.getElementById('split-chosen').getBoundingClientRect().top")
        below = page.evaluate("document.activeElement.getBoundingClientRect().bottom")
        assert below <= above
    foot.scroll_into_view_if_needed()
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]

"""How much of a split is in sight, that nothing which opens hides, and what the bar tells."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browsing import DESKTOP, PHONE, ZOOMED, come_in
from tests.split_page import (
    FORTY,
    as_it_stands,
    go,
    in_hand,
    press,
    reach_the_list,
    receive,
    told,
    words,
)

pytestmark = [pytest.mark.browser, pytest.mark.servers]

Open = Callable[..., Page]

# Where that begins which stays at the foot of the window.
FOOT = """Math.min(innerHeight,
  ...['.app-split-foot', '.app-split-chosen', '.app-split-did']
    .map(name => document.querySelector(name))
    .filter(one => one.offsetHeight && getComputedStyle(one).position === 'sticky')
    .map(one => one.getBoundingClientRect().top))"""
# The blocks of which all is in sight, above the bar at the foot of the window.
IN_SIGHT = f"""() => {{
  const foot = {FOOT};
  return [...document.querySelectorAll('.app-block')].filter(block => {{
    const {{top, bottom}} = block.getBoundingClientRect();
    return top >= 0 && bottom <= foot;
  }}).length;
}}"""
# Whether all of the one that is found is in sight, above the bar.
WHOLLY = f"""found => {{
  const {{top, bottom}} = found.getBoundingClientRect();
  return top >= 0 && bottom <= {FOOT};
}}"""
# Scrolls until a block is at the very foot of what is in sight.
AT_THE_FOOT = f"""block => scrollBy(0, block.getBoundingClientRect().bottom - {FOOT})"""
LONG = "1. How many are there? " + "Say where each of them stands and since when. " * 120


def opened(page: Page, text: str = FORTY) -> Page:
    """The split of a request once the script has put it in order."""
    receive(page, text)
    expect(page.get_by_role("treegrid")).to_be_visible()
    return page


def wholly(page: Page, selector: str) -> bool:
    return bool(page.locator(selector).evaluate(WHOLLY))


# --- how much is in sight ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "at_first", "further_down"),
    [(DESKTOP, 6, 16), (PHONE, 1, 7)],
    ids=["desktop", "phone"],
)
def test_many_of_forty_blocks_are_in_sight(
    officer: Open, size: tuple[int, int], at_first: int, further_down: int
) -> None:
    page = opened(officer(size=size))
    assert page.evaluate(IN_SIGHT) >= at_first
    page.evaluate("document.querySelectorAll('.app-block')[10].scrollIntoView()")
    assert page.evaluate(IN_SIGHT) >= further_down


def test_only_the_block_in_hand_shows_what_can_be_done_with_it(officer: Open) -> None:
    page = opened(officer())
    shown = page.locator(".app-block__controls:visible")
    expect(shown).to_have_count(1)
    in_hand(page, 5)
    expect(shown).to_have_count(1)
    expect(
        page.locator(".app-block").nth(5).get_by_role("button", name="Join above")
    ).to_be_visible()
    go(page, "ArrowDown")
    expect(page.locator(".app-block").nth(6).get_by_role("link", name="Redact")).to_be_visible()
    expect(shown).to_have_count(1)
    go(page, "Tab")
    expect(page.locator(".app-block").nth(6).get_by_role("checkbox")).to_be_focused()
    go(page, "Tab")
    expect(page.locator(".app-block").nth(6).get_by_role("button").first).to_be_focused()


def test_without_a_script_each_block_shows_it(officer: Open) -> None:
    page = receive(officer(javascript=False))
    expect(page.locator(".app-block__controls:visible")).to_have_count(43)


def test_a_finger_takes_a_block_in_hand(browser: Browser, portal: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    come_in(page, portal, "demo.officer")
    opened(page)
    third = page.locator(".app-block").nth(2)
    third.locator(".app-block__text").tap()
    sizes = third.locator("button, .app-block__action").evaluate_all(
        "found => found.map(one => one.getBoundingClientRect()).map(box => [box.width, box.height])"
    )
    assert len(sizes) == 11
    assert min(side for size in sizes for side in size) >= 24
    third.get_by_role("button", name="Context").tap()
    expect(page.get_by_text("Changed what it is. Saved")).to_be_visible()
    assert told(page, 2) == "Context"
    context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_block_stays_under_the_pointer_while_another_closes(
    officer: Open, size: tuple[int, int]
) -> None:
    page = opened(officer(size=size))
    in_hand(page, 20)
    text = page.locator(".app-block__text").nth(22)
    text.hover()
    before = text.bounding_box()
    page.mouse.down()
    assert text.bounding_box() == before
    page.mouse.up()
    assert words(page).startswith("21. How many")


# --- what opens is in sight --------------------------------------------------------------


@pytest.mark.parametrize("size", [DESKTOP, (700, 700), PHONE, ZOOMED], ids=str)
@pytest.mark.parametrize(("key", "box"), [("Enter", ".app-cut"), ("l", ".app-label-edit")])
def test_what_opens_in_a_block_is_wholly_above_the_bar(
    officer: Open, size: tuple[int, int], key: str, box: str
) -> None:
    page = opened(officer(size=size))
    block = page.locator(".app-block").nth(20)
    block.focus()
    block.evaluate(AT_THE_FOOT)
    go(page, key)
    expect(page.locator(f"{box} :is(input, textarea)")).to_be_focused()
    assert wholly(page, box)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_bar_that_says_much_hides_nothing_either(officer: Open) -> None:
    page = opened(officer(watched=False))
    page.set_viewport_size({"width": 700, "height": 700})
    reach_the_list(page)
    press(page, "h")
    go(page, "ArrowDown", "j")
    expect(page.get_by_text("One of the two blocks is left out")).to_be_visible()
    block = page.locator(".app-block").nth(20)
    block.focus()
    block.evaluate(AT_THE_FOOT)
    go(page, "Enter")
    expect(page.locator(".app-cut textarea")).to_be_focused()
    assert wholly(page, ".app-cut")


def test_a_long_text_leaves_the_buttons_below_it_in_sight(officer: Open) -> None:
    page = opened(officer(), LONG)
    reach_the_list(page)
    go(page, "Enter")
    expect(page.locator(".app-cut textarea")).to_be_focused()
    assert wholly(page, ".app-cut")


def test_what_a_click_opens_is_wholly_above_the_bar(officer: Open) -> None:
    page = opened(officer())
    page.locator(".app-block").nth(21).evaluate(AT_THE_FOOT)
    in_hand(page, 21)
    assert words(page).startswith("20. How many")
    assert wholly(page, ".app-block__controls:visible")


# --- what the bar tells ------------------------------------------------------------------


def test_the_ends_of_the_list_are_told(officer: Open) -> None:
    page = opened(officer(watched=False))
    reach_the_list(page)
    before = as_it_stands(page)
    for keys, sentence in (
        (["Alt+ArrowUp"], "This is the first block already."),
        (["]"], "There is no question above of which this could be a part."),
        (["End", "Alt+ArrowDown"], "This is the last block already."),
    ):
        go(page, *keys)
        expect(page.locator("#split-status")).to_have_text(sentence)
    assert as_it_stands(page) == before
    expect(page.locator("[name=revision]")).to_have_value("0")


def test_a_question_made_of_what_was_left_out_is_shown(officer: Open) -> None:
    page = opened(officer())
    reach_the_list(page)
    assert told(page, 0) == "Context Left out"
    press(page, "q")
    assert told(page, 0).startswith("Question")
    assert "Left out" not in told(page, 0)
    press(page, "z")
    assert told(page, 0) == "Context Left out"


def test_the_bar_does_not_call_saved_what_was_not(officer: Open) -> None:
    page = opened(officer(watched=False))
    bar = page.locator("#split-status")
    reach_the_list(page)
    press(page, "h")
    expect(bar).to_contain_text("Changed what it is. Saved")
    page.context.set_offline(True)
    go(page, "c")
    expect(page.get_by_text("The server cannot be reached.")).to_be_in_viewport()
    expect(bar).to_have_text("Not saved.")
    page.context.set_offline(False)
    press(page, "c")
    expect(bar).to_contain_text("Changed what it is. Saved")
    expect(page.get_by_text("The server cannot be reached.")).to_have_count(0)


def test_the_bar_does_not_know_what_became_of_what_was_late(officer: Open) -> None:
    page = opened(officer(watched=False))
    held: list[Route] = []
    page.route("**/kind/", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    page.evaluate("htmx.config.timeout = 200")
    reach_the_list(page)
    go(page, "h")
    expect(page.locator("#split-status")).to_have_text("Perhaps not saved: load the page again.")


# --- there and back ----------------------------------------------------------------------


@pytest.mark.parametrize("way", ["saved", "link", "history"])
def test_whoever_comes_back_from_redacting_is_at_the_block(officer: Open, way: str) -> None:
    page = opened(officer())
    reach_the_list(page)
    go(page, "End", "p")
    expect(page.get_by_role("heading", level=1)).to_have_text("Remove personal information")
    if way == "saved":
        page.get_by_label("Words to be removed").fill("Yours")
        page.get_by_role("button", name="Save").click()
    elif way == "link":
        page.get_by_role("link", name="Back to the split").click()
    else:
        page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the split")
    expect(page.locator(".app-block").nth(42)).to_be_focused()
    expect(page.locator(".app-block").nth(42)).to_be_in_viewport(ratio=1)


def test_a_cut_inside_a_word_leaves_it_whole(officer: Open) -> None:
    page = opened(officer())
    reach_the_list(page)
    go(page, "ArrowDown", "ArrowDown", "Enter")
    expect(page.get_by_role("textbox", name="Put the cursor")).to_be_focused()
    go(page, "ArrowRight")
    press(page, "Enter")
    assert words(page) == "Say when they were put up."
    assert told(page, 2) == "Question 1"

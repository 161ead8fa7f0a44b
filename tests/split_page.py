"""The page on which a split is corrected, as somebody in a browser works with it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

FORTY = (
    "Dear council,\n\nStreet lighting\n\n"
    + "\n".join(
        f"{number}. How many lights are in ward {number}? Say when they were put up."
        for number in range(1, 41)
    )
    + "\n\nYours faithfully,\nRobin Sample\n"
)

# What each block is, its number, its words, and what stands under its name.
AS_IT_STANDS = """() => [...document.querySelectorAll('.app-block')].map(block => [
  block.id, block.dataset.level, 'omitted' in block.dataset,
  block.querySelector('.app-block__tags').innerText,
  block.querySelector('.app-block__text').innerText
].join(' '))"""


def receive(page: Page, text: str = FORTY) -> Page:
    page.goto(page.url.partition("/requests/")[0] + "/requests/new/")
    page.get_by_label("Title").fill("Lights")
    page.get_by_label("Requester’s name").fill("Robin Sample")
    page.get_by_label("Requester’s e-mail address").fill("robin@example.org")
    page.get_by_label("Text of the request").fill(text)
    page.get_by_role("button", name="Save and split the request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the split")
    # Until its script has run, a click into the list chooses no block.
    page.wait_for_load_state("load")
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


def told(page: Page, place: int) -> str:
    """What the block at that place is: its kind, number and tags, in one line."""
    return " ".join(page.locator(".app-block__tags").nth(place).inner_text().split())


def in_hand(page: Page, place: int) -> Locator:
    """Clicks a block, which then shows what can be done with it."""
    page.locator(".app-block__text").nth(place).click()
    return page.locator(".app-block").nth(place)

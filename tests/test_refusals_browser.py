"""Pages that refuse, and long words, in a real browser at the width of a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browsing import PHONE, axe_violations, sign_in
from tests.servers import Product, running_product

pytestmark = [pytest.mark.browser, pytest.mark.servers]

WORDS = "Words that took\nan afternoon."


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    folder = tmp_path_factory.mktemp("portal")
    seldom = {"FOI_LIMIT_SEARCHES": "2/hour"}
    with running_product(folder, demo=True, workers=0, extra_env=seldom) as product:
        yield product


@pytest.fixture
def officer(portal: Product, browser: Browser) -> Iterator[BrowserContext]:
    """The officer's browser. Its console may complain: a refusal is what these tests are after."""
    size = {"width": PHONE[0], "height": PHONE[1]}
    context = browser.new_context(viewport=size, base_url=portal.base_url)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, portal.base_url, "demo.officer")
    yield context
    context.close()


def receive(page: Page, title: str) -> str:
    """The address of a new case."""
    page.goto("/requests/new/")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Requester’s name").fill("Robin Sample")
    page.get_by_label("Requester’s e-mail address").fill("robin.sample@example.org")
    page.get_by_label("Text of the request").fill("1. How many bins are there?\n2. Where?")
    page.get_by_role("button", name="Save and split the request").click()
    expect(page.get_by_role("heading", name="Check the split")).to_be_visible()
    return page.url.removesuffix("split/")


def width_of(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_what_was_typed_for_an_answer_that_is_gone_is_there_to_copy(
    officer: BrowserContext,
) -> None:
    page, other = officer.pages[0], officer.new_page()
    page.goto(f"{receive(page, 'Bins')}answers/")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Answer the selected questions together").click()
    page.get_by_label("Answer", exact=True).fill(WORDS)

    other.on("dialog", lambda dialog: dialog.accept())
    other.goto(page.url)
    other.get_by_role("button", name="Remove this answer").click()
    expect(other.get_by_text("The answer is removed.")).to_be_visible()

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="What you typed")).to_be_visible()
    assert page.get_by_label("Text").input_value() == WORDS
    assert page.locator("textarea").count() == 1
    assert axe_violations(page) == []
    assert width_of(page) == PHONE[0]


def test_a_long_word_does_not_widen_a_page(officer: BrowserContext) -> None:
    page = officer.pages[0]
    case = receive(page, "x" * 200)
    for name in ("", "split/", "preview/", "submit/", "outcome/"):
        page.goto(case + name)
        assert width_of(page) == PHONE[0], name
    page.goto("/requests/")
    cell = page.locator("td").filter(has_text="xxx").bounding_box()
    assert cell is not None
    assert cell["width"] <= PHONE[0]


def test_who_searches_too_often_is_told_in_words_that_fit_a_phone(officer: BrowserContext) -> None:
    page = officer.pages[0]
    # Without Redis each process of the web server counts by itself: of six, one has seen three.
    answers = [page.goto(f"/disclosure-log/?q=lamps{number}") for number in range(6)]
    refused = [answer.url for answer in answers if answer and answer.status == 429]
    assert refused
    page.goto(refused[-1])
    while page.get_by_role("heading", name="Too often in a short time").count() == 0:
        page.reload()
    expect(page.get_by_text("You searched very often in a short time. Wait until")).to_be_visible()
    assert width_of(page) == PHONE[0]
    assert axe_violations(page) == []

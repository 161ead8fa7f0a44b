"""Letters before the response in a real browser, made by a real worker: written, approved, sent."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import PHONE, axe_violations, come_in
from tests.plain_text import text_of_pdf
from tests.servers import running_product

pytestmark = [pytest.mark.browser, pytest.mark.servers]

DRAFT = "/requests/foi-2026-demo3/"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_product(tmp_path_factory.mktemp("portal"), demo=True, workers=1) as product:
        yield product.base_url


@pytest.fixture
def signed_in(portal: str, new_page: Callable[..., Page]) -> Callable[..., Page]:
    def open_page(who: str, path: str, **options: object) -> Page:
        page = new_page(**options)
        come_in(page, portal, who, path=path)
        return page

    return open_page


def looked_at(page: Page) -> None:
    """No fault that axe knows, on a desktop and on a telephone, and nothing sticks out."""
    assert axe_violations(page) == []
    with contextlib.ExitStack() as stack:
        desktop = page.viewport_size
        assert desktop is not None
        stack.callback(page.set_viewport_size, desktop)
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_it_can_be_written_without_a_script(signed_in: Callable[..., Page]) -> None:
    page = signed_in("demo.officer", f"{DRAFT}letters/new/acknowledgement/", javascript=False)
    page.get_by_label("Anything to add?").fill("We write by post, as you asked.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_contain_text("We write by post, as you asked.")
    expect(page.get_by_label("Anything to add?")).to_have_value("We write by post, as you asked.")
    page.get_by_role("button", name="Make the letter").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Acknowledgement")


def test_a_question_to_the_requester_is_written_read_and_sent(
    signed_in: Callable[..., Page],
) -> None:
    page = signed_in("demo.officer", f"{DRAFT}letters/")
    looked_at(page)
    page.get_by_role("link", name="Request for clarification").click()
    page.get_by_role("button", name="Make the letter").click()
    expect(
        page.get_by_role("link", name="Say what you need to know (section 1(3)).")
    ).to_be_visible()
    looked_at(page)
    page.get_by_label("What do you need to know?").fill("Which **years** do you mean?")
    expect(page.locator("#preview strong")).to_contain_text("years")
    looked_at(page)
    page.get_by_role("button", name="Make the letter").click()
    link = page.get_by_role("link", name=re.compile(r"^Letter to read \(PDF"))
    expect(link).to_be_visible(timeout=30_000)
    looked_at(page)
    content = page.request.get(page.url.split("/requests/")[0] + str(link.get_attribute("href")))
    assert "Which years do you mean?" in text_of_pdf(content.body())
    page.get_by_role("button", name="Record it as sent").click()
    expect(page.get_by_role("link", name=re.compile(r"^Letter dated"))).to_be_visible(
        timeout=30_000
    )
    page.goto(page.url.split("letters/")[0])
    expect(page.get_by_text(re.compile(r"recorded letter \d as sent"))).to_be_visible()

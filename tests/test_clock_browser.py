"""The clock in a real browser: recording, striking, a new bank holiday, axe, phone, no script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import DESKTOP, PHONE, axe_violations, come_in
from tests.servers import running_product

pytestmark = [pytest.mark.browser, pytest.mark.servers]

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
CASE = "/requests/foi-2026-demo3/"


def count(received: str, **events: str) -> str:
    """The query of a public count; dates as ``2026-11-23``."""
    found = ["days=20"]
    for name, iso in {"received_on": received, **events}.items():
        year, month, day = iso.split("-")
        found += [f"{name}_day={day}", f"{name}_month={month}", f"{name}_year={year}"]
    return "&".join(found)


COUNTS = (
    count("2026-11-23"),
    count("2026-06-01", fee_notice="2026-06-08", fee_paid="2026-06-22"),
    count("2026-03-02", clarification_received="2026-03-16", extension="2026-05-20"),
    count("2031-03-02"),
)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a portal with the demonstration, shared by this module."""
    with running_product(tmp_path_factory.mktemp("portal"), demo=True) as product:
        yield product.base_url


@pytest.fixture
def visit(portal: str, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """``visit(path, size=…)``: a window of the demonstration's officer at that page."""

    def open_page(path: str, who: str = "demo.officer", **options: object) -> Page:
        page = new_page(**options)
        come_in(page, portal, who, path=path)
        return page

    return open_page


def fill_date(page: Page, group: str, day: int, month: int, year: int) -> None:
    boxes = page.get_by_role("group", name=group)
    for name, value in (("Day", day), ("Month", month), ("Year", year)):
        boxes.get_by_label(name).fill(str(value))


def is_sound(page: Page, size: tuple[int, int]) -> None:
    """Nothing for axe to find, with everything unfolded, and nothing wider than the window."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert axe_violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0], page.url


def test_anybody_counts_without_javascript(portal: str, new_page: Callable[..., Page]) -> None:
    page = new_page(javascript=False)
    page.goto(f"{portal}/")
    page.get_by_role("link", name="Count by when your request must be answered").click()
    fill_date(page, "Date received", 23, 11, 2026)
    page.get_by_role("button", name="Count").click()
    expect(page.get_by_text("by Tuesday 22 December 2026 at the latest")).to_be_visible()
    expect(page.get_by_role("img", name="Calendar from 23 November 2026")).to_be_visible()


@SIZES
def test_public_pages_are_sound(
    portal: str, new_page: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = new_page(size=size)
    for query in ("", *COUNTS):
        page.goto(f"{portal}/working-days/?{query}")
        is_sound(page, size)


@SIZES
def test_officer_records_what_happened_to_one_question(
    visit: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = visit(CASE, size=size)
    page.get_by_role("link", name="How it is counted").click()
    page.get_by_role("button", name="Record what happened").click()
    is_sound(page, size)
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("link", name="Select what happened")).to_be_visible()
    is_sound(page, size)
    page.get_by_label("Clarification asked for").check()
    page.get_by_role("group", name="Which questions").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("The clock stands: a clarification was asked for")).to_be_visible()
    is_sound(page, size)
    page.get_by_role("link", name="Strike out").last.click()
    is_sound(page, size)
    page.get_by_label("Why is it struck out?").fill("It was another case.")
    page.get_by_role("button", name="Strike it out").click()
    expect(page.get_by_text("The clock stands")).to_have_count(0)
    is_sound(page, size)


def test_a_proclaimed_day_reaches_the_officer_and_everybody(visit: Callable[..., Page]) -> None:
    page = visit("/library/bank-holidays/", who="demo.publisher")
    page.get_by_role("button", name="Add a day").click()
    is_sound(page, DESKTOP)
    fill_date(page, "Day", 12, 11, 2026)
    page.get_by_label("Name").fill("A day of thanks")
    page.get_by_label("Wales").check()
    page.get_by_label("Proclaimed or appointed").check()
    page.get_by_label("Source").fill("The Gazette, number 1")
    page.get_by_role("button", name="Add the day").click()
    expect(page.get_by_text("The day is added.")).to_be_visible()
    is_sound(page, DESKTOP)
    page.get_by_role("link", name="Switch off 15 June 2026").click()
    is_sound(page, DESKTOP)
    page.goto(page.url.partition("/library/")[0] + f"/working-days/?{count('2026-11-09')}")
    expect(page.get_by_text("12 November 2026: A day of thanks (Wales only)")).to_be_visible()
    page = visit("/requests/")
    is_sound(page, DESKTOP)
    page = visit("/requests/", size=PHONE)
    is_sound(page, PHONE)
    told = page.get_by_role("region", name="Deadlines that moved")
    expect(told).to_contain_text("because 12 November 2026 became a bank holiday in Wales")
    told.get_by_role("button", name="Dismiss the notice about FOI-2026-DEMO3").click()
    expect(told).not_to_contain_text("FOI-2026-DEMO3")

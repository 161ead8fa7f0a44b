"""The statistics, and what follows an answer, in a real browser: axe, phone, charts, no script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from requests_app.challenges import ReviewOutcome
from requests_app.clock import EventKind
from requests_app.outcome import Disposition
from tests import factories as given
from tests.browsing import DESKTOP, PHONE, axe_violations, come_in
from tests.servers import running_product
from tests.test_statistics_pages import DUE, LATE, RECEIVED, answered, publish

pytestmark = [pytest.mark.browser, pytest.mark.servers]

D = Disposition
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


def furnish() -> None:
    """Cases in every state; runs inside the product, beside the demonstration's three."""
    publish(answered("GRANTED-1", D.DISCLOSED, sent_on=DUE))
    publish(answered("LATE-1", D.DISCLOSED, D.WITHHELD, sent_on=LATE, cites=("31(1)(a)", "40(2)")))
    answered("SUMMER-1", D.ALREADY_AVAILABLE, sent_on=DUE, received_on=date(2026, 7, 1))
    answered("SPRING-1", D.WITHHELD, sent_on=DUE, received_on=date(2026, 4, 1), cites=("43(2)",))
    stopped = given.received(reference="STOPPED-1", received_on=RECEIVED)
    given.happened(stopped, EventKind.CLARIFICATION_ASKED)
    case = answered("REVIEWED-1", D.WITHHELD, sent_on=DUE)
    first = given.review_asked(case, note="I want all of it.")
    given.challenge_decided(first, ReviewOutcome.PARTLY_UPHELD, decided_by=given.alice())
    given.review_extended(given.review_asked(case))
    given.complaint_notified(case)
    given.challenge_struck(given.review_asked(stopped))
    given.review_asked(given.received(reference="OLD-1", received_on=date(2025, 1, 6)), RECEIVED)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a furnished portal, shared by this module."""
    with running_product(tmp_path_factory.mktemp("portal"), demo=True, workers=0) as product:
        product.manage("shell", "-c", f"from {__name__} import furnish; furnish()")
        yield product.base_url


PUBLIC_PAGES = [
    "/statistics/",
    "/statistics/2026/",
    "/statistics/2026-q4/",
    "/statistics/2026/received/",
    "/statistics/2026/s21-only/",
]


STAFF_PAGES = [
    "/requests/statistics/2026/",
    "/requests/statistics/2026/received/",
    "/requests/reviewed-1/",
    "/requests/",
    "/requests/after-the-answer/",
    "/requests/reviewed-1/after/",
    "/requests/stopped-1/after/",
    "/requests/reviewed-1/after/review/",
    "/requests/reviewed-1/after/complaint/",
]
# The forms that follow a step, from the page that offers them.
OFFERED = ["Record the decision", "Record what the regulator decided", "Strike out"]


def check(page: Page, size: tuple[int, int]) -> None:
    for folded in page.locator("details").all():
        folded.evaluate("details => { details.open = true }")
    assert axe_violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0], page.url


@SIZES
def test_pages_are_accessible_and_fit_the_window(
    portal: str, new_page: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = new_page(size=size)
    for address in PUBLIC_PAGES:
        page.goto(portal + address)
        check(page, size)
    come_in(page, portal, "demo.officer")
    for address in STAFF_PAGES:
        page.goto(portal + address)
        check(page, size)
    for link in OFFERED:
        page.goto(f"{portal}/requests/reviewed-1/after/")
        page.get_by_role("link", name=link).or_(page.get_by_role("button", name=link)).first.click()
        page.wait_for_url(re.compile(r"/after/\d+/"))
        check(page, size)


@SIZES
def test_charts_are_drawn_with_their_colours(
    portal: str, new_page: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = new_page(size=size)
    page.goto(f"{portal}/statistics/2026/")
    images = page.locator("img.app-statistics__chart")
    expect(images).to_have_count(3)
    for image in images.all():
        image.scroll_into_view_if_needed()
        expect(image).to_be_visible()
        image.evaluate("image => image.decode()")
        assert image.evaluate("image => image.currentSrc").endswith(
            "-narrow.svg" if size == PHONE else ".svg"
        )
        assert image.evaluate("image => image.naturalWidth") > 0
    # Opened by itself the picture keeps its style sheet: the policy of pages would take it away.
    page.goto(f"{portal}/statistics/2026/outcomes.svg")
    bars = page.evaluate(
        "[...document.querySelectorAll('.series .rect')].map(bar => getComputedStyle(bar).fill)"
    )
    assert "rgb(23, 80, 92)" in bars


def test_a_number_leads_to_its_list_without_javascript(
    portal: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(size=PHONE, javascript=False)
    page.goto(f"{portal}/statistics/")
    page.get_by_role("link", name="2026", exact=True).click()
    page.locator(".app-statistics", has_text="Every request received").get_by_role(
        "link", name="9 requests received, January to December 2026"
    ).click()
    expect(page.get_by_role("heading", name="Requests received", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Title of GRANTED-1")).to_be_visible()
    expect(page.get_by_text("And 6 more that are not published.")).to_be_visible()
    expect(page.get_by_text("Title of REVIEWED-1")).to_have_count(0)
    page.get_by_role("link", name="Back to the statistics").click()
    expect(page).to_have_url(f"{portal}/statistics/2026/")

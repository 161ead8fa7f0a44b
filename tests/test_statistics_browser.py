"""The statistics, and what follows an answer, in a real browser: axe, phone, charts, no script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from requests_app.challenges import ReviewOutcome
from requests_app.clock import EventKind
from requests_app.models import FoiRequest
from requests_app.outcome import Disposition
from requests_app.statistics.quarters import Span
from tests import factories as given
from tests.browsing import DESKTOP, PHONE, axe_violations
from tests.test_statistics_pages import DUE, LATE, RECEIVED, answered, publish

pytestmark = pytest.mark.browser

D = Disposition
YEAR = Span.of_year(2026)
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture
def case(live_server: LiveServer) -> FoiRequest:
    """A case under review by now, among others, and the statistics of all."""
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
    given.complaint_notified(case, reference="IC-123456-A1B2")
    given.challenge_struck(given.review_asked(stopped))
    given.review_asked(given.received(reference="OLD-1", received_on=date(2025, 1, 6)), RECEIVED)
    return case


def sign_in(page: Page, live_server: LiveServer, user: User) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def public_pages() -> list[str]:
    return [
        reverse("statistics"),
        reverse("statistics-of", args=[YEAR]),
        reverse("statistics-of", args=[Span.from_slug("2026-q4")]),
        reverse("statistics-list", args=[YEAR, "received"]),
        reverse("statistics-list", args=[YEAR, "s21-only"]),
    ]


def staff_pages(case: FoiRequest) -> list[str]:
    slug, steps = case.slug, case.challenge_steps
    review = steps.filter(kind="review_asked").last()
    complaint = steps.get(kind="complaint_notified")
    assert review
    return [
        reverse("staff-statistics-of", args=[YEAR]),
        reverse("staff-statistics-list", args=[YEAR, "received"]),
        reverse("request", args=[slug]),
        reverse("requests"),
        reverse("open-challenges"),
        reverse("challenges", args=[slug]),
        reverse("challenges", args=["stopped-1"]),
        reverse("review-asked", args=[slug]),
        reverse("review-extended", args=[slug, review.pk]),
        reverse("review-decided", args=[slug, review.pk]),
        reverse("complaint-notified", args=[slug]),
        reverse("complaint-decided", args=[slug, complaint.pk]),
        reverse("challenge-strike", args=[slug, review.pk]),
    ]


@SIZES
def test_pages_are_accessible_and_fit_the_window(
    case: FoiRequest,
    live_server: LiveServer,
    new_page: Callable[..., Page],
    size: tuple[int, int],
) -> None:
    page = new_page(size=size)
    addresses = public_pages()
    for index, address in enumerate([*addresses, *staff_pages(case)]):
        if index == len(addresses):
            sign_in(page, live_server, given.alice())
        assert page.goto(live_server.url + address)
        for folded in page.locator("details").all():
            folded.evaluate("details => { details.open = true }")
        assert axe_violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address


@SIZES
def test_charts_are_drawn_with_their_colours(
    case: FoiRequest,
    live_server: LiveServer,
    new_page: Callable[..., Page],
    size: tuple[int, int],
) -> None:
    page = new_page(size=size)
    page.goto(live_server.url + reverse("statistics-of", args=[YEAR]))
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
    page.goto(live_server.url + reverse("statistics-chart", args=[YEAR, "outcomes"]))
    bars = page.evaluate(
        "[...document.querySelectorAll('.series .rect')].map(bar => getComputedStyle(bar).fill)"
    )
    assert "rgb(23, 80, 92)" in bars


def test_a_number_leads_to_its_list_without_javascript(
    case: FoiRequest, live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    page = new_page(size=PHONE, javascript=False)
    page.goto(live_server.url + reverse("statistics"))
    page.get_by_role("link", name="2026", exact=True).click()
    page.locator(".app-statistics", has_text="Every request received").get_by_role(
        "link", name="6 requests received, January to December 2026"
    ).click()
    expect(page.get_by_role("heading", name="Requests received", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Title of GRANTED-1")).to_be_visible()
    expect(page.get_by_text("And 4 more that are not published.")).to_be_visible()
    expect(page.get_by_text("Title of REVIEWED-1")).to_have_count(0)
    page.get_by_role("link", name="Back to the statistics").click()
    expect(page).to_have_url(live_server.url + reverse("statistics-of", args=[YEAR]))

"""Every public page in a real browser: empty, with many long records, and told what is wrong.

The addresses are those of ``tests/permissions.csv`` that anybody may open, so that a page which
lands tomorrow is looked at tomorrow. Few records: ``test_record_browser``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from requests_app.bucket import BucketAway
from requests_app.models import FoiRequest
from tests import factories as given
from tests.browsing import PHONE, ZOOMED, axe_violations
from tests.permission_cases import parameters_of, url_of
from tests.permission_matrix import table

pytestmark = pytest.mark.browser

# A real name, longer than the window of a telephone is wide.
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
TITLE = f"Street lights in {LONG}, with lanterns, bollards and other illuminated street furniture"
SIGNING_IN = [f"/accounts/{path}/" for path in ("login", "password/reset", "closed")]
WRONG = [
    "/nowhere/",
    "/working-days/?received_day=99&received_month=x&received_year=1",
    "/disclosure-log/?q=%22-+OR&year=never&topic=none",
    f"/disclosure-log/?q={LONG * 2}",
    "/disclosure-log/alerts/confirm/nothing/",
    "/accounts/password/reset/1-abc/",
]
# Where a form that is sent empty is answered with what is missing.
SENT_EMPTY = ["/disclosure-log/alerts/new/", *SIGNING_IN[:2]]


def public_pages(case: FoiRequest | None = None) -> Iterator[str]:
    """Where anybody may go: on this case, or without any row."""
    for (name, method), rule in table().items():
        of_a_row = set(parameters_of(name)) - {"span", "key"}
        if method == "GET" and rule.is_public and not (of_a_row and case is None):
            url = url_of(name, case or FoiRequest(slug="none"), rule.values)
            answer = Client().get(url)
            # Neither feeds, files and pictures nor parts of pages.
            if not answer.streaming and b"<h1" in answer.content:
                yield url


def furnished(earlier: int) -> FoiRequest:
    """A record that replaces another, beside so many of an earlier log."""
    better = given.published(reference="BETTER", title=TITLE)
    given.replaced(better, reference="GONE", title=TITLE)
    for number in range(earlier):
        month = date(2017 + number % 9, 1 + number % 12, 1)
        given.from_earlier_log(f"OLD-{number}", TITLE, month)
    return better


def faults_of(page: Page, address: str) -> list[str]:
    """What is wrong with a page, on a telephone and at 400 %."""
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(address)
    return faults_now(page)


def faults_now(page: Page) -> list[str]:
    for folded in page.locator("details").all():
        folded.evaluate("details => { details.open = true }")
    faults = axe_violations(page)
    for size in (PHONE, ZOOMED):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        wide = page.evaluate("document.documentElement.scrollWidth")
        faults += [f"{wide} pixels wide in {size[0]}"] if wide > size[0] else []
    return [f"{page.url}: {fault}" for fault in faults]


def test_pages_of_the_first_day(live_server: LiveServer, new_page: Callable[..., Page]) -> None:
    """No particulars, nobody, nothing published."""
    page, addresses = new_page(), [*public_pages(), *SIGNING_IN]
    assert len(addresses) > 10
    assert [fault for url in addresses for fault in faults_of(page, live_server.url + url)] == []


def test_pages_with_many_long_records(
    live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    page, better = new_page(), furnished(earlier=26)
    addresses = [*public_pages(better), "/disclosure-log/gone/", "/disclosure-log/?page=2"]
    assert [fault for url in addresses for fault in faults_of(page, live_server.url + url)] == []


def test_pages_that_say_what_is_wrong(
    live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    page = new_page(size=PHONE)
    faults = [fault for url in WRONG for fault in faults_of(page, live_server.url + url)]
    for address in SENT_EMPTY:
        page.goto(live_server.url + address)
        page.locator("main form[method=post] button").first.click()
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        faults += faults_now(page)
        page.locator(".govuk-error-summary a").first.click()
        expect(page.locator("[aria-invalid=true]").first).to_be_focused()
    assert faults == []


LIST, FILE = "/disclosure-log/", "/disclosure-log/better/response.pdf"
# What each of them asks first.
ASKED = {
    LIST: "requests_app.querysets.PublicationQuerySet.visible",
    FILE: "requests_app.views.stored_pdf.undamaged",
}
FAILS: dict[str, tuple[str, int, Exception | None]] = {
    "the database has no room": (LIST, 503, OperationalError()),
    "a bug of ours": (LIST, 500, RuntimeError()),
    "too large a form": (LIST, 413, RequestDataTooBig()),
    "a forged form": (LIST, 400, SuspiciousOperation()),
    "the bucket is away": (FILE, 503, BucketAway()),
    "the file is not what was stored": (FILE, 503, None),
}


def test_pages_that_say_what_failed(
    live_server: LiveServer,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
    subtests: pytest.Subtests,
) -> None:
    """Nobody meets them until something is broken, and then they must be fit to be read."""
    furnished(earlier=0)
    with contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        for name, (address, status, fault) in FAILS.items():
            with subtests.test(name), monkeypatch.context() as patch:
                patch.setattr(ASKED[address], partial(fails, fault))
                answer = page.goto(live_server.url + address)
                assert answer
                assert answer.status == status
                assert faults_of(page, live_server.url + address) == []
                expect(page.locator("h1")).to_be_visible()
                expect(page.locator("main").get_by_role("link").first).to_be_visible()


def fails(fault: Exception | None, *_: object, **__: object) -> None:
    if fault:
        raise fault


def test_pages_are_walked_by_keyboard_and_are_whole_without_javascript(
    live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    better = furnished(earlier=1)
    walking, plain = new_page(), new_page(size=PHONE, javascript=False)
    for address in [*public_pages(better), *SIGNING_IN]:
        walking.goto(live_server.url + address)
        walk(walking)
        plain.goto(live_server.url + address)
        expect(plain.locator("h1")).to_be_visible()
        # The menu that a script folds away stays open.
        expect(plain.locator("#navigation a").first).to_be_visible()
    plain.goto(f"{live_server.url}/disclosure-log/")
    plain.get_by_label("Search the log").fill("bollards")
    plain.get_by_role("button", name="Search", exact=True).click()
    expect(plain.get_by_role("link", name=TITLE).first).to_be_visible()


def walk(page: Page) -> None:
    """From the link that skips the menu into the footer, with the focus always in sight."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "govuk-skip-link", page.url
    stops = page.locator("a[href], button, input, select, summary, textarea, [tabindex='0']")
    for _ in range(stops.count()):
        page.keyboard.press("Tab")
        assert page.evaluate(IN_SIGHT), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("!!document.activeElement.closest('footer')"):
            return
    pytest.fail(f"{page.url}: the keyboard does not reach the footer")


IN_SIGHT = """() => {
  const box = document.activeElement.getBoundingClientRect();
  return box.width > 0 && box.bottom > 0 && box.top < window.innerHeight;
}"""

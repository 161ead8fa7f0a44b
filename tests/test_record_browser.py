"""Records, corrections and the import of a log in a real browser: axe, zoom, keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests import factories as given
from tests.browsing import DESKTOP, PHONE, ZOOMED, axe_violations, come_in
from tests.servers import running_product

PAGES = [
    "/disclosure-log/",
    "/disclosure-log/corrections/",
    "/api/",
    "/disclosure-log/alerts/new/?q=street+lights&year=2026",
    "/disclosure-log/alerts/asked/",
    "/disclosure-log/alerts/confirmed/",
    "/disclosure-log/alerts/confirm/nothing/",
    "/disclosure-log/cas-2/",
    "/disclosure-log/cas-3/",
    "/disclosure-log/f0043407/",
    "/disclosure-log/cas-1/",
]


def furnish() -> None:
    given.replaced(given.published(reference="CAS-2", title="W" * 60), reference="CAS-1")
    given.corrected(reference="CAS-3")
    given.from_earlier_log()
    heading = "reference,title,month,outcome,request,response\n"
    given.checked_log(
        heading + "OLD-1,Bins,never,Meh,How?,So.\nOLD-2,Bins,2017-01,Refused,How?,No.\n"
    )


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_product(tmp_path_factory.mktemp("portal"), demo=True, workers=0) as product:
        product.manage("shell", "-c", f"from {__name__} import furnish; furnish()")
        yield product.base_url


@pytest.mark.parametrize("size", [DESKTOP, PHONE, ZOOMED])
def test_public_pages_are_accessible_and_fit(
    portal: str, new_page: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = new_page(size=size)
    for address in PAGES:
        page.goto(portal + address)
        assert axe_violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address


def test_a_record_is_walked_by_keyboard_and_described_for_machines(
    portal: str, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    page.goto(f"{portal}/disclosure-log/cas-3/")
    data = page.evaluate(
        "JSON.parse(document.querySelector('[type=\"application/ld+json\"]').text)"
    )
    assert data["@type"] == "DigitalDocument"
    assert data["url"] == f"{portal}/disclosure-log/cas-3/"
    assert data["encoding"]["contentUrl"].endswith("/cas-3/response.pdf")
    assert data["license"].startswith("https://www.nationalarchives.gov.uk/")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Response":
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{portal}/disclosure-log/cas-3/#response")


def test_a_withdrawn_record_leads_to_its_correction_without_javascript(
    portal: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(size=PHONE, javascript=False)
    page.goto(f"{portal}/disclosure-log/cas-1/")
    page.get_by_role("link", name="W" * 60).click()
    expect(page).to_have_url(f"{portal}/disclosure-log/cas-2/")


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_import_pages_are_accessible_and_fit(
    portal: str, new_page: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = new_page(size=size)
    come_in(page, portal, "demo.publisher", path="/requests/import/")
    for address in ("/requests/import/", "/requests/import/1/"):
        page.goto(portal + address)
        assert axe_violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address


def test_titles_are_offered_while_somebody_types(
    portal: str, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    page.goto(f"{portal}/disclosure-log/")
    box = page.get_by_label("Search the log")
    box.press_sequentially("allo")
    expect(page.locator("#log-suggestions option")).to_have_attribute("value", "Allotments")
    box.press_sequentially("zzz")
    expect(page.locator("#log-suggestions option")).to_have_count(0)
    box.press("Enter")
    expect(page.get_by_role("heading", name="No record for")).to_be_visible()

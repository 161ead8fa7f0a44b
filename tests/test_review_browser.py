"""Review, publishing, log and library in a real browser: progress, no script, axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browsing import DESKTOP, PHONE, axe_violations, come_in
from tests.servers import running_product

pytestmark = [pytest.mark.browser, pytest.mark.servers]

# The worker makes the demonstration's documents first, on whatever machine this is.
PATIENCE = 120_000
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
PUBLISHED, IN_REVIEW, DRAFT = (f"/requests/foi-2026-demo{n}/" for n in (1, 2, 3))
RECORD = "/disclosure-log/foi-2026-demo1/"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a portal with the demonstration and a worker, shared by this module."""
    with running_product(tmp_path_factory.mktemp("portal"), demo=True) as product:
        yield product.base_url


@pytest.fixture
def visit(portal: str, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """``visit(path, who="demo.reviewer", size=…)``: a window of that person, at that page."""

    def open_page(path: str, *, who: str = "", **options: object) -> Page:
        page = new_page(**options)
        if not who:
            page.goto(portal + path)
            return page
        come_in(page, portal, who, path=path)
        return page

    return open_page


def wait_for_record(page: Page) -> None:
    """The demonstration's record is on the log as soon as the worker has made it."""
    for _ in range(300):
        answer = page.goto(page.url)
        if answer is not None and answer.status == 200:
            return
        page.wait_for_timeout(200)
    pytest.fail("The record was never made.")


# --- progress --------------------------------------------------------------------------


def test_documents_appear_by_themselves_and_then_the_page_is_quiet(
    visit: Callable[..., Page],
) -> None:
    page = visit(IN_REVIEW, who="demo.officer")
    page.get_by_role("button", name="Take it back to drafting").click()
    page.goto(page.url.partition("/requests/")[0] + IN_REVIEW + "submit/")
    page.get_by_role("button", name="Submit for review").click()
    # The page is not loaded again: the lines come to it.
    page.evaluate("window.stayed = true")
    letter = page.get_by_role("link", name="Letter for the reviewer (PDF")
    expect(letter).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("link", name="Public record for the reviewer (PDF")).to_be_visible(
        timeout=PATIENCE
    )
    assert page.evaluate("window.stayed") is True
    expect(page.locator("[hx-trigger]")).to_have_count(0)
    asked: list[str] = []
    page.on("response", lambda answer: _note(asked, answer))
    page.wait_for_timeout(3_000)
    assert asked == []


def _note(asked: list[str], answer: Response) -> None:
    asked.append(answer.url)


def test_without_a_script_the_reviewer_decides_as_well(visit: Callable[..., Page]) -> None:
    # Waits for the worker with a reload, as the link "Refresh" does.
    page = visit(f"{IN_REVIEW}documents/", who="demo.reviewer", javascript=False)
    for _ in range(300):
        if page.get_by_role("link", name="Refresh the progress").count() == 0:
            break
        page.get_by_role("link", name="Refresh the progress").click()
        page.wait_for_timeout(200)
    expect(page.get_by_role("link", name="Letter for the reviewer (PDF")).to_be_visible()
    page.get_by_role("link", name="Back to the case").click()
    page.get_by_role("button", name="Review version").click()
    page.get_by_role("button", name="Return with comments").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    page.get_by_role("link", name="Say what is to be changed").click()
    expect(page.get_by_label("Comment on the whole response")).to_be_visible()


# --- axe, at both widths ---------------------------------------------------------------


@SIZES
def test_axe_finds_nothing_on_the_public_pages(
    visit: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = visit(RECORD, size=size)
    wait_for_record(page)
    portal = page.url.removesuffix(RECORD)
    faults = axe_violations(page)
    for path in ("/disclosure-log/", "/disclosure-log/nothing/", "/"):
        page.goto(portal + path)
        faults += axe_violations(page)
        assert _fits(page), path
    assert faults == []


@SIZES
@pytest.mark.parametrize(
    ("who", "paths"),
    [
        (
            "demo.reviewer",
            [f"{IN_REVIEW}versions/1/", f"{IN_REVIEW}documents/", "/library/31-1-a/"],
        ),
        ("demo.officer", [f"{DRAFT}submit/", f"{PUBLISHED}sent/", f"{PUBLISHED}versions/1/"]),
        (
            "demo.publisher",
            [
                f"{PUBLISHED}withdraw/",
                "/library/",
                "/library/31-1-a/",
                "/library/31-1-a/versions/1/",
                "/library/particulars/",
                "/library/particulars/new/",
            ],
        ),
    ],
)
def test_axe_finds_nothing_on_the_pages_of_staff(
    visit: Callable[..., Page], size: tuple[int, int], who: str, paths: list[str]
) -> None:
    page = visit("/requests/", who=who, size=size)
    portal = page.url.removesuffix("/requests/")
    faults = []
    for path in paths:
        page.goto(portal + path)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        faults += [f"{path}: {fault}" for fault in axe_violations(page)]
        assert _fits(page), path
    assert faults == []


def test_axe_finds_nothing_on_a_form_with_errors(visit: Callable[..., Page]) -> None:
    page = visit(f"{PUBLISHED}withdraw/", who="demo.publisher")
    page.get_by_role("button", name="Withdraw the record").click()
    page.get_by_role("link", name="Enter the reason for the withdrawal").click()
    expect(page.get_by_label("Reason for the withdrawal")).to_be_focused()
    assert axe_violations(page) == []


def _fits(page: Page) -> bool:
    """Nothing is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))

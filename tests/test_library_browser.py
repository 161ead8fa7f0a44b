"""The library, adapted wordings and the particulars in a real browser: axe, width, no script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browsing import DESKTOP, PHONE, axe_violations, come_in
from tests.library_story import NAMES, PASSWORD, RETIRED
from tests.servers import running_product

pytestmark = [pytest.mark.browser, pytest.mark.servers]

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a portal whose library has a past, shared by this module."""
    with running_product(tmp_path_factory.mktemp("portal"), workers=0) as product:
        product.manage("shell", "-c", "from tests.library_story import build; build()")
        yield product.base_url


@pytest.fixture
def visit(portal: str, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """``visit(path, who="dora", size=…)``: a window of that person, at that page."""

    def open_page(path: str, *, who: str, **options: object) -> Page:
        page = new_page(**options)
        come_in(page, portal, who, path=path, password=PASSWORD)
        return page

    return open_page


def pages() -> dict[str, list[str]]:
    """Every page of these rooms, by the person who may see all of it."""
    of_text = ("wording", "wording-compare", "wording-review", "wording-check", "wording-retire")
    uses = reverse("wording-uses", args=[NAMES])
    return {
        "dora": [
            reverse("library"),
            f"{reverse('library')}?standing=lawyer",
            f"{reverse('library')}?q=nothing+like+it",
            *(reverse(name, args=[NAMES]) for name in of_text),
            reverse("wording", args=[RETIRED]),
            reverse("wording-version", args=[NAMES, 1]),
        ],
        "alice": [
            *(f"{uses}?show={s}" for s in ("drafts", "waiting", "published", "adapted", "all")),
            reverse("annex", args=["foi-2026-open"]),
            reverse("wording-adapt", args=["foi-2026-open", NAMES]),
            reverse("submit", args=["foi-2026-open"]),
        ],
        "bob": [reverse("version", args=["foi-2026-read", 1])],
        "eve": [
            reverse("particulars"),
            reverse("particulars-new"),
            reverse("particulars-documents", args=[1]),
            reverse("law"),
            *(reverse("law-new", args=[name]) for name in ("cost_limit", "sovereign")),
        ],
    }


@SIZES
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    portal: str, visit: Callable[..., Page], size: tuple[int, int]
) -> None:
    faults = []
    for who, paths in pages().items():
        page = visit("/", who=who, size=size)
        for path in paths:
            answer = page.goto(portal + path)
            assert answer is not None
            assert answer.ok, path
            page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
            faults += [f"{path}: {fault}" for fault in axe_violations(page)]
            if page.evaluate("document.documentElement.scrollWidth") > size[0]:
                faults.append(f"{path} is wider than the window")
    assert faults == []


@pytest.mark.parametrize("javascript", [True, False])
def test_two_versions_are_compared_from_the_page_of_a_text(
    visit: Callable[..., Page], javascript: bool
) -> None:
    page = visit(reverse("wording", args=[NAMES]), who="dora", javascript=javascript)
    page.get_by_label("Compare version").select_option("2")
    page.get_by_label("with version").select_option("3")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Version 2 and version 3")
    expect(page.locator(".app-passages del")).to_contain_text("on ")
    expect(page.locator(".app-passages ins")).to_contain_text("about ")
    expect(page.get_by_label("Compare version")).to_have_value("2")
    page.get_by_label("with version").select_option("2")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("The two read the same.")).to_be_visible()


def test_a_wording_is_adapted_previewed_and_put_back_without_script(
    visit: Callable[..., Page],
) -> None:
    annex = reverse("annex", args=["foi-2026-plain"])
    page = visit(annex, who="alice", javascript=False, size=PHONE)
    page.get_by_role("link", name="Adapt the wording for this case").click()
    page.get_by_label("Wording for this case").fill("Information about **few** people.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()
    expect(page.locator(".app-prose strong").first).to_have_text("few")
    page.get_by_role("button", name="Use these words").click()
    expect(page.get_by_role("link", name="Enter why this case needs other words")).to_be_visible()
    page.get_by_label("Why does this case need other words?").fill("There are four.")
    page.get_by_role("button", name="Use these words").click()
    expect(page.locator(".app-preview .app-markdown strong").first).to_have_text("few")
    expect(page.get_by_text("adapted from version 3 for this case")).to_be_visible()
    page.get_by_role("link", name="Change this case’s own wording").click()
    page.get_by_role("button", name="Go back to the standard text").click()
    expect(page.get_by_role("link", name="Adapt the wording for this case")).to_be_visible()


# --- factors of a public interest test -------------------------------------------------


@pytest.mark.parametrize("javascript", [True, False])
def test_factors_are_added_taken_from_the_bank_and_removed(
    visit: Callable[..., Page], javascript: bool
) -> None:
    page = visit(reverse("test-new", args=["foi-2026-weigh"]), who="alice", javascript=javascript)
    page.evaluate("window.stayed = true")
    page.get_by_label("Section 31(1)(a) on question 1").check()
    boxes = page.locator("#div_id_for_disclosure textarea")
    expect(boxes).to_have_count(2)
    boxes.first.fill("People pay for the locks.")
    page.get_by_label("Why?").fill("Because of the locks.")
    page.get_by_role("button", name="Add a row to factors for disclosure").click()
    expect(boxes).to_have_count(3)
    expect(boxes.nth(2)).to_be_focused()
    boxes.nth(2).fill("And for the keys.")
    page.get_by_text("Begin with usual factors").click()
    usual = page.locator("#usual input[type=checkbox]")
    usual.last.check()
    page.get_by_role("button", name="Put in what is ticked").click()
    against = page.locator("#div_id_for_maintaining textarea")
    expect(page.get_by_text("not yet made specific")).to_have_count(1)
    expect(against.first).not_to_have_value("")
    page.get_by_role("button", name="Remove factor 1, factors for disclosure").click()
    expect(boxes.first).not_to_have_value("People pay for the locks.")
    expect(page.get_by_label("Why?")).to_have_value("Because of the locks.")
    assert page.evaluate("window.stayed === true") is javascript, "the script loads no page anew"
    against.first.fill("Somebody would know which of the two doors has the older lock.")
    page.get_by_role("button", name="Save the test").click()
    expect(page.get_by_text("The public interest test is saved.")).to_be_visible()


@SIZES
def test_the_page_of_a_test_is_accessible_with_rows_and_marks(
    visit: Callable[..., Page], size: tuple[int, int]
) -> None:
    for slug in ("foi-2026-weigh", "foi-2026-ncnd"):
        page = visit(reverse("test-new", args=[slug]), who="alice", size=size)
        page.get_by_text("Begin with usual factors").click()
        for box in page.locator("#usual input[type=checkbox]").all():
            box.check()
        page.get_by_role("button", name="Put in what is ticked").click()
        expect(page.get_by_text("not yet made specific").first).to_be_visible()
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]

"""The pages of the gate in a real browser: readable by everybody, on a desktop and on a phone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from requests_app.models import Answer, Claim, FoiRequest
from tests import factories
from tests.browsing import DESKTOP, PHONE, axe_violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def case(transactional_db: None) -> FoiRequest:
    """A draft that lacks something of every kind."""
    factories.particulars()
    case = factories.with_questions(8)
    blocks = factories.questions(case)
    factories.answer(case, blocks[:2])
    withheld = factories.answer(case, [blocks[2]], disposition="exempt_all")
    crime = factories.claim(withheld, reason="")
    factories.record(crime, {"evidence": "", "harm": ""})
    pointer = factories.answer(case, [blocks[3]], disposition="exempt_s21_pointer")
    factories.record(
        factories.claim(pointer, "21(1)", where_accessible="Our website"),
        {"holds_this_information": "no"},
    )
    missing = factories.answer(case, [blocks[4]], disposition="not_held", text="We hold nothing.")
    factories.record(missing, {"search_by": "", "who_may_hold": ""})
    factories.record(case, {"documents_kept": ""})
    return case


def signed_in(page: Page, live_server: LiveServer) -> None:
    client = Client()
    client.force_login(factories.alice())
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def photograph(page: Page, name: str) -> None:
    """For whoever wants to look: FOI_SHOTS names the folder."""
    folder = os.environ.get("FOI_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_are_accessible_and_fit_the_window(
    live_server: LiveServer,
    new_page: Callable[..., Page],
    case: FoiRequest,
    size: tuple[int, int],
) -> None:
    page = new_page(size=size)
    signed_in(page, live_server)
    answer = Answer.objects.get(disposition="not_held").pk
    claim = Claim.objects.earliest("pk").pk
    start = f"{live_server.url}/requests/{case.slug}/"
    for name, address in {
        "case": start,
        "facts": f"{start}facts/",
        "answer": f"{start}answers/{answer}/",
        "claim": f"{start}claims/{claim}/",
        "claim-facts": f"{start}claims/{claim}/facts/",
        "submit": f"{start}submit/",
    }.items():
        page.goto(address)
        photograph(page, f"{name}-{size[0]}")
        assert axe_violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address


def test_what_is_recorded_leaves_the_list_without_a_new_page(
    live_server: LiveServer, page: Page, case: FoiRequest
) -> None:
    signed_in(page, live_server)
    answer = Answer.objects.get(disposition="not_held").pk
    page.goto(f"{live_server.url}/requests/{case.slug}/answers/{answer}/")
    missing = page.locator("#facts .app-missing")
    expect(missing).to_contain_text("who searched")
    page.locator("#id_text").fill("We hold nothing, and this is not saved yet.")
    page.locator('#facts [name="search_by"]').fill("The records officer")
    page.locator('#facts [name="who_may_hold"]').fill("The county council")
    page.get_by_role("button", name="Save what is recorded").click()
    expect(missing).to_have_count(0)
    # The words in the other form are still there.
    expect(page.locator("#id_text")).to_have_value("We hold nothing, and this is not saved yet.")

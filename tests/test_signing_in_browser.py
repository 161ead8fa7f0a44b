"""A passkey in a real browser: added, shown as second factor, and used alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import DESKTOP, PHONE, axe_violations, give_password
from tests.servers import running_product

pytestmark = [pytest.mark.browser, pytest.mark.servers]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A portal of its own, whose accounts these tests change.

    Browsers bind a passkey to a name, never to a number.
    """
    with running_product(tmp_path_factory.mktemp("portal"), demo=True, workers=0) as product:
        yield product.base_url.replace("127.0.0.1", "localhost")


def with_key(page: Page) -> Page:
    """The window has a device that holds passkeys and always says yes."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/accounts/login/")
    give_password(page, "demo.reviewer")


@pytest.fixture
def page(page: Page) -> Page:
    return with_key(page)


def test_a_passkey_is_added_shown_and_used_alone(page: Page, address: str) -> None:
    sign_in(page, address)
    page.goto(f"{address}/accounts/")
    for size in (PHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert axe_violations(page) == []
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_label("Name of this passkey").fill("Work laptop")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("button", name="go on").click()
    page.wait_for_url("**/requests/")

    page.get_by_role("button", name="Sign out").click()
    sign_in(page, address)
    page.wait_for_url("**/accounts/code/")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Use a passkey instead").click()
    page.wait_for_url("**/requests/")

    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{address}/accounts/login/?next=/library/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{address}/library/")

    page.goto(f"{address}/accounts/")
    page.get_by_role("link", name="Remove Work laptop").click()
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()

"""A real Chromium for the tests, which notices what a page complains about, and axe."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from foi_portal.bootstrap.system import browser as installed_browser
from requests_app.demo import PASSWORD

AXE = Path(__file__).resolve().parent.parent / "static/node_modules/axe-core/axe.min.js"
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = (1280, 900)
PHONE = (390, 844)
# What 1280 pixels are at 400 % (WCAG 1.4.10).
ZOOMED = (320, 256)
# WCAG 2.2 AA, and the practices axe recommends beside it.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# By the address of a portal and a person's name there.
SESSIONS: dict[tuple[str, str], list[SetCookieParam]] = {}
# What axe found in order stays in the page: to hand it over took four times what axe took.
AXE_RUN = """tags => axe.run(
    document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]}
).then(found => found.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.html}`)
))"""


@contextmanager
def running_browser() -> Iterator[Browser]:
    # Playwright's loop lives in this thread, and Django would refuse to touch the database
    # beside it although nothing here is asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=installed_browser(), args=[*FLAGS, *sandbox]
        )
        yield browser
        browser.close()


def sign_in(
    page: Page, portal: str, who: str, *, path: str = "/requests/", password: str = PASSWORD
) -> None:
    """Signs somebody in, such as one of the demonstration, who then is on the page at ``path``."""
    page.goto(f"{portal}/accounts/login/?next={path}")
    give_password(page, who, password)
    page.wait_for_url(portal + path)


def come_in(
    page: Page, portal: str, who: str, *, path: str = "/requests/", password: str = PASSWORD
) -> None:
    """As ``sign_in``, in a window without cookies; a session of an earlier window still serves.

    A password is meant to take a server long, and most windows are opened for something else.
    """
    page.context.add_cookies(SESSIONS.get((portal, who), []))
    page.goto(portal + path)
    if "/accounts/login/" in page.url:
        sign_in(page, portal, who, path=path, password=password)
        SESSIONS[portal, who] = cast("list[SetCookieParam]", page.context.cookies())


def give_password(page: Page, who: str, password: str = PASSWORD) -> None:
    """On the page of the sign-in, which is sent; what comes next is the caller's to await."""
    page.get_by_label("User name or e-mail address").fill(who)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


class Complaints(list[str]):
    """What the browser's console and the pages' scripts said that a test must not ignore."""

    def listen(self, page: Page) -> None:
        page.on("console", lambda message: self._console(page, message))
        page.on("pageerror", lambda error: self.append(f"{page.url}: {error}"))

    def _console(self, page: Page, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        # A page may answer 404 or 403 and a test may ask for it; its parts may not.
        is_page_itself = message.location.get("url", "") == page.url
        if is_page_itself and message.text.startswith("Failed to load resource"):
            return
        # Whoever leaves a page while it asks for a preview ends that request: htmx says so.
        if message.text.startswith(("htmx:sendAbort", "htmx:afterRequest")):
            return
        self.append(f"{page.url}: {message.text}")


def axe_violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands, one line for each element."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(AXE_RUN, AXE_TAGS)
    return found


def keep_documents(page: Page, case: str) -> None:
    """Records since when the documents of a case (its address) are kept from change (s77)."""
    page.goto(f"{case}facts/")
    for part, value in (("day", "2"), ("month", "11"), ("year", "2026")):
        page.locator(f"[name=documents_kept_{part}]").fill(value)
    page.get_by_role("button", name="Save what is recorded").click()

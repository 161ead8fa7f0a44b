"""The main line as people walk it, in a real browser: from a pasted request to the public record.

Each function is one person's errand. It uses what a person sees: labels, buttons and links.
"""

from __future__ import annotations

import io
import re
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import pypdf
from playwright.sync_api import Locator, Page, expect

from requests_app.demo import PASSWORD
from requests_app.outcome import Disposition
from tests import recorded
from tests.browsing import axe_violations
from tests.stories import Answered, Claimed, Story

REQUESTER = ("Zebedee Quillfeather", "zebedee@quillfeather.example", "7 Canary Row\nZZ7 7ZZ")
CANARIES = ("Quillfeather", "quillfeather", "Canary Row", "ZZ7 7ZZ", "ZZ77ZZ")
PATIENCE = 60_000
KINDS = {"s": "Section heading", "c": "Context", "q": "Question"}


@dataclass
class Walk:
    """One person's window. ``look`` is called on every page; it may ask axe."""

    page: Page
    base_url: str
    story: Story
    faults: list[str] | None = None
    scripted: bool = True
    seen: set[str] = field(default_factory=set)

    def go(self, path: str) -> None:
        self.page.goto(self.base_url + path)
        self.look()

    def look(self) -> None:
        """Notes what axe finds on a page of this kind, the first time somebody comes to it."""
        kind = re.sub(r"\d+", "N", self.page.url.partition("?")[0])
        if self.faults is not None and kind not in self.seen:
            self.seen.add(kind)
            # Before its script has run a page may be laid out otherwise.
            self.page.wait_for_load_state("load")
            self.faults.extend(f"{kind}: {fault}" for fault in axe_violations(self.page))

    def press(self, name: str, *, exact: bool = True) -> None:
        self.page.get_by_role("button", name=name, exact=exact).first.click()
        self.look()

    def follow(self, name: str | re.Pattern[str]) -> None:
        # A link that looks like a button has the role of one.
        self.page.locator("a").filter(has_text=name).first.click()
        self.look()

    def fill(self, label: str, text: str) -> None:
        self.field(label).fill(text)

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$")).first

    def choose(self, label: str) -> None:
        self.page.get_by_role("radio", name=label, exact=True).check()

    def fill_date(self, name: str, day: int, month: int, year: int) -> None:
        for part, number in (("day", day), ("month", month), ("year", year)):
            self.page.locator(f'[name="{name}_{part}"]').fill(str(number))

    @property
    def case(self) -> str:
        return f"/requests/{self.story.slug}/"

    @contextmanager
    def signed_in_as(self, username: str) -> Iterator[None]:
        self.go("/accounts/login/")
        self.fill("User name or e-mail address", username)
        self.fill("Password", PASSWORD)
        self.press("Sign in")
        yield
        self.press("Sign out")


# --- the officer -------------------------------------------------------------------------


def receive(walk: Walk) -> None:
    """Pastes the request; a first attempt with a slip keeps all that was typed."""
    name, email, address = REQUESTER
    walk.go("/requests/new/")
    walk.fill("Reference", walk.story.reference)
    walk.fill("Title", walk.story.title)
    walk.fill_date("received_on", 31, 2, 2026)
    walk.fill("Requester’s name", name)
    walk.fill("Requester’s e-mail address", email)
    walk.fill("Requester’s postal address", address)
    walk.fill("Text of the request", walk.story.text)
    walk.press("Save and split the request")

    summary = walk.page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("There is a problem")
    expect(walk.field("Text of the request")).to_have_value(walk.story.text)
    expect(walk.field("Requester’s name")).to_have_value(name)
    walk.fill_date("received_on", 2, 3, 2026)
    walk.press("Save and split the request")
    expect(walk.page.get_by_role("heading", name="Check the split")).to_be_visible()


def correct_the_split(walk: Walk) -> None:
    """Makes each block what it is, and shows that a cut and a join undo each other."""
    blocks = walk.page.locator(".app-block")
    expect(blocks).to_have_count(len(walk.story.kinds))
    for place, kind in enumerate(walk.story.kinds):
        block = blocks.nth(place)
        if kind == "-":
            leave_out(block)
        else:
            make(block, KINDS[kind])
    # A question becomes context by a slip, and is put right.
    first = walk.story.kinds.index("q")
    make(blocks.nth(first), "Context")
    make(blocks.nth(first), "Question")
    walk.look()
    expect(walk.page.locator("body")).to_contain_text("Nothing lost")


def leave_out(block: Locator) -> None:
    block.locator(".app-block__text").click()
    tag = block.get_by_text("Left out", exact=True)
    if not tag.count():
        block.get_by_role("button", name="Leave out").click()
    expect(tag).to_be_visible()


def make(block: Locator, kind: str) -> None:
    block.locator(".app-block__text").click()
    button = block.get_by_role("button", name=kind, exact=True)
    if button.get_attribute("aria-pressed") != "true":
        button.click()
    expect(block.get_by_role("button", name=kind, exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )


def draft(walk: Walk) -> None:
    for answered in walk.story.answers:
        answer(walk, answered)
    walk.go(f"{walk.case}answers/")
    count = walk.story.kinds.count("q")
    expect(walk.page.get_by_text(f"{count} of {count} questions")).to_be_visible()


def answer(walk: Walk, answered: Answered) -> None:
    walk.go(f"{walk.case}answers/")
    items = walk.page.locator(".app-questions__item")
    for place in answered.questions:
        items.nth(place).get_by_role("checkbox").check()
    walk.press("Answer the selected questions together")
    walk.choose(answered.disposition)
    walk.fill("Answer", answered.text)
    walk.press("Save", exact=True)
    here = walk.page.url
    for claimed in answered.claims:
        claim(walk, claimed)
    became = next(item for item in Disposition if item.label == answered.disposition)
    record(walk, here, recorded.of_answer(became))


def record(walk: Walk, page: str, told: Mapping[str, str]) -> None:
    """Records facts on the page that asks for them; what an answer leads to is asked next."""
    waiting = dict(told)
    while waiting:
        walk.page.goto(f"{page.partition('#')[0]}facts/")
        asked = [name for name in waiting if walk.page.locator(f"#div_id_{name}").count()]
        assert asked, f"{page} does not ask for {sorted(waiting)}"
        for name in asked:
            put(walk, name, waiting.pop(name))
        with walk.page.expect_response(re.compile(r"/facts/")):
            walk.press("Save what is recorded")


def put(walk: Walk, name: str, value: str) -> None:
    group = walk.page.locator(f"#div_id_{name}")
    if group.get_by_role("radio").count():
        group.locator(f'input[value="{value}"]').check()
    elif group.locator(f'[name="{name}_day"]').count():
        day = date.fromisoformat(value)
        walk.fill_date(name, day.day, day.month, day.year)
    else:
        group.locator(f'[name="{name}"]').fill(value)


def claim(walk: Walk, claimed: Claimed) -> None:
    here = walk.page.url
    walk.press("Claim an", exact=False)
    walk.page.get_by_label("Which exemption applies?").select_option(value=claimed.limb)
    walk.press("Continue")
    if claimed.likelihood:
        walk.choose(claimed.likelihood)
    walk.fill("Why does it apply here?", claimed.reason)
    if claimed.where:
        walk.fill("Where can the requester get it?", claimed.where)
    walk.press("Save the claim")
    if claimed.test:
        weigh(walk, here, claimed.test)
    walk.page.goto(here)
    links = walk.page.locator("#claims ~ ul .govuk-task-list__link")
    address = links.last.get_attribute("href")
    record(walk, f"{walk.base_url}{address}", recorded.of_claim(claimed.limb))


def weigh(walk: Walk, here: str, test: tuple[str, str, str]) -> None:
    if not walk.page.get_by_role("heading", name="Public interest test").count():
        walk.page.goto(here)
        walk.follow("Weigh the public interest")
    for name, text in zip(("#id_disclosure-0", "#id_maintaining-0"), test, strict=False):
        walk.page.locator(name).fill(text)
    walk.choose("Maintaining the exemption outweighs disclosure")
    walk.fill("Why?", test[2])
    walk.fill_date("decided_on", 20, 3, 2026)
    walk.press("Save the test")


def order_the_annex(walk: Walk) -> None:
    """Moves each section up until it stands where it should."""
    walk.go(f"{walk.case}annex/")
    headings = walk.page.locator(".app-annex-order li strong")
    expect(headings).to_have_count(len(walk.story.annex))
    for place, wanted in enumerate(walk.story.annex):
        texts = headings.all_inner_texts()
        now = next(n for n, text in enumerate(texts) if text.startswith(wanted))
        for above in range(now - 1, place - 1, -1):
            walk.press(f"Move up {wanted}", exact=False)
            expect(headings.nth(above)).to_contain_text(wanted)
    for place, wanted in enumerate(walk.story.annex):
        expect(headings.nth(place)).to_contain_text(wanted)


def submit(walk: Walk) -> None:
    record(walk, f"{walk.base_url}{walk.case}", recorded.CASE)
    walk.go(f"{walk.case}submit/")
    walk.look()
    walk.page.get_by_text("Give a reason to go on").click()
    walk.fill("Why is this no reason to stop?", "The reader meets them in this order.")
    walk.press("Keep this reason")
    walk.go(f"{walk.case}submit/")
    walk.press("Submit for review")
    walk.go(walk.case)
    expect(walk.page.get_by_text("Version 1 waits for a reviewer.")).to_be_visible()


# --- the reviewer and the publisher ------------------------------------------------------------


def documents_are_made(walk: Walk, *names: str) -> None:
    for name in names:
        comes_up(walk, document_link(walk, name))


def document_link(walk: Walk, name: str) -> Locator:
    return walk.page.get_by_role("link", name=re.compile(rf"^{name}\b.*\(PDF"))


def comes_up(walk: Walk, wanted: Locator) -> None:
    """Waits for what the worker makes: the page asks by itself, or a person looks again."""
    if walk.scripted:
        expect(wanted).to_be_visible(timeout=PATIENCE)
        return
    for _ in range(120):
        if wanted.count():
            return
        walk.page.wait_for_timeout(500)
        walk.page.reload()
    raise AssertionError(f"{wanted} did not come up")


def staff_document(walk: Walk, name: str) -> bytes:
    href = document_link(walk, name).get_attribute("href")
    response = walk.page.request.get(f"{walk.base_url}{href}")
    assert response.headers["content-type"] == "application/pdf"
    return response.body()


def approve(walk: Walk) -> None:
    walk.go(f"{walk.case}versions/1/")
    walk.press("Approve version 1")
    expect(walk.page.locator("body")).to_contain_text("Approved")


def publish(walk: Walk) -> None:
    walk.go(f"{walk.case}publish/")
    walk.press("Publish on the disclosure log")
    walk.go(walk.case)
    comes_up(walk, walk.page.get_by_text("The record is on the disclosure log"))


def withdraw(walk: Walk) -> None:
    walk.go(f"{walk.case}withdraw/")
    walk.fill("Reason for the withdrawal", "A figure was wrong.")
    walk.press("Withdraw the record")


# --- what was made ------------------------------------------------------------------------------


def text_of(pdf: bytes) -> str:
    """The words of a document, with single spaces."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def pages_of(pdf: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def anonymous(url: str) -> tuple[int, bytes]:
    """What anybody gets: status and body, no cookies, no proxy."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Statuses())
    with opener.open(url, timeout=30) as response:
        return response.status, response.read()


class _Statuses(urllib.request.HTTPErrorProcessor):
    """An answer is an answer, also when it is 404."""

    def http_response(self, request: object, response: object) -> object:
        return response

    https_response = http_response

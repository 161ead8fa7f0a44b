"""A request that comes as a file, in a real browser: chosen, read, checked, saved and split."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browsing import axe_violations
from tests.test_received_files import BODY, OUR_LETTER, PRINTED, mail, paragraph, passed_on, word

pytestmark = [pytest.mark.browser, pytest.mark.servers]

FOOTER = (
    "This email is confidential and intended solely for the person to whom it is addressed. If "
    "you have received it in error please notify the sender.\n"
)
PLATFORM = (
    "-------------------------------------------------------------------\n"
    "Please use this email address for all replies to this request:\n"
    "request-1@whatdotheyknow.com\n\n"
    "Disclaimer: This message and any reply that you make will be published on the internet.\n"
)
HTML = (
    "<p>Dear council,</p><ol><li>How many street lights do you have?<li>How many are LED?</ol>"
    "<p>Regards,<br>Robin</p>"
    "<blockquote class=gmail_quote>On 1 October the Council wrote: 3. Which?</blockquote>"
)


def html_mail() -> bytes:
    message = mail("")
    message.set_content(HTML, subtype="html")
    return message.as_bytes()


FILES: dict[str, bytes] = {
    "plain.eml": mail(f"{BODY}\nRegards,\nRobin\n\n{FOOTER}\n{OUR_LETTER}").as_bytes(),
    "html.eml": html_mail(),
    "platform.eml": mail(f"{BODY}\nYours faithfully,\nRobin\n\n{PLATFORM}").as_bytes(),
    "request.docx": word("".join(paragraph(line) for line in BODY.splitlines() if line)),
    "request.txt": BODY.encode("utf-16"),
    "request.pdf": PRINTED,
}


def choose(page: Page, name: str, content: bytes) -> None:
    page.goto(page.url.partition("/requests/")[0] + "/requests/new/")
    file = FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
    page.get_by_label("Upload the request instead").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_every_kind_of_file_becomes_a_case(officer: Callable[..., Page], javascript: bool) -> None:
    page = officer(javascript=javascript)
    for name, content in FILES.items():
        choose(page, name, content)
        expect(page.get_by_text("The file is read. Check what it filled in")).to_be_visible()
        if name.endswith(".eml"):
            expect(page.get_by_label("Requester’s name")).to_have_value("Robin Sample")
            expect(page.get_by_label("Title")).to_have_value("Street lighting")
            expect(page.get_by_label("Month")).to_have_value("10")
        page.get_by_label("Title").fill(name)
        page.get_by_label("Requester’s name").fill("Robin Sample")
        page.get_by_label("Requester’s e-mail address").fill("robin@example.org")
        page.get_by_role("button", name="Save and split the request").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Check the split")
        expect(page.get_by_text("Nothing lost")).to_be_visible()
        asked = 3 if name == "request.pdf" else 2
        expect(page.get_by_text(f"{asked} questions found")).to_be_visible()


def test_a_mail_passed_on_is_told_and_checked_before_it_is_saved(
    officer: Callable[..., Page],
) -> None:
    page = officer()
    page.goto(page.url.partition("/requests/")[0] + "/requests/new/")
    file = FilePayload(name="a.eml", mimeType="message/rfc822", buffer=passed_on().read())
    page.get_by_label("Upload the request instead").set_input_files(file)
    page.get_by_role("button", name="Save and split the request").click()
    expect(page.get_by_text("passed on by Jo Planner on 5 October 2026")).to_be_visible()
    expect(page.get_by_label("Requester’s name")).to_have_value("Robin Sample")
    expect(page.get_by_label("Month")).to_have_value("10")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Save and split the request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the split")
    expect(page.get_by_text("2 questions found")).to_be_visible()


def test_a_file_that_cannot_be_read_is_told_and_the_box_stays(
    officer: Callable[..., Page],
) -> None:
    page = officer()
    for name, content, why in (
        ("scan.pdf", b"%PDF-1.7 nothing", "This PDF is damaged"),
        ("old.doc", b"\xd0\xcf\x11\xe0", "A .doc file cannot be read"),
        ("picture.txt", b"PK\x03\x04", "is named .txt but is something else"),
    ):
        choose(page, name, content)
        expect(page.get_by_role("link", name=why)).to_be_visible()
        expect(page.get_by_label("Text of the request")).to_be_editable()
        assert axe_violations(page) == []

"""The drafting pages in a real browser: what the script adds, what works without it, axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import DESKTOP, PHONE, axe_violations, keep_documents

pytestmark = [pytest.mark.browser, pytest.mark.servers]

COPIED_FROM_WORD = (
    '<p class="MsoNormal">See the <b>register</b>:</p>'
    "<ul><li>first</li><li>second</li></ul><script>alert(1)</script>"
)
# A paste as the browser reports it: there is no other way to put HTML on the clipboard here.
PASTE = """(area, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "plain words");
  area.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true,
                                                  cancelable: true}));
}"""
DEMO_DRAFT = "/requests/foi-2026-demo3/"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def receive(page: Page, questions: int) -> None:
    """A new case of so many questions; ends on the workbench."""
    lines = [f"{number}. How many things of kind {number}?" for number in range(1, questions + 1)]
    page.goto(page.url.partition("/requests/")[0] + "/requests/new/")
    page.get_by_label("Title").fill("Things")
    page.get_by_label("Requester’s name").fill("Robin Sample")
    page.get_by_label("Requester’s e-mail address").fill("robin@example.org")
    page.get_by_label("Text of the request").fill("\n".join(lines))
    press(page, "Save and split the request")
    page.get_by_role("button", name="The split is right: answer the questions").first.click()


def begin_answer(page: Page, questions: int = 1) -> Locator:
    """A new case with one empty answer to all its questions; gives the box to write it in."""
    receive(page, questions)
    # A click does not wait for the page that it leads to, nor does all() for what is on it.
    expect(page.get_by_role("checkbox")).to_have_count(questions)
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, "Answer the selected questions together")
    return text_of(page)


def text_of(page: Page) -> Locator:
    return page.get_by_label("Answer", exact=True)


def test_shift_ticks_a_range_and_the_bar_counts(officer: Callable[..., Page]) -> None:
    page = officer()
    receive(page, 10)
    boxes = page.get_by_role("checkbox")
    boxes.nth(1).click()
    boxes.nth(7).click(modifiers=["Shift"])
    expect(page.get_by_text("7 questions selected")).to_be_visible()
    press(page, "Answer the selected questions together")
    expect(page.get_by_role("heading", level=1)).to_have_text("Answer to questions 2–8")


def test_a_paste_becomes_markdown_and_the_preview_follows(officer: Callable[..., Page]) -> None:
    page = officer()
    area = begin_answer(page)
    area.fill("Before after")
    area.evaluate("area => area.setSelectionRange(7, 7)")
    area.evaluate(PASTE, COPIED_FROM_WORD)
    expect(page.locator("#preview li")).to_have_text(["first", "second"])
    expect(page.locator("#preview strong", has_text="register")).to_be_visible()
    text = area.input_value()
    assert text.startswith("Before \n\nSee the **register**:")
    assert text.endswith("second\n\nafter")
    assert "alert" not in text


def test_a_paste_when_nobody_is_signed_in_any_more_goes_in_as_plain_words(
    officer: Callable[..., Page],
) -> None:
    page = officer(watched=False)
    area = begin_answer(page)
    page.context.clear_cookies(name="session")
    area.evaluate(PASTE, COPIED_FROM_WORD)
    expect(area).to_have_value("plain words")


def test_everything_works_without_javascript(officer: Callable[..., Page]) -> None:
    page = officer(javascript=False)
    receive(page, 3)
    page.get_by_role("link", name="Select the 3 open questions").click()
    press(page, "Answer the selected questions together")
    page.get_by_label("Disclosed", exact=True).check()
    text_of(page).fill("There are 12, on Mill Lane.")
    press(page, "Save and go to the next one")
    expect(page.get_by_text("Every question is answered.")).to_be_visible()
    answers = page.url.partition("answers/")[0]
    keep_documents(page, answers)
    page.goto(f"{answers}answers/")
    expect(page.get_by_text("nothing is missing")).to_be_visible()


def links_of(page: Page, pattern: str) -> list[str]:
    found: list[str] = page.locator(f'main a[href*="{pattern}"]').evaluate_all(
        "links => links.map(link => link.getAttribute('href').split('#')[0])"
    )
    return list(dict.fromkeys(found))


def pages_of_the_draft(page: Page, portal: str) -> list[str]:
    """Every page of the half-drafted demonstration case, one of each kind."""
    page.goto(f"{portal}{DEMO_DRAFT}split/")
    block = links_of(page, "/redact/")[1].removesuffix("redact/")
    page.goto(f"{portal}{DEMO_DRAFT}answers/")
    answer = links_of(page, "/answers/")[-1]
    page.goto(portal + DEMO_DRAFT)
    claim = links_of(page, "/claims/")[0]
    names = ("", "details", "split", "answers", "tests/new", "annex", "outcome", "preview")
    return [
        "/requests/",
        "/requests/new/",
        *(f"{DEMO_DRAFT}{name}/".replace("//", "/") for name in names),
        *(block + name for name in ("", "cut/", "redact/")),
        answer,
        f"{answer}claims/new/",
        claim,
    ]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    portal: str, officer: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = officer(size=size)
    faults = []
    for path in pages_of_the_draft(page, portal):
        answer = page.goto(portal + path)
        assert answer is not None
        assert answer.ok, path
        faults += [f"{path}: {fault}" for fault in axe_violations(page)]
        if page.evaluate("document.documentElement.scrollWidth") > size[0]:
            faults.append(f"{path} is wider than the window")
    assert faults == []


def test_a_second_officer_loses_nothing_and_axe_finds_nothing(
    officer: Callable[..., Page],
) -> None:
    mine = officer()
    begin_answer(mine)
    theirs = officer(mine.url[mine.url.index("/requests/") :])
    text_of(theirs).fill("Their words")
    press(theirs, "Save")
    expect(theirs.get_by_text("The answer is saved.")).to_be_visible()
    text_of(mine).fill("My words")
    press(mine, "Save")
    expect(mine.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(mine.locator(".app-compare")).to_contain_text("Their words")
    expect(mine.locator("#preview")).to_contain_text("My words")
    expect(text_of(mine)).to_have_value("My words")
    assert axe_violations(mine) == []
    press(mine, "Save")
    expect(mine.get_by_text("The answer is saved.")).to_be_visible()


def test_a_case_that_was_submitted_meanwhile_is_told_in_the_preview(
    officer: Callable[..., Page],
) -> None:
    mine = officer(watched=False)
    begin_answer(mine).fill("There are 12, on Mill Lane.")
    mine.get_by_label("Disclosed", exact=True).check()
    press(mine, "Save")
    expect(mine.locator("#preview")).to_contain_text("There are 12, on Mill Lane.")
    theirs = officer(mine.url[mine.url.index("/requests/") :])
    answers = theirs.url
    keep_documents(theirs, answers.partition("answers/")[0])
    theirs.goto(answers)
    theirs.get_by_role("link", name="submit it for review").click()
    theirs.get_by_role("main").get_by_role("button").first.click()
    expect(theirs.get_by_text("Version 1 is submitted for review.")).to_be_visible()
    with mine.expect_response("**/preview/") as refused:
        text_of(mine).fill("Other words")
    assert refused.value.status == 409
    expect(mine.locator("#app-request-problem")).not_to_be_empty()
    expect(mine.locator("#preview")).to_contain_text("There are 12, on Mill Lane.")

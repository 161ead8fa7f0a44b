"""The look: the gds template pack, its words, and the frame in a real browser."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms.forms import BaseForm
from django.http import QueryDict
from django.template.loader import get_template
from django.test import Client
from django.test.html import Element, parse_html
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

import requests_app.forms
from requests_app.gds import (
    DATE_PARTS,
    DateInputField,
    DatePart,
    GdsBoundField,
    GdsForm,
    GdsFormMixin,
    RadiosWithHints,
    ask_for,
)
from tests.browsing import DESKTOP, PHONE, axe_violations
from tests.gallery import KINDS, GalleryForm

pytestmark = pytest.mark.urls("tests.gallery")

TEMPLATES = sorted(settings.BASE_DIR.joinpath("templates").rglob("*.html"))
SITE_CSS = settings.BASE_DIR / "static/build/site.css"


# --- reading a page ----------------------------------------------------------------------


def attributes(element: Element) -> dict[str, str]:
    return {name: value or "" for name, value in element.attributes}


class Markup:
    """A page as elements with attributes."""

    def __init__(self, html: str) -> None:
        self.elements = list(self._walk(parse_html(html)))

    def _walk(self, element: Element) -> Iterator[Element]:
        for child in element.children:
            if isinstance(child, Element):
                yield child
                yield from self._walk(child)

    def all(self, name: str = "", **wanted: str) -> list[Element]:
        return [
            element
            for element in self.elements
            if (not name or element.name == name) and wanted.items() <= attributes(element).items()
        ]

    def one(self, name: str = "", **wanted: str) -> dict[str, str]:
        (element,) = self.all(name, **wanted)
        return attributes(element)

    def values(self, attribute: str) -> list[str]:
        found = (attributes(element).get(attribute) for element in self.elements)
        return [value for value in found if value]


def empty_page() -> Markup:
    return Markup(Client().get("/gallery/controls/").content.decode())


def wrong_page(**data: str) -> Markup:
    return Markup(Client().post("/gallery/controls/", data).content.decode())


# --- the template pack -------------------------------------------------------------------


CONTROLS = [
    ("id_title", "govuk-input"),
    ("id_email", "govuk-input"),
    ("id_password", "govuk-input"),
    ("id_text", "govuk-textarea"),
    ("id_outcome", "govuk-select"),
    ("id_document", "govuk-file-upload"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("control", "css_class"), CONTROLS)
def test_a_control_has_its_class_and_in_error_that_of_its_own_kind(
    control: str, css_class: str
) -> None:
    assert empty_page().one(id=control)["class"] == css_class
    in_error = wrong_page().one(id=control)
    assert in_error["class"] == f"{css_class} {css_class}--error"
    assert in_error["aria-invalid"] == "true"


@pytest.mark.django_db
def test_an_authors_class_stays_beside_ours() -> None:
    assert empty_page().one(id="id_reference")["class"].split() == [
        "govuk-input",
        "govuk-input--width-10",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("page", [empty_page, wrong_page])
def test_every_id_that_is_pointed_at_is_on_the_page_once(page: Callable[[], Markup]) -> None:
    markup = page()
    ids = markup.values("id")
    assert len(ids) == len(set(ids))
    pointed_at = {
        *(word for value in markup.values("aria-describedby") for word in value.split()),
        *markup.values("for"),
        *(href[1:] for href in markup.values("href") if href.startswith("#")),
    }
    assert pointed_at
    assert pointed_at <= set(ids)


@pytest.mark.django_db
def test_a_control_is_described_by_its_hint_and_its_error() -> None:
    described_by = wrong_page().one(id="id_title")["aria-describedby"]
    assert described_by == "id_title_helptext id_title_error"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["received", "disposition", "limbs"])
def test_a_group_is_a_fieldset_that_is_described_as_a_whole(name: str) -> None:
    described = [attributes(element) for element in wrong_page().all("fieldset")]
    (fieldset,) = [one for one in described if f"id_{name}_error" in one["aria-describedby"]]
    assert fieldset["class"] == "govuk-fieldset"


@pytest.mark.django_db
def test_radios_have_hints_and_no_invalid_state() -> None:
    markup = wrong_page()
    assert markup.one(id="id_disposition_2")["aria-describedby"] == "id_disposition_2_hint"
    assert all(
        "aria-invalid" not in attributes(radio) for radio in markup.all("input", type="radio")
    )


def test_a_list_that_opens_with_a_choice_is_not_called_optional() -> None:
    class Assigning(GdsForm):
        team = forms.ChoiceField(choices=[("", "No team"), *KINDS], required=False)
        note = forms.CharField(required=False)

    fields = [field for field in Assigning() if isinstance(field, GdsBoundField)]
    assert [field.name for field in fields if field.optional] == ["note"]


@pytest.mark.django_db
def test_nothing_is_left_to_the_browsers_own_checks() -> None:
    markup = wrong_page()
    assert markup.values("required") == []
    forms_shown = [attributes(form) for form in markup.all("form", method="post")]
    assert forms_shown
    assert all("novalidate" in form for form in forms_shown)


@pytest.mark.django_db
def test_buttons_of_three_kinds() -> None:
    classes = [attributes(button)["class"] for button in empty_page().all("button", type="submit")]
    assert classes == [
        "govuk-button",
        "govuk-button govuk-button--secondary",
        "govuk-button govuk-button--warning",
    ]


@pytest.mark.django_db
def test_a_layout_of_fieldset_and_buttons() -> None:
    markup = Markup(Client().get("/gallery/layout/").content.decode())
    assert markup.one(id="id_laid-title")["class"] == "govuk-input"
    assert markup.one(id="id_laid-received_1")["name"] == "laid-received_month"
    assert markup.all(id="id_laid-email") == []
    assert len(markup.all("div", **{"class": "govuk-button-group"})) == 1


@pytest.mark.django_db
def test_what_was_typed_comes_back() -> None:
    markup = wrong_page(
        title="Fleet <i>",
        received_day="31",
        received_month="Feb",
        outcome="held",
        disposition="held",
    )
    assert markup.one(id="id_title")["value"] == "Fleet <i>"
    assert markup.one(id="id_received_0")["value"] == "31"
    assert markup.one(id="id_received_1")["value"] == "Feb"
    assert "checked" in markup.one(id="id_disposition_2")
    assert "selected" in markup.one("option", value="held")


# --- the error summary -------------------------------------------------------------------


@pytest.mark.django_db
def test_the_summary_links_each_error_to_the_control_to_change() -> None:
    markup = wrong_page(received_day="31", received_month="2")
    summary = [href for href in markup.values("href") if href.startswith("#id_")]
    assert summary == [
        "#id_title",
        "#id_email",
        "#id_password",
        "#id_text",
        "#id_received_2",
        "#id_outcome",
        "#id_disposition_0",
        "#id_limbs_0",
        "#id_read",
        "#id_document",
    ]


@pytest.mark.django_db
def test_an_error_of_the_whole_form_stands_in_the_summary() -> None:
    form = GalleryForm(QueryDict("refuse=1"))
    (first, *others) = form.error_summary
    assert (first.message, first.target) == (
        "Somebody else changed this while you were writing",
        "",
    )
    assert all(line.target for line in others)
    page = Client().post("/gallery/controls/", {"refuse": "1"})
    assert first.message in page.content.decode()


@pytest.mark.django_db
def test_the_title_says_that_there_are_errors() -> None:
    assert "<title>Error: Every control" in Client().post("/gallery/controls/").content.decode()
    assert "<title>Every control" in Client().get("/gallery/controls/").content.decode()


# --- words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("Title", "Enter the title"),
        ("Date received", "Enter the date received"),
        ("Requester's name", "Enter the requester's name"),
        ("EIR exception", "Enter the EIR exception"),
        ("Why it applies here", "Enter why it applies here"),
        ("The balance", "Enter the balance"),
        ("Is it held?", "Enter an answer to “Is it held?”"),
    ],
)
def test_a_missing_value_is_asked_for_by_its_label(label: str, sentence: str) -> None:
    assert ask_for(label, "Enter") == sentence


def test_no_stock_message_of_django_is_shown() -> None:
    for data in ("", "title=" + "x" * 30 + "&email=x&outcome=none&disposition=none&limbs=none"):
        form = GalleryForm(QueryDict(data))
        shown = [line.message for line in form.error_summary]
        assert shown
        for message in shown:
            assert not re.match(r"This field|Enter a valid|Select a valid|Ensure|No file", message)


def test_a_length_is_told_with_its_limit() -> None:
    form = GalleryForm(QueryDict("title=" + "x" * 21))
    assert form.errors["title"] == ["Title must be 20 characters or fewer"]


def test_a_message_of_the_forms_author_stays() -> None:
    class Own(GdsForm):
        title = forms.CharField(error_messages={"required": "Say what it is about"})

    assert Own(QueryDict("")).errors["title"] == ["Say what it is about"]


def test_one_form_does_not_word_another() -> None:
    class Relabelled(GalleryForm):
        def __init__(self, data: QueryDict) -> None:
            super().__init__(data)
            self.fields["title"].label = "Subject"

    assert Relabelled(QueryDict("")).errors["title"] == ["Enter the subject"]
    assert GalleryForm(QueryDict("")).errors["title"] == ["Enter the title"]


def test_every_form_of_the_product_has_the_look() -> None:
    modules = [
        importlib.import_module(f"requests_app.forms.{module.name}")
        for module in pkgutil.iter_modules(requests_app.forms.__path__)
    ]
    found = {
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type)
        and issubclass(kind, BaseForm)
        and kind.__module__.startswith("requests_app.")
    }
    assert found
    assert [kind for kind in found if not issubclass(kind, GdsFormMixin)] == []


# --- dates -------------------------------------------------------------------------------


class DateForm(GdsForm):
    on = DateInputField(label="Date received", required=False)


def boxes(form: DateForm) -> list[DatePart]:
    field = form["on"]
    assert isinstance(field, GdsBoundField)
    return field.date_parts


def typed(day: str, month: str, year: str) -> DateForm:
    return DateForm({"on_day": day, "on_month": month, "on_year": year})


@pytest.mark.parametrize(
    ("day", "month", "year", "expected"),
    [
        ("1", "2", "2026", date(2026, 2, 1)),
        ("01", "02", "2026", date(2026, 2, 1)),
        (" 29 ", "Feb", "2028", date(2028, 2, 29)),
        ("3", "SEPT", "2026", date(2026, 9, 3)),
        ("3", "sep.", "2026", date(2026, 9, 3)),
        ("", "", "", None),
    ],
)
def test_a_date_is_read(day: str, month: str, year: str, expected: date | None) -> None:
    form = typed(day, month, year)
    assert form.is_valid()
    assert form.cleaned_data["on"] == expected


@pytest.mark.parametrize(
    ("day", "month", "year", "message", "parts"),
    [
        ("", "2", "2026", "Date received must include a day", ["day"]),
        ("1", "", "", "Date received must include a month and year", ["month", "year"]),
        ("32", "1", "2026", "Date received must be a real date", ["day"]),
        ("31", "13", "2026", "Date received must be a real date", ["month"]),
        ("31", "June", "2026", "Date received must be a real date", ["day", "month", "year"]),
        ("x", "June", "26", "Date received must be a real date", ["day", "year"]),
        ("1", "Ju", "2026", "Date received must be a real date", ["month"]),
        ("²", "1", "2026", "Date received must be a real date", ["day"]),
        ("1", "1", "26", "Date received must have a year of 4 numbers", ["year"]),
        ("1", "1", "0000", "Date received must be a real date", ["day", "month", "year"]),
    ],
)
def test_a_wrong_date_names_the_part(
    day: str, month: str, year: str, message: str, parts: list[str]
) -> None:
    form = typed(day, month, year)
    assert form.errors["on"] == [message]
    marked = [part.name.removeprefix("on_") for part in boxes(form) if part.in_error]
    assert marked == parts


@given(st.dates(min_value=date(1000, 1, 1)), st.booleans())
def test_every_date_survives_the_form(day: date, spelt: bool) -> None:
    form = typed(str(day.day), f"{day:%B}" if spelt else str(day.month), str(day.year))
    assert form.is_valid()
    assert form.cleaned_data["on"] == day
    assert not DateForm(form.data, initial={"on": day}).has_changed()


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_any_text_is_a_date_or_an_error_that_names_a_part(day: str, month: str, year: str) -> None:
    try:
        result = DateInputField(required=False).clean([day, month, year])
    except ValidationError as error:
        parts = (error.error_list[0].params or {})["parts"]
        assert parts
        assert set(parts) <= set(DATE_PARTS)
    else:
        assert result is None or isinstance(result, date)


def test_a_check_of_the_form_may_mark_the_whole_date() -> None:
    class NotYet(DateForm):
        def clean_on(self) -> None:
            raise ValidationError("Date received must be in the past")

    form = NotYet({"on_day": "1", "on_month": "1", "on_year": "2026"})
    assert form.errors
    assert all(part.in_error for part in boxes(form))


def test_an_initial_date_stands_in_the_boxes() -> None:
    form = DateForm(initial={"on": date(2026, 3, 9)})
    assert [part.value for part in boxes(form)] == ["9", "3", "2026"]


def test_a_hint_without_an_id_is_left_out() -> None:
    class Bare(GdsForm):
        kind = forms.ChoiceField(choices=KINDS, widget=RadiosWithHints(hints={"held": "Not here"}))

    assert "Not here" not in str(Bare(auto_id=False)["kind"])
    assert "_hint" not in str(Bare(auto_id=False)["kind"])


# --- templates and style -----------------------------------------------------------------


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_nothing_that_the_content_security_policy_refuses(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", text)


def classes_of_ours(text: str) -> set[str]:
    """The whole names; those that end in a template's variable are left to the gallery."""
    found = set()
    for value in re.findall(r'class="([^"]*)"', text):
        words = re.sub(r"{%.*?%}", " ", re.sub(r"{{.*?}}", "@", value)).split()
        found |= {word for word in words if word.startswith("app-") and "@" not in word}
    return found


def test_every_class_of_ours_is_styled_or_named_in_the_lists_of_classes() -> None:
    """A misspelt class is silent on the page: here it is not."""
    sources = "".join(path.read_text() for path in settings.BASE_DIR.glob("static/src/*.scss"))
    known = set(re.findall(r"[a-z0-9_-]+", sources))
    used = {
        name
        for path in TEMPLATES
        if "pdf" not in path.parts
        for name in classes_of_ours(path.read_text())
    }
    assert used
    assert {name for name in used if not is_known(name, known)} == set()


def is_known(name: str, known: set[str]) -> bool:
    """Sources and lists name an element or a modifier alone, behind its block's: "&--done"."""
    if name in known:
        return True
    stem = re.sub(r"(__|--)((?!__|--).)*$", "", name)
    return stem != name and name.removeprefix(stem) in known and is_known(stem, known)


def test_the_style_sheet_has_neither_the_crown_nor_the_typeface_of_govuk() -> None:
    css = SITE_CSS.read_text()
    assert "Source Sans 3" in css
    assert not re.search(r"GDS Transport|crest|crown", css)


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_an_error_page_comes_out_whole_without_any_context(name: str) -> None:
    markup = Markup(get_template(name).render())
    assert len(markup.all("h1")) == 1
    assert "/" in markup.values("href")


# --- in the browser ----------------------------------------------------------------------

PAGES = [
    *("/", "/accounts/login/", "/working-days/"),
    *("/gallery/controls/", "/gallery/layout/", "/gallery/classes/"),
]


@pytest.mark.browser
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_are_accessible_and_fit_the_window(
    live_server: LiveServer, new_page: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = new_page(size=size)
    for address in PAGES:
        page.goto(live_server.url + address)
        assert axe_violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], address


@pytest.mark.browser
def test_errors_are_accessible_and_lead_to_their_fields(
    live_server: LiveServer, page: Page
) -> None:
    page.goto(f"{live_server.url}/gallery/controls/")
    page.locator("#id_received_0").fill("31")
    page.locator("#id_received_1").fill("Feb")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert axe_violations(page) == []
    page.get_by_role("link", name="Date received must include a year").click()
    expect(page.locator("#id_received_2")).to_be_focused()


@pytest.mark.browser
def test_forms_work_without_javascript(
    live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    page = new_page(size=PHONE, javascript=False)
    page.goto(f"{live_server.url}/gallery/controls/")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    # The menu that a script folds away stays open.
    expect(page.get_by_role("link", name="Disclosure log").first).to_be_visible()


@pytest.fixture
def signed_in(live_server: LiveServer, browser: Browser) -> Iterator[Page]:
    """A page that may meet failing requests, of which the browser's console complains."""
    client = Client()
    client.force_login(User.objects.create_user("olive", password="not used"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context = browser.new_context()
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    yield context.new_page()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("answer", ["fine", "stale", "wrong"])
def test_a_fragment_is_shown_even_when_it_says_what_is_wrong(
    live_server: LiveServer, signed_in: Page, answer: str
) -> None:
    signed_in.goto(f"{live_server.url}/gallery/htmx/")
    signed_in.locator(f"#{answer}").click()
    expect(signed_in.locator("#result")).to_have_text(f"answer: {answer}")
    expect(signed_in.locator("#app-request-problem")).to_be_empty()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("forbidden", "You may not do this. Nothing was saved."),
        ("broken", "The server could not do this. Nothing was saved."),
        ("signed_out", "You have been signed out."),
    ],
)
def test_a_failed_request_says_so_and_leaves_the_page_alone(
    live_server: LiveServer, signed_in: Page, answer: str, sentence: str
) -> None:
    signed_in.goto(f"{live_server.url}/gallery/htmx/")
    signed_in.locator(f"#{answer}").click()
    expect(signed_in.locator("#app-request-problem")).to_contain_text(sentence)
    expect(signed_in.locator("#result")).to_have_text("as it was")
    assert axe_violations(signed_in) == []
    signed_in.locator("#fine").click()
    expect(signed_in.locator("#app-request-problem")).to_be_empty()

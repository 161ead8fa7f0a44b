"""Every word is kept in one form and reads as it is stored, by whatever way it came in."""

from __future__ import annotations

import importlib
import json
import pkgutil
import unicodedata

import pytest
from django import forms
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given as examples
from hypothesis import strategies as st

import requests_app.forms
from requests_app.actions import keeping
from requests_app.case_files.form import to_json
from requests_app.case_files.problem import BrokenCaseFile
from requests_app.case_files.reading import parse
from requests_app.case_files.writing import export
from requests_app.characters import COMBINING_RUN, FORBIDDEN, kept, kept_line, printable
from requests_app.gds import GdsForm, VerbatimField, form_helper
from requests_app.models import FoiRequest
from requests_app.producing import html_of
from requests_app.rendering.markup import check_characters
from requests_app.rendering.pdf import render
from requests_app.views.split.page import Kept, words_kept
from tests import factories as given
from tests.plain_text import text_of_pdf
from tests.test_earlier_log import GOOD, read, text_of
from tests.visiting import signed_in

WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
CODER = "\U0001f469\u200d\U0001f4bb"
# As they are typed, and as they are kept.
CASES = {
    "composed": ("Cafe\u0301 W\u0302rexham", "Café Ŵrexham".replace("Ŵ", "Ŵ")),
    "line ends": ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
    "tab": ("a\tb", "a\tb"),
    "zero width": ("pay\u200broll \ufeffand \u2060more", "payroll and more"),
    "soft hyphen of a web page": ("infor\xadmation", "information"),
    "direction of a copied telephone number": ("\u202a+44 20 7946 0000\u202c", "+44 20 7946 0000"),
    "isolates and marks": ("\u2066a\u2069 \u200eb\u200f \u061cc", "a b c"),
    "Persian": ("می\u200cخواهم", "می\u200cخواهم"),
    "Hindi": ("क्\u200dष", "क्\u200dष"),
    "family": (f"{CODER} ❤️\u200d\U0001f525", f"{CODER} ❤️\u200d\U0001f525"),
    "joiner that hides in a word": ("pass\u200dword\u200c.", "password."),
    "joiner after joiner": ("می\u200c\u200d\u200cخ", "می\u200cخ"),
    "flag": (f"{WALES} Cymru", f"{WALES} Cymru"),
    "letters that show nothing": ("a\U000e0062\U000e0061b", "ab"),
    "number sign that is drawn": ("\u0601 ٣", "\u0601 ٣"),
    "bullet of Word": ("\uf0b7 one", "• one"),
    "Greek question mark": ("τι\u037e", "τι;"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_typed_is_kept_in_one_form(name: str) -> None:
    typed, stored = CASES[name]
    assert kept(typed) == stored
    assert kept(stored) == stored
    check_characters(kept(typed))


REFUSED = ["\u202e", "\x00", "\x1b", "\x7f", "\ue000", "\ufdd0", "\ud800", "\U00100000"]


@pytest.mark.parametrize("character", REFUSED)
def test_what_would_change_the_words_is_left_for_a_person_to_take_out(character: str) -> None:
    assert kept(f"a{character}b") == f"a{character}b"
    assert printable(f"a{character}b") == "ab"


# Letters, marks of every class, joiners, format characters, flags, controls.
ANY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("ab \n\t\u0301\u0316\u0e47\u0e33\u20dd\u200c\u200d"),
        st.sampled_from("\u200b\u202e\u2066\ufeff\u1100\u1161\u11a8\u037e"),
        st.sampled_from("میक्ष\U0001f469\U0001f4bb\U0001f3f4\U000e0067\U000e007f"),
    )
)  # fmt: skip


@examples(ANY)
def test_keeping_twice_is_keeping_once(text: str) -> None:
    once = kept(text)
    assert kept(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not {"\u200b", "\u202a", "\ufeff", "\xad", "\r"} & set(once)
    assert "\n" not in kept_line(text)


@examples(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"])))
def test_no_letter_is_lost(text: str) -> None:
    assert kept(text) == unicodedata.normalize("NFC", text)


@examples(ANY)
def test_what_is_printed_passes_the_check_of_what_is_printed(text: str) -> None:
    shown = printable(text)
    check_characters(shown)
    assert printable(shown) == shown
    assert not FORBIDDEN.search(shown)


@pytest.mark.parametrize("mark", ["\u0301", "\u0e47", "\u20dd"])
def test_a_tower_of_marks_is_cut_in_print_and_never_sorted(mark: str) -> None:
    tower = "e" + (mark + "\u0316") * 200_000
    assert kept(tower) == tower
    assert len(printable(tower)) <= COMBINING_RUN + 1


# --- forms ---------------------------------------------------------------------------------


class Words(GdsForm):
    line = forms.CharField(max_length=4)
    lines = forms.CharField(widget=forms.Textarea)
    secret = forms.CharField(widget=forms.PasswordInput)
    verbatim = VerbatimField()
    helper = form_helper()


TYPED = {
    "line": "e\u0301\u200b\u0301\tx",
    "lines": "a\r\n\u200bb",
    "secret": "p\u200b",
    "verbatim": " \ufeffa\r\n",
}


def sent(**changed: str) -> Words:
    data = QueryDict(mutable=True)
    data.update({**TYPED, **changed})
    return Words(data)


def test_a_form_keeps_words_and_leaves_alone_what_is_no_word_of_ours() -> None:
    form = sent()
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "line": "é\u0301 x",
        "lines": "a\nb",
        "secret": "p\u200b",
        "verbatim": " \ufeffa\r\n",
    }


@pytest.mark.parametrize("character", ["\u202e", "\x1b", "\ue000", "\x00"])
def test_a_form_says_which_character_it_cannot_take_and_where(character: str) -> None:
    form = sent(lines=f"Our answer{character} is")
    (message,) = map(str, form.errors["lines"])
    assert message.startswith("Lines has a character that ")
    assert f"U+{ord(character):04X}" in message
    assert form["lines"].value() == f"Our answer{character} is"
    assert sent(verbatim=f"a{character}").is_valid() is (character != "\x00")


def word_fields() -> list[tuple[str, forms.CharField]]:
    modules = [
        importlib.import_module(f"requests_app.forms.{module.name}")
        for module in pkgutil.iter_modules(requests_app.forms.__path__)
    ]
    found = {kind for module in modules for kind in vars(module).values() if isinstance(kind, type)}
    return [
        (f"{kind.__name__}.{name}", field)
        for kind in found
        if issubclass(kind, forms.BaseForm) and kind.__module__.startswith("requests_app.")
        for name, field in vars(kind)["base_fields"].items()
        if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.PasswordInput)
    ]


def test_one_field_of_the_product_keeps_what_it_is_given_verbatim() -> None:
    fields = word_fields()
    assert len(fields) > 80
    verbatim = {name for name, field in fields if isinstance(field, VerbatimField)}
    assert verbatim == {"IntakeForm.text"}


# --- the request -----------------------------------------------------------------------------

HOSTILE = (
    "1. How many \u200bof the ro\xadads \u202edesolc\u202c are there?\n"
    "2. What did\x1b Z" + "\u0301" * 300 + "oe spend\ue000?\n"
)  # fmt: skip


@pytest.mark.django_db
def test_a_request_is_kept_as_it_came_and_what_is_printed_of_it_is_not() -> None:
    case = given.received(HOSTILE, title="Roads\u200b and\nbridges")
    assert case.text == HOSTILE
    assert case.title == "Roads and bridges"
    first, second = given.questions(case)
    assert first.text == "How many of the roads desolc are there?"
    assert second.text.startswith("What did Ź" + "\u0301" * 7 + "oe spend?")
    assert words_kept(case.text, [first, second]) is Kept.ALL


@pytest.mark.django_db
def test_the_form_of_intake_takes_a_request_with_all_of_them() -> None:
    alice = signed_in(given.alice())
    typed = {
        "title": "Roads",
        "text": HOSTILE,
        "received_on_day": "26",
        "received_on_month": "10",
        "received_on_year": "2026",
        "name": "Zoe\u0308 \u202aQuill\u202c",
        "email": "zoe@example.org\u200b",
    }
    alice.post(reverse("request-new"), typed | {"title": "Ro\u202eads"})
    assert not FoiRequest.objects.exists()
    alice.post(reverse("request-new"), typed)
    case = FoiRequest.objects.get()
    assert case.text == HOSTILE
    assert (case.requester.name, case.requester.email) == ("Zoë Quill", "zoe@example.org")


@pytest.mark.django_db
def test_a_document_reads_in_the_order_in_which_it_is_stored() -> None:
    case = given.in_review(text=HOSTILE)
    html = html_of(given.current(case).renderings.get(kind="record"))
    said = text_of_pdf(render(html, "record").content)
    assert "How many of the roads desolc are there?" in said
    assert "oe spend?" in said


@pytest.mark.django_db
def test_typed_words_wait_without_what_no_database_stores() -> None:
    case = given.received()
    row = keeping.keep(case, "/x/", {"text": ["a\0\u202eb"]}, by=given.alice(), at=given.AT)
    row.refresh_from_db()
    assert row.fields == {"text": ["a\u202eb"]}


# --- files -----------------------------------------------------------------------------------


def case_file(**changed: object) -> bytes:
    whole = {
        "format": "foi-portal/case",
        "version": 1,
        "reference": "ROADS-1",
        "title": "Roads",
        "received_on": "2026-05-04",
        "text": HOSTILE,
    }
    return json.dumps({**whole, **changed}).encode()


def test_a_case_file_is_read_as_a_form_would_take_it() -> None:
    requester = {"name": "Zo\ufeffe\u0308", "email": "z@example.org"}
    read_file = parse(case_file(title="Cafe\u0301s\u200b", requester=requester))
    assert (read_file.title, read_file.text) == ("Cafés", HOSTILE)
    assert read_file.requester is not None
    assert read_file.requester.name == "Zoë"


@pytest.mark.parametrize("character", REFUSED)
def test_a_case_file_with_a_character_that_hides_says_where(character: str) -> None:
    with pytest.raises(BrokenCaseFile) as broken:
        parse(case_file(title=f"Roads{character}"))
    (problem,) = broken.value.problems
    assert problem.path == "title"
    assert problem.message.startswith("this ")


@pytest.mark.django_db
def test_a_case_of_such_a_request_goes_out_and_comes_in_again() -> None:
    case = given.received(HOSTILE)
    again = parse(to_json(export(case)).encode())
    assert again.text == HOSTILE
    assert again.blocks is not None
    assert [part.text for part in again.blocks] == [row.text for row in case.blocks.all()]


def test_an_earlier_log_is_read_as_a_form_would_take_it() -> None:
    (line,) = read(text_of({**GOOD, "title": "Cafe\u0301\u200bs", "response": "\ufeffA\x0bB"}))
    assert line.entry is not None
    assert (line.entry.title, line.entry.response) == ("Cafés", "A\nB")

"""A requester's particulars are found however they are spelt, and innocent words are let by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.identity import fold, mentions

NAME = "Dr Zoë O’Brien-Quill"
EMAIL = "zoe.quill@example.org"
ADDRESS = "Flat 3, 12 Invented Row\nNorthmere\nZZ9 9ZZ"
WHO = {"name": NAME, "email": EMAIL, "postal_address": ADDRESS}

IS_NAME = ["the requester’s name"]
IS_EMAIL = ["the requester’s e-mail address"]
IS_POSTCODE = ["the requester’s postcode"]
IS_STREET = ["the first line of the requester’s address"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We wrote to Zoë O’Brien-Quill.", IS_NAME),
        ("zoë o'brien-quill", IS_NAME),
        ("ZOË O`BRIEN‑QUILL", IS_NAME),
        ("Zoe\u0308 O´Brien–Quill", IS_NAME),
        ("Zoë\n   O’Brien-Quill", IS_NAME),
        ("Zoë\N{NO-BREAK SPACE}O’Brien-Quill", IS_NAME),
        ("Zoë Anne Mary O’Brien-Quill", IS_NAME),
        ("Zoë A. O’Brien-Quill", IS_NAME),
        ("Zoe O'Brien-Quill", IS_NAME),
        ("Zo\u00adë O’Bri\u200ben\u2011Quill", IS_NAME),
        ("O’Brien-Quill, Zoë", IS_NAME),
        ("Dear Dr Zoë O’Brien-Quill,", IS_NAME),
        ("mailto:ZOE.Quill@Example.org", IS_EMAIL),
        ("<zoe.quill@example.org>", IS_EMAIL),
        ("zz99zz", IS_POSTCODE),
        ("in ZZ9  9ZZ.", IS_POSTCODE),
        ("She lives at flat 3, 12  invented row", IS_STREET),
        (f"{NAME}, {EMAIL}, {ADDRESS}", IS_NAME + IS_EMAIL + IS_POSTCODE + IS_STREET),
        ("", []),
        ("Zoë", []),
        ("the Quill inquiry and Mr O’Brien", []),
        ("Zoë asked on Monday. Later, in another room, Mrs O’Brien-Quill answered.", []),
        ("Zoëlogy O’Brien-Quillworth", []),
        ("quill@example.org", []),
        ("ZZ9 9ZA, ZZ99 9ZZ", []),
    ],
)
def test_particulars_are_found(text: str, found: list[str]) -> None:
    assert list(mentions(text, **WHO)) == found


def test_a_single_name_is_a_road_and_a_colour_too() -> None:
    assert not list(mentions("Green Lane", name="Green", email="", postal_address=""))
    assert not list(mentions("Green Lane", name="Mr Green", email="", postal_address=""))


def test_nothing_is_found_of_a_requester_of_whom_nothing_is_known() -> None:
    assert not list(mentions("any text", name="", email="", postal_address=""))


@given(
    st.text(max_size=30),
    st.text(max_size=30),
    st.sampled_from([str.upper, str.lower, str.title, lambda text: text.replace(" ", "\n")]),
)
def test_canary_is_found_in_any_surroundings(before: str, after: str, spell: object) -> None:
    canary = spell("Zebedee Quillfeather")  # type: ignore[operator]
    text = f"{before} {canary} {after}"
    assert list(mentions(text, name="Zebedee Quillfeather", email="", postal_address="")) == IS_NAME


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_search_is_linear_in_hostile_text() -> None:
    """The pattern of a name spans a few words and no more, so a long run of them costs little."""
    text = "zebedee " * 200_000
    assert not list(mentions(text, name="Zebedee Quillfeather", email="", postal_address=""))

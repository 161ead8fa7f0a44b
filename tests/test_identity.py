"""A requester's particulars are found however they are spelt, and innocent words are let by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.identity import fold, hints, mentions

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


@pytest.mark.parametrize(
    "text",
    [
        "Quillfeather, Zebedee",
        "QUILLFEATHER ZEBEDEE",
        "Z. Quillfeather",
        "We wrote to Z Quillfeather’s office.",
        "Mr Z.A. Quillfeather",
        "Z. A. QUILLFEATHER",
        "ZA Quillfeather",
        "signed: Z\u00a0Quillfeather",
        "Quillfeather, Z.",
        "Quillfeather, Z.A.",
        "Zebedee “Zeb” Quillfeather",
    ],
)
def test_the_name_is_found_reversed_and_with_initials(text: str) -> None:
    assert list(mentions(text, name="Zebedee Quillfeather", email="", postal_address="")) == IS_NAME


@pytest.mark.parametrize(
    "name",
    [
        "Quillfeather, Zebedee",
        "Quillfeather, Mr Zebedee",
        "Mr. Zebedee Quillfeather",
        "Zebedee Quillfeather OBE",
        "Zebedee Quillfeather, MP",
        "Zebedee Quillfeather (he/him)",
        "Zebedee Anne Quillfeather",
    ],
)
def test_a_name_may_be_recorded_in_many_ways(name: str) -> None:
    for text in ("Zebedee Quillfeather", "Quillfeather, Zebedee", "Z. Quillfeather"):
        assert list(mentions(text, name=name, email="", postal_address="")) == IS_NAME


@pytest.mark.parametrize(
    "text",
    [
        "A Green Paper on parks",
        "a green lane",
        "I Green-light it",
        "plan B. Green spaces come next",
        "Option A. Greenfield sites",
        "the village green, a playground",
        "Part 2A Green",
    ],
)
def test_an_initial_is_no_article_and_no_letter_of_a_list(text: str) -> None:
    for name in ("Alan Green", "Ivy Green"):
        assert not list(mentions(text, name=name, email="", postal_address=""))


@pytest.mark.parametrize(
    ("written", "recorded", "found"),
    [
        ("Call 01632 960123.", "1 Row\nTel: 01632 960 123", True),
        ("+44 (0)1632-960-123", "01632960123", True),
        ("0044 1632 960123", "+44 1632 960123", True),
        ("07700 900123", "1 Row\n07700 900124", False),
        ("invoice 101632960123", "01632 960123", False),
        ("01632 9601234567", "01632 960123", False),
        ("In 2021 and 2022", "1 Row, 2021", False),
    ],
)
def test_telephone_numbers_are_compared_as_dialled(
    written: str, recorded: str, *, found: bool
) -> None:
    told = list(mentions(written, name="", email="", postal_address=recorded))
    assert told == (["the requester’s telephone number"] if found else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [("at 12 Invented Row.", True), ("112 Invented Row", False), ("Invented Row", False)],
)
def test_the_house_is_found_without_its_flat(text: str, *, found: bool) -> None:
    assert list(mentions(text, **WHO)) == (IS_STREET if found else [])


# --- what may be somebody else ---------------------------------------------------------

SURNAME = ["the requester’s surname"]


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Mr Green asked for it.", "Alan Green", SURNAME),
        ("As Green's request says", "Alan Green", SURNAME),
        ("GREEN asked", "Alan Green", SURNAME),
        ("Green asked twice.", "Alan Green", SURNAME),
        ("Mrs O‘Brien\N{NON-BREAKING HYPHEN}Hall", "Zoë O’Brien-Hall", SURNAME),
        ("We thank Madonna.", "Madonna", ["the requester’s name"]),
        ("We keep green bins.", "Alan Green", []),
        ("Green bins are emptied on Monday.", "Alan Green", []),
        ("Green waste is emptied on Monday, other green waste on Friday.", "Alan Green", []),
        ("Green Lane, a Green Paper and the Green Party", "Alan Green", []),
        ("The Greens, Greenwich, Green-Smith", "Alan Green", []),
        ("Alan Green", "Alan Green", []),  # that is a mention, told as such
        ("", "Alan Green", []),
        ("Anything", "", []),
        ("Mr. X", "Mr X", []),
    ],
)
def test_the_surname_alone_is_a_hint(text: str, name: str, found: list[str]) -> None:
    assert list(hints(text, name=name, email="")) == found


@pytest.mark.parametrize(
    ("text", "email", "found"),
    [
        ("the account robin.sample", "robin.sample@example.org", True),
        ("write to Robin_77 there", "robin_77@example.org", True),
        ("robin.sample@example.org", "robin.sample@example.org", False),  # a mention
        ("robin.samples", "robin.sample@example.org", False),
        ("a robin in the garden", "robin@example.org", False),
        ("anything", "", False),
    ],
)
def test_the_mailbox_alone_is_a_hint(text: str, email: str, *, found: bool) -> None:
    told = list(hints(text, name="", email=email))
    assert told == (["the requester’s e-mail address without its host"] if found else [])


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
    text = "other green waste. Green waste. Green waste. " * 20_000
    assert not list(hints(text, name="Alan Green", email="a.green@example.org"))


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=30), st.text(max_size=60))
def test_no_name_and_no_text_is_a_fault(text: str, name: str, email: str, address: str) -> None:
    list(mentions(text, name=name, email=email, postal_address=address))
    list(hints(text, name=name, email=email))

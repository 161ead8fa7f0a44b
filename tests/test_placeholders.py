"""Placeholders in wording: found, filled, never mistaken for a brace that is meant."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exemptions.placeholders import (
    fill,
    joined,
    placeholders,
    standing_values,
    stray_braces,
    unfilled,
    unknown_placeholders,
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("No brace at all.", ()),
        ("The {harm} to {interest}, and the {harm}.", ("harm", "interest")),
        ("Literal {{harm}} stays.", ()),
        ("A brace round one: {{{harm}}}.", ("harm",)),
        ("Not a name: {Harm}, {1x}, { harm }.", ()),
    ],
)
def test_placeholders_are_found(text: str, names: tuple[str, ...]) -> None:
    assert placeholders(text) == names


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("The {harm}.", "The break-in."),
        ("The {interest}.", "The {interest}."),
        ("{{harm}} and {{{harm}}}", "{harm} and {break-in}"),
        ("A } and a { stay.", "A } and a { stay."),
    ],
)
def test_what_is_known_is_filled(text: str, filled: str) -> None:
    assert fill(text, {"harm": "break-in", "interest": "  "}) == filled


def test_a_full_stop_is_not_doubled() -> None:
    values = {"harm": "Somebody would break in."}
    assert fill("{harm}.", values) == "Somebody would break in."
    assert fill("In this way: {harm}", values) == "In this way: Somebody would break in."


@given(st.text(alphabet="{}harm x.\n"))
def test_braces_in_a_value_are_not_placeholders(value: str) -> None:
    """What an officer types is put in as it stands; it is not read as wording again."""
    filled = fill("<{harm}>", {"harm": value})
    assert filled == (f"<{value.strip()}>" if value.strip() else "<{harm}>")


@given(st.text(alphabet="{}ab\n"))
def test_escaping_round_trips(text: str) -> None:
    escaped = text.replace("{", "{{").replace("}", "}}")
    assert fill(escaped, {"a": "x", "ab": "y"}) == text
    assert placeholders(escaped) == ()
    assert stray_braces(escaped) == ()


def test_what_is_unfilled_is_told() -> None:
    assert unfilled("{harm} {interest} {{x}}", {"harm": "y", "interest": " "}) == ("interest",)
    assert unfilled("{harm}", {"harm": "y"}) == ()


def test_names_that_nothing_fills_are_told() -> None:
    assert unknown_placeholders("{harm} {regulator} {moon}", {"harm"}) == ("moon",)


def test_stray_braces_are_told_by_line() -> None:
    assert stray_braces("{harm}\n{Harm}\n{{}}\n}") == (2, 4)


def test_the_facts_of_several_claims_stand_side_by_side() -> None:
    claims = [{"harm": "fire", "interest": "a"}, {"harm": "theft"}, {"harm": "fire", "x": " "}]
    assert joined(claims) == {"harm": "fire; theft", "interest": "a"}


@pytest.mark.parametrize(
    ("kind", "limit", "hours"), [("department", "£600", "24"), ("other", "£450", "18")]
)
def test_standing_words_come_from_the_day(kind: str, limit: str, hours: str) -> None:
    values = standing_values(
        public_authority="Northmere", regulator="ICO", authority_type=kind, on=date(2026, 11, 26)
    )
    assert (values["cost_limit"], values["cost_limit_hours"]) == (limit, hours)
    assert values["sovereign"] == "His Majesty"
    assert values["hourly_rate"] == "£25"

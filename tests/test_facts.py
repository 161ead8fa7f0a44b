"""The facts: what ships is whole, values are told from nonsense, a broken entry is located."""

from __future__ import annotations

from pathlib import Path

import pytest

from exemptions.catalogue import catalogue
from exemptions.data_files import BrokenData
from exemptions.facts import facts, load_facts

GOOD = """\
free:
  scope: claim
  kind: yes_no
  label: Is it free?
  source: s21(2)(a)
cost:
  scope: claim
  kind: text
  label: What does it cost?
  asked_when: {fact: free, is: ["no"]}
  source: s21(2)(a)
colour:
  scope: claim
  kind: choice
  label: Which colour?
  options: {red: Red, blue: Blue}
  source: none
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "facts.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_is_read(tmp_path: Path) -> None:
    found = load_facts(write(tmp_path, GOOD))
    assert list(found) == ["free", "cost", "colour"]
    assert [option.label for option in found["colour"].options] == ["Red", "Blue"]


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("kind: yes_no", "kind: maybe"), 3, "maybe"),
        (("fact: free", "fact: fee"), 10, "no fact “fee” stands before it"),
        (('is: ["no"]', 'is: ["never"]'), 10, "“never” is no answer"),
        (("free:\n  scope: claim", "free:\n  scope: case"), 10, "asked of the case"),
        (("  options: {red: Red, blue: Blue}\n", ""), 13, "options"),
        (("What does it cost?\n", "What does it cost?\n  internl: true\n"), 7, "internl"),
        (("colour:", "free:"), 12, "stands there twice"),
    ],
)
def test_a_broken_entry_is_told_by_file_and_line(
    tmp_path: Path, change: tuple[str, str], line: int, says: str
) -> None:
    assert change[0] in GOOD
    with pytest.raises(BrokenData, match=rf"facts\.yaml, line {line}: ") as failure:
        load_facts(write(tmp_path, GOOD.replace(change[0], change[1], 1)))
    assert says in str(failure.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenData, match=r"facts\.yaml cannot be read"):
        load_facts(tmp_path / "facts.yaml")


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("free_of_charge", "yes", "perhaps"),
        ("opinion_date", "2026-02-28", "2026-02-30"),
        ("opinion_date", "2026-11-26", "20261126"),
        ("estimate_locate_hours", "12.5", "twelve"),
        ("estimate_locate_hours", "0", "-1"),
        ("estimate_locate_hours", "640", "1e3"),
        ("precise_url", "https://www.example.org/register?year=2026", "www.example.org"),
        ("precise_url", "http://example.org", "https://exa mple.org"),
        ("precise_url", "https://example.org", "javascript:alert(1)"),
        ("purpose", "31(2)(a)", "31(2)(z)"),
    ],
)
def test_a_value_is_told_from_nonsense(name: str, good: str, bad: str) -> None:
    fact = facts()[name]
    assert fact.fault(good) == ""
    assert fact.fault(bad).endswith(".")
    assert fact.fault("") == ""


def test_text_may_say_anything() -> None:
    assert facts()["harm"].fault("let burglars in: <b>") == ""


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("free_of_charge", "no", "No"),
        ("opinion_date", "2026-02-08", "8 February 2026"),
        ("opinion_date", "soon", "soon"),
        ("privilege_kind", "advice", "Advice privilege"),
        ("privilege_kind", "other", "other"),
        ("harm", "a break-in", "a break-in"),
    ],
)
def test_a_value_is_shown_to_people(name: str, value: str, shown: str) -> None:
    assert facts()[name].shown(value) == shown


def test_what_is_missing_follows_from_the_answers() -> None:
    names = catalogue()["43(2)"].required_facts
    asked = {"third_party_consulted": "yes", "whose_interests": "Example Ltd", "harm": " "}
    missing = [fact.name for fact in facts().missing(names, asked)]
    assert missing == [
        "likelihood", "harm", "causal_link", "evidence",
        "third_party_consulted_on", "third_party_response",
    ]  # fmt: skip
    own = {**asked, "third_party_consulted": "own"}
    assert "third_party_response" not in {fact.name for fact in facts().missing(names, own)}


def test_every_fact_that_the_catalogue_requires_is_asked_of_a_claim_or_an_answer() -> None:
    for law in catalogue().values():
        scopes = {facts()[name].scope for name in law.required_facts}
        assert scopes <= {"claim", "answer"}, law.cite
        assert len(scopes) <= 1 or law.regime == "eir", law.cite


def test_a_fact_that_turns_on_another_is_required_together_with_it() -> None:
    for law in catalogue().values():
        for name in law.required_facts:
            when = facts()[name].asked_when
            assert when is None or when.fact in law.required_facts, (law.cite, name)


def test_every_harm_that_the_law_asks_for_is_a_fact() -> None:
    for law in catalogue().values():
        if law.thresholds:
            assert {"harm", "causal_link"} <= set(law.required_facts), law.cite
        assert law.likelihood_required is ("likelihood" in law.required_facts), law.cite


def test_the_purposes_are_those_of_the_catalogue() -> None:
    options = {option.value for option in facts()["purpose"].options}
    assert options == set(catalogue()["31(1)(g)"].purposes)


def test_labels_are_questions_in_plain_words() -> None:
    for fact in facts().values():
        assert fact.label.endswith("?"), fact.name
        assert not fact.hint or fact.hint.endswith((".", "?")), fact.name
        assert "NCND" not in fact.label + fact.hint

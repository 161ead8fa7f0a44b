"""The bank of usual factors: something for every test, and marked until it is made specific."""

from __future__ import annotations

from pathlib import Path

import pytest

from exemptions.catalogue import Kind, catalogue
from exemptions.data_files import BrokenData
from exemptions.factors import FACTORS, factor_bank, is_unchanged, load_factors, usual_factors
from exemptions.placeholders import placeholders

QUALIFIED = [law.cite for law in catalogue().values() if law.qualified]


@pytest.mark.parametrize("cite", QUALIFIED)
def test_every_qualified_provision_has_factors_each_way(cite: str) -> None:
    found = usual_factors([cite])
    assert found.for_disclosure
    assert found.for_maintaining
    own = catalogue()[cite]
    assert ("ncnd" if own.kind is Kind.NCND else own.section) in factor_bank()


def test_an_absolute_provision_has_none() -> None:
    assert usual_factors(["21(1)", "40(2)", "12(1)", "23(5)"]).for_disclosure == ()


def test_provisions_weighed_together_share_the_bank() -> None:
    """[2025] UKSC 27: one test may weigh several; what is said for all is said once."""
    alone, both = usual_factors(["31(1)(a)"]), usual_factors(["31(1)(a)", "43(2)", "31(1)(b)"])
    assert set(alone.for_maintaining) < set(both.for_maintaining)
    assert len(set(both.for_disclosure)) == len(both.for_disclosure)


def test_a_refusal_to_confirm_is_weighed_about_confirming() -> None:
    found = usual_factors(["31(3)"])
    assert found == usual_factors(["43(3)"])
    assert not set(found.for_maintaining) & set(usual_factors(["31(1)(a)"]).for_maintaining)


@pytest.mark.parametrize(
    "text",
    [
        "Those who mean to break the law would know where to begin: {how}.",
        "those who mean to break the law would know where to begin",
        "Those who mean to break the law would know where to begin: .",
        "The law presumes that information about the environment is disclosed (regulation 12(2)).",
        "A sentence of mine with {a_gap}.",
    ],
)
def test_a_factor_that_says_nothing_specific_is_marked(text: str) -> None:
    assert is_unchanged(text)


@pytest.mark.parametrize(
    "text",
    [
        "Those who mean to break the law would know where to begin: the list names the makes.",
        "The depot was broken into twice in 2025.",
        "The set {{a, b}} is public.",
        "",
    ],
)
def test_a_factor_that_was_made_specific_is_not(text: str) -> None:
    assert not is_unchanged(text)


def test_factors_are_to_be_made_specific() -> None:
    """Nearly all have a gap; those without say what the law itself gives weight to."""
    texts = [
        text
        for one in factor_bank().values()
        for text in (*one.for_disclosure, *one.for_maintaining)
    ]
    whole = [text for text in texts if not placeholders(text)]
    assert len(whole) <= 4
    assert len(texts) >= 80


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("any:\n  for:", "any:\n  fore:"), 5, "is a required property"),
        (('\n"31":', '\n"21":'), 0, "section 21 has no public interest test"),
        (("{what}", "{what"), 6, "single brace"),
        (("ncnd:", "ncn:"), 4, "ncn"),
    ],
)
def test_a_broken_file_is_told_by_line(
    tmp_path: Path, change: tuple[str, str], line: int, says: str
) -> None:
    text = FACTORS.read_text()
    assert change[0] in text
    (tmp_path / "factors.yaml").write_text(text.replace(change[0], change[1], 1))
    with pytest.raises(BrokenData, match=r"factors\.yaml, line \d+: ") as failure:
        load_factors(tmp_path / "factors.yaml")
    assert says in str(failure.value)
    assert not line or f"line {line}:" in str(failure.value)

"""The annex is compiled: one section a provision, no duplicate, no orphan, a fixed order."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exemptions.annex import (
    AnnexSection,
    ClaimFacts,
    MissingWording,
    Use,
    WeighedTest,
    Wording,
    compile_annex,
)
from exemptions.catalogue import catalogue

TEST = WeighedTest(("31(1)(a)",), ("for",), ("against",), "maintain", "because", "2026-10-20")
WORDINGS = {cite: Wording(1, f"Wording of {cite}.") for cite in catalogue()}


def facts(cite: str, covers: str = "question 1", test: WeighedTest | None = None) -> ClaimFacts:
    return ClaimFacts(catalogue()[cite], Use(covers, "reason", "", ""), test)


def provisions(sections: Sequence[AnnexSection]) -> list[str]:
    return [section.provision for section in sections]


def test_two_uses_of_one_provision_share_a_section() -> None:
    claims = [facts("21", "questions 1–3"), facts("21", "question 5"), facts("21", "question 5")]
    (section,) = compile_annex(claims, WORDINGS)
    assert [use.covers for use in section.uses] == ["questions 1–3", "question 5"]
    assert section.wording == "Wording of 21(1)."


def test_order_is_the_acts_unless_the_officer_orders() -> None:
    claims = [facts("40(2)"), facts("31(1)(a)", test=TEST), facts("21")]
    act = ["21(1)", "31(1)(a)", "40(2) with 40(3A)(a)"]
    assert provisions(compile_annex(claims, WORDINGS)) == act
    wanted = ["31(1)(a)", "40(2) with 40(3A)(a)", "21(1)"]
    assert provisions(compile_annex(claims, WORDINGS, wanted)) == wanted
    # A provision that the order does not name follows; one that nobody claims is passed over.
    partial = compile_annex(claims, WORDINGS, ["40(1)", "40(2) with 40(3A)(a)"])
    assert provisions(partial) == ["40(2) with 40(3A)(a)", "21(1)", "31(1)(a)"]


def test_a_test_over_several_claims_stands_once_in_a_section() -> None:
    claims = [facts("31(1)(a)", "question 1", TEST), facts("31(1)(a)", "question 2", TEST)]
    (section,) = compile_annex(claims, WORDINGS)
    assert section.tests == (TEST,)


def test_an_absolute_provision_never_carries_a_test() -> None:
    (section,) = compile_annex([facts("21", test=TEST)], WORDINGS)
    assert section.tests == ()
    assert not section.qualified


def test_a_provision_without_wording_is_told() -> None:
    with pytest.raises(MissingWording, match=r"section 21\(1\)"):
        compile_annex([facts("21")], {})


@given(
    cites=st.lists(st.sampled_from(list(catalogue())), max_size=25),
    order=st.lists(st.sampled_from(list(catalogue())), max_size=10),
)
def test_no_duplicate_and_no_orphan(cites: list[str], order: list[str]) -> None:
    claims = [facts(cite, f"question {n}", TEST) for n, cite in enumerate(cites)]
    sections = compile_annex(claims, WORDINGS, order)
    assert sorted(provisions(sections)) == sorted(set(cites))
    assert sorted(use.covers for section in sections for use in section.uses) == sorted(
        f"question {n}" for n in range(len(cites))
    )
    ordered = [cite for cite in provisions(sections) if cite in order]
    first_places = list(dict.fromkeys(cite for cite in order if cite in cites))
    assert set(ordered) == set(first_places)
    assert all(section.tests == () for section in sections if not section.qualified)

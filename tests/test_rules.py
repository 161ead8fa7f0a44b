"""What the law still needs of a claim: each rule with the defect that it finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from exemptions.catalogue import catalogue
from exemptions.rules import WeighingFacts, missing_facts

WEIGHED = WeighingFacts(("a factor",), ("another",), "maintain", "reasons", date(2026, 10, 20))
COMPLETE: dict[str, dict[str, Any]] = {
    "31(1)(a)": {
        "reason": "a burglar would be helped",
        "likelihood": "would",
        "where_accessible": "",
        "test": WEIGHED,
    },
    "21(1)": {
        "reason": "the register is open",
        "likelihood": "",
        "where_accessible": "https://www.example.org/register",
        "test": None,
    },
    "40(2) with 40(3A)(a)": {
        "reason": "three steps",
        "likelihood": "",
        "where_accessible": "",
        "test": None,
    },
}


@pytest.mark.parametrize("cite", COMPLETE)
def test_a_complete_claim_needs_nothing(cite: str) -> None:
    assert missing_facts(catalogue()[cite], **COMPLETE[cite]) == ()


@pytest.mark.parametrize(
    ("cite", "defect", "rules"),
    [
        ("31(1)(a)", {"reason": " "}, ["EX-03"]),
        ("31(1)(a)", {"likelihood": ""}, ["EX-04"]),
        ("21(1)", {"where_accessible": "\n"}, ["EX-12"]),
        ("31(1)(a)", {"test": None}, ["PIT-01"]),
        ("31(1)(a)", {"test": replace(WEIGHED, for_disclosure=())}, ["PIT-02"]),
        ("31(1)(a)", {"test": replace(WEIGHED, for_maintaining=())}, ["PIT-02"]),
        ("31(1)(a)", {"test": replace(WEIGHED, conclusion="")}, ["PIT-02"]),
        ("31(1)(a)", {"test": replace(WEIGHED, reasons=" ")}, ["PIT-02"]),
        ("31(1)(a)", {"test": replace(WEIGHED, conclusion="disclose")}, ["PIT-07"]),
        ("31(1)(a)", {"test": replace(WEIGHED, decided_on=None)}, ["PIT-06"]),
        ("40(2) with 40(3A)(a)", {"test": WEIGHED}, ["EX-20"]),
    ],
)
def test_each_defect_is_found_and_no_other(
    cite: str, defect: dict[str, Any], rules: list[str]
) -> None:
    needs = missing_facts(catalogue()[cite], **{**COMPLETE[cite], **defect})
    assert [need.rule_id for need in needs] == rules
    assert all(need.source and need.sentence.endswith(".") for need in needs)

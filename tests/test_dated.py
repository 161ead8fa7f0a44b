"""Words and numbers of the law by date, and what turns on the kind of authority."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from exemptions.authority import Authority, AuthorityType
from exemptions.catalogue import catalogue
from exemptions.data_files import BrokenData
from exemptions.dated import DATED, NotInForceYet, dated_values, law_on, load_dated


@pytest.mark.parametrize(
    ("day", "sovereign"),
    [
        (date(2022, 9, 7), "Her Majesty"),
        (date(2022, 9, 8), "His Majesty"),
        (date(2026, 11, 26), "His Majesty"),
    ],
)
def test_the_value_of_the_day_holds(day: date, sovereign: str) -> None:
    assert law_on(day).sovereign == sovereign


def test_the_cost_limit_turns_on_the_authority() -> None:
    law = law_on(date(2026, 11, 26))
    assert set(law.cost_limits) == {kind.value for kind in AuthorityType}
    assert (law.cost_limits["department"], law.cost_limits["other"]) == (600, 450)
    assert law.hours_within_limit("department") == 24
    assert law.hours_within_limit("other") == 18
    assert law.aggregation_working_days == 60


def test_before_the_law_there_is_none() -> None:
    with pytest.raises(NotInForceYet, match="cost limit for 2004-12-31"):
        law_on(date(2004, 12, 31))


def test_a_change_of_the_limit_is_one_line_of_data(tmp_path: Path) -> None:
    more = DATED.read_text()
    more += '  - {effective_from: "2027-04-01", value: 90, source: an amendment}\n'
    (tmp_path / "dated.yaml").write_text(more)
    values = load_dated(tmp_path / "dated.yaml")
    assert law_on(date(2027, 3, 31), values).aggregation_working_days == 60
    assert law_on(date(2027, 4, 1), values).aggregation_working_days == 90


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('"2022-09-08"', '"1951-09-08"'), r"line 5: 1951-09-08 is not after"),
        (('"2022-09-08"', '"2022-09-31"'), r"line 5: 2022-09-31 is not a date"),
        (("value: 25", "value: twenty"), r"line 15: 'twenty'"),
        (("department: 600, parliament", "parliament"), "line 9: 'department' is a required"),
    ],
)
def test_a_broken_value_is_told_by_file_and_line(
    tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    text = DATED.read_text()
    assert change[0] in text
    (tmp_path / "dated.yaml").write_text(text.replace(*change))
    with pytest.raises(BrokenData, match=rf"dated\.yaml, {says}"):
        load_dated(tmp_path / "dated.yaml")


def test_what_nobody_could_confirm_is_marked() -> None:
    assert dated_values()["cost_limit"][0].check
    assert dated_values()["sovereign"][0].check == ""


@pytest.mark.parametrize(
    ("cite", "authority", "may"),
    [
        ("33(2)", Authority(), False),
        ("33(2)", Authority(has_audit_functions=True), True),
        ("35(1)(a)", Authority(), False),
        ("35(1)(a)", Authority(AuthorityType.PARLIAMENT), False),
        ("35(3)", Authority(AuthorityType.DEPARTMENT), True),
        ("36(2)(c)", Authority(), True),
        ("EIR 12(4)(e)", Authority(), True),
    ],
)
def test_who_may_claim(cite: str, authority: Authority, *, may: bool) -> None:
    assert authority.may_claim(catalogue()[cite]) is may


def test_the_type_follows_the_holder() -> None:
    section_36, section_23 = catalogue()["36(2)(c)"], catalogue()["23(1)"]
    assert Authority(AuthorityType.PARLIAMENT).type_of(section_36) == "absolute"
    assert Authority(AuthorityType.DEPARTMENT).type_of(section_36) == "qualified"
    office = Authority(is_public_record_office=True)
    assert office.type_of(section_23, transferred_record=True) == "qualified"
    assert office.type_of(section_23) == "absolute"
    assert Authority().type_of(section_23, transferred_record=True) == "absolute"


def test_every_kind_of_authority_has_a_label() -> None:
    assert len({kind.label for kind in AuthorityType}) == len(AuthorityType)

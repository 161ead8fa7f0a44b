"""The catalogue: what ships is right, and a broken entry is told by file and line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from exemptions.catalogue import Kind, UnknownProvision, catalogue, load_catalogue
from exemptions.data_files import BrokenData

RESEARCH = Path(__file__).parents[2] / "shared" / "domain" / "foi-law-and-practice.md"

GOOD = """\
section: "31"
title: Law enforcement
regime: foia
guidance:
  title: Section 31
  url: https://ico.org.uk/section-31/
in_force_from: "2005-01-01"
certainty: T
type: qualified
basis: prejudice
limbs:
  - cite: 31(1)(a)
    label: the prevention or detection of crime
  - cite: 31(1)(b)
    label: the apprehension or prosecution of offenders
"""


def write(folder: Path, text: str, name: str = "31.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_good_file_is_read(tmp_path: Path) -> None:
    found = load_catalogue(write(tmp_path, GOOD))
    assert list(found) == ["31(1)(a)", "31(1)(b)"]
    assert found["31(1)(a)"].heading == "Section 31(1)(a): Law enforcement"
    assert found["31(1)(a)"].in_force_on(date(2005, 1, 1))
    assert not found["31(1)(a)"].in_force_on(date(2004, 12, 31))


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("type: qualified", "type: partly"), 9, "partly"),
        (("    label: the prevention or detection of crime", "    lable: crime"), 12, "label"),
        (("url: https", "url: http"), 6, "http://"),
        (("cite: 31(1)(b)", "cite: s31(1)(b)"), 14, "s31(1)(b)"),
        (('in_force_from: "2005-01-01"', 'in_force_from: "2005-13-01"'), 7, "not a date"),
        (("basis: prejudice\n", ""), 11, "no basis"),
        (("certainty: T", 'certainty: "?"'), 12, "say what to check"),
        (("type: qualified", "type: qualified\nncnd: 31(3)"), 13, "31(3), which is no refusal"),
        (("type: qualified", "type: qualified\nncnd: 31(1)(b)"), 13, "which is no refusal"),
        (("type: qualified", "type: qualified\nrequired_facts: [moon]"), 13, "no fact “moon”"),
        (("    label: the app", "    label: x\n    label: the app"), 16, "stands there twice"),
        (("limbs:", "limbs: ["), 12, "expected"),
    ],
)
def test_a_broken_entry_is_told_by_file_and_line(
    tmp_path: Path, change: tuple[str, str], line: int, says: str
) -> None:
    assert change[0] in GOOD
    with pytest.raises(BrokenData, match=rf"31\.yaml, line {line}: ") as failure:
        load_catalogue(write(tmp_path, GOOD.replace(*change)))
    assert says in str(failure.value)


def test_a_citation_stands_once(tmp_path: Path) -> None:
    with pytest.raises(BrokenData, match="stands there twice"):
        load_catalogue(write(tmp_path, GOOD.replace("31(1)(b)", "31(1)(a)")))


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BrokenData):
        load_catalogue(tmp_path)


def test_an_unknown_citation_is_told() -> None:
    with pytest.raises(UnknownProvision, match="“99” is not a provision"):
        catalogue()["99"]
    assert catalogue().get("99") is None


@pytest.mark.parametrize(("alias", "cite"), [("21", "21(1)"), ("40(2)", "40(2) with 40(3A)(a)")])
def test_short_names_find_their_limb(alias: str, cite: str) -> None:
    assert catalogue()[alias].cite == cite


# Sections 22 and 41 have conditions where others have limbs; all of them must be met.
@pytest.mark.parametrize(
    ("paragraph", "cite"), [("22(1)(b)", "22(1)"), ("41(1)(a)", "41(1)"), ("41(1)(b)", "41(1)")]
)
def test_a_condition_is_not_claimed_alone(paragraph: str, cite: str) -> None:
    assert catalogue()[paragraph].cite == cite
    assert any(paragraph in condition for condition in catalogue()[cite].conditions)


# s2(3) lists what is absolute, "and no others".
@pytest.mark.parametrize(
    ("cite", "absolute"),
    [
        ("21(1)", True),
        ("31(1)(a)", False),
        ("31(1)(i)", False),
        ("40(1)", True),
        ("40(2) with 40(3A)(a)", True),
        ("40(2) with 40(3A)(b)", True),
        ("40(2) with 40(3B)", False),
        ("40(2) with 40(4A)(a)", False),
        ("40(2) with 40(4A)(b)", False),
    ],
)
def test_type_lies_on_the_limb(cite: str, *, absolute: bool) -> None:
    assert catalogue()[cite].qualified is not absolute


# s2(3)(a)-(h); 36 in the hands of a House of Parliament is absolute too.
def test_nothing_else_is_absolute() -> None:
    part_two = catalogue().of(Kind.EXEMPTION)
    absolute = [law.cite for law in part_two if law.type != "qualified"]
    whole_sections = {"21", "23", "32", "34", "41", "44"}
    limbs = {
        "37(1)(a)", "37(1)(aa)", "37(1)(ab)",
        "40(1)", "40(2) with 40(3A)(a)", "40(2) with 40(3A)(b)",
    }  # fmt: skip
    assert {cite for cite in absolute if catalogue()[cite].section not in whole_sections} == limbs
    assert {catalogue()[cite].section for cite in absolute} == whole_sections | {"37", "40"}


def _research(block: int) -> Any:
    if not RESEARCH.exists():
        pytest.skip("the research on the law is not at hand")
    blocks = re.findall(r"```yaml\n(.*?)```", RESEARCH.read_text(encoding="utf-8"), re.DOTALL)
    return yaml.safe_load(blocks[block])


def test_every_limb_of_the_research_is_there() -> None:
    """Types and bases are compared limb by limb: a wrong one withholds without weighing."""
    limbs = [limb for part in _research(0)["exemptions"] for limb in part["limbs"]]
    assert len(limbs) == 79
    for limb in limbs:
        law = catalogue()[limb["cite"]]
        required = limb["likelihood"] == "required"
        assert (law.type, law.basis, law.likelihood_required) == (
            limb["type"], limb["basis"], required,
        ), limb["cite"]  # fmt: skip
        assert law.type_if_parliament == limb.get("type_if_parliament", law.type)
        assert bool(law.purposes) == limb.get("needs_purpose", False)
    exemptions = {law.cite for law in catalogue().of(Kind.EXEMPTION)}
    assert {catalogue()[limb["cite"]].cite for limb in limbs} == exemptions


def test_part_two_has_24_sections_and_79_limbs() -> None:
    """Two entries each stand for several paragraphs: all of those must be met (s22(1), s41(1))."""
    part_two = catalogue().of(Kind.EXEMPTION)
    assert len({law.section for law in part_two}) == 24
    merged = {law.cite: law.merges for law in part_two if law.merges}
    assert merged == {
        "22(1)": ("22(1)(a)", "22(1)(b)", "22(1)(c)"),
        "41(1)": ("41(1)(a)", "41(1)(b)"),
    }
    assert all("count" in catalogue()[cite].note for cite in merged)
    assert sum(len(law.merges) or 1 for law in part_two) == 79


def test_every_refusal_to_confirm_of_the_research_is_there() -> None:
    """Each is an entry of its own, of its own type, and some limb leads to it."""
    for part in _research(0)["exemptions"]:
        given = part["ncnd"] if isinstance(part["ncnd"], list) else [part["ncnd"]]
        for ncnd in filter(None, given):
            cites = [name.partition(" ")[0] for name in ncnd.get("sub", [ncnd["cite"]])]
            for cite in cites:
                found = [
                    law
                    for law in catalogue().of(Kind.NCND, regime="foia")
                    if law.cite.partition(" with ")[0] == cite
                ]
                assert found, cite
                types = {law.type for law in found}
                said = "absolute" if "absolute" in ncnd["type"] else "qualified"
                assert types == ({"absolute", "qualified"} if cite == "37(2)" else {said}), cite
    led_to = {law.ncnd for law in catalogue().values()} - {""}
    assert led_to >= {law.cite for law in catalogue().of(Kind.NCND, regime="foia")}


def test_every_exception_of_the_regulations_is_there() -> None:
    for item in _research(2)["eir_exceptions"]["items"]:
        if "/(" in item["cite"]:
            continue  # the refusals to confirm, which are counted below
        law = catalogue()[f"EIR {item['cite']}"]
        assert law.kind is Kind.EXCEPTION
        assert law.regime == "eir"
        assert law.qualified is bool(item.get("pit", False)), law.cite
        assert (law.weighing == "formal") is isinstance(item.get("pit"), str)
        assert law.barred_for_emissions is item.get("barred_for_emissions", False)
        adverse = item.get("test") == "would_adversely_affect"
        assert law.thresholds == (("would",) if adverse else ()), law.cite
        assert law.ncnd == f"EIR {item['ncnd']}" if "ncnd" in item else True
        assert law.certainty == item["v"]
    refusals = {law.cite for law in catalogue().of(Kind.NCND, regime="eir")}
    assert refusals == {"EIR 12(6)", *(f"EIR 13(5A) with 13(5B)({x})" for x in "abcd")}


def test_the_act_and_the_regulations_do_not_collide() -> None:
    assert catalogue()["12(1)"].heading.startswith("Section 12(1): ")
    assert catalogue()["12(1)"].kind is Kind.COST_LIMIT
    assert catalogue()["EIR 12(4)(a)"].heading == "Regulation 12(4)(a): Information not held"
    assert catalogue()["EIR 12(4)(a)"].reference == "regulation 12(4)(a)"
    assert catalogue()["EIR 12(4)(a)"].named == "Regulation 12(4)(a)"
    assert catalogue()["40(2)"].reference == "section 40(2) with 40(3A)(a)"
    assert catalogue()["31(1)(a)"].section_heading == "Section 31: Law enforcement"
    headings = [law.heading for law in catalogue().values()]
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize(
    ("cite", "kind"),
    [
        ("not held", Kind.NOT_HELD),
        ("12(2)", Kind.COST_LIMIT),
        ("14(1)", Kind.VEXATIOUS),
        ("14(2)", Kind.REPEATED),
    ],
)
def test_what_is_no_exemption_has_no_test_and_no_refusal_to_confirm(cite: str, kind: Kind) -> None:
    law = catalogue()[cite]
    assert law.kind is kind
    assert (law.type, law.qualified, law.ncnd) == ("none", False, "")


@pytest.mark.parametrize(
    ("cite", "excludes", "only_for"),
    [
        ("23(1)", ("24",), ""),
        ("24(1)", ("23",), ""),
        ("30(1)(b)", ("31",), ""),
        ("31(1)(a)", ("30",), ""),
        ("33(2)", (), "audit_functions"),
        ("35(1)(a)", ("36",), "department"),
        ("36(2)(c)", ("35",), ""),
        ("33(3)", (), "audit_functions"),
        ("35(3)", (), "department"),
        ("23(5)", (), ""),
    ],
)
def test_what_cannot_stand_together_and_who_can_claim(
    cite: str, excludes: tuple[str, ...], only_for: str
) -> None:
    assert (catalogue()[cite].excludes, catalogue()[cite].only_for) == (excludes, only_for)


def test_the_type_turns_with_who_holds_it_and_where() -> None:
    assert catalogue()["36(2)(c)"].type_if_parliament == "absolute"
    assert catalogue()["36(3)"].type_if_parliament == "absolute"
    assert catalogue()["35(1)(a)"].type_if_parliament == "qualified"
    assert catalogue()["23(1)"].type_in({"transferred_historical_record"}) == "qualified"
    assert catalogue()["23(1)"].type_in(set()) == "absolute"


def test_age_takes_exemptions_away() -> None:
    """Part VI; the royal limbs end with a death, which no number of years can say."""
    ages = {
        law.cite: law.falls_away_after_years
        for law in catalogue().values()
        if law.falls_away_after_years
    }
    assert {ages[cite] for cite in ("30(1)(c)", "32(1)(a)", "33(2)", "35(1)(a)", "42(1)")} == {20}
    assert {ages[cite] for cite in ("28(1)", "36(2)(a)(ii)", "43(2)")} == {30}
    assert (ages["37(1)(b)"], ages["31(1)(a)"], ages["36(2)(c)"]) == (60, 100, 20)
    assert not {"30(2)", "37(1)(a)", "37(1)(ad)", "40(1)"} & set(ages)
    gone = {law.section for law in catalogue().values() if law.not_for_transferred_records}
    assert gone == {"21", "22"}


def test_what_nobody_has_read_asks_for_a_lawyer() -> None:
    """Every entry marked K or ? says what to check, and some that are better known do too."""
    for law in catalogue().values():
        assert law.needs_lawyer or law.certainty not in ("K", "?"), law.cite
    assert catalogue()["31(1)(i)"].needs_lawyer
    assert "2016" in catalogue()["31(1)(i)"].check
    assert catalogue()["40(5B)(a)(i)"].check != catalogue()["40(2)"].check
    assert not catalogue()["31(1)(a)"].needs_lawyer


def test_prejudice_limbs_ask_how_likely_the_harm_is() -> None:
    assert catalogue()["31(1)(f)"].likelihood_required
    assert not catalogue()["21(1)"].likelihood_required
    assert not catalogue()["40(2)"].likelihood_required


def test_only_these_have_no_refusal_to_confirm() -> None:
    # s43(3) is about the interests of 43(2), not about a trade secret.
    without = {law.cite for law in catalogue().of(Kind.EXEMPTION) if not law.ncnd}
    assert without == {"21(1)", "21(2)(a)", "21(2)(b)", "21(3)", "43(1)"}


def test_order_is_that_of_the_act() -> None:
    cites = list(catalogue())
    assert cites.index("21(1)") < cites.index("31(1)(a)") < cites.index("31(1)(b)")
    assert cites.index("22(1)") < cites.index("22A(1)(b)(i)") < cites.index("23(1)")
    assert cites.index("37(1)(ad)") < cites.index("37(1)(b)") < cites.index("EIR 5(3)")
    assert cites[0] == "1(1)(a)"
    assert cites.index("31(1)(i)") < cites.index("31(3)")
    assert cites.index("31(1)(i)") < cites.index("40(1)") < cites.index("40(2) with 40(3A)(a)")


def test_every_guidance_address_is_the_regulators() -> None:
    addresses = {law.guidance.url for law in catalogue().values()}
    assert all(address.startswith("https://ico.org.uk/") for address in addresses)

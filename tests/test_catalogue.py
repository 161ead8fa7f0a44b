"""The catalogue: what ships is right, and a broken entry is told by file and line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from exemptions.catalogue import CatalogueError, UnknownProvision, catalogue, load_catalogue

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
        (('in_force_from: "2005-01-01"', 'in_force_from: "2005-13-01"'), 12, "not a date"),
        (("basis: prejudice\n", ""), 11, "no basis"),
        (("limbs:", "limbs: ["), 12, "expected"),
    ],
)
def test_a_broken_entry_is_told_by_file_and_line(
    tmp_path: Path, change: tuple[str, str], line: int, says: str
) -> None:
    assert change[0] in GOOD
    with pytest.raises(CatalogueError, match=rf"31\.yaml, line {line}: ") as failure:
        load_catalogue(write(tmp_path, GOOD.replace(*change)))
    assert says in str(failure.value)


def test_a_citation_stands_once(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="stands there twice"):
        load_catalogue(write(tmp_path, GOOD.replace("31(1)(b)", "31(1)(a)")))


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError):
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


# s2(3)(a)-(h); 36 in the hands of a House of Parliament is absolute too, which no limb can show.
def test_nothing_else_is_absolute() -> None:
    absolute = [cite for cite, law in catalogue().items() if not law.qualified]
    whole_sections = {"21", "23", "32", "34", "41", "44"}
    limbs = {
        "37(1)(a)", "37(1)(aa)", "37(1)(ab)",
        "40(1)", "40(2) with 40(3A)(a)", "40(2) with 40(3A)(b)",
    }  # fmt: skip
    assert {cite for cite in absolute if catalogue()[cite].section not in whole_sections} == limbs
    assert {catalogue()[cite].section for cite in absolute} == whole_sections | {"37", "40"}


def _limbs_of_the_research() -> list[dict[str, Any]]:
    if not RESEARCH.exists():
        pytest.skip("the research on the law is not at hand")
    blocks = re.findall(r"```yaml\n(.*?)```", RESEARCH.read_text(encoding="utf-8"), re.DOTALL)
    return [limb for part in yaml.safe_load(blocks[0])["exemptions"] for limb in part["limbs"]]


def test_every_limb_of_the_research_is_there() -> None:
    """Types and bases are compared limb by limb: a wrong one withholds without weighing."""
    limbs = _limbs_of_the_research()
    assert len(limbs) == 79
    for limb in limbs:
        law = catalogue()[limb["cite"]]
        required = limb["likelihood"] == "required"
        assert (law.type, law.basis, law.likelihood_required) == (
            limb["type"], limb["basis"], required,
        ), limb["cite"]  # fmt: skip
    assert {catalogue()[limb["cite"]].cite for limb in limbs} == set(catalogue())


def test_prejudice_limbs_ask_how_likely_the_harm_is() -> None:
    assert catalogue()["31(1)(f)"].likelihood_required
    assert not catalogue()["21(1)"].likelihood_required
    assert not catalogue()["40(2)"].likelihood_required


def test_only_these_have_no_refusal_to_confirm() -> None:
    # s43(3) is about the interests of 43(2), not about a trade secret.
    without = {cite for cite, law in catalogue().items() if not law.ncnd}
    assert without == {"21(1)", "21(2)(a)", "21(2)(b)", "21(3)", "43(1)"}


def test_order_is_that_of_the_act() -> None:
    cites = list(catalogue())
    assert cites.index("21(1)") < cites.index("31(1)(a)") < cites.index("31(1)(b)")
    assert cites.index("22(1)") < cites.index("22A(1)(b)(i)") < cites.index("23(1)")
    assert cites.index("37(1)(ad)") < cites.index("37(1)(b)")
    assert cites.index("31(1)(i)") < cites.index("40(1)") < cites.index("40(2) with 40(3A)(a)")


def test_every_guidance_address_is_the_regulators() -> None:
    addresses = {law.guidance.url for law in catalogue().values()}
    assert all(address.startswith("https://ico.org.uk/") for address in addresses)

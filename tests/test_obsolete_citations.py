"""Citations that are no longer right are found, in the spellings of real letters; others not."""

from __future__ import annotations

from pathlib import Path

import pytest

from exemptions.catalogue import catalogue
from exemptions.data_files import BrokenData
from exemptions.obsolete_citations import (
    load_obsolete_citations,
    obsolete_citations,
    obsolete_in,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("exempt under section 40 (3) (a) (i) of the Act", ["40(3)(a)(i)"]),
        ("exempt under s40(3)(a)(ii)", ["40(3)(a)(ii)"]),
        ("section 40(3)(b)", ["40(3)(b)"]),
        ("section 40(4)", ["40(4)"]),
        ("section 40(5)(b)(i)", ["40(5)"]),
        ("section 40(2)&(3)", ["40(2)&(3)"]),
        ("section 40(2) and (3)", ["40(2) and (3)"]),
        ("section 40(2) by virtue of section 40(3)(a)", ["40(3)(a)"]),
        ("a Section 10 notice", ["Section 10 notice"]),
        ("under the Data Protection Act 1998 (DPA 1998)", ["Data Protection Act 1998", "DPA 1998"]),
        ("any Community obligation", ["Community obligation"]),
        ("the exemption of section 36A", ["section 36A"]),
    ],
)
def test_an_obsolete_citation_is_found(text: str, words: list[str]) -> None:
    found = obsolete_in(text)
    assert [one.words for one in found] == words
    assert all(one.citation.instead.endswith(".") for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "section 40(2) with 40(3A)(a) of the Act, and 40(4A)(a), 40(5A) or 40(5B)(a)(i)",
        "the right of section 10 of the Act to an answer within 20 working days",
        "section 37(1)(ac), communications with other members of the Royal Family",
        "Article 10 of the UK GDPR and the Data Protection Act 2018",
        "we served notice on the tenant. Later the damage was mended",
        "section 40(2) and section 31(3)",
        "140(3) documents",
        "the meeting in room 36A",
        "we served notice on the contractor for the damage",
        "",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert obsolete_in(text) == ()


def test_no_entry_of_the_catalogue_is_obsolete() -> None:
    for law in catalogue().values():
        said = f"{law.reference}. {law.heading}. {law.label}. {' '.join(law.conditions)}"
        assert obsolete_in(said) == (), law.cite


def test_each_wording_is_told_once() -> None:
    assert len(obsolete_in("40(3)(a) and again 40(3)(a)")) == 1
    assert len({one.pattern.pattern for one in obsolete_citations()}) == len(obsolete_citations())


@pytest.mark.parametrize(
    ("pattern", "example", "line"), [("(", "x", 1), ("x", "y", 2)], ids=["pattern", "example"]
)
def test_a_broken_entry_is_told_by_file_and_line(
    tmp_path: Path, pattern: str, example: str, line: int
) -> None:
    path = tmp_path / "obsolete.yaml"
    path.write_text(
        f"- pattern: '{pattern}'\n  example: {example}\n  was: a\n  instead: B.\n  source: c\n"
    )
    with pytest.raises(BrokenData, match=rf"obsolete\.yaml, line {line}: "):
        load_obsolete_citations(path)

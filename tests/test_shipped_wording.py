"""The wording that ships: complete, in the subset of Markdown, free of repealed law."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from exemptions.catalogue import Kind, catalogue
from exemptions.data_files import BrokenData
from exemptions.obsolete_citations import obsolete_in
from exemptions.placeholders import STANDING, placeholders
from exemptions.shipped_wording import ShippedWording, shipped_wordings
from requests_app.rendering.markup import check_limits, to_html

GOLDEN = Path(__file__).parent / "golden" / "wording.txt"
# Styles that the list of obsolete citations leaves to others.
STALE = re.compile(r"Her Majesty|(?<!UK )GDPR\b(?!\))|Information Commission|£", re.IGNORECASE)


@pytest.fixture(params=shipped_wordings(), ids=lambda wording: wording.provision_cite)
def wording(request: pytest.FixtureRequest) -> ShippedWording:
    found: ShippedWording = request.param
    return found


def test_every_limb_of_the_catalogue_has_wording() -> None:
    assert [wording.provision_cite for wording in shipped_wordings()] == list(catalogue())


def test_wording_renders(wording: ShippedWording) -> None:
    check_limits(wording.body)
    html = to_html(wording.body)
    assert html.startswith("<p")
    assert "<h" not in html
    # The short lines of a data file are joined: the portal's Markdown would break them.
    assert "<br" not in html
    assert 50 <= len(wording.body.split()) <= 200


def test_wording_cites_the_law_as_it_stands(wording: ShippedWording) -> None:
    assert obsolete_in(wording.body) == ()
    # Names and numbers that change with time are placeholders.
    assert not STALE.search(wording.body)


def test_wording_says_whether_the_interest_is_weighed(wording: ShippedWording) -> None:
    kind = catalogue()[wording.provision_cite].type
    assert ("*qualified*" in wording.body) is (kind == "qualified")
    assert ("*absolute*" in wording.body) is (kind == "absolute")


def test_wording_names_its_limb(wording: ShippedWording) -> None:
    law = catalogue()[wording.provision_cite]
    first, _, second = law.number.partition(" with ")
    unit = {"foia": "ection", "eir": "egulation"}[law.regime]
    assert f"{unit} {first.partition('(')[0]}" in wording.body
    assert not second or f"{unit} {second}" in wording.body


def test_wording_of_a_refusal_to_confirm_gives_nothing_away(wording: ShippedWording) -> None:
    if catalogue()[wording.provision_cite].kind is Kind.NCND:
        assert "should be taken to mean" in wording.body
        assert "withhold" not in wording.body


def test_only_what_somebody_gives_is_awaited(wording: ShippedWording) -> None:
    """A placeholder is a standing word or a fact that this very entry requires."""
    may = {*STANDING, *catalogue()[wording.provision_cite].required_facts}
    assert set(placeholders(wording.body)) <= may


def test_the_texts_are_those_that_were_reviewed() -> None:
    """All of them in one file that a person can read; GOLDEN=write makes it anew."""
    text = "\n".join(
        f"{catalogue()[one.provision_cite].heading}\n\n{one.body}\n\n{'-' * 72}\n"
        for one in shipped_wordings()
    )
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.write_text(text)
    assert text == GOLDEN.read_text()


BROKEN = """\
owner: x
review_by: "2027-01-01"
limbs:
  21(1): |
    A text.
"""


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("owner: x\n", ""), 1, "owner"),
        (("21(1)", "99(1)"), 4, "99(1)"),
        (("2027-01-01", "2027-13-01"), 2, "not a date"),
        (("limbs:", "limbs: ["), 4, "cannot start"),
        (("A text.", "A {moon}."), 4, "Nothing fills the placeholder {moon}"),
        (("A text.", "A {brace."), 4, "single brace"),
        (("A text.", "From {source_person}."), 4, "for the record"),
        (("  21(1)", "  21(1): again\n  21(1)"), 5, "stands there twice"),
    ],
)
def test_a_broken_file_is_told_by_line(
    tmp_path: Path, change: tuple[str, str], line: int, says: str
) -> None:
    assert change[0] in BROKEN
    (tmp_path / "99.yaml").write_text(BROKEN.replace(*change))
    with pytest.raises(BrokenData, match=rf"99\.yaml, line {line}: ") as failure:
        shipped_wordings(tmp_path)
    assert says in str(failure.value)


def test_a_provision_has_one_wording(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(BROKEN)
    with pytest.raises(BrokenData, match=r"b\.yaml, line 4: 21\(1\) has a wording already"):
        shipped_wordings(tmp_path)

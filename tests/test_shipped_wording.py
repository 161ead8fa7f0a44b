"""The wording that ships: complete, in the subset of Markdown, free of repealed law."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exemptions.catalogue import catalogue
from exemptions.shipped_wording import ShippedWording, WordingError, shipped_wordings
from requests_app.rendering.markup import check_limits, to_html

# Repealed, renamed or wrong citations that old letters still carry.
OBSOLETE = re.compile(
    r"40\(3\)\(a\)|40\(3\)\(b\)|40\(4\)(?!A)|40\(5\)\(b\)|40\(2\)\s*&"
    r"|Data Protection Act 1998|DPA 1998|section 10|Her Majesty"
    r"|Community obligation|(?<!UK )GDPR\b(?!\))|damage or distress",
    re.IGNORECASE,
)


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
    assert not OBSOLETE.search(wording.body)


def test_wording_says_whether_the_interest_is_weighed(wording: ShippedWording) -> None:
    qualified = catalogue()[wording.provision_cite].qualified
    assert ("*qualified*" in wording.body) is qualified
    assert ("*absolute*" in wording.body) is not qualified


def test_wording_names_its_limb(wording: ShippedWording) -> None:
    first, _, second = wording.provision_cite.partition(" with ")
    assert f"ection {first.partition('(')[0]}" in wording.body
    assert not second or f"section {second}" in wording.body


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("limbs: {}", "owner"),
        ("owner: x\nreview_by: 2027-01-01\nlimbs:\n  99(1): text", "99(1)"),
        ("[", "cannot be read"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "99.yaml").write_text(text)
    with pytest.raises(WordingError, match=r"99\.yaml") as failure:
        shipped_wordings(tmp_path)
    assert says in str(failure.value)

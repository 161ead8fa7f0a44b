"""A character that no font has is told beside the draft (STY-03), as the print engine would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.utils.timezone import now

from requests_app.actions import review
from requests_app.case_files.form import CaseFile
from requests_app.compiling import load_draft
from requests_app.gate.finding import Finding, Place
from requests_app.gate.gathering import findings_of
from requests_app.models import AdaptedWording, FoiRequest
from requests_app.rendering import RenderFailed, coverage
from requests_app.rendering.coverage import unprintable
from requests_app.rendering.engine import typeset
from requests_app.workflow import Role
from tests.whole_case import bring_in, drafted, person, set_particulars

DAY = date(2026, 3, 20)
WRITTEN = "中"


@pytest.fixture(autouse=True)
def read_anew() -> None:
    coverage._printable.cache_clear()


# --- as the print engine sees it ----------------------------------------------------------

# What the set-up's fonts have, and what only looks like a character of its own.
PRINTED = (
    "£ € ’ “ ” – — … • ŵ ŷ Ŵ Łódź Ελλάδα Ёлка עברית عربي ½ m² ≤ → ✓ ☺ 😀 \u00a0 \u2009 \u202f "
    "† ‡ ‰ ₪ ― \u2010 \u2011 ❤\ufe0f می\u200cخواهم x\u0323 e\u0301 ﬁ"
)
LACKING = ("中", "한", "क", "ก", "👍", "🏴", "ሀ")


def html_of(text: str) -> str:
    body = f"<h1>A</h1><p>{text}</p>"
    return f'<!DOCTYPE html><html lang="en-GB"><title>A</title><body>{body}</body></html>'


def test_what_it_passes_the_engine_prints() -> None:
    assert unprintable(PRINTED) == ""
    assert typeset(html_of(PRINTED), "record")[1] == 1


def test_each_character_that_it_knows_is_printed() -> None:
    """The package of the font claims more than its files have: "†" once failed a document."""
    known = coverage._printable()
    assert known is not None
    codes = [code for code in sorted(known) if 0x20 < code < 0x2C00 and chr(code).isprintable()]
    assert len(codes) > 2_000
    text = " ".join(f"&#{code};" for code in codes)
    assert typeset(html_of(f"{text} <strong>† ‑</strong>"), "record")[1] > 1


@pytest.mark.parametrize("character", LACKING)
def test_what_it_tells_of_the_engine_refuses(character: str) -> None:
    assert unprintable(f"a{character}b{character}") == character
    with pytest.raises(RenderFailed, match=f"U\\+{ord(character):04X}"):
        typeset(html_of(character), "record")


def test_without_fontconfig_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(coverage, "_MACHINE", ("no-such-program",))
    assert unprintable(WRITTEN) == ""
    assert "fontconfig" in caplog.text


def test_a_font_that_draws_dots_is_not_one_of_the_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "_MACHINE", ("printf", "PCF|4e2d\\nTrueType|20-7e\\n"))
    assert unprintable(WRITTEN) == WRITTEN
    # The portal's own fonts are asked too.
    assert unprintable("Ŵ") == ""


# --- beside the draft ---------------------------------------------------------------------


def told(case: FoiRequest) -> list[Finding]:
    draft = load_draft(FoiRequest.objects.get(pk=case.pk))
    return [each for each in findings_of(draft, day=DAY) if each.rule == "STY-03"]


def title(file: CaseFile) -> CaseFile:
    return replace(file, title=f"{file.title} {WRITTEN}")


def requester(file: CaseFile) -> CaseFile:
    assert file.requester is not None
    return replace(file, requester=replace(file.requester, name=f"A {WRITTEN}"))


def request(file: CaseFile) -> CaseFile:
    blocks = list(file.blocks or ())
    place = next(number for number, row in enumerate(blocks) if row.kind == "question")
    asked = blocks[place].text
    blocks[place] = replace(blocks[place], text=f"{asked} {WRITTEN}")
    return replace(file, blocks=tuple(blocks), text=file.text.replace(asked, f"{asked} {WRITTEN}"))


def answer(file: CaseFile) -> CaseFile:
    rows = [replace(row, text=f"{row.text} &#{ord(WRITTEN)};") for row in file.answers[:1]]
    return replace(file, answers=(*rows, *file.answers[1:]))


def reason(file: CaseFile) -> CaseFile:
    place = next(number for number, row in enumerate(file.answers) if row.claims)
    row = file.answers[place]
    claims = (replace(row.claims[0], reason=f"{row.claims[0].reason} {WRITTEN}"), *row.claims[1:])
    answers = list(file.answers)
    answers[place] = replace(row, claims=claims)
    return replace(file, answers=tuple(answers))


def weighed(file: CaseFile) -> CaseFile:
    rows = [replace(row, reasons=f"{row.reasons} {WRITTEN}") for row in file.tests[:1]]
    return replace(file, tests=(*rows, *file.tests[1:]))


def wording(file: CaseFile) -> CaseFile:
    rows = [replace(row, body=f"{row.body} {WRITTEN}") for row in file.wording[:1]]
    return replace(file, wording=(*rows, *file.wording[1:]))


WHERE: list[tuple[Callable[[CaseFile], CaseFile], Place, str]] = [
    (title, Place.CASE, "The title"),
    (requester, Place.CASE, "The requester’s name"),
    (request, Place.SPLIT, "The request (“"),
    (answer, Place.ANSWER, "The answer to question"),
    (reason, Place.CLAIM, "The reason for section"),
    (weighed, Place.TEST, "The public interest test"),
    (wording, Place.LIBRARY, "The wording for section"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("put", "place", "begins"), WHERE, ids=[row[0].__name__ for row in WHERE])
def test_wherever_it_stands_it_is_told_there(
    put: Callable[[CaseFile], CaseFile], place: Place, begins: str
) -> None:
    set_particulars()
    (finding,) = told(bring_in(put(drafted())))
    assert finding.place is place
    assert finding.blocks
    assert finding.message.startswith(begins)
    assert "“中” (U+4E2D, cjk unified ideograph-4e2d)" in finding.message


@pytest.mark.django_db
def test_the_authoritys_own_particulars_are_read() -> None:
    set_particulars(authority_name=f"Council {WRITTEN}")
    (finding,) = told(bring_in())
    assert finding.place is Place.PARTICULARS


@pytest.mark.django_db
def test_a_wording_of_the_cases_own_is_read() -> None:
    set_particulars()
    case = bring_in()
    author = person("otto.officer", Role.OFFICER)
    AdaptedWording.objects.create(
        foi_request=case, provision="31(1)(a)", base=1, body=WRITTEN, reason="so",
        adapted_by=author, adapted_at=now(),
    )  # fmt: skip
    (finding,) = told(case)
    assert (finding.place, finding.pk) == (Place.WORDING, "31(1)(a)")


@pytest.mark.django_db
def test_it_stops_the_submission_and_names_the_place() -> None:
    set_particulars()
    case = bring_in(answer(drafted()))
    officer = person("olive.officer", Role.OFFICER)
    with pytest.raises(review.Incomplete, match="U\\+4E2D"):
        review.submit(case, by=officer, at=now())

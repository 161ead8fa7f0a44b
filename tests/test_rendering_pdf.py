"""The two PDFs: accessible, archivable, the same every time, and with nothing in them but text."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pydyf  # type: ignore[import-untyped]
import pytest
import weasyprint

from requests_app.rendering import RenderedPdf, linear
from requests_app.rendering.engine import VARIANT, Kind, studio, typeset
from requests_app.rendering.fonts import Assets
from requests_app.rendering.markup import to_html
from requests_app.rendering.pdf import render, warm_up
from tests import sample_response as sample
from tests.pdf_checks import check, elements, kinds_of_kids, of_kind
from tests.plain_text import squeezed, text_of, text_of_pdf
from tests.test_rendering_documents import letter, record

KINDS: tuple[Kind, ...] = ("letter", "record")
HTML = {"letter": letter(), "record": record()}


@cache
def rendered(kind: Kind) -> RenderedPdf:
    return render(HTML[kind], kind)


@cache
def opened(kind: Kind) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(rendered(kind).content))


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    chosen: Kind = request.param
    return chosen


@pytest.fixture
def pdf(kind: Kind) -> pikepdf.Pdf:
    return opened(kind)


# --- standards ----------------------------------------------------------------------------

TITLES = {
    "letter": f"Response to your request for information {sample.RESPONSE.reference}",
    "record": sample.RESPONSE.title,
}


def test_it_is_all_that_a_pdf_of_ours_must_be(kind: Kind) -> None:
    check(rendered(kind).content, title=TITLES[kind])


def test_the_checks_bite() -> None:
    """The engine by itself fails them: what the finisher mends is needed."""
    shop = studio()
    document = weasyprint.HTML(string=HTML["record"], url_fetcher=Assets({})).render(
        font_config=shop.fonts, stylesheets=list(shop.sheets["record"]), pdf_variant=VARIANT
    )
    with pytest.raises(AssertionError):
        check(document.write_pdf(pdf_variant=VARIANT), title=TITLES["record"])


def test_bookmarks_are_the_headings(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        (top,) = outline.root
        titles = [item.title for item in top.children]
    assert top.title == sample.RESPONSE.title
    assert titles[-3:] in (
        ["Our response", "Explanatory annex", "If you are unhappy with this response"],
        ["Outcome", "Response", "Explanatory annex"],
    )


def test_it_is_set_in_its_own_font(pdf: pikepdf.Pdf) -> None:
    names = {
        str(thing.BaseFont).partition("+")[2]
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/Type0"
    }
    assert names
    assert all(name.startswith("Source-Sans-3") for name in names)


@pytest.mark.parametrize("text", ["Ŵyl y dŵr, tŷ, Siôn", "Łódź", "Ελλάδα", "Ёлка"])
def test_letters_beyond_english_are_the_letters_that_they_are(text: str) -> None:
    """Two font files under one name were once mixed up: a "ŵ" was printed as another letter."""
    content = typeset(document(f"<p>{text}</p>"), "record")[0]
    check(content, title="A title")
    assert text in text_of_pdf(content)


# --- tags ---------------------------------------------------------------------------------


def test_lists_are_labels_and_bodies(pdf: pikepdf.Pdf) -> None:
    lists = [element for element in elements(pdf) if element.S == "/L"]
    numberings = {str(element.A.ListNumbering) for element in lists}
    assert {"/Disc", "/Decimal", "/LowerAlpha"} <= numberings
    items = [element for element in elements(pdf) if element.S == "/LI"]
    shapes = [kinds_of_kids(item) for item in items]
    assert all(shape == ["/Lbl", "/LBody"] for shape in shapes)
    assert shapes.count(["/Lbl", "/LBody"]) > 20
    assert all(item.P.S == "/L" for item in items)


def test_table_headers_head_their_columns(pdf: pikepdf.Pdf) -> None:
    headers = [element for element in elements(pdf) if element.S == "/TH"]
    assert [str(header.A.Scope) for header in headers] == ["/Column"] * 4


def test_links_say_in_words_where_they_lead(pdf: pikepdf.Pdf) -> None:
    links = [note for sheet in pdf.pages for note in sheet.get("/Annots", [])]
    words = {str(link.Contents) for link in links}
    assert "Section 31(1)(a): Law enforcement" in words
    assert "Scanning contracts register" in words
    assert "E-mail customer.services@northmere.example.org" in words


def document(body: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><title>A title</title></head>'
        f'<body data-running="A"><h1>A title</h1>{body}</body></html>'
    )


LONG_TABLE = (
    '<table><thead><tr><th scope="col">Site</th><th scope="col">Cost</th></tr></thead><tbody>'
    + "".join(f"<tr><td>Site {n}</td><td>{n}</td></tr>" for n in range(120))
    + "</tbody></table>"
)
LONG_LIST = "".join(f"<li>Item {n}<ul><li>one</li><li>two</li></ul></li>" for n in range(60))


def test_what_goes_on_overleaf_is_one_thing_in_the_tags() -> None:
    """A reader is told of a list of sixty items, not of three lists of twenty."""
    words = " ".join(["word"] * 4_000)
    body = f"{LONG_TABLE}<ul>{LONG_LIST}</ul><div><p>{words}</p></div>"
    content, pages = typeset(document(body), "record")
    assert pages > 10
    check(content, title="A title")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (table,) = of_kind(pdf, "/Table")
        assert kinds_of_kids(table) == ["/THead", "/TBody"]
        assert len(of_kind(pdf, "/TR")) == 121
        assert len(of_kind(pdf, "/TH")) == 2
        assert len(of_kind(pdf, "/LI")) == 60 + 120
        outer = of_kind(pdf, "/L")[0]
        assert kinds_of_kids(outer).count("/LI") == 60
        assert len(of_kind(pdf, "/P")) == 1
    # The heads printed again overleaf are no content.
    assert text_of_pdf(content).count("Site Cost") > 1


def test_tagging_looks_at_all_pages_once_a_page_and_not_once_an_element(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else tagging is quadratic. It stands in for a property of pydyf, so the pin is held here."""
    written: list[int] = []
    anew: Callable[[pydyf.PDF], tuple[bytes, ...]] = linear._WRITTEN_ANEW

    def count(pdf: pydyf.PDF) -> tuple[bytes, ...]:
        written.append(len(pdf.pages["Kids"]))
        return anew(pdf)

    html = document("<p>word</p>" * 300)
    monkeypatch.setattr(linear, "_WRITTEN_ANEW", count)
    content, pages = typeset(html, "record")
    assert 0 < len(written) <= pages + 1
    monkeypatch.setattr(pydyf.PDF, "page_references", property(anew))
    assert typeset(html, "record")[0] == content


def test_a_header_heads_its_column_or_its_row() -> None:
    body = (
        '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
        '<tbody><tr><th scope="row">c</th><td>d</td></tr></tbody></table>'
    )
    content, _ = typeset(document(body), "record")
    check(content, title="A title")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert [str(header.A.Scope) for header in of_kind(pdf, "/TH")] == [
            *("/Column", "/Column", "/Row"),
        ]
        (cell,) = of_kind(pdf, "/TD")
        assert len(cell.A.Headers) == 2


def test_words_in_another_language_say_which() -> None:
    content, _ = typeset(
        document(f"<div>{to_html('[cy] Nid yw’r cyngor yn dal yr wybodaeth hon.')}</div>"), "record"
    )
    check(content, title="A title")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (paragraph,) = of_kind(pdf, "/P")
        assert str(paragraph.Lang) == "cy"


def test_page_numbers_are_no_content(kind: Kind) -> None:
    assert "Page 1 of" not in text_of_pdf(rendered(kind).content)


# --- what it says -------------------------------------------------------------------------


def test_it_says_what_its_html_says(kind: Kind) -> None:
    title, _, spoken = text_of(HTML[kind]).partition("\n")
    assert title
    assert squeezed(text_of_pdf(rendered(kind).content)) == squeezed(spoken)


def test_its_pages_are_counted(kind: Kind, pdf: pikepdf.Pdf) -> None:
    result = rendered(kind)
    assert result.pages == len(pdf.pages)
    assert 3 <= result.pages <= 6
    assert result.sha256 == hashlib.sha256(result.content).hexdigest()
    assert all(sheet.MediaBox == opened("record").pages[0].MediaBox for sheet in pdf.pages)


@pytest.mark.parametrize("secret", ["Quillon", "Featherby", "quillon.featherby", "ZZ9 9ZZ"])
def test_no_byte_of_the_record_names_the_requester(secret: str) -> None:
    """Its text, its metadata, its streams; the letter shows that the search would find it."""
    assert secret not in everything_in("record")
    if secret != "quillon.featherby":
        assert secret in everything_in("letter")


def everything_in(kind: Kind) -> str:
    found = [text_of_pdf(rendered(kind).content)]
    for thing in opened(kind).objects:
        if isinstance(thing, pikepdf.Stream):
            found.append(thing.read_bytes().decode("latin-1"))
        found.append(repr(thing))
    return "\n".join(found)


# --- the same every time ------------------------------------------------------------------

SCRIPT = """
import json, sys, django
django.setup()
from requests_app.rendering.pdf import render
for kind, html in json.load(sys.stdin).items():
    print(render(html, kind).sha256)
"""


def test_the_same_html_gives_the_same_bytes_in_any_process() -> None:
    again = [render(HTML[kind], kind).sha256 for kind in KINDS]
    elsewhere = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps({kind: HTML[kind] for kind in KINDS}),
        cwd=Path(__file__).parents[1],
        env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert elsewhere.stdout.split() == again == [rendered(kind).sha256 for kind in KINDS]


# The engine leaves its colour profile to the collector to close.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_warm_render_parses_no_style_sheet_and_loads_no_font(
    monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    warm_up()
    work: list[str] = []
    monkeypatch.setattr("weasyprint.CSS.__init__", lambda *_, **__: work.append("style sheet"))
    monkeypatch.setattr(
        "weasyprint.text.fonts.FontConfiguration.add_font_face",
        lambda *_, **__: work.append("font"),
    )
    content, _ = typeset(HTML[kind], kind)
    assert work == []
    assert content == rendered(kind).content
    assert studio() is studio()

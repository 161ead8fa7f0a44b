"""The two PDFs: accessible, archivable, the same every time, and with nothing in them but text."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest

from requests_app.rendering import RenderedPdf
from requests_app.rendering.engine import Kind, studio, typeset
from requests_app.rendering.pdf import render, warm_up
from tests import sample_response as sample
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


@pytest.mark.parametrize("profile", ["PDF/UA-1", "PDF/A-3a"])
def test_it_passes_the_standard(kind: Kind, profile: str) -> None:
    report = page.validate_pdf_bytes(rendered(kind).content, profile=profile)
    assert report.is_compliant, str(report)


def test_it_is_tagged_titled_and_in_english(kind: Kind, pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in pdf.Root
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    title = {
        "letter": f"Response to your request for information {sample.RESPONSE.reference}",
        "record": sample.RESPONSE.title,
    }[kind]
    with pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == title
        assert xmp["pdfuaid:part"] == "1"
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
        assert not {"dc:creator", "xmp:CreateDate", "xmp:ModifyDate"} & set(xmp)
    assert dict(pdf.docinfo) == {"/Producer": pdf.docinfo["/Producer"], "/Title": title}
    assert "/Filter" not in pdf.Root.Metadata
    assert len(pdf.trailer.ID) == 2
    assert pdf.Root.OutputIntents[0].DestOutputProfile.N == 3


def test_nothing_in_it_acts_or_hides(pdf: pikepdf.Pdf) -> None:
    assert not pdf.is_encrypted
    assert not pdf.attachments
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary):
            assert not {"/JS", "/JavaScript", "/OpenAction", "/AA", "/EF", "/AcroForm"} & set(
                thing.keys()
            )


def test_bookmarks_are_the_headings(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        (top,) = outline.root
        titles = [item.title for item in top.children]
    assert top.title == sample.RESPONSE.title
    assert titles[-3:] in (
        ["Our response", "Explanatory annex", "If you are unhappy with this response"],
        ["Outcome", "Response", "Explanatory annex"],
    )


def test_every_font_is_embedded_and_readable_as_text(pdf: pikepdf.Pdf) -> None:
    fonts = [
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"
    ]
    whole = [font for font in fonts if font.Subtype == "/Type0"]
    assert whole
    assert all("/ToUnicode" in font for font in whole)
    for font in fonts:
        if "/FontDescriptor" in font:
            descriptor = font.FontDescriptor
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys())
    names = {str(font.BaseFont).partition("+")[2] for font in whole}
    assert all(name.startswith("Source-Sans-3") for name in names)


# --- tags ---------------------------------------------------------------------------------


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """The structure elements of the document in reading order."""

    def inside(element: Any) -> Iterator[Any]:
        yield element
        kids = element.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else []:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from inside(kid)

    yield from inside(pdf.Root.StructTreeRoot.K[0])


def kinds_of_kids(element: Any) -> list[str]:
    return [str(kid.S) for kid in element.K if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def test_lists_are_labels_and_bodies(pdf: pikepdf.Pdf) -> None:
    lists = [element for element in elements(pdf) if element.S == "/L"]
    numberings = {str(element.A.ListNumbering) for element in lists}
    assert {"/Disc", "/Decimal", "/LowerAlpha"} <= numberings
    items = [element for element in elements(pdf) if element.S == "/LI"]
    shapes = [kinds_of_kids(item) for item in items]
    # The rest of an item that runs over a page has no label of its own.
    assert all(shape in (["/Lbl", "/LBody"], ["/LBody"]) for shape in shapes)
    assert shapes.count(["/Lbl", "/LBody"]) > 20
    assert all(item.P.S == "/L" for item in items)


def test_headings_begin_with_one_h1_and_skip_none(pdf: pikepdf.Pdf) -> None:
    found = [str(element.S) for element in elements(pdf)]
    levels = [int(name[2]) for name in found if name[:2] == "/H" and name[2:].isdigit()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_table_headers_head_their_columns(pdf: pikepdf.Pdf) -> None:
    headers = [element for element in elements(pdf) if element.S == "/TH"]
    assert [str(header.A.Scope) for header in headers] == ["/Column"] * 4


def test_links_say_in_words_where_they_lead(pdf: pikepdf.Pdf) -> None:
    links = [note for sheet in pdf.pages for note in sheet.get("/Annots", [])]
    words = {str(link.Contents) for link in links}
    assert "Section 31(1)(a): Law enforcement" in words
    assert "Scanning contracts register" in words
    assert "E-mail customer.services@northmere.example.org" in words
    assert not [text for text in words if text.startswith(("http", "#", "annex-", "answer-"))]
    assert all("/StructParent" in link and link.F == 4 for link in links)
    addresses = {str(link.A.URI) for link in links if "/A" in link}
    assert all(address.startswith(("https://", "mailto:")) for address in addresses)
    assert all(sheet.Tabs == "/S" for sheet in pdf.pages)


def test_footers_are_artifacts_and_all_else_is_tagged(kind: Kind, pdf: pikepdf.Pdf) -> None:
    reached = {element.objgen for element in elements(pdf)}
    owners = pdf.Root.StructTreeRoot.ParentTree.Nums
    for number, sheet in enumerate(pdf.pages):
        tagged = []
        footers = 0
        for instruction in pikepdf.parse_content_stream(sheet, "BDC"):
            tag, properties = instruction.operands
            footers += tag == "/Artifact" and properties.Type == "/Pagination"
            if "/MCID" in properties:
                tagged.append(int(properties.MCID))
        assert footers == 2
        mapping = owners[2 * number + 1]
        assert all(mapping[mcid].objgen in reached for mcid in tagged)
    raw = text_of_pdf(rendered(kind).content)
    assert "Page 1 of" not in raw


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
import hashlib, sys, django
django.setup()
from requests_app.rendering.pdf import render
print(render(sys.stdin.read(), sys.argv[1]).sha256)
"""


def test_the_same_html_gives_the_same_bytes_in_any_process(kind: Kind) -> None:
    again = render(HTML[kind], kind)
    assert again.content == rendered(kind).content
    elsewhere = subprocess.run(
        [sys.executable, "-c", SCRIPT, kind],
        input=HTML[kind],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert elsewhere.stdout.strip() == rendered(kind).sha256


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

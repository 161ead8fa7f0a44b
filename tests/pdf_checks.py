"""What every PDF of the product must be: PDF/UA-1, PDF/A-3a, and what no validator asks.

Used on the sample, on every kind of letter and on random responses; each check names the object
that fails it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import page
import pikepdf

PROFILES = ("PDF/UA-1", "PDF/A-3a")
# What would act, hide or carry something along.
NEVER = {"/JS", "/JavaScript", "/OpenAction", "/AA", "/EF", "/AcroForm", "/EmbeddedFile"}
DOCINFO = {"/Producer", "/Title"}


def check(content: bytes, *, title: str) -> None:
    """Raises AssertionError."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for profile in PROFILES:
            check_standard(content, profile, pdf)
        check_catalogue(pdf, title)
        check_nothing_acts(pdf)
        check_fonts(pdf)
        check_structure(pdf)
        check_links(pdf)
        check_content(pdf)


def check_standard(content: bytes, profile: str, pdf: pikepdf.Pdf) -> None:
    """A stream whose last byte is a carriage return is the validator's one false alarm here."""
    report = page.validate_pdf_bytes(content, profile=profile)
    rules = {failure.rule_id.partition("-")[2] for failure in report.failures}
    if rules == {"STREAM-LENGTH-001"} and any(
        isinstance(thing, pikepdf.Stream) and thing.read_raw_bytes().endswith(b"\r")
        for thing in pdf.objects
    ):
        return
    assert report.is_compliant, str(report)


def check_catalogue(pdf: pikepdf.Pdf, title: str) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == title
        assert xmp["pdfuaid:part"] == "1"
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
        assert not {"dc:creator", "xmp:CreateDate", "xmp:ModifyDate"} & set(xmp)
    assert set(pdf.docinfo.keys()) == DOCINFO
    assert str(pdf.docinfo["/Title"]) == title
    assert "/Filter" not in pdf.Root.Metadata
    assert len(pdf.trailer.ID) == 2
    assert pdf.Root.OutputIntents[0].DestOutputProfile.N == 3
    assert all(sheet.Tabs == "/S" for sheet in pdf.pages)
    with pdf.open_outline() as outline:
        assert len(outline.root) == 1


def check_nothing_acts(pdf: pikepdf.Pdf) -> None:
    assert not pdf.is_encrypted
    assert not pdf.attachments
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            assert not NEVER & set(thing.keys()), thing
            assert thing.get("/Type") != "/EmbeddedFile"


def check_fonts(pdf: pikepdf.Pdf) -> None:
    fonts = [
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"
    ]
    assert fonts
    for font in fonts:
        if font.Subtype == "/Type0":
            assert "/ToUnicode" in font
        if "/FontDescriptor" in font:
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys())


# --- structure --------------------------------------------------------------------------


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """The structure elements of the document in reading order."""

    def inside(element: Any) -> Iterator[Any]:
        yield element
        for kid in kids(element):
            yield from inside(kid)

    yield from inside(pdf.Root.StructTreeRoot.K[0])


def kids(element: Any) -> list[Any]:
    return [
        kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid
    ]


def kinds_of_kids(element: Any) -> list[str]:
    return [str(kid.S) for kid in kids(element)]


def of_kind(pdf: pikepdf.Pdf, *kinds: str) -> list[Any]:
    return [element for element in elements(pdf) if str(element.S) in kinds]


def heading_levels(pdf: pikepdf.Pdf) -> list[int]:
    found = [str(element.S) for element in elements(pdf)]
    return [int(name[2]) for name in found if name[:2] == "/H" and name[2:].isdigit()]


def check_structure(pdf: pikepdf.Pdf) -> None:
    levels = heading_levels(pdf)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    named = {str(header.get("/ID")) for header in of_kind(pdf, "/TH")}
    for element in elements(pdf):
        for kid in kids(element):
            assert kid.P.objgen == element.objgen, (kid.S, element.S)
        if element.S == "/L":
            assert "/ListNumbering" in element.A
            assert set(kinds_of_kids(element)) <= {"/LI", "/L"}
        elif element.S == "/LI":
            assert element.P.S == "/L"
            assert kinds_of_kids(element) == ["/Lbl", "/LBody"]
        elif element.S == "/TH":
            assert str(element.A.Scope) in {"/Column", "/Row"}
        elif element.S == "/TD":
            assert {str(name) for name in element.A.get("/Headers", [])} <= named


def check_links(pdf: pikepdf.Pdf) -> None:
    for sheet in pdf.pages:
        for link in sheet.get("/Annots", []):
            assert link.Subtype == "/Link"
            words = str(link.Contents)
            assert words
            assert not words.startswith(("http", "#", "annex-", "answer-")), words
            assert "/StructParent" in link
            assert link.F == 4
            if "/A" in link:
                assert str(link.A.URI).startswith(("https://", "http://", "mailto:"))


def check_content(pdf: pikepdf.Pdf) -> None:
    """All marked content hangs in the tree or is an artifact; nothing is left unmarked."""
    reached = {element.objgen for element in elements(pdf)}
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(nums[place]): nums[place + 1] for place in range(0, len(nums), 2)}
    used = set()
    for sheet in pdf.pages:
        mapping = owners[int(sheet.StructParents)]
        depth = feet = 0
        for instruction in pikepdf.parse_content_stream(sheet):
            operator = str(instruction.operator)
            if operator in {"BDC", "BMC"}:
                depth += 1
                tag, *properties = instruction.operands
                if tag == "/Artifact" and properties:
                    feet += properties[0].get("/Type") == "/Pagination"
                if properties and "/MCID" in properties[0]:
                    owner = mapping[int(properties[0].MCID)]
                    assert owner.objgen in reached
                    used.add(owner.objgen)
            elif operator == "EMC":
                depth -= 1
            elif operator in {"Tj", "TJ"}:
                assert depth == 1, "words outside the tags"
        assert depth == 0
        assert feet >= 2
    lonely = [e for e in elements(pdf) if not e.get("/K")]
    assert [str(element.S) for element in lonely if str(element.S) in {"/P", "/LI", "/L"}] == []


def links_of(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What happens when somebody presses a link of a PDF: its kind and where it leads."""
    for sheet in pdf.pages:
        for link in sheet.get("/Annots", []):
            assert link.Subtype == "/Link"
            assert "/AA" not in link
            if "/A" in link:
                assert link.A.S == "/URI"
                yield str(link.A.URI)

"""Mends what the print engine leaves undone for PDF/UA-1, just before the file is written.

Written for WeasyPrint 70 and checked by tests against that version: it knows the engine's
objects, and no requests. What it mends, and the clause of ISO 14289-1 that asks for it:

* running footers are artifacts, not content (7.1, 7.8);
* what is split by the end of a page is one element, and the head of a table that is printed
  again overleaf is an artifact (7.1, 7.5);
* a list item is a label and a body, and a list says how it is numbered (7.6);
* a link says in words where it leads (7.18.5);
* a table header says what it heads, its column or its row (7.5);
* words in another language say which (7.2);
* the XMP metadata claims PDF/UA beside PDF/A, and stands uncompressed (5).
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import pydyf  # type: ignore[import-untyped]
from weasyprint import VERSION
from weasyprint.document import Document
from weasyprint.formatting_structure.boxes import Box

from requests_app.characters import named_one_by_one
from requests_app.rendering.tags import Tree, boxes_of
from requests_app.rendering.xmp import xmp


class MissingGlyphs(ValueError):
    """The text has characters that no font at hand can print."""


def finish(document: Document, pdf: pydyf.PDF) -> None:
    """The ``finisher`` of ``Document.write_pdf``. Raises MissingGlyphs.

    The document has no pages any more: what they were laid out of makes place for the file.
    """
    _refuse_missing_glyphs(document)
    Tree(document, pdf).mend()
    for box in boxes_of(document):
        if box.link_annotation:
            box.link_annotation["Contents"] = pydyf.String(_link_text(box))
    _claim_conformance(document, pdf)
    document.pages.clear()


def _refuse_missing_glyphs(document: Document) -> None:
    codes = sorted({code for font in document.fonts.values() for code in font.missing})
    if codes:
        named = named_one_by_one("".join(map(chr, codes)), most=5)
        raise MissingGlyphs(f"The text has characters that no font here can print: {named}.")


def _link_text(box: Box) -> str:
    text = " ".join("".join(box.element.itertext()).split())
    address = str(box.element.get("href", ""))
    if address.startswith("mailto:"):
        return f"E-mail {address.removeprefix('mailto:')}"
    if text == address:
        return f"Web page at {urlsplit(address).hostname or address}"
    return text or address


def _claim_conformance(document: Document, pdf: pydyf.PDF) -> None:
    """Writes the XMP afresh: title, producer and both claims; no author, no date."""
    content = xmp(title=document.metadata.title or "", producer=f"WeasyPrint {VERSION}")
    old = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    extra: Mapping[str, str] = {"Type": "/Metadata", "Subtype": "/XML"}
    stream = pydyf.Stream([content], extra, compress=False)
    stream.number = old.number
    pdf.objects[old.number] = stream

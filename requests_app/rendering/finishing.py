"""Mends what the print engine leaves undone for PDF/UA-1, just before the file is written.

Written for WeasyPrint 70 and checked by tests against that version: it knows the engine's
objects, and no requests. What it mends, and the clause of ISO 14289-1 that asks for it:

* running footers are artifacts, not content (7.1, 7.8);
* a list item is a label and a body, and a list says how it is numbered (7.6);
* a link says in words where it leads (7.18.5);
* a table header says that it heads its column (7.5);
* the XMP metadata claims PDF/UA beside PDF/A, and stands uncompressed (5).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import pydyf  # type: ignore[import-untyped]
from weasyprint import VERSION
from weasyprint.document import Document
from weasyprint.formatting_structure.boxes import Box, ParentBox
from weasyprint.layout.absolute import AbsolutePlaceholder


class MissingGlyphs(ValueError):
    """The text has characters that no font at hand can print."""


def finish(document: Document, pdf: pydyf.PDF) -> None:
    """The ``finisher`` of ``Document.write_pdf``. Raises MissingGlyphs."""
    _refuse_missing_glyphs(document)
    tree = _Tree(pdf)
    tree.mark_artifacts()
    tree.mend_lists([box for box in _boxes(document) if _is_list(box)])
    for header in tree.elements("/TH"):
        header["A"]["Scope"] = "/Column"
    for box in _boxes(document):
        if box.link_annotation:
            box.link_annotation["Contents"] = pydyf.String(_link_text(box))
    _claim_conformance(document, pdf)


def _refuse_missing_glyphs(document: Document) -> None:
    codes = sorted({code for font in document.fonts.values() for code in font.missing})
    if codes:
        names = "; ".join(_name(code) for code in codes[:5])
        more = f"; and {len(codes) - 5} more" if len(codes) > 5 else ""
        raise MissingGlyphs(f"The text has characters that no font here can print: {names}{more}.")


def _name(code: int) -> str:
    character = chr(code)
    name = unicodedata.name(character, "no name")
    return f"“{character}” (U+{code:04X}, {name.lower()})"


# --- boxes ------------------------------------------------------------------------------


def _boxes(document: Document) -> Iterator[Box]:
    """Every box of every page, in the order in which the engine tags them."""
    for page in document.pages:
        yield from _inside(page._page_box)  # noqa: SLF001 - the one way to a page's boxes


def _inside(box: Box | AbsolutePlaceholder) -> Iterator[Box]:
    if isinstance(box, AbsolutePlaceholder):
        box = box._box  # noqa: SLF001
    yield box
    if isinstance(box, ParentBox):
        for child in box.children:
            yield from _inside(child)


def _is_list(box: Box) -> bool:
    return box.element is not None and box.element_tag in {"ul", "ol"}


def _link_text(box: Box) -> str:
    text = " ".join("".join(box.element.itertext()).split())
    address = str(box.element.get("href", ""))
    if address.startswith("mailto:"):
        return f"E-mail {address.removeprefix('mailto:')}"
    if text == address:
        return f"Web page at {urlsplit(address).hostname or address}"
    return text or address


# --- tags -------------------------------------------------------------------------------


class _Tree:
    """The structure tree of a file that is about to be written."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self._root = self._object(pdf.catalog["StructTreeRoot"])
        self._reached = set(self._walk(self._root["K"]))

    def _object(self, reference: bytes) -> Any:
        return self._pdf.objects[int(reference.split()[0])]

    def _walk(self, kids: list[Any]) -> Iterator[int]:
        waiting = list(kids)
        while waiting:
            kid = waiting.pop()
            if isinstance(kid, bytes):
                element = self._object(kid)
                yield element.number
                waiting.extend(element.get("K", ()))

    def elements(self, kind: str) -> Iterator[pydyf.Dictionary]:
        """The elements of this kind that belong to the document, in the order of tagging."""
        for number in sorted(self._reached):
            element = self._pdf.objects[number]
            if element.get("S") == kind:
                yield element

    def mark_artifacts(self) -> None:
        """Marked content whose element hangs in no tree is a running footer: an artifact."""
        mapping = self._object(self._root["ParentTree"])["Nums"]
        pages = [self._pdf.objects[number] for number in self._pdf.pages["Kids"][::3]]
        for page in pages:
            owners = mapping[mapping.index(page["StructParents"]) + 1]
            orphans = {
                mcid
                for mcid, owner in enumerate(owners)
                if self._object(owner).number not in self._reached
            }
            _mark_pagination(self._object(page["Contents"]), orphans)
            for mcid in orphans:
                owners[mcid] = "null"
        for element in self._pdf.objects:
            if _is_element(element) and element.number not in self._reached:
                element.free = "f"

    def mend_lists(self, boxes: list[Box]) -> None:
        """Every item becomes a label and a body; ``boxes`` are those of the lists, in order."""
        lists = list(self.elements("/L"))
        if len(lists) != len(boxes):
            raise RuntimeError("The engine tags lists in another order than it did.")
        for element, box in zip(lists, boxes, strict=True):
            element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": _numbering(box)})
        for item in list(self.elements("/LI")):
            self._mend_item(item)

    def _mend_item(self, item: pydyf.Dictionary) -> None:
        bodies = [kid for kid in item["K"] if self._kind(kid) == "/LBody"]
        kids = [
            kid
            for outer in item["K"]
            for kid in (self._object(outer)["K"] if outer in bodies else [outer])
        ]
        labels = [kid for kid in kids if self._kind(kid) == "/Lbl"]
        rest = [kid for kid in kids if kid not in labels]
        if bodies:
            body = self._object(bodies[0])
            for spare in bodies[1:]:
                self._object(spare).free = "f"
        else:
            body = pydyf.Dictionary(
                {"Type": "/StructElem", "S": "/LBody", "P": item.reference, "Pg": item["Pg"]}
            )
            self._pdf.add_object(body)
        body["K"] = pydyf.Array(rest)
        for kid in rest:
            if isinstance(kid, bytes) and "P" in self._object(kid):
                self._object(kid)["P"] = body.reference
        for label in labels:
            self._object(label)["P"] = item.reference
        item["K"] = pydyf.Array([*labels, body.reference] if rest else labels)

    def _kind(self, kid: Any) -> str:
        return str(self._object(kid).get("S", "")) if isinstance(kid, bytes) else ""


def _is_element(candidate: Any) -> bool:
    return isinstance(candidate, pydyf.Dictionary) and candidate.get("Type") == "/StructElem"


def _mark_pagination(stream: pydyf.Stream, mcids: set[int]) -> None:
    """Rewrites "/P <</MCID 7>> BDC" to "/Artifact <</Type /Pagination>> BDC"."""
    operations = stream.stream
    for place, operation in enumerate(operations):
        if isinstance(operation, pydyf.Dictionary) and operation.get("MCID") in mcids:
            operations[place - 1] = "/Artifact"
            operations[place] = pydyf.Dictionary({"Type": "/Pagination"})


def _numbering(box: Box) -> str:
    """The kind of labels of a list, told by its first: "1.", "(a)", "(i)" or a dash."""
    label = next((item.get("data-label", "") for item in box.element.iter("li")), "")
    core = label.strip("(.)")
    if core.isdecimal():
        return "/Decimal"
    if core and set(core) <= set("ivx"):
        return "/LowerRoman"
    if len(core) == 1 and core.isalpha():
        return "/LowerAlpha" if core.islower() else "/UpperAlpha"
    return "/Disc" if core in {"", "-", "*", "•", "·", "–"} else "/Decimal"


# --- metadata ---------------------------------------------------------------------------

_UA_SCHEMA = """\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""

_XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
{schema}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def _claim_conformance(document: Document, pdf: pydyf.PDF) -> None:
    """Writes the XMP afresh: title, producer and both claims; no author, no date."""
    xmp = _XMP.format(
        title=escape(document.metadata.title or ""),
        producer=f"WeasyPrint {VERSION}",
        schema=_UA_SCHEMA,
    )
    old = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    extra: Mapping[str, str] = {"Type": "/Metadata", "Subtype": "/XML"}
    stream = pydyf.Stream([xmp.encode()], extra, compress=False)
    stream.number = old.number
    pdf.objects[old.number] = stream

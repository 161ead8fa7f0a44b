"""The structure tree of a PDF, mended before the file is written.

It knows the objects of WeasyPrint 70 and how it makes elements of boxes, and no requests. The
engine tags page by page: it knows neither that a running footer says nothing, nor that a list
which goes on overleaf is one list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint.document import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

# A link over two pages stays two: each has a place of its own to click on.
_JOINED = {
    *("/Div", "/Sect", "/NonStruct", "/Span", "/P", "/BlockQuote", "/L", "/LI", "/LBody"),
    *("/Table", "/THead", "/TBody", "/TR", "/TH", "/TD"),
}


def boxes_of(document: Document) -> Iterator[boxes.Box]:
    """Every box of every page, in the order in which the engine tags them."""
    for page in document.pages:
        yield from _inside(page._page_box)  # noqa: SLF001 - the one way to a page's boxes


def _inside(box: boxes.Box | AbsolutePlaceholder) -> Iterator[boxes.Box]:
    box = _placed(box)
    yield box
    if isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _inside(child)


def _placed(box: boxes.Box | AbsolutePlaceholder) -> boxes.Box:
    return box._box if isinstance(box, AbsolutePlaceholder) else box  # noqa: SLF001


# --- which element was made for which box -------------------------------------------------


def _tagged(box: boxes.Box | AbsolutePlaceholder) -> Iterator[boxes.Box | None]:
    """For what the engine makes a structure element: a box, or None for words, in its order."""
    box = _placed(box)
    passed_by = isinstance(box, boxes.PageBox | boxes.MarginBox)
    # A line that stands right in the body counts as an element, as nowhere else.
    in_the_body = isinstance(box, boxes.LineBox) or not isinstance(box, boxes.ParentBox)
    if passed_by or (box.element_tag in {"html", "body"} and not in_the_body):
        for child in box.children:
            yield from _tagged(child)
        return
    yield box
    words_are_its_own = (box.element_tag or "").partition(":")[0] == "a"
    for child in _children(box):
        if not isinstance(child, boxes.TextBox):
            yield from _tagged(child)
        elif not words_are_its_own:
            yield None


def _children(box: boxes.Box) -> Iterator[boxes.Box | AbsolutePlaceholder]:
    """Lines, and the wrapper of a table, have no element of their own."""
    table = box.get_wrapped_table() if box.is_table_wrapper else None
    for child in box.children if isinstance(box, boxes.ParentBox) else ():
        if isinstance(child, boxes.LineBox) or (child is table and child is not None):
            yield from child.children
        else:
            yield child


class Tree:
    """The structure tree of a file that is about to be written."""

    def __init__(self, document: Document, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self._root = self._object(pdf.catalog["StructTreeRoot"])
        self._top, *made = [thing for thing in pdf.objects if _is_element(thing)]
        expected = [box for page in document.pages for box in _tagged(page._page_box)]  # noqa: SLF001
        if len(made) != len(expected):
            raise RuntimeError("The engine tags boxes in another way than it did.")
        self._boxes = {
            element.number: box
            for element, box in zip(made, expected, strict=True)
            if box is not None
        }

    def mend(self) -> None:
        """Everything that the tree lacks; what each step is for stands in ``finishing``."""
        self._join_over_pages()
        reached = self._reached()
        self._mark_artifacts(reached)
        for element in [self._pdf.objects[number] for number in sorted(reached)]:
            box = self._boxes.get(element.number)
            if element["S"] == "/L" and box is not None:
                numbering = _numbering(box)
                element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
            elif element["S"] == "/LI":
                self._mend_item(element)
            elif element["S"] == "/TH" and box is not None:
                row = box.element.get("scope") == "row"
                element["A"]["Scope"] = "/Row" if row else "/Column"
            if box is not None and box.element is not None and box.element.get("lang"):
                element["Lang"] = pydyf.String(box.element.get("lang"))

    def _object(self, reference: bytes) -> Any:
        return self._pdf.objects[int(reference.split()[0])]

    def _kids(self, element: Any) -> Iterator[Any]:
        """The structure elements right under this one."""
        for kid in element["K"]:
            if isinstance(kid, bytes) and _is_element(found := self._object(kid)):
                yield found

    def _walk(self, elements: Iterable[Any]) -> Iterator[Any]:
        for element in elements:
            yield element
            yield from self._walk(self._kids(element))

    def _reached(self) -> set[int]:
        return {element.number for element in self._walk([self._top])}

    # --- what goes on overleaf ------------------------------------------------------------

    def _join_over_pages(self) -> None:
        """One element of the document is one in the tree, however many pages it stands on."""
        self._same_header: dict[str, pydyf.String] = {}
        kept: list[Any] = []
        for kid in self._kids(self._top):
            if kept and self._goes_on(kept[-1], kid):
                self._absorb(kept[-1], kid)
            else:
                kept.append(kid)
        self._top["K"] = pydyf.Array([kid.reference for kid in kept])
        if self._same_header:
            for cell in self._walk([self._top]):
                if cell["S"] == "/TD" and "Headers" in cell["A"]:
                    cell["A"]["Headers"] = pydyf.Array(
                        self._same_header.get(name.string, name) for name in cell["A"]["Headers"]
                    )

    def _goes_on(self, first: Any, second: Any) -> bool:
        one, other = self._boxes.get(first.number), self._boxes.get(second.number)
        return (
            one is not None
            and other is not None
            and one.element is not None
            and one.element is other.element
            and one.element_tag == other.element_tag
            and first["S"] == second["S"]
            and first["S"] in _JOINED
            and first["Pg"] != second["Pg"]
        )

    def _absorb(self, first: Any, second: Any) -> None:
        """Gives ``first`` what stands in ``second``, its rest on the next page."""
        at_the_break = True
        for kid in list(self._kids(second)):
            begun = self._begun(first, kid) if at_the_break else None
            if begun is not None and kid["S"] == "/THead":
                # The same words again at the head of the page: left out, so an artifact.
                self._note_headers(begun, kid)
            elif begun is not None:
                self._absorb(begun, kid)
            else:
                at_the_break = False
                kid["P"] = first.reference
                first["K"].append(kid.reference)
        second.free = "f"

    def _begun(self, first: Any, kid: Any) -> Any:
        """What in ``first`` goes on in ``kid``, or None."""
        for candidate in reversed(list(self._kids(first))):
            if self._goes_on(candidate, kid):
                return candidate
            # A list inside an item stands after it; the body of a table after its head.
            if candidate["S"] != "/L" and kid["S"] != "/THead":
                break
        return None

    def _note_headers(self, first: Any, again: Any) -> None:
        pairs = zip(self._walk([first]), self._walk([again]), strict=True)
        self._same_header |= {
            other["ID"].string: one["ID"] for one, other in pairs if one["S"] == "/TH"
        }

    # --- artifacts ------------------------------------------------------------------------

    def _mark_artifacts(self, reached: set[int]) -> None:
        """Marked content whose element hangs in no tree: running feet, repeated table heads."""
        nums = self._root_mapping()
        for number in self._pdf.pages["Kids"][::3]:
            page = self._pdf.objects[number]
            owners = nums[page["StructParents"]]
            orphans = {
                mcid
                for mcid, owner in enumerate(owners)
                if self._object(owner).number not in reached
            }
            _mark_pagination(self._object(page["Contents"]), orphans)
            for mcid in orphans:
                owners[mcid] = "null"
        for element in self._pdf.objects:
            if _is_element(element) and element.number not in reached:
                element.free = "f"

    def _root_mapping(self) -> dict[int, Any]:
        nums = self._object(self._root["ParentTree"])["Nums"]
        return dict(zip(nums[::2], nums[1::2], strict=True))

    # --- lists ----------------------------------------------------------------------------

    def _mend_item(self, item: pydyf.Dictionary) -> None:
        """An item becomes its label and one body."""
        bodies = [kid for kid in self._kids(item) if kid["S"] == "/LBody"]
        kids = [
            kid
            for outer in self._kids(item)
            for kid in (self._kids(outer) if outer["S"] == "/LBody" else [outer])
        ]
        labels = [kid for kid in kids if kid["S"] == "/Lbl"]
        rest = [kid for kid in kids if kid["S"] != "/Lbl"]
        body = self._one_body(item, bodies)
        body["K"] = pydyf.Array([kid.reference for kid in rest])
        for kid in rest:
            kid["P"] = body.reference
        for label in labels:
            label["P"] = item.reference
        parts = [*labels, body] if rest else labels
        item["K"] = pydyf.Array([part.reference for part in parts])

    def _one_body(self, item: pydyf.Dictionary, bodies: list[Any]) -> Any:
        for spare in bodies[1:]:
            spare.free = "f"
        if bodies:
            return bodies[0]
        body = pydyf.Dictionary(
            {"Type": "/StructElem", "S": "/LBody", "P": item.reference, "Pg": item["Pg"]}
        )
        # Read by whoever walks the tree before it is filled.
        body["K"] = pydyf.Array()
        self._pdf.add_object(body)
        return body


def _is_element(candidate: Any) -> bool:
    return isinstance(candidate, pydyf.Dictionary) and candidate.get("Type") == "/StructElem"


def _mark_pagination(stream: pydyf.Stream, mcids: set[int]) -> None:
    """Rewrites "/P <</MCID 7>> BDC" to "/Artifact <</Type /Pagination>> BDC"."""
    operations = stream.stream
    for place, operation in enumerate(operations):
        if isinstance(operation, pydyf.Dictionary) and operation.get("MCID") in mcids:
            operations[place - 1] = "/Artifact"
            operations[place] = pydyf.Dictionary({"Type": "/Pagination"})


def _numbering(box: boxes.Box) -> str:
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

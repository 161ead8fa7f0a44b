"""The engine's defaults for HTML, without what costs much in a long document and shows in none.

The engine asks for the looks of a list mark and of five kinds of notes at every element. It then
keeps six styles for each, although only items of lists have marks and no document has notes:
half of its memory and a tenth of its time. Nor can what has an id share its style with others.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import CSS, HTML
from weasyprint.html import UA

_OF_NOTES = re.compile(r"^::(?:foot)?note-\w+ \{[^}]*\}\n", re.MULTILINE)
_OF_MARKS = re.compile(r"^::marker \{", re.MULTILINE)


class Page(HTML):  # type: ignore[misc]
    """A document that the engine lays out with these defaults; no ``summary``, no notes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        forget_ids(self.etree_element)

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: FBT001, FBT002 - its signature
        return [_defaults()]


def forget_ids(root: Element) -> None:
    """Leaves an id only where a link of this document leads to.

    An element with an id, and all that stands in it, share their styles with no other.
    """
    wanted = {link.get("href", "").removeprefix("#") for link in root.iter("a")}
    for element in root.iter():
        if "id" in element.attrib and element.get("id") not in wanted:
            del element.attrib["id"]


@cache
def _defaults() -> CSS:
    """Raises RuntimeError when the engine's rules are not those that this was written for."""
    text, notes = _OF_NOTES.subn("", UA)
    text, marks = _OF_MARKS.subn("li::marker {", text)
    if (notes, marks) != (5, 1):
        raise RuntimeError("The engine has other rules for notes and marks than it had.")
    return CSS(string=text)

"""The engine's defaults for HTML, without what costs much in a long document and shows in none.

The engine asks for the looks of a list mark and of five kinds of notes at every element. It then
keeps six styles for each, although only items of lists have marks and no document has notes:
half of its memory and a tenth of its time.
"""

from __future__ import annotations

import re
from functools import cache

from weasyprint import CSS, HTML
from weasyprint.html import UA

_OF_NOTES = re.compile(r"^::(?:foot)?note-\w+ \{[^}]*\}\n", re.MULTILINE)
_OF_MARKS = re.compile(r"^::marker \{", re.MULTILINE)


class Page(HTML):  # type: ignore[misc]
    """A document that the engine lays out with these defaults; no ``summary``, no notes."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: FBT001, FBT002 - its signature
        return [_defaults()]


@cache
def _defaults() -> CSS:
    """Raises RuntimeError when the engine's rules are not those that this was written for."""
    text, notes = _OF_NOTES.subn("", UA)
    text, marks = _OF_MARKS.subn("li::marker {", text)
    if (notes, marks) != (5, 1):
        raise RuntimeError("The engine has other rules for notes and marks than it had.")
    return CSS(string=text)

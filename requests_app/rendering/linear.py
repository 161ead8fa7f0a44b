"""Keeps the tagging of a long document linear in its pages.

For every element that it tags, the engine asks pydyf for the references of all pages, and pydyf
writes that list anew each time: at a thousand questions this is most of the work of tagging.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

import pydyf  # type: ignore[import-untyped]

_KEPT: WeakKeyDictionary[pydyf.PDF, tuple[bytes, ...]] = WeakKeyDictionary()
_WRITTEN_ANEW = pydyf.PDF.page_references.fget


def _page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    """The same as pydyf's, written once for each number of pages."""
    kept = _KEPT.get(pdf)
    if kept is None or len(kept) != pdf.pages["Count"]:
        kept = _KEPT[pdf] = _WRITTEN_ANEW(pdf)
    return kept


def keep_page_references() -> None:
    """Puts this in the place of pydyf's own for the whole process. Repeating it is harmless."""
    pydyf.PDF.page_references = property(_page_references)

"""Gives memory back while a document is made, so that a page of a long one costs less than 1 MiB.

The engine lays out a copy of each box and keeps the first until the end, keeps the copies until
the file is written, and its writer of PDFs gives four fields to each number and name. It knows
the engine's objects, and no requests; the bytes stay the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint import layout
from weasyprint.formatting_structure.boxes import BlockContainerBox, Box
from weasyprint.layout import LayoutContext

_PAGE_BY_PAGE = layout.make_all_pages


def give_memory_back() -> None:
    """Puts this in the place of the engine's own for the whole process. Repeating is harmless."""
    layout.make_all_pages = _pages
    # The values that each object begins with; few ever have others.
    for name, value in vars(pydyf.Object()).items():
        setattr(pydyf.Object, name, value)
    pydyf.Object.__init__ = _nothing_of_its_own


def _nothing_of_its_own(_: pydyf.Object) -> None:
    pass


def _pages(context: LayoutContext, root: Box, html: Any, pages: list[Any]) -> Iterator[Any]:
    """The engine's pages; what the next page does not go on with is let go after each."""
    if pages:
        # Only numbers of pages in the text would ask for that, and no document has them.
        raise RuntimeError("The engine lays a document out twice, which it did not.")
    for number, page in enumerate(_PAGE_BY_PAGE(context, root, html, pages), start=1):
        _let_go(root, context.page_maker[number][0])
        yield page


def _let_go(box: Box, goes_on: dict[int, Any] | None) -> None:
    """Empties the boxes before the place where the next page goes on: child by child, a path.

    Not in a table, whose head is laid out anew on each page.
    """
    while goes_on and isinstance(box, BlockContainerBox):
        ((place, goes_on),) = goes_on.items()
        for finished in box.children[:place]:
            finished.children = []
        box = box.children[place]

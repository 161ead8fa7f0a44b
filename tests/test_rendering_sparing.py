"""Memory is given back as soon as nothing needs it, and the bytes are the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf  # type: ignore[import-untyped]
import pytest
from weasyprint import layout
from weasyprint.document import Document
from weasyprint.formatting_structure.boxes import Box, TextBox

from requests_app.rendering import sparing
from requests_app.rendering.engine import studio, typeset
from requests_app.rendering.finishing import finish
from tests.test_rendering_pdf import LONG_LIST, LONG_TABLE, document

WORDS = " ".join(["word"] * 1_500)
BODY = f"{LONG_TABLE}<ul>{LONG_LIST}</ul><div><p>{WORDS}</p>{LONG_TABLE}</div><p>end</p>"


def test_the_bytes_are_those_of_an_engine_that_keeps_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Lists, tables with their heads and long paragraphs go on over pages as they did."""
    spared = typeset(document(BODY), "record")
    monkeypatch.setattr(layout, "make_all_pages", sparing._PAGE_BY_PAGE)
    assert typeset(document(BODY), "record") == spared
    assert spared[1] > 10


def test_what_is_laid_out_is_let_go_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    studio()
    spared, left = layout.make_all_pages, []

    def watched(context: Any, root: Box, html: Any, pages: list[Any]) -> Iterator[Any]:
        for page in spared(context, root, html, pages):
            left.append(sum(isinstance(box, TextBox) for box in root.descendants()))
            yield page

    monkeypatch.setattr(layout, "make_all_pages", watched)
    _, pages = typeset(document("<p>word</p>" * 300), "record")
    assert pages > 5
    # The last page has nothing after it, and so nothing lets it go.
    assert left[:-1] == sorted(set(left[:-1]), reverse=True)
    assert left[-1] == left[-2] < 100


def test_the_boxes_make_place_for_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[int] = []

    def finish_and_look(laid_out: Document, pdf: pydyf.PDF) -> None:
        finish(laid_out, pdf)
        kept.append(len(laid_out.pages))

    monkeypatch.setattr("requests_app.rendering.engine.finish", finish_and_look)
    typeset(document("<p>word</p>"), "record")
    assert kept == [0]


def test_a_number_in_the_file_has_no_fields_of_its_own() -> None:
    studio()
    assert vars(pydyf.Array([1])) == {}
    thing = pydyf.Dictionary()
    pydyf.PDF().add_object(thing)
    assert (thing.number, thing.generation, thing.free) == (3, 0, "n")


def test_a_document_that_would_be_laid_out_twice_is_refused() -> None:
    with pytest.raises(RuntimeError, match="twice"):
        list(sparing._pages(None, None, None, ["a page"]))

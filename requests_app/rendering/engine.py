"""HTML to PDF with WeasyPrint, in this process: style sheets, layout, and what goes wrong.

It knows the print engine and the files under static/. It sets no limits on time or memory:
``isolation`` does, and calls it in a child.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from django.conf import settings
from weasyprint import CSS
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from requests_app.rendering.array_types import name_arrays_without_length
from requests_app.rendering.finishing import MissingGlyphs, finish
from requests_app.rendering.fonts import Assets, load_fonts
from requests_app.rendering.isolation import RenderFailed
from requests_app.rendering.linear import keep_page_references
from requests_app.rendering.own_defaults import Page
from requests_app.rendering.sparing import give_memory_back

Kind = Literal["letter", "record", "notice"]

# They tell every step and every font at the level of the product's own messages.
for chatty in ("weasyprint.progress", "fontTools"):
    logging.getLogger(chatty).setLevel(logging.WARNING)

MAX_PAGES = 300
# From here on memory matters more than the time of one collection.
LONG = 50
# PDF/A-3a; the finisher adds the claim of PDF/UA-1 that it also keeps.
VARIANT = "pdf/a-3a"


@dataclass(frozen=True)
class Studio:
    """All that is the same for every document, made once a process."""

    fonts: FontConfiguration
    sheets: Mapping[Kind, tuple[CSS, ...]]


@cache
def studio() -> Studio:
    """Reads fonts and style sheets. A font configuration made afresh for each render leaks."""
    keep_page_references()
    name_arrays_without_length()
    give_memory_back()
    fonts, faces = load_fonts()
    folder = settings.BASE_DIR / "static" / "pdf"

    def sheet(name: str) -> CSS:
        text = (folder / name).read_text()
        return CSS(string=text, url_fetcher=Assets({}), font_config=fonts)

    common = faces, sheet("common.css")
    letter = sheet("letter.css")
    return Studio(
        fonts=fonts,
        sheets={
            "letter": (*common, letter),
            "notice": (*common, letter),
            "record": (*common, sheet("record.css")),
        },
    )


def typeset(html: str, kind: Kind) -> tuple[bytes, int]:
    """The PDF and its number of pages. Raises RenderFailed."""
    shop = studio()
    try:
        page = Page(string=html, url_fetcher=Assets({}))
        document: Document = page.render(
            font_config=shop.fonts, stylesheets=list(shop.sheets[kind]), pdf_variant=VARIANT
        )
        pages = len(document.pages)
        if pages > MAX_PAGES:
            raise RenderFailed(f"The document has {pages} pages, which is more than {MAX_PAGES}.")
        if pages > LONG:
            # What layout began with is of no use any more, and writing can have its place.
            gc.collect()
        content: bytes = document.write_pdf(finisher=finish, pdf_variant=VARIANT)
    except FatalURLFetchingError as error:
        # A BaseException of the library: uncaught it would end more than this document.
        raise RenderFailed("The document asks for something outside itself.") from error
    except MissingGlyphs as error:
        raise RenderFailed(str(error)) from error
    except RecursionError as error:
        raise RenderFailed("The document has elements nested too deeply.") from error
    return content, pages

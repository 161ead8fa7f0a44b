"""Reads the words of a finished document back, so that what people get can be checked."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from requests_app.rendering.isolation import RenderFailed


def text_of(content: bytes, *, watch: Callable[[], None] | None = None) -> str:
    """The text of every page. ``watch`` is called before each. Raises RenderFailed."""
    pages = []
    try:
        for page in PdfReader(BytesIO(content)).pages:
            if watch:
                watch()
            pages.append(page.extract_text())
    except PyPdfError as error:
        raise RenderFailed(
            "The words of the finished document cannot be read back, so nobody could check them."
        ) from error
    return "\n".join(pages)

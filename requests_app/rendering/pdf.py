"""The renderer as the worker sees it: HTML in, a PDF and its words out, or the reason why not.

Each document is made, and read back, in a forked child with limits, from a process that is
already warm.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable

from requests_app.rendering.engine import Kind, studio, typeset
from requests_app.rendering.fonts import has_other_threads, take_own_font_map
from requests_app.rendering.isolation import LIMITS, Limits, RenderFailed, run_limited
from requests_app.rendering.reading_back import text_of
from requests_app.rendering.rendered import RenderedPdf

__all__ = ["make", "render", "warm_up"]

MAX_CHARACTERS = 3_000_000
# Of the numbers that a child says before the bytes: pages, and the length of the text.
_NUMBER = 4


def render(
    html: str,
    kind: Kind,
    *,
    limits: Limits = LIMITS,
    watch: Callable[[], None] | None = None,
) -> RenderedPdf:
    """The PDF of a document. The same HTML gives the same bytes. Raises RenderFailed.

    ``watch`` is called every few seconds meanwhile; what it raises ends the work.
    """
    if len(html) > MAX_CHARACTERS:
        raise RenderFailed("The document is too long to be made into a PDF.")
    try:
        html.encode()
    except UnicodeEncodeError as error:
        code = ord(html[error.start])
        raise RenderFailed(
            f"The text has a character that cannot be printed: U+{code:04X}."
        ) from error

    # Once a process, so that a worker that was not warmed up is so after its first document.
    fonts = studio().fonts
    cut_off = has_other_threads()

    def work() -> bytes:
        # The child ends with its document: it need not look for what it could give back.
        gc.disable()
        if cut_off:
            take_own_font_map(fonts)
        return _packed(make(html, kind))

    return _unpacked(run_limited(work, limits, watch=watch))


def make(html: str, kind: Kind) -> RenderedPdf:
    """The document made and read back in this process, without limits. Raises RenderFailed."""
    content, pages = typeset(html, kind)
    return _finished(content, pages, text_of(content))


def _finished(content: bytes, pages: int, text: str) -> RenderedPdf:
    digest = hashlib.sha256(content).hexdigest()
    return RenderedPdf(content=content, sha256=digest, pages=pages, text=text)


def _packed(pdf: RenderedPdf) -> bytes:
    text = pdf.text.encode()
    numbers = (number.to_bytes(_NUMBER, "big") for number in (pdf.pages, len(text)))
    return b"".join((*numbers, text, pdf.content))


def _unpacked(said: bytes) -> RenderedPdf:
    pages, length = (int.from_bytes(said[at : at + _NUMBER], "big") for at in (0, _NUMBER))
    begin = 2 * _NUMBER
    end = begin + length
    return _finished(said[end:], pages, said[begin:end].decode())


def warm_up() -> None:
    """Does once in a worker what each child then finds done: imports, fonts, style sheets.

    Frozen objects are not touched by the collector, so a fork's memory stays shared.
    """
    kinds: tuple[Kind, ...] = ("letter", "record")
    for kind in kinds:
        make(_SPECIMEN, kind)
    gc.collect()
    gc.freeze()


# One element of each kind, so that fonts in all weights are laid out once.
_SPECIMEN = """<!DOCTYPE html><html lang="en-GB"><title>Specimen</title><body data-running="A">
<h1>Specimen</h1><h2>Response</h2><h3>Part</h3><p><strong>Answer</strong> <em>text</em>
<a href="https://www.example.org/">a link</a></p><ul><li>one<li data-label="(a)">two</ul>
<table><thead><tr><th scope="col">head<tbody><tr><td>cell</table></body></html>"""

"""HTML to PDF with WeasyPrint, in this process: style sheets, fonts and what may be fetched.

It knows the print engine and the files under static/. It sets no limits on time or memory:
``isolation`` does, and calls it in a child.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.ffi import ffi, gobject, pangoft2
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from requests_app.rendering.finishing import MissingGlyphs, finish
from requests_app.rendering.isolation import RenderFailed

Kind = Literal["letter", "record"]

# They tell every step and every font at the level of the product's own messages.
for chatty in ("weasyprint.progress", "fontTools"):
    logging.getLogger(chatty).setLevel(logging.WARNING)

MAX_PAGES = 300
# PDF/A-3a; the finisher adds the claim of PDF/UA-1 that it also keeps.
VARIANT = "pdf/a-3a"

FAMILY = "Source Sans 3"
WEIGHTS = (400, 600)
STYLES = ("normal", "italic")
# The font's package is cut into files by these ranges. Greek, Cyrillic and the rest come from
# whatever the machine has; the set-up installs DejaVu.
SUBSETS: Mapping[str, str] = {
    "latin": "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, "
    "U+0308, U+0329, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD",
    "latin-ext": "U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+0304, "
    "U+0308, U+0329, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, "
    "U+2113, U+2C60-2C7F, U+A720-A7FF",
}


class Assets(URLFetcher):  # type: ignore[misc]
    """Serves the product's own fonts by name, and nothing else: no network, no other file."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._files = files

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        path = self._files.get(url)
        if path is None:
            raise FatalURLFetchingError(url)
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/woff2"})


@dataclass(frozen=True)
class Studio:
    """All that is the same for every document, made once a process."""

    fonts: FontConfiguration
    sheets: Mapping[Kind, tuple[CSS, ...]]


@cache
def studio() -> Studio:
    """Reads fonts and style sheets. A font configuration made afresh for each render leaks."""
    fonts = FontConfiguration()
    faces = _font_faces()
    fetcher = Assets(faces)
    rules = "".join(_font_face_rule(name) for name in faces)
    folder = settings.BASE_DIR / "static" / "pdf"

    def sheet(text: str) -> CSS:
        return CSS(string=text, url_fetcher=fetcher, font_config=fonts)

    common = sheet(rules), sheet((folder / "common.css").read_text())
    return Studio(
        fonts=fonts,
        sheets={
            "letter": (*common, sheet((folder / "letter.css").read_text())),
            "record": (*common, sheet((folder / "record.css").read_text())),
        },
    )


_INHERITED: list[object] = []


def take_own_font_map() -> None:
    """Replace the font map that a fork inherited; a child does this before it typesets.

    Pango looks fonts up in a thread of the font map's (since 1.52: Debian 13, Ubuntu 24.04),
    and a fork has only the thread that forked, so the first look-up of a font that the parent
    had not used would wait for ever. The fonts that the parent has loaded stay loaded.
    """
    fonts = studio().fonts
    # Not freed in the child: that would speak to the thread that is not there.
    _INHERITED.append(fonts.font_map)
    fonts.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
    pangoft2.pango_fc_font_map_set_config(
        ffi.cast("PangoFcFontMap *", fonts.font_map),
        fonts._config,  # noqa: SLF001 - no other way
    )
    fonts.strut_layouts.clear()  # they were laid out with the old one


def typeset(html: str, kind: Kind) -> tuple[bytes, int]:
    """The PDF and its number of pages. Raises RenderFailed."""
    shop = studio()
    try:
        page = HTML(string=html, url_fetcher=Assets({}))
        document: Document = page.render(
            font_config=shop.fonts, stylesheets=list(shop.sheets[kind]), pdf_variant=VARIANT
        )
        pages = len(document.pages)
        if pages > MAX_PAGES:
            raise RenderFailed(f"The document has {pages} pages, which is more than {MAX_PAGES}.")
        content: bytes = document.write_pdf(finisher=finish, pdf_variant=VARIANT)
    except FatalURLFetchingError as error:
        # A BaseException of the library: uncaught it would end more than this document.
        raise RenderFailed("The document asks for something outside itself.") from error
    except MissingGlyphs as error:
        raise RenderFailed(str(error)) from error
    except RecursionError as error:
        raise RenderFailed("The document has elements nested too deeply.") from error
    return content, pages


# --- fonts ------------------------------------------------------------------------------


def _font_faces() -> dict[str, Path]:
    """Where each font file lies, by the address that the style sheet uses for it."""
    static = settings.BASE_DIR / "static"
    package = static / "node_modules" / "@fontsource" / "source-sans-3" / "files"
    found = {}
    for subset in SUBSETS:
        for weight in WEIGHTS:
            for style in STYLES:
                name = f"source-sans-3-{subset}-{weight}-{style}.woff2"
                places = (static / "build" / "fonts" / name, package / name)
                path = next((place for place in places if place.exists()), None)
                if path is None:
                    raise RenderFailed(
                        f"The font file {name} is missing: the static assets are not built."
                    )
                found[f"asset:{name}"] = path
    return found


def _font_face_rule(address: str) -> str:
    subset, weight, style = (
        address.removeprefix("asset:source-sans-3-").removesuffix(".woff2").rsplit("-", 2)
    )
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};font-style:{style};'
        f"src:url({address});unicode-range:{SUBSETS[subset]}}}"
    )

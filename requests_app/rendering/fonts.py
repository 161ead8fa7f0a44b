"""The fonts of letter and record: which files, where they lie, and how a child gets at them.

It knows font files and the engine's font configuration, and no documents. A font that is
missing is an error here, never another font on the page.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from weasyprint import CSS
from weasyprint.text.ffi import ffi, gobject, pangoft2
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from requests_app.rendering.isolation import RenderFailed

# The engine embeds one file for each family, weight and style, and takes glyphs of all others
# from it: a "ŵ" of a second file under the same name is printed as another letter.
FAMILIES: Mapping[str, str] = {"latin": "Source Sans 3", "latin-ext": "Source Sans 3 Extended"}
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


def load_fonts() -> tuple[FontConfiguration, CSS]:
    """A configuration that holds the fonts, and the style sheet that names them."""
    faces, rules = font_sheet()
    fonts = FontConfiguration()
    # The engine would unpack them under /tmp, which a system may empty while a worker lives.
    fonts._folder = folder = _own_folder()  # noqa: SLF001 - no other way
    sheet = CSS(string=rules, url_fetcher=Assets(faces), font_config=fonts)
    unpacked = sum(path.name != _LOCK for path in folder.iterdir())
    if unpacked != len(faces):
        raise RenderFailed(f"Only {unpacked} of {len(faces)} fonts could be loaded.")
    return fonts, sheet


def font_sheet() -> tuple[dict[str, Path], str]:
    """The font files by their addresses, and the rules that name them."""
    faces = _font_faces()
    return faces, "".join(_font_face_rule(address) for address in faces)


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
        f'@font-face{{font-family:"{FAMILIES[subset]}";font-weight:{weight};font-style:{style};'
        f"src:url({address});unicode-range:{SUBSETS[subset]}}}"
    )


# --- where they are unpacked --------------------------------------------------------------

_LOCK = "in-use"


def _own_folder() -> Path:
    """A folder of this process; those that killed processes left behind are removed.

    A lock on a file inside says that a process, or a child that it forked, still lives.
    """
    root = settings.DATA_DIR / "fonts"
    root.mkdir(exist_ok=True)
    for left in root.glob("process-*"):
        _remove_if_left(left)
    folder = Path(tempfile.mkdtemp(prefix="new-", dir=root))
    # Never closed: the lock ends with the last process that has this descriptor.
    lock = os.open(folder / _LOCK, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    # Only under this name do others look at it, and now it is locked.
    return folder.rename(root / folder.name.replace("new-", "process-", 1))


def _remove_if_left(folder: Path) -> None:
    try:
        with (folder / _LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        # Locked: its process lives. Or gone: somebody else was faster.
        return


# --- in a forked child ----------------------------------------------------------------------

_INHERITED: list[object] = []


def take_own_font_map(fonts: FontConfiguration) -> None:
    """Replaces the font map that a fork inherited; a child does this before it typesets.

    Pango looks fonts up in a thread of the font map's (since 1.52: Debian 13, Ubuntu 24.04),
    and a fork has only the thread that forked, so the first look-up of a font that the parent
    had not used would wait for ever. The fonts that the parent has loaded stay loaded.
    """
    # Not freed in the child: that would speak to the thread that is not there.
    _INHERITED.append(fonts.font_map)
    fonts.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
    pangoft2.pango_fc_font_map_set_config(
        ffi.cast("PangoFcFontMap *", fonts.font_map),
        fonts._config,  # noqa: SLF001 - no other way
    )
    fonts.strut_layouts.clear()  # they were laid out with the old one

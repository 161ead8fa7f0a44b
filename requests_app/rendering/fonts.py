"""The fonts of letter and record as the engine has them, and how a child gets at them.

It knows font files and the engine's font configuration, and no documents. A font that is
missing is an error here, never another font on the page.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from itertools import groupby
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from weasyprint import CSS
from weasyprint.text.ffi import ffi, gobject, pangoft2
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from requests_app.rendering.font_files import (
    FAMILIES,
    SUBSETS,
    font_faces,
    one_of_each_subset,
    parts_of,
)
from requests_app.rendering.isolation import RenderFailed


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
    faces = font_faces()
    return faces, "".join(_font_face_rule(address) for address in faces)


def _font_face_rule(address: str) -> str:
    subset, weight, style = parts_of(address)
    return (
        f'@font-face{{font-family:"{FAMILIES[subset]}";font-weight:{weight};font-style:{style};'
        f"src:url({address});unicode-range:{unicode_range(subset)}}}"
    )


def unicode_range(subset: str) -> str:
    """The characters that a subset has, as a style sheet names them: "U+20-7E, U+A0-AC".

    Not the range that the package gives: the file lacks some of it ("†", a hyphen that does not
    break), and the engine would look for them there and nowhere else.
    """
    codes = enumerate(sorted(_characters()[subset]))
    runs = [[code for _, code in run] for _, run in groupby(codes, lambda pair: pair[1] - pair[0])]
    return ", ".join(f"U+{run[0]:X}-{run[-1]:X}" for run in runs)


@cache
def _characters() -> Mapping[str, frozenset[int]]:
    """The code points of each subset."""
    found = {}
    for subset, path in zip(SUBSETS, one_of_each_subset(), strict=True):
        with TTFont(path, lazy=True) as font:
            found[subset] = frozenset(font.getBestCmap())
    return found


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


def has_other_threads() -> bool:
    """Whether some other thread runs in this process, which a fork of it would not have."""
    return sum(1 for _ in Path("/proc/self/task").iterdir()) > 1


def take_own_font_map(fonts: FontConfiguration) -> None:
    """Replaces the font map that a fork inherited; a child does this before it typesets.

    Needed when its parent had other threads. Pango looks fonts up in a thread: since 1.52 (Debian
    13, Ubuntu 24.04) in one that lives as long as the font map, before in one for each look-up.
    A fork has only the thread that forked, so a look-up left to another would wait for ever. It
    costs a sixteenth of a short document; the fonts that the parent has loaded stay loaded.
    """
    # Not freed in the child: that would speak to the thread that is not there.
    _INHERITED.append(fonts.font_map)
    fonts.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
    pangoft2.pango_fc_font_map_set_config(
        ffi.cast("PangoFcFontMap *", fonts.font_map),
        fonts._config,  # noqa: SLF001 - no other way
    )
    fonts.strut_layouts.clear()  # they were laid out with the old one

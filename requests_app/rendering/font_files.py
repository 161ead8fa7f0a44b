"""The font files of letter and record: which there are, and where they lie.

It does not know the print engine. A file that is missing is an error here, never another font
on the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import groupby
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

from requests_app.rendering.isolation import RenderFailed

# The engine embeds one file for each family, weight and style, and takes glyphs of all others
# from it: a "ŵ" of a second file under the same name is printed as another letter.
FAMILIES: Mapping[str, str] = {"latin": "Source Sans 3", "latin-ext": "Source Sans 3 Extended"}
WEIGHTS = (400, 600)
STYLES = ("normal", "italic")
SUBSETS = tuple(FAMILIES)


def font_faces() -> dict[str, Path]:
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


def unicode_range(address: str) -> str:
    """The characters that a font file has, as a style sheet names them: "U+20-7E, U+A0-AC".

    Not the range that the package gives: the file lacks some of it ("†", a hyphen that does not
    break), and the engine would look for them there and nowhere else.
    """
    codes = enumerate(sorted(characters_of(address)))
    runs = [[code for _, code in run] for _, run in groupby(codes, lambda pair: pair[1] - pair[0])]
    return ", ".join(f"U+{run[0]:X}-{run[-1]:X}" for run in runs)


def characters_of(address: str) -> frozenset[int]:
    """Code points; all weights and styles of a subset have the same."""
    subset, _, _ = parts_of(address)
    return _characters_of(subset)


def parts_of(address: str) -> tuple[str, str, str]:
    """Subset, weight and style of a font file's address."""
    name = address.removeprefix("asset:source-sans-3-").removesuffix(".woff2")
    subset, weight, style = name.rsplit("-", 2)
    return subset, weight, style


@cache
def _characters_of(subset: str) -> frozenset[int]:
    path = font_faces()[f"asset:source-sans-3-{subset}-{WEIGHTS[0]}-{STYLES[0]}.woff2"]
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())

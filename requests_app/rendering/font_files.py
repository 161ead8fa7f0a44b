"""The font files of letter and record: which there are, and where they lie.

It does not know the print engine. A file that is missing is an error here, never another font
on the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from requests_app.rendering.isolation import RenderFailed

# The engine embeds one file for each family, weight and style, and takes glyphs of all others
# from it: a "ŵ" of a second file under the same name is printed as another letter.
FAMILIES: Mapping[str, str] = {"latin": "Source Sans 3", "latin-ext": "Source Sans 3 Extended"}
WEIGHTS = (400, 600)
STYLES = ("normal", "italic")
SUBSETS = tuple(FAMILIES)


def one_of_each_subset() -> list[Path]:
    """All weights and styles of a subset have the same characters."""
    name = f"-{WEIGHTS[0]}-{STYLES[0]}.woff2"
    return [path for address, path in font_faces().items() if address.endswith(name)]


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


def parts_of(address: str) -> tuple[str, str, str]:
    """Subset, weight and style of a font file's address."""
    name = address.removeprefix("asset:source-sans-3-").removesuffix(".woff2")
    subset, weight, style = name.rsplit("-", 2)
    return subset, weight, style

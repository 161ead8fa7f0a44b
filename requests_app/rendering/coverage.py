"""Which characters a document can print, told without the print engine.

The engine takes a character from the product's own fonts or from any that fontconfig knows on
its machine, and a document with one that none of them has is not made. Whoever drafts is told
so before, by the web, which is set up with the same fonts.
"""

from __future__ import annotations

import logging
import subprocess
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import chain

from requests_app.rendering.font_files import one_of_each_subset
from requests_app.rendering.isolation import RenderFailed

logger = logging.getLogger(__name__)

# The engine reads no others: no bitmaps, no Type 1.
_FORMATS = {"TrueType", "CFF"}
_SAID = ("--format", "%{fontformat}|%{charset}\\n")
_MACHINE = ("fc-list", *_SAID, ":")
_FILES = ("fc-query", *_SAID)
_SECONDS = 10
# Spaces and controls need no glyph; what Unicode calls ignorable is left out where it is lacking
# (DerivedCoreProperties, Default_Ignorable_Code_Point).
_NO_GLYPH = {"Cc", "Zs", "Zl", "Zp"}
_IGNORABLE = frozenset(
    chain(
        *((0xAD, 0x34F, 0x61C, 0x3164, 0xFEFF, 0xFFA0), range(0x115F, 0x1161)),
        *(range(0x17B4, 0x17B6), range(0x180B, 0x1810), range(0x200B, 0x2010)),
        *(range(0x202A, 0x202F), range(0x2060, 0x2070), range(0xFE00, 0xFE10)),
        *(range(0xFFF0, 0xFFF9), range(0x1BCA0, 0x1BCA4), range(0x1D173, 0x1D17B)),
        range(0xE0000, 0xE1000),
    )
)


def unprintable(text: str) -> str:
    """The characters of a text that no font here has, each once; "" where it can be printed.

    Where fontconfig cannot be asked, nothing is said: the worker finds out.
    """
    if text.isascii():
        return ""
    known = _printable()
    if known is None:
        return ""
    return "".join(each for each in dict.fromkeys(text) if not _prints(each, known))


def _prints(character: str, known: frozenset[int]) -> bool:
    code = ord(character)
    if code in known or code in _IGNORABLE or unicodedata.category(character) in _NO_GLYPH:
        return True
    # A letter that lacks is put together of its parts.
    parts = unicodedata.normalize("NFD", character)
    return parts != character and all(ord(part) in known for part in parts)


@cache
def _printable() -> frozenset[int] | None:
    """Code points, read once a process; None when they cannot be known."""
    try:
        own = [str(path) for path in one_of_each_subset()]
        said = [_ask(*_MACHINE), _ask(*_FILES, *own)]
    except (OSError, subprocess.SubprocessError, RenderFailed):
        logger.warning("fontconfig could not be asked which characters can be printed")
        return None
    return frozenset(chain.from_iterable(map(_characters, said)))


def _ask(*command: str) -> str:
    return subprocess.run(  # noqa: S603 - no word of it comes from outside
        command, capture_output=True, text=True, check=True, timeout=_SECONDS
    ).stdout


def _characters(listed: str) -> Iterator[int]:
    """Lines such as "TrueType|20-7e a0 a3-a5"."""
    for line in set(listed.splitlines()):
        format_, _, ranges = line.partition("|")
        if format_ in _FORMATS:
            for each in ranges.split():
                first, _, last = each.partition("-")
                yield from range(int(first, 16), int(last or first, 16) + 1)

"""Keeps the engine from parsing C anew for each font of each document.

It names the types of its arrays with their lengths, and cffi parses every name that is new to it
together with all declarations of the engine: 6 ms, twice or more for each font. A child has found
out nothing that the next could know.
"""

from __future__ import annotations

import re
from typing import Any

from weasyprint.pdf import fonts

_LENGTH = re.compile(r"(?<=\[)\d+(?=\]$)")


class _OfAnyLength:
    """The engine's cffi, for which ``new("int[3]", (1, 2, 3))`` is one of ``int[]``."""

    def __init__(self, ffi: Any) -> None:
        self._ffi = ffi

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ffi, name)

    def new(self, cdecl: str, init: Any = None) -> Any:
        # Its content has the length already.
        return self._ffi.new(cdecl if init is None else _LENGTH.sub("", cdecl), init)


def name_arrays_without_length() -> None:
    """Puts this in the place of the engine's own where it writes fonts. Repeating is harmless."""
    if not isinstance(fonts.ffi, _OfAnyLength):
        fonts.ffi = _OfAnyLength(fonts.ffi)

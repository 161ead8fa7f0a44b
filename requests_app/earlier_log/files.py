"""The text of a CSV file as spreadsheets write it: UTF-8, or the encoding of an old Windows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

# Stands in a text for a byte that is no character (PEP 383).
UNREADABLE = re.compile("[\udc80-\udcff]")
# "Ã©", "Â£", "â€™": nobody's words in the old encoding, and all day's characters in UTF-8.
_SURELY_UTF_8 = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2\x80[\x80-\xbf]")


def text_lines(file: IO[bytes]) -> Iterator[str]:
    """The lines with their ends, one at a time; CR, LF and CRLF each end one.

    A file that was put together from two has both encodings, so each line is decoded by itself.
    Bytes that fit neither are there as ``UNREADABLE``.
    """
    file.seek(0)
    for line in file:
        for part in line.splitlines(keepends=True):
            yield _decoded(part)


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        # One bad byte must not turn the rest of a line of UTF-8 into nonsense.
        encoding = "utf-8" if _SURELY_UTF_8.search(line) else "cp1252"
        return line.decode(encoding, "surrogateescape")

"""The text of a CSV file as spreadsheets write it: UTF-8, or the encoding of an old Windows."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import IO

CHUNK = 1 << 16


def text_lines(file: IO[bytes]) -> Iterator[str]:
    """The lines with their ends, one at a time; the file is read twice and never held whole."""
    encoding = "utf-8" if is_utf_8(file) else "cp1252"
    file.seek(0)
    for line in file:
        yield line.decode(encoding, "replace")


def is_utf_8(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True

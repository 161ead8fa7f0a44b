"""Bytes to text when nobody says, or somebody says wrongly, in which character set they are."""

from __future__ import annotations

import codecs

from requests_app.received_files.received import ReceivedFile, UnreadableFile

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Mail programs write Windows' set and declare one of these, as web browsers have to know.
_MEANS_WINDOWS = {"us-ascii", "ascii", "iso-8859-1", "latin-1", "iso8859-1"}


def read_text_file(content: bytes) -> ReceivedFile:
    """Raises UnreadableFile."""
    text = decode(content)
    if text is None or "\0" in text:
        raise UnreadableFile("This is not a plain text file. Paste the words instead.")
    if not text.strip():
        raise UnreadableFile("This file has no text in it.")
    return ReceivedFile(text)


def decode(content: bytes, declared: str = "") -> str | None:
    """The text in the character set of its mark, as declared, in UTF-8, or as Windows writes."""
    marked = next((name for mark, name in _MARKED if content.startswith(mark)), "")
    said = "" if declared.lower() in _MEANS_WINDOWS else declared
    for charset in filter(None, (marked, said, "utf-8", "cp1252")):
        try:
            return content.decode(charset)
        except (LookupError, UnicodeError):
            continue
    return None

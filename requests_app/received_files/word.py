"""The words of a Word document (.docx). Knows the package's parts; the text is mammoth's work.

Word does not store the numbers of its lists: they are written out before mammoth, which numbers
every list afresh from 1, sees them. A question must keep the number its requester gave it.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from xml.etree import ElementTree as ET
from xml.parsers.expat import ExpatError

import mammoth

from requests_app.received_files.html_text import text_of_html
from requests_app.received_files.received import ReceivedFile, UnreadableFile
from requests_app.received_files.word_numbers import write_numbers

MAX_MEMBERS = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
_ENCRYPTED = 0x1

_CONTENT_TYPES = "[Content_Types].xml"
_MAIN = "wordprocessingml.document.main+xml"
_NUMBERING = "wordprocessingml.numbering+xml"
_STYLES = "wordprocessingml.styles+xml"
_BACK_FROM_NOTE = re.compile(r'\s*<a href="#(?:foot|end)note-ref-[^"]*">↑</a>')

_NOT_WORD = "This is not a Word document (.docx). Paste the words instead."
_DAMAGED = "This Word document is damaged. Paste the words instead."
_SUSPICIOUS = (
    "This Word document is packed in a way that Word never does, so it was not opened. "
    "Paste the words instead."
)
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError),
    *(ET.ParseError, ExpatError, KeyError, RecursionError, UnicodeError),
)


def read_word(content: bytes) -> ReceivedFile:
    """Raises UnreadableFile."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            check_package(package, len(content))
            html = _html(_numbered(package))
    except _BROKEN as error:
        raise UnreadableFile(_DAMAGED) from error
    text = text_of_html(_BACK_FROM_NOTE.sub("", html))
    if not text.strip():
        raise UnreadableFile(
            "This Word document has no text: perhaps it holds a picture. Paste the words instead."
        )
    return ReceivedFile(text)


def check_package(package: zipfile.ZipFile, size: int) -> None:
    """Looks at the table of contents only. Raises UnreadableFile before anything is unpacked."""
    members = package.infolist()
    names = [member.filename for member in members]
    unpacked = sum(member.file_size for member in members)
    if (
        len(members) > MAX_MEMBERS
        or unpacked > min(MAX_UNPACKED, MAX_RATIO * size)
        or len(set(names)) < len(names)
        or any(name.startswith("/") or ".." in name.split("/") for name in names)
    ):
        raise UnreadableFile(_SUSPICIOUS)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise UnreadableFile(
            "This Word document is protected by a password. Paste the words instead."
        )
    if _CONTENT_TYPES not in names:
        raise UnreadableFile(_NOT_WORD)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableFile("This Word document contains macros. Paste the words instead.")


# --- parts ------------------------------------------------------------------------------


def _numbered(package: zipfile.ZipFile) -> bytes:
    """The package again: its text parts, with the numbers written out."""
    parts = {
        name: package.read(name) for name in package.namelist() if name.endswith((".xml", ".rels"))
    }
    # Word never writes one, and entities that expand need one. UTF-16 has a NUL at each letter.
    if any(b"<!DOCTYPE" in part.replace(b"\0", b"") for part in parts.values()):
        raise UnreadableFile(_SUSPICIOUS)
    kinds = _names_by_kind(parts[_CONTENT_TYPES])
    if _MAIN not in kinds:
        raise UnreadableFile(_NOT_WORD)
    main, numbering = kinds[_MAIN], kinds.get(_NUMBERING)
    if numbering:
        parts[main] = write_numbers(
            parts[main], numbering=parts[numbering], styles=parts.get(kinds.get(_STYLES, ""), b"")
        )
        parts[numbering] = _without_content(parts[numbering])
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as result:
        for name, part in parts.items():
            result.writestr(name, part)
    return packed.getvalue()


def _names_by_kind(content_types: bytes) -> dict[str, str]:
    """The part of each kind, by the end of its content type."""
    overrides = ET.fromstring(content_types)  # noqa: S314 - no DOCTYPE, in a limited process
    return {
        entry.get("ContentType", "").rpartition("openxmlformats-officedocument.")[2]: entry.get(
            "PartName", ""
        ).lstrip("/")
        for entry in overrides
        if entry.get("PartName")
    }


def _without_content(part: bytes) -> bytes:
    root = ET.fromstring(part)  # noqa: S314 - no DOCTYPE, in a limited process
    return ET.tostring(ET.Element(root.tag))


def _html(document: bytes) -> str:
    converted = mammoth.convert_to_html(
        BytesIO(document), convert_image=lambda _image: [], include_embedded_style_map=False
    )
    return str(converted.value)

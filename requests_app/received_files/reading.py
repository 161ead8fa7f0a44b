"""Which reader a received file gets, and the limits every file is read within.

The name's ending and the first bytes must agree. Every reader runs in a limited child: a small
file can be made to unpack, nest or loop without end, and parsers crash. Only the child loads the
parser that it needs, so the web's processes stay small and never run one.
"""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from pathlib import PurePath

from requests_app.received_files.envelope import OwnAddresses
from requests_app.received_files.received import ReceivedFile, UnreadableFile, tidy
from requests_app.rendering.isolation import MEBIBYTE, Limits, RenderFailed, run_limited
from requests_app.splitting import TextTooLong, check_length

MAX_BYTES = 10_000_000
EXTENSIONS = (".eml", ".docx", ".pdf", ".txt")
TOO_LARGE = "This file is larger than 10 megabytes. Paste the words instead."
# A hundred pages of a PDF take some twenty seconds; a request takes one.
LIMITS = Limits(wall_seconds=40.0, cpu_seconds=30, memory=512 * MEBIBYTE, result=16 * MEBIBYTE)

_READERS = {
    ".eml": "requests_app.received_files.mail:read_mail",
    ".docx": "requests_app.received_files.word:read_word",
    ".pdf": "requests_app.received_files.pdf:read_pdf",
    ".txt": "requests_app.received_files.plain:read_text_file",
}
_ADVICE = {
    ".doc": "Open it in Word and save it as .docx, or paste the words.",
    ".docm": "It may contain macros. Save it as .docx, or paste the words.",
    ".msg": "Save the e-mail as .eml, or paste the words.",
}
_TYPES = "Choose an e-mail (.eml), a Word document (.docx), a PDF or a text file (.txt)."
_UNREADABLE = (
    "This file cannot be read: it is damaged, or needs too much work. Paste the words instead."
)

_NO_ADDRESSES = OwnAddresses()

_PDF, _ZIP, _OLD_OFFICE = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_PDF_WITHIN = 1024  # readers allow for some bytes before the header


def read_received(name: str, content: bytes, *, own: OwnAddresses = _NO_ADDRESSES) -> ReceivedFile:
    """What a file named ``name`` says. ``own`` are the authority's addresses, by which a mail of a
    colleague is known. Raises UnreadableFile with a sentence for the officer."""
    ending = PurePath(name).suffix.lower()
    _check(ending, content)
    more = (own,) if ending == ".eml" else ()
    found = _read_in_child(_READERS[ending], content, LIMITS, *more)
    found = replace(found, text=tidy(found.text))
    try:
        # As a browser sends it when it is saved: each end of a line is two characters.
        check_length(found.text.replace("\n", "\r\n"))
    except TextTooLong as error:
        raise UnreadableFile(str(error)) from error
    return found


def _check(ending: str, content: bytes) -> None:
    if ending not in _READERS:
        said = f"A {ending} file cannot be read. " if ending else "This file has no ending. "
        raise UnreadableFile(said + _ADVICE.get(ending, _TYPES))
    if not content:
        raise UnreadableFile("This file is empty.")
    if len(content) > MAX_BYTES:
        raise UnreadableFile(TOO_LARGE)
    if ending == ".docx" and content.startswith(_OLD_OFFICE):
        raise UnreadableFile(
            "This Word document is protected by a password, or is an old .doc file. "
            "Paste the words instead."
        )
    if not _begins_as(ending, content):
        raise UnreadableFile(
            f"This file is named {ending} but is something else. Paste the words instead."
        )


def _begins_as(ending: str, content: bytes) -> bool:
    """Whether the first bytes are what the ending promises; text and mail have no mark."""
    if ending == ".pdf":
        return _PDF in content[:_PDF_WITHIN]
    if ending == ".docx":
        return content.startswith(_ZIP)
    return not content.startswith((_PDF, _ZIP, _OLD_OFFICE))


# --- to the child and back --------------------------------------------------------------


def _read_in_child(
    reader: str, content: bytes, limits: Limits, *more: OwnAddresses
) -> ReceivedFile:
    def work() -> bytes:
        read: Callable[..., ReceivedFile] = pkgutil.resolve_name(reader)
        try:
            return json.dumps(asdict(read(content, *more)), default=date.isoformat).encode()
        except UnreadableFile as error:
            return json.dumps({"problem": str(error)}).encode()

    try:
        said = json.loads(run_limited(work, limits))
    except RenderFailed as error:
        raise UnreadableFile(_UNREADABLE) from error
    if "problem" in said:
        raise UnreadableFile(said["problem"])
    day, told = said.pop("received_on"), tuple(said.pop("told"))
    return ReceivedFile(**said, received_on=date.fromisoformat(day) if day else None, told=told)

"""The mail that a mail answers, quoted below it with a header of its own and no mark on its lines.

Its lines get the mark ">", as other mail programs write it, by which the splitter sets it aside.
"""

from __future__ import annotations

from collections.abc import Sequence

from requests_app.received_files.inner_header import find_header
from requests_app.splitting import TextTooLong, split


def mark_quoted(lines: Sequence[str], start: int = 0) -> list[str]:
    """The lines, with ">" before what those from ``start`` on answer, if they ask something
    themselves above that."""
    header = find_header(lines, start)
    if header is None or not asks(lines[start : header.begins]):
        return list(lines)
    begins = header.begins
    return [*lines[:begins], *(f"> {line}".rstrip() for line in lines[begins:])]


def asks(lines: Sequence[str]) -> bool:
    """Whether the splitter finds a question in them."""
    try:
        return any(block.kind == "question" for block in split("\n".join(lines)))
    except TextTooLong:
        return False

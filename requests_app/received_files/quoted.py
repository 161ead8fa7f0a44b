"""The mail that a mail answers, quoted below it with a header of its own and no mark on its lines.

Its lines get the mark ">", as other mail programs write it, by which the splitter sets it aside.
A mail that is passed on has the request below that header: then it stays as it is.
"""

from __future__ import annotations

import re

from requests_app.splitting import TextTooLong, split

_FROM = re.compile(r"[\s*]*from:[\s*]*\S", re.IGNORECASE)
_FURTHER = re.compile(r"[\s*]*(sent|date|to|cc|subject):", re.IGNORECASE)
_RULE = re.compile(r"\s*(?:[-_]{3,}\s*original message\s*[-_]{3,}|[-_]{5,})\s*", re.IGNORECASE)
_FORWARDED = re.compile(r"\s*(?:\[external\]\s*)?fwd?\s*:", re.IGNORECASE)
# A header is four or five lines, of which an address list may take several.
_HEADER_LINES = 12


def mark_quoted(text: str, subject: str) -> str:
    """The text with ">" before what it answers, if it asks something itself above that."""
    lines = text.splitlines()
    start = _beginning(lines)
    if start is None or _FORWARDED.match(subject) or not _asks("\n".join(lines[:start])):
        return text
    return "\n".join([*lines[:start], *(f"> {line}".rstrip() for line in lines[start:])])


def _beginning(lines: list[str]) -> int | None:
    """The line with which the quoted mail begins: its header, or the rule above that."""
    for index, line in enumerate(lines):
        if not _FROM.match(line):
            continue
        header = lines[index + 1 : index + _HEADER_LINES]
        named = {found[1].lower() for row in header if (found := _FURTHER.match(row))}
        if len(named) >= 2 and named & {"sent", "date"}:
            above = index - 1
            while above >= 0 and not lines[above].strip():
                above -= 1
            return above if above >= 0 and _RULE.fullmatch(lines[above]) else index
    return None


def _asks(text: str) -> bool:
    try:
        return any(block.kind == "question" for block in split(text))
    except TextTooLong:
        return False

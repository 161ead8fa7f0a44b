"""The header that mail programs print above a mail that they quote or pass on, in English.

Outlook, Gmail, Apple and Thunderbird write its lines in orders of their own, in bold or not, below
a rule or not; an address may stand in three kinds of brackets, and a list of them take many lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from requests_app.received_files.envelope import ADDRESS, Envelope, addresses_in
from requests_app.received_files.written_date import day_of

# How a mail program says that the mail below is passed on; ours where the program says nothing.
PASSED_ON_RULE = "---------- Forwarded message ----------"

_FIELD = re.compile(
    r"[\s*]*(from|sent|date|to|cc|bcc|subject|reply-to|importance|priority|attachments?)"
    r"[ \t*]*:[ \t*]*(.*)",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*(?:[-_]{3,}\s*original message\s*[-_]{3,}|[-_]{5,})\s*", re.IGNORECASE)
_FORWARDS = re.compile(
    r"[\s*]*(?:-{2,}\s*forwarded (?:message|e-?mail)(?: from .{1,80})?\s*-{2,}"
    r"|begin forwarded message\s*:)[\s*]*",
    re.IGNORECASE,
)
_MARK = re.compile(r"[ \t]*>[ \t]?")
_MOST_LINES = 60
# What is shorter was not wrapped by a mail program.
_WRAPPED = 60
_LISTS = {"to", "cc", "bcc"}


@dataclass(frozen=True, slots=True)
class InnerHeader:
    """``lines[begins:ends]``, with the rule above it; ``forwards``: that says it is passed on.

    ``printed`` is all of it, each field on a line of its own.
    """

    begins: int
    ends: int
    printed: tuple[str, ...]
    envelope: Envelope
    forwards: bool


def find_header(lines: Sequence[str], start: int = 0) -> InnerHeader | None:
    """The first header from ``start`` on; below a rule that passes on, also one without words."""
    for index in range(start, len(lines)):
        if _FORWARDS.fullmatch(lines[index]):
            first = _next_with_words(lines, index + 1)
            said, ends = _fields(lines, first)
            printed = (lines[index], "", *_printed(said))
            return InnerHeader(index, ends, printed, _envelope(said), forwards=True)
        opening = _FIELD.match(lines[index])
        if not (opening and opening[1].lower() == "from" and opening[2].strip()):
            continue
        said, ends = _fields(lines, index)
        if len(said) >= 3 and said.keys() & {"sent", "date"}:
            above = _last_with_words(lines, index - 1, start)
            ruled = above >= start and bool(_RULE.fullmatch(lines[above]))
            begins = above if ruled else index
            printed = (*lines[begins:index], *_printed(said))
            return InnerHeader(begins, ends, printed, _envelope(said), forwards=False)
    return None


def without_marks(lines: Sequence[str]) -> list[str]:
    """The lines, from "Begin forwarded message:" on without the ">" that Apple puts there."""
    for index, line in enumerate(lines):
        if not _FORWARDS.fullmatch(_MARK.sub("", line, count=1)):
            continue
        above, below = _last_with_words(lines, index - 1, 0), _next_with_words(lines, index + 1)
        quoted_above = above >= 0 and (_MARK.match(lines[above]) or lines[above].endswith("wrote:"))
        if below < len(lines) and _MARK.match(lines[below]) and not quoted_above:
            return [*lines[:index], *(_MARK.sub("", one, count=1) for one in lines[index:])]
    return list(lines)


def _fields(lines: Sequence[str], start: int) -> tuple[dict[str, str], int]:
    """The fields by name, in lower case, and the line below them."""
    said: dict[str, str] = {}
    name, ends = "", start
    for index in range(start, min(start + _MOST_LINES, len(lines))):
        line = lines[index]
        if found := _FIELD.match(line):
            name = found[1].lower()
            if name in said:  # the header of another mail
                break
            said[name] = found[2].strip("* \t")
        elif not line.strip():
            following = _next_with_words(lines, index)
            if following >= len(lines) or not _FIELD.match(lines[following]):
                break
            continue
        elif name and index == ends and _goes_on(name, said[name], lines[index - 1], line):
            said[name] = f"{said[name]} {line.strip('* ')}".strip()
        else:
            break
        ends = index + 1
    return said, ends


def _printed(said: dict[str, str]) -> list[str]:
    return [f"{name.capitalize()}: {value}".rstrip() for name, value in said.items()]


def _goes_on(name: str, value: str, above: str, line: str) -> bool:
    """Whether a line without a name belongs to the field above: it was wrapped, is a further
    address, or stands in the cell of a table beside the name."""
    if not value or len(above.rstrip()) >= _WRAPPED:
        return True
    return name in _LISTS and (value.endswith((";", ",")) or bool(ADDRESS.search(line)))


def _envelope(said: dict[str, str]) -> Envelope:
    sender = said.get("from", "")
    address = ADDRESS.search(sender)
    before = re.split(r"[<\[(]", sender[: address.start()] if address else sender)[0]
    name = " ".join(before.split()).strip("'\"*,; ")
    return Envelope(
        name="" if "@" in name else name,
        address=address[0].strip("'") if address else "",
        recipients=addresses_in(said.get("to", "")) and _all_recipients(said),
        sent_on=day_of(said.get("sent") or said.get("date", "")),
        subject=" ".join(said.get("subject", "").split()),
    )


def _all_recipients(said: dict[str, str]) -> tuple[str, ...]:
    return addresses_in(" ".join(said.get(name, "") for name in ("to", "cc", "bcc")))


def _next_with_words(lines: Sequence[str], index: int) -> int:
    while index < len(lines) and not lines[index].strip():
        index += 1
    return index


def _last_with_words(lines: Sequence[str], index: int, start: int) -> int:
    while index >= start and not lines[index].strip():
        index -= 1
    return index

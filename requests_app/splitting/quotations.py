"""Quotations that run over several lines: what they number is not asked.

Knows quotation marks only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from requests_app.splitting.lines import Line

# At the beginning of a line, after its label or after a colon.
_OPENS = re.compile(r"(?:^|^\(?\w{1,3}[.)]\)?\s{1,9}|:\s{0,9})(?P<mark>[“\"])(?=\S)")
_CLOSES = re.compile(r"[”\"][.,;:)]{0,2}$")
# What stands at the end of a line above a letter that is told.
INTRODUCES = (":", ";", ",", "-", "–")
_LONGEST = 40  # lines


def quoted_lines(lines: Sequence[Line]) -> list[bool]:
    """For each line whether it goes on with a quotation that began in a line above it."""
    quoted = [False] * len(lines)
    index = 0
    while index < len(lines):
        # What opens the text is no quotation in it.
        introduced = index > 0 and lines[index - 1].text.endswith(INTRODUCES)
        told = introduced and "“" in lines[index].text
        last = _last_of(lines, index, told=told) if index and _is_open(lines[index].text) else index
        quoted[index + 1 : last + 1] = [True] * (last - index)
        index = max(index + 1, last + 1)
    return quoted


def _is_open(text: str) -> bool:
    found = _OPENS.search(text)
    if not found:
        return False
    if found["mark"] == "“":
        return text.count("“") > text.count("”")
    return text.count('"') % 2 == 1


def _last_of(lines: Sequence[Line], index: int, *, told: bool) -> int:
    """The line in which the quotation ends, or its own if it does not end or asks; what was
    told before may ask."""
    for other in range(index + 1, min(index + _LONGEST, len(lines))):
        text = lines[other].text
        if "?" in text and not told:
            break
        if _CLOSES.search(text):
            return other
    return index

"""Where the sentences of a paragraph end. Knows punctuation only."""

from __future__ import annotations

import re
from collections.abc import Iterator

# An end, perhaps in quotes or brackets, then the beginning of another sentence.
_END = re.compile(
    r"[.?!]{1,9}[\"'”’)\]]{0,2}(?=\s{1,40}[\"'“‘(\[]?[A-Z0-9])|[?](?=[A-Z])"
    # What is listed after "the following:" in the same paragraph.
    r"|(?<=following)[:;](?=\s{1,9}[A-Z])"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|etc|approx|no|nos|mr|mrs|ms|dr|st|ltd|plc|inc|vs|cf|dept|ref|p\.s"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|[A-Z])\.$",
    re.IGNORECASE,
)
# Shorter than any sentence that asks something; it also bounds the work on ". . . . ".
_SHORTEST = 6
# Longer than any paragraph of a letter.
_LONGEST = 20_000


def sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of ``text[start:end]`` as spans, without the white space between them."""
    begin = start
    if end - start > _LONGEST:
        yield start, end
        return
    for found in _END.finditer(text, start, end):
        close = found.end()
        if close - begin < _SHORTEST or _is_abbreviation(text, begin, close):
            continue
        yield begin, close
        begin = _skip_space(text, close, end)
    if begin < end:
        yield begin, end


def _is_abbreviation(text: str, begin: int, close: int) -> bool:
    return bool(_ABBREVIATION.search(text[max(begin, close - 10) : close]))


def _skip_space(text: str, position: int, end: int) -> int:
    while position < end and text[position].isspace():
        position += 1
    return position

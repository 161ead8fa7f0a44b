"""Where the sentences of a paragraph end. Knows punctuation only."""

from __future__ import annotations

import re
from collections.abc import Iterator

# An end, perhaps in quotes or brackets, then the beginning of another sentence.
_END = re.compile(
    r"(?<!\()[.?!]{1,9}[\"'”’)\]]{0,2}(?=\s{1,40}[\"'“‘(\[]?[A-Z0-9])|[?](?=[A-Z])"
    # "how many went missing? how many were found?"
    r"|(?<=[a-z0-9)])[?!](?=\s{1,9}(?:how|what|when|where|who|why|which|please|is|are|was|were|do|does|did|has|have"
    r"|can|could|would|i (?:would|want|need|also)|also|send|if)\s)"
    r"|(?<=[a-z0-9)]{2})\.(?=\s{1,9}(?:how (?:many|much|often|long)|what (?:is|are|was|were)"
    r"|please|i (?:would|want|need|also)"
    r"|can you|could you|do you|also)\s)"
    # Where a full stop was forgotten, or a line end lost: "... in 2019 Please provide ...".
    r"|(?<=[a-z0-9)])(?=\s{1,9}(?:Please\s[a-z]|(?:Could|Can|Would|Do|Did|Have) you\s"
    r"|(?<!\bme\s)(?<!\bus\s)(?<!know\s)(?<!ask\s)How many\s))"
    r"|(?<=[A-Za-z)]{3})[.?]\)?(?=[A-Z][a-z]{0,20}[\s'’])"
    r"|[:;](?=\s{1,9}[A-Z])"
)
# What is listed after "the following:" is a sentence of its own, "Contract Expiry: The date" one.
_LEADS_IN = re.compile(
    r"\b(?:following(?: (?:information|data|details|questions?|queries|points|documents|records))?"
    r"|as follows|below|request is|information required)[:;]$",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.?g|i\.?e|etc|approx|no|nos|mr|mrs|ms|dr|st|ltd|plc|inc|vs|cf|dept|ref|p\.s"
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
        if close - begin < _SHORTEST or _goes_on(text, begin, close):
            continue
        yield begin, close
        begin = _skip_space(text, close, end)
    if begin < end:
        yield begin, end


def _goes_on(text: str, begin: int, close: int) -> bool:
    """Whether an abbreviation or a colon that introduces nothing stands at the end."""
    if text[close - 1] in ":;":
        return not _LEADS_IN.search(text[max(begin, close - 60) : close])
    return bool(_ABBREVIATION.search(text[max(begin, close - 10) : close]))


def _skip_space(text: str, position: int, end: int) -> int:
    while position < end and text[position].isspace():
        position += 1
    return position

"""What a paragraph is by its shape: a story, a name without a verb, a heading with marks."""

from __future__ import annotations

import re

from requests_app.splitting.asks import Act, act_of, is_fragment, plain

_NARRATIVE = re.compile(
    r"(?:i|i'm|i've|we|we're|my|our|this|it|there|they|he|she|you|your|as (?:you|a|an|i|we|part)"
    r"|although|since|following|under|according|having|further to|with (?:reference|regard|respect)"
    r"|in (?:relation|response|reply|order|addition|accordance|line)|regarding|re|ref|reference"
    r"|subject|please (?:look|refer|see|find|consider|bear|read)"
    r"|the (?:council|government|department|law|act|police|following|foi))\b"
)
_LONGEST_LINE = 400
_FEWEST = 4  # spaces


def unmarked(words: str) -> str:
    """A heading in lower case without its marks: "## Context"."""
    return plain(words).strip("*_# ")


def is_bare(words: str) -> bool:
    """Whether it is one sentence without a verb."""
    return act_of(words) is Act.PLAIN and words.count(" ") >= _FEWEST and is_fragment(words)


def is_narrative(words: str) -> bool:
    """Whether it tells something, and is no line of a list."""
    long = len(words) > _LONGEST_LINE and not is_bare(words)
    return long or bool(_NARRATIVE.match(plain(words)))

"""What a paragraph is by its shape: a story, a name without a verb, a heading with marks."""

from __future__ import annotations

import re

from requests_app.splitting.asks import Act, act_of, is_fragment, names_wanted, plain
from requests_app.splitting.limits import PERIOD, SCOPE_LINE

_NARRATIVE = re.compile(
    r"(?:i|i'm|i've|we|we're|my|our|this|it|there|they|he|she|you|your|as (?:you|a|an|i|we|part)"
    r"|although|since|following|under|according|having|further to|with (?:reference|regard|respect)"
    r"|in (?:relation|response|reply|order|addition|accordance|line)|regarding|re|ref|reference"
    r"|subject|please (?:look|refer|see|find|consider|bear|read)"
    r"|the (?:council|government|department|law|act|police|following|foi))\b"
)
_WORD = re.compile(r"[^\W\d_]{3}")
# "Contract name: ...", of which questions follow.
_FORM_LINE = re.compile(
    r"(?:contract|reference|tender|project|agreement|scheme|lot)(?: (?:name|number|title|ref\w*"
    r"|no))?\.?: ?\S",
    re.IGNORECASE,
)
_QUOTE = '“"‘'
_LONGEST_LINE = 400
_FEWEST = 4  # spaces


def unmarked(words: str) -> str:
    """A heading in lower case without its marks: "## Context"."""
    return plain(words).strip("*_# ")


def is_bare(words: str) -> bool:
    """Whether it is one sentence without a verb."""
    return act_of(words) is Act.PLAIN and words.count(" ") >= _FEWEST and is_fragment(words)


def is_row_of_names(words: str) -> bool:
    """ "Lincoln, Bury, York Minster, Bath."."""
    parts = words.rstrip(".").split(", ")
    short = all(part[:1].isupper() and part.count(" ") < _FEWEST for part in parts)
    return len(parts) > _FEWEST and short


def is_narrative(words: str) -> bool:
    """Whether it tells something, and is no line of a list."""
    long = len(words) > _LONGEST_LINE and not is_bare(words)
    return long or bool(_NARRATIVE.match(plain(words)))


def only_limits(words: str, act: Act) -> bool:
    """ "For the years 2016 to 2020", a quotation, figures, names: asks nothing by itself."""
    return (
        words[0] in _QUOTE
        or (words[0] == "(" and words.endswith((")", ").")) and "?" not in words)
        or PERIOD.fullmatch(plain(words)) is not None
        or is_row_of_names(words)
        or _FORM_LINE.match(words) is not None
        or not _WORD.search(words)
        or (bool(SCOPE_LINE.match(plain(words))) and not (act.asks or names_wanted(words)))
    )

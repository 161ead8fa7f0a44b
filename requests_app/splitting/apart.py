"""Which loose text between two items of a list stands apart from both: headings, notes about the
items, lead-ins, whole questions.

Knows the shape of lists; what a piece asks is read in ``asks``.
"""

from __future__ import annotations

import re

from requests_app.splitting.asks import Act, act_of, is_note, is_question, plain
from requests_app.splitting.handling import HANDLING_CONDITION
from requests_app.splitting.headings import is_heading, is_marked_heading, is_title
from requests_app.splitting.limits import CLOSES, FOR_EACH_OF
from requests_app.splitting.prose import sentences_of
from requests_app.splitting.scopes import NOTES
from requests_app.splitting.things import FINITE
from requests_app.splitting.units import Unit
from requests_app.splitting.words import FOLLOW_UP, PLEASE

# "Questions 1 and 2 are for councils with ...": about the items, part of none.
ABOUT_ITEMS = re.compile(
    r"(?:(?:if|where) possible,? )?(?:for |in )?"
    r"(?:(?:questions?|items?|points?|requests?|parts?|q)\s?\(?\d"
    r"|(?:all|both|each|any) of the (?:above|following)|the (?:above|following|next|previous|last"
    r"|remaining|first|rest)\b|(?:please )?notes?\b|n\.?b\b)"
)
# "If question 7 applies to you, please answer questions 8 to 10."
GUIDES = re.compile(
    r"(?:if|please (?:answer|go to|skip)|answer|go to|skip)\b[^?]{0,80}"
    r"\b(?:questions? |qs? ?)\d[^?]*$"
    r"|please (?:provide|give|answer|state)\b[^?]{0,80}\bfor (?:questions?|parts?|items?) \d[^?]*$"
)
_JOINS = frozenset({"and", "or", "and/or"})
_LONGEST_TITLE = 60
_WHOLE = 8  # spaces: shorter ones ask more about what stands above them
_SHORT_LINE = 50  # characters: no mail was wrapped before
_OPEN_END = re.compile(
    r"[,–&-]$|\b(?:the|an?|your|their|our|its|of|in|at|by|from|for|to|and|or|with|on|between"
    r"|under|per|as|called|named)$"
)
# "Whether a ferry was sold.": what is asked for, not what is told.
_NAMES_CLAUSE = re.compile(r"(?:if|whether|how|what|why|who|when|where|which)\b", re.IGNORECASE)
_LAW = re.compile(r"\b(?:exempt\w*|section \d{1,2}|s\.? ?\d{1,2}\b|withh(?:eld|old)|redact\w*)")
_TOLD = (":", ".", "”", '"')
_QUOTE = ("“", '"', "'", "‘", ">")


def stands_apart(text: str, above: Unit, unit: Unit, following: Unit | None) -> bool:
    """Whether loose text above another item is no part of the item above it."""
    if not unit.loose or following is None:
        return False
    words = unit.words_of(text)
    if _is_no_note_of(text, above, unit):
        return True
    if unit.gap and following.level < above.level and _asks_further(text, unit):
        return True
    if following.numbered and following.level > above.level and leads_on(words, above, text):
        return True
    if following.level > above.level and FOR_EACH_OF.match(plain(words)):
        return act_of(above.words_of(text)) in {Act.PLAIN, Act.NAMES}
    introduces = following.numbered or text[following.start] in _QUOTE
    beside = following.numbered and following.level <= above.level
    if beside and is_title(words) and _is_done(text, above):
        return True
    leads = unit.gap or act_of(words) is Act.LEAD_IN or bool(PLEASE.search(plain(words)))
    if beside and words.endswith(":") and leads:
        return True
    opening = unit.gap and text[unit.start] in '“"' and "?" not in words
    return opening or (is_heading(words) and introduces and (unit.gap or words.endswith(":")))


def names_another(text: str, above: Unit, unit: Unit) -> bool:
    """ "Income from those penalties" on a line below "9. Number of penalties"."""
    if not (unit.inside and unit.loose and above.numbered) or unit.gap or unit.kind is not None:
        return False
    words = unit.words_of(text)
    named = act_of(above.words_of(text)) is Act.NAMES and act_of(words) is Act.NAMES
    return named and _is_done(text, above) and "\n" not in above.words_of(text)


def leads_on(words: str, above: Unit, text: str) -> bool:
    """ "If there is none, please confirm that:" between a whole ask and further ones."""
    leads = words.startswith("If ") and words.endswith(":") and not FOLLOW_UP.match(plain(words))
    return leads and text[above.end - 1] in ".?"


def _is_no_note_of(text: str, above: Unit, unit: Unit) -> bool:
    """Whether it is a heading, says which items to answer or how to reply, or asks by itself."""
    words = unit.words_of(text)
    said = plain(words)
    if is_marked_heading(words) or GUIDES.match(said) or said in _JOINS:
        return True
    if HANDLING_CONDITION.match(said) and act_of(words) is Act.HANDLING:
        return True
    if CLOSES.match(said) and act_of(words) is Act.LEAD_IN:
        return True
    if not unit.gap:
        return False
    if _asks_alone(words) and not only_tells(text, above):
        return True
    noted = NOTES.match(said) and ":" in words[:_LONGEST_TITLE]
    return bool(is_note(words) or ABOUT_ITEMS.match(said) or noted or _argues(text, unit))


def only_tells(text: str, unit: Unit) -> bool:
    """Whether it has whole sentences, and none that asks."""
    words = unit.words_of(text)
    if not words.endswith(_TOLD) or words.count(" ") < _WHOLE or _NAMES_CLAUSE.match(words):
        return False
    if not FINITE.search(plain(words)):
        return False
    parts = sentences_of(text, unit.body, unit.end)
    return all(part.act is Act.PLAIN and text[part.end - 1] != "?" for part in parts)


def _is_done(text: str, above: Unit) -> bool:
    """Whether no title can be the end of an item: "Income from fines", not "The fines in"."""
    words = above.words_of(text)
    return words[-1:] in "?." or (len(words) < _SHORT_LINE and not _OPEN_END.search(words))


def _asks_further(text: str, unit: Unit) -> bool:
    """Whether it asks, below the last part of an item, in a sentence of its own."""
    parts = sentences_of(text, unit.start, unit.end)
    asks = any(part.act is Act.ASK for part in parts)
    whole = text[unit.end - 1] in ".?" or PLEASE.match(plain(unit.words_of(text)))
    return asks and bool(whole) and not FOLLOW_UP.match(plain(unit.words_of(text)))


def _argues(text: str, unit: Unit) -> bool:
    """ "The names cannot be withheld under s40(2).": about the law, and nothing is asked."""
    first, *others = sentences_of(text, unit.start, unit.end)
    words = plain(text[first.start : first.end])
    asks = any(part.act is Act.ASK and text[part.end - 1] == "?" for part in others)
    return first.act is Act.HANDLING and bool(_LAW.search(words)) and not asks


def _asks_alone(words: str) -> bool:
    """A paragraph of its own that is a whole question and follows up none."""
    said = plain(words)
    return is_question(said) and said.count(" ") >= _WHOLE and not FOLLOW_UP.match(said)

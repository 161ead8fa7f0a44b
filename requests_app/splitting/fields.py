"""Which lists are the fields or the objects of one ask: "a list of shops, with: - address".

Knows the words that announce such a list, and the shape of its first item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from requests_app.splitting.asks import Act, act_of, plain
from requests_app.splitting.limits import PERIOD
from requests_app.splitting.prose import sentences_of
from requests_app.splitting.scopes import says_where
from requests_app.splitting.subjects import SPECIFIC
from requests_app.splitting.things import THING
from requests_app.splitting.units import Unit
from requests_app.splitting.wishes import RECORDS
from requests_app.splitting.words import GIVE, WANTED_THINGS

_THE_FOLLOWING = re.compile(
    r"\b(?:the|these) following (?!information|questions?|details|requests?)\w+"
)
_INCLUDES = re.compile(
    r"(?:(?:this|these|it|they)(?: \w+)?|the (?:list|spreadsheet|table|data|information"
    r"|breakdown|file|register|database|records?|report|extract|schedule|answers?|response"
    r"|reply)) (?:[^.?:]{0,60} and )?(?:should|must|needs? to|would|will|might|may"
    r"|could|can)(?: ideally| also| be \w+ to)? (?:include|contain|show|cover"
    r"|have|specify|state|list|give)\b[^.?]{0,60}$"
)
# "Column 1: Plate number" below "a spreadsheet with the following columns".
_COLUMN = re.compile(r"(?:column|col|field)\.? ?(?:\d|[a-z]\b)")
_HAS_COLUMNS = re.compile(r"\b(?:columns|fields|spreadsheet|table)\b")
# Fields to fill and words to search for are never questions.
_TERMS = re.compile(
    rf"{_INCLUDES.pattern}|\b(?:each|all|this|these) to (?:include|show|contain|give)\b.{{0,20}}:$|"
    r"\b(?:following|these|below)\b.{0,20}\b(?:fields|columns|key ?words?|search terms|terms"
    r"|words|phrases|strings)\b.{0,160}[:–—-]$"
)
_EXAMPLES = (
    r"\b(?:including|include|such as)\b,? \(?(?:but (?:is |are )?not (?:limited to|exclusively"
    r"|exhaustively)|for example|without)"
)
_FIELDS = re.compile(
    rf"{_TERMS.pattern}|\b(?:such as|for example|for instance|e\.g\.?)\s?:$|{_EXAMPLES}.{{0,60}}:$|"
    r"\b(?:list|spreadsheet|dataset|data set|database|register|copy|copies|breakdown|extract"
    r"|data|(?:csv|excel) file)\b"
    r".{0,600}\b(?:includ(?:e|es|ing)|contain(?:s|ing)?|show(?:s|ing)?|detail(?:s|ing)|with|giving"
    r"|consisting|broken down)\b.{0,60}:$"
)
# "How many visits were made to:": what the bullets name completes the sentence.
_INTERRUPTED = re.compile(
    r" (?:for|in|at|from|with|between|to|on|against|involving|under|about|into|as|concerning)"
    r"(?: (?:any|each|all|one|either) of)?(?: (?:the|these))?(?: following)?(?: \w+){0,4} ?:-?$"
    r"| (?:aspects?|topics?|areas?|subjects?|types?|kinds?) of ?:-?$"
    r"| (?:mention|contain|concern|cover|discuss|reference|(?:relate|refer) to)(?:s|ing|ed)?"
    r"(?: (?:any|all|one|either) of)? the following(?: \w+){0,2} ?:-?$"
    r"| of the following(?: \w+){1,4} ?:-?$"
)
_MATERIAL = re.compile(r"\bany (?:\w+ ){0,3}(?:information|material|guidance)\b")
_GOES_ON = re.compile(r"(?:for|in|during|between|at|by|of|from|to|that|which|who|under|on)\b")
_EACH = re.compile(r"\b(?:each|all) of (?:the following|these)\s?:-?$")
_YEAR = re.compile(r"\b\d{4}\W*$")
_SUMS = re.compile(r"\b(?:total|spend(?:ing|s)?|expenditure|costs?|income|revenue|budgets?)\b")
_EITHER = re.compile(r"\b(?:in|of|to|from|with|by) (?:either|any|both|one)\s?:$")
_ANY = re.compile(r"\b(?:any|one|some|either) (?:or more )?of\b")
# "any of the subjects below, and which were refused."
_BELOW = re.compile(r"\bof the (?:\w+ )?\w+ (?:\w+ )?(?:below|listed)\b.{0,200}\.$")
_BELOW_YEARS = re.compile(r"\b(?:following|below) (?:\w+ )?(?:years|periods|dates|months)[.:]?$")
_ASIDE = re.compile(r"\[[^\[\]]{0,120}\]")
# "Please provide for the years 2022 and 2023": what is wanted follows.
_NOTHING_YET = re.compile(
    rf"\b{GIVE}(?: me| us)?(?: with)?,? (?:for|in|from|between|over|during|since|by|at|on)\b"
)
_CLAUSE_LAST = re.compile(r"\b(?:if|whether|that)$")  # "may I ask if", then what
_VERB_LAST = re.compile(rf"\b(?:please|you|also) {GIVE}$")  # "please state", then what
_THESE = re.compile(r"\b(?:and|with|to|from|of|by) (?:the following|these)(?: \w+){1,3} ?:-?$")
_PEOPLE = re.compile(
    r"\bthe following (?:[\w-]+ ){0,4}(?:staff|officers|people|individuals|persons|employees"
    r"|councillors|members|officials|directors|managers)\s?:$"
)
_NAME_WORDS = 4
_OBJECT_WORDS, _LONGEST_NAME = 5, 15


def fold_fields(text: str, units: Sequence[Unit]) -> list[Unit]:
    """ "A list of all shops, including the following fields:" is one question with its bullets."""
    units = _fold_interruptions(text, units)
    folded: list[Unit] = []
    first: Unit | None = None  # the first field of the list that is open
    for unit in units:
        above = folded[-1] if folded else None
        if above is None or unit.kind is not None:
            first = None
        elif unit.numbered and not (first and first.numbered):
            first = unit if _names_fields(text, above, unit) else None
        elif above.loose and above.kind is None:
            listed = (
                _lists_fields,
                _names_objects,
                _names_holders,
                _names_periods,
                _is_interrupted,
                _runs_on,
            )
            first = unit if any(lists(text, above, unit) for lists in listed) else None
        elif above.bullet and first is None:
            first = unit if _names_places(text, above, unit) else None
        elif first is not None and not _goes_on(text, unit, first):
            first = None
        if first is not None and above is not None:
            folded[-1] = replace(above, end=unit.end, kind="question")
        else:
            folded.append(unit)
    return folded


def _fold_interruptions(text: str, units: Sequence[Unit]) -> list[Unit]:
    """ "Please send the number of - claims - late claims for fencing since 2022": bullets in the
    middle of a sentence."""
    folded: list[Unit] = []
    for unit in units:
        goes_on = unit.loose and unit.kind is None and _GOES_ON.match(unit.words_of(text))
        listed = takewhile(lambda bullet: bullet.bullet, reversed(folded)) if goes_on else ()
        bullets = sum(1 for _ in listed)
        above = folded[-bullets - 1] if 0 < bullets < len(folded) else None
        if above is not None and _is_unfinished(text, above):
            folded[-bullets - 1 :] = [replace(above, end=unit.end, kind="question")]
        else:
            folded.append(unit)
    return folded


def _is_unfinished(text: str, unit: Unit) -> bool:
    return unit.loose and unit.kind is None and text[unit.end - 1].isalpha()


def _lists_fields(text: str, unit: Unit, first: Unit) -> bool:
    """Whether a paragraph asks for a list with fields, of which ``first`` is the first."""
    words = _ASIDE.sub("", plain(unit.words_of(text)))
    announced = _FIELDS if first.bullet else _TERMS
    if act_of(first.words_of(text)) is Act.ASK:
        return False
    columns = _COLUMN.match(plain(first.words_of(text))) and _HAS_COLUMNS.search(words)
    asks = THING.match(words) or any(
        part.act.asks or part.act in {Act.LEAD_IN, Act.LIMIT}
        for part in sentences_of(text, unit.start, unit.end)
    )
    return bool((announced.search(words) or columns) and asks)


def _names_fields(text: str, unit: Unit, first: Unit) -> bool:
    """Whether a paragraph asks for something about "any of the subjects below:", of which
    ``first`` is the first."""
    if not unit.loose or unit.kind is not None:
        return False
    words = plain(unit.words_of(text))
    either = bool(_EITHER.search(words))
    asks = act_of(words) in {Act.LEAD_IN, Act.ASK} and (either or bool(_ANY.search(words)))
    where = either or says_where(words) or bool(_BELOW.search(words))
    named = first.words_of(text)
    short = named.count(" ") < _LONGEST_NAME
    return asks and where and short and act_of(named) in {Act.PLAIN, Act.NAMES}


def _names_places(text: str, above: Unit, first: Unit) -> bool:
    """ "- How much was spent at each of the following stations?" and "- Penrith" as a bullet."""
    words = plain(above.words_of(text))
    asked = act_of(words) in {Act.ASK, Act.LEAD_IN} and bool(_THE_FOLLOWING.search(words))
    named = first.words_of(text)
    short = named.count(" ") < _OBJECT_WORDS and act_of(named) is Act.PLAIN
    return asked and first.bullet and short


def _names_objects(text: str, unit: Unit, first: Unit) -> bool:
    """ "Please send the plans for the following schools." and, as bullets, their names."""
    words = plain(unit.words_of(text))
    complete = words.endswith((".", "?")) and bool(_THE_FOLLOWING.search(words))
    asked = complete and act_of(words) in {Act.ASK, Act.LEAD_IN, Act.WISH}
    return asked and first.bullet and not act_of(first.words_of(text)).asks


def _names_holders(text: str, unit: Unit, first: Unit) -> bool:
    """ "Please provide all letters between the council and these firms:" and their names."""
    words, name = plain(unit.words_of(text)), first.words_of(text)
    wanted = RECORDS.search(words)
    proper = all(part[:1].isupper() for part in name.split()) and name.count(" ") < _NAME_WORDS
    listed = bool(_THESE.search(words)) and first.bullet and proper
    people = first.loose and bool(_PEOPLE.search(words)) and name.count(" ") < _LONGEST_NAME
    return (listed or people) and wanted is not None and act_of(name) is Act.PLAIN


def _is_interrupted(text: str, unit: Unit, first: Unit) -> bool:
    """ "How many people were treated in:" and, as bullets, what they were treated in."""
    words, named = plain(unit.words_of(text)), first.words_of(text)
    asked = SPECIFIC.search(words) or RECORDS.search(words) or _MATERIAL.search(words)
    found = _INTERRUPTED.search(words, asked.end()) if asked else None
    if not asked or not found or WANTED_THINGS.search(words, found.start()):
        return False
    # "... for the years 2013 to 2015:", "... for each of these:", and what follows is wanted.
    if _YEAR.search(found[0]) or _EACH.search(found[0]):
        return False
    length = named.count(" ")
    listed = "the following" in found[0] and length < _LONGEST_NAME
    short = act_of(named) is Act.PLAIN and (length < _OBJECT_WORDS or listed)
    return short and (first.bullet or (first.loose and not first.gap))


def _runs_on(text: str, unit: Unit, first: Unit) -> bool:
    """ "Who is responsible" and, as bullets, "for buying ropes": the ask goes on without a stop."""
    words = unit.words_of(text)
    if not first.bullet or not (words[-1].isalnum() or words[-1] == ")"):
        return False
    if _CLAUSE_LAST.search(plain(words)):
        return False
    nothing = _NOTHING_YET.search(plain(words)) or _VERB_LAST.search(plain(words))
    asks = act_of(words) is Act.ASK and not nothing
    return asks and act_of(first.words_of(text)) is not Act.ASK


def _names_periods(text: str, unit: Unit, first: Unit) -> bool:
    """ "Please give the number of fires in these years:" and, line by line, the years."""
    words = unit.words_of(text)
    asked = words.endswith(":") or _BELOW_YEARS.search(plain(words))
    period = PERIOD.fullmatch(plain(first.words_of(text)))
    wanted = SPECIFIC.search(plain(words)) or _SUMS.search(plain(words))
    return bool(asked) and period is not None and wanted is not None


def _goes_on(text: str, unit: Unit, first: Unit) -> bool:
    if first.numbered:
        return unit.numbered
    if first.bullet:
        return unit.bullet and act_of(unit.words_of(text)) not in {Act.ASK, Act.LEAD_IN}
    act = act_of(unit.words_of(text))
    alike = act is Act.NAMES and act_of(first.words_of(text)) is Act.NAMES
    return not unit.gap and act is not Act.LEAD_IN and (alike or not act.asks)

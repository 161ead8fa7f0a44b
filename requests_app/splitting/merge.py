"""Which pieces belong to the item above them: notes, bullets, fields, options to choose from.

Knows the shape of questionnaires; what a piece asks is not its business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from requests_app.splitting.asks import is_question, plain
from requests_app.splitting.attach import attach
from requests_app.splitting.bullets import fold_bullets
from requests_app.splitting.details import fold_details
from requests_app.splitting.fields import fold_fields
from requests_app.splitting.topics import settle_topics
from requests_app.splitting.units import Unit

_CHOICE = re.compile(
    r"\b(?:(?:please )?(?:select|choose|tick|circle|highlight|underline|pick|delete)\b"
    r"|mark (?:one|all|with|the)\b|from the (?:list below|(?:following )?options)|multiple choice"
    r"|how (?:satisfied|likely|confident|important|would you (?:rate|describe))|on a scale"
    r"|which (?:one |ones |option )?of (?:the following|these|the below)\b|yes ?/ ?no[^?]{0,20}:)"
)
_YES_OR_NO = re.compile(
    r"(?:yes|no|don'?t know|do not know|not sure|unsure|n/?a|not applicable|other|none"
    r"|none of the above|all of the above|all the above|maybe)\b[^a-z]{0,5}"
    r"(?:\(?please [^?]{0,60})?$"
)
# Answers that nobody asks for as information.
_NO_FIGURE = re.compile(
    r"(?:don'?t know|do not know|not sure|unsure|not applicable|n/a|prefer not to say|not at all"
    r"|never)\b"
)
_ALL_OR_NONE = re.compile(
    r"(?:none|all|any|both|neither|some) of (?:the above|these|them)\b|all the above"
    r"|(?:both|neither|either)[.?]?$"
)
# "£10,001 - £50,000", "500 or more": one of them is the answer.
_RANGE = re.compile(
    r"(?:(?:under|over|below|above|between|up to|more than|less than|fewer than) )?[£$]?\d[\d,.]*"
    r"(?:k|m|%)?(?: ?(?:-|–|to|and|or) ?(?:[£$]?\d[\d,.]*(?:k|m|%)?|more|less|fewer|over|under"
    r"|above|below)|\+)?[.;]?$"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[/–-]\s?(?:\d\d|\d{4}))?[.;,]?$")
# "How often are they made? For example:" above "a. weekly", "b. monthly".
_EXAMPLES = re.compile(r"\b(?:for (?:example|instance)|e\.g\.?|such as|i\.e\.?)\s?[:–-]?$")
_OTHER = re.compile(r"other\b.{0,20}\b(?:specify|state|describe|explain|give details)")
_LONGEST_ANSWER = 8  # spaces: "or whether the fact that ..." is no answer to choose
_OR = re.compile(r"^or\b|[,;]? or$")


def merge(text: str, units: Sequence[Unit]) -> list[Unit]:
    """The units, those that are part of the item above grown into it."""
    folded = _fold_options(text, fold_bullets(text, attach(text, settle_topics(text, units))))
    return _fold_answers(text, fold_fields(text, fold_details(text, folded)))


def _fold_options(text: str, units: Sequence[Unit]) -> list[Unit]:
    """Lettered answers to choose from are part of their question."""
    folded: list[Unit] = []
    index = 0
    while index < len(units):
        unit = units[index]
        below = _children(units, index)
        if below and _offers_choice(text, unit, below):
            folded.append(replace(unit, end=below[-1].end))
        else:
            folded.append(unit)
            below = []
        index += 1 + len(below)
    return folded


def _is_answer(words: str) -> bool:
    either = _OR.search(words) and words.count(" ") < _LONGEST_ANSWER
    return bool(_ALL_OR_NONE.match(words) or either or _NO_FIGURE.match(words))


def _fold_answers(text: str, units: Sequence[Unit]) -> list[Unit]:
    """ "Yes" and "No" on lines of their own belong to the question above them."""
    folded: list[Unit] = []
    for unit in units:
        above = folded[-1] if folded else None
        answers = unit.loose and not unit.gap and unit.kind is None
        if (
            answers
            and above is not None
            and above.loose
            and not above.frame
            and _YES_OR_NO.match(plain(unit.words_of(text)))
            and (above.kind == "question" or text[above.end - 1] == "?")
        ):
            folded[-1] = replace(above, end=unit.end, kind="question")
        else:
            folded.append(unit)
    return folded


def _children(units: Sequence[Unit], index: int) -> list[Unit]:
    """All that lies below an item: the items after it with a higher level."""
    unit = units[index]
    below: list[Unit] = []
    if not unit.numbered or unit.kind is not None:
        return below
    for following in range(index + 1, len(units)):
        other = units[following]
        if other.loose or other.kind is not None or other.level <= unit.level:
            break
        below.append(other)
    return below


def _offers_choice(text: str, unit: Unit, below: Sequence[Unit]) -> bool:
    words = plain(unit.words_of(text))
    answers = [plain(other.words_of(text)) for other in below]
    if 2 * sum(map(is_question, answers)) > len(answers):
        return False
    if _CHOICE.search(words) or _EXAMPLES.search(words):
        return True
    if words.endswith("?") and any(_OTHER.match(answer) for answer in answers):
        return True
    if any(_is_answer(answer) for answer in answers):
        return True
    dated = all(_YEAR.match(answer) for answer in answers)
    ranges = words.endswith("?") and not words.startswith("how many") and not dated
    if ranges and all(_RANGE.match(answer) for answer in answers):
        return True
    return all(_YES_OR_NO.match(answer) for answer in answers)

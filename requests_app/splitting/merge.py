"""Which pieces belong to the item above them: notes, bullets, fields, options to choose from.

Knows the shape of questionnaires; what a piece asks is not its business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from requests_app.splitting.asks import Act, act_of, is_question, plain
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
    r"|\((?:only one|one only|one answer|just one|more than one|as many as|(?:any|all) that)\b"
    r"[^()]{0,30}\)$"
)
_YES_OR_NO = re.compile(
    r"(?:y(?:es)? ?/ ?no?|yes|no|don'?t know|do not know|not sure|unsure|n/?a|not applicable"
    r"|other|none"
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
# "Single answer" or "Tick all that apply" above the answers, and "Any comments?" below them.
_HOW_TO_CHOOSE = re.compile(
    r"\(?(?:(?:single|multiple)[ -](?:answers?|choices?|responses?|selections?|options?)\b"
    r"|(?:please )?(?:tick|select|choose|circle|mark) )[^?]{0,60}$"
)
_COMMENTS = re.compile(r"(?:any|other|further|additional) (?:\w+ )?comments?\b.{0,30}$")
_YES, _NO = re.compile(r"yes\b"), re.compile(r"no\b(?! (?:longer|more)\b)")
_LONGEST_CHOICE = 60
_LONGEST_ANSWER = 8  # spaces: "or whether the fact that ..." is no answer to choose
_OR = re.compile(r"^or\b|[,;]? or$")


def merge(text: str, units: Sequence[Unit]) -> list[Unit]:
    """The units, those that are part of the item above grown into it."""
    folded = _fold_options(text, fold_bullets(text, attach(text, settle_topics(text, units))))
    return _fold_answers(text, fold_fields(text, fold_details(text, folded)))


def _fold_options(text: str, units: Sequence[Unit]) -> list[Unit]:
    """Lettered answers to choose from are part of their question."""
    folded: list[Unit] = []
    chosen = False  # whether one chose before: then it is a questionnaire
    index = 0
    while index < len(units):
        unit = units[index]
        told = index + 1 if _tells_how(text, units, index) else index
        below = _children(units, told, unit.level) if unit.numbered and unit.kind is None else []
        if below and (told > index or _offers_choice(text, unit, below, chosen=chosen)):
            last = told + len(below)
            last += _is_for_comments(text, units, last + 1)
            folded.append(replace(unit, end=units[last].end))
            chosen = True
        else:
            folded.append(unit)
            last = index
        index = last + 1
    return folded


def _tells_how(text: str, units: Sequence[Unit], index: int) -> bool:
    """Whether the line below a question says how to answer by choosing."""
    unit, *below = units[index : index + 2]
    if not below or not below[0].loose or not unit.numbered:
        return False
    return bool(_HOW_TO_CHOOSE.match(plain(below[0].words_of(text))))


def _is_for_comments(text: str, units: Sequence[Unit], index: int) -> bool:
    if index == len(units) or not units[index].loose:
        return False
    return bool(_COMMENTS.match(plain(units[index].words_of(text))))


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


def _children(units: Sequence[Unit], index: int, level: int) -> list[Unit]:
    """All that lies below an item: the items after ``index`` with a higher level."""
    below: list[Unit] = []
    for following in range(index + 1, len(units)):
        other = units[following]
        if other.loose or other.kind is not None or other.level <= level:
            break
        below.append(other)
    return below


def _are_short_names(text: str, below: Sequence[Unit]) -> bool:
    lines = [unit.words_of(text) for unit in below]
    return all(len(line) < _LONGEST_CHOICE and act_of(line) is Act.PLAIN for line in lines)


def _offers_choice(text: str, unit: Unit, below: Sequence[Unit], *, chosen: bool) -> bool:
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
    if any(map(_YES.match, answers)) and any(map(_NO.match, answers)):
        return True
    if chosen and words.endswith("?") and len(below) > 1 and _are_short_names(text, below):
        return True
    dated = all(_YEAR.match(answer) for answer in answers)
    ranges = words.endswith("?") and not words.startswith("how many") and not dated
    if ranges and all(_RANGE.match(answer) for answer in answers):
        return True
    return all(_YES_OR_NO.match(answer) for answer in answers)

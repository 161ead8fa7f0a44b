"""Which questions are answered only through those below them.

"Fleet" and "Who is in charge? i. Name ii. Post" are; "How many are there? a) How many of them
are let?" is not, nor is "Is there a policy? a) If so, who wrote it?".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from requests_app.splitting.asks import Act, act_of, is_exact, plain
from requests_app.splitting.units import Unit
from requests_app.splitting.words import GIVE, INTERROGATIVE, PLEASE, POLITE

_FOLLOW_UP = re.compile(r"\s{0,9}if (?:so|yes|no|not)\b", re.IGNORECASE)
# "If they were let, to whom?" depends on an answer.
_CONDITION = re.compile(r"if (?:they|it|you|your|the|there|any|this|these|that)\b[^?]{1,300}\?$")
# "Where possible please also give their ages" asks for more than the question above.
_ALSO = re.compile(rf"{POLITE}(?<=also )(?:please )?{GIVE}\b")
# "Is it let, and if so:" has an answer, and so have its parts.
_IF_SO = re.compile(r"[a-z?.,;)] (?:and )?if (?:so|yes)\b[^.?!]{0,40}[:;,–-]{0,2}$")
# "How many of these were let?": of those that are counted above.
_HOW_MANY_OF = re.compile(r"(?:and )?how many of (?:these|those|them|such)\b")
# "The number of these that were paid": counted among those asked for above.
_PART_OF = re.compile(r"\b(?:number|percentage|proportion|share)s? of (?:these|those|them|such)\b")
# "Of these:" below a question asks more about its answer.
_OF_THESE = re.compile(r"[.?;]\s{1,9}of (?:these|those|them)\b[^.?!]{0,60}[:;,]?$")


def mark_stems(text: str, units: Sequence[Unit]) -> list[Unit]:
    """The units, those with parts stems unless they ask something of their own."""
    settled = list(units)
    part: Unit | None = None  # the question right below
    for index in range(len(settled) - 1, -1, -1):
        unit = settled[index]
        if unit.kind == "section":
            part = None
        if unit.kind == "question":
            below = part if part is not None and part.level > unit.level else None
            between = settled[index + 1] if below is not None else unit
            apart = between.loose and between.kind == "context" and _is_whole(text, unit)
            stem = below is not None and not (apart or _asks_besides(text, unit, below))
            stem = stem or _heads_sections(text, unit, settled[index + 1 : index + 2])
            settled[index] = replace(unit, stem=stem)
            part = settled[index]
    return settled


def _heads_sections(text: str, unit: Unit, below: Sequence[Unit]) -> bool:
    """ "5. Do you have:" above "a. Filtration", which heads questions of its own."""
    parts = bool(below) and below[0].kind == "section" and below[0].level > unit.level
    return parts and text[unit.end - 1] == ":"


def _is_whole(text: str, unit: Unit) -> bool:
    """Whether it asks in a sentence of its own, and a line below introduces the parts."""
    return text[unit.end - 1] in ".?" and act_of(unit.words_of(text)).asks


def _asks_besides(text: str, unit: Unit, part: Unit) -> bool:
    """Whether a question has an answer of its own beside those of its parts."""
    if _FOLLOW_UP.match(text, part.body, part.end):
        return True
    # "b)" right below "2)": what "2)" asks is its first part.
    if part.label is not None and part.label.parts[-1:] == ("b",):
        return text[unit.end - 1] != ":"
    words, below = plain(unit.words_of(text)), plain(part.words_of(text))
    if _IF_SO.search(words) or _ALSO.match(below):
        return True
    if _CONDITION.match(below) and words.endswith("?"):
        return True
    if words.endswith("?") and act_of(words).asks and act_of(below) is Act.WISH:
        return True
    if not words.endswith(":") and INTERROGATIVE.match(words) and _HOW_MANY_OF.match(below):
        return True
    if not INTERROGATIVE.match(below):
        # "How many were moved / a. Please list the reasons": the number is an answer of its own.
        whole = PLEASE.match(words) and words.endswith(".")
        own = INTERROGATIVE.match(words) or ((whole or is_exact(words)) and act_of(words).asks)
        more = PLEASE.search(below) or (words.endswith(".") and _PART_OF.search(below))
        return bool(own and not words.endswith(":") and more)
    # "Of these, how many" goes on with "were sold", not with "How many were sold".
    begins = part.words_of(text)[:1].isupper() and not words.endswith(":")
    ends = words.endswith("?") or begins
    whole = ends and INTERROGATIVE.match(words) and act_of(words) is Act.ASK
    return bool(whole or _OF_THESE.search(words))

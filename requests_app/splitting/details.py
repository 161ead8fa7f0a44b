"""Bullets and lines that only say what an answer should include, how it is to be split, or what it
may look like.

Knows the words that announce them, and what a question is that they can be part of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from requests_app.splitting.asks import Act, act_of, is_fragment, names_wanted, plain, tells_subject
from requests_app.splitting.prose import runs_of, sentences_of
from requests_app.splitting.units import Unit

_LAST = 80  # characters
_FIGURES = (
    r"(?:this|these|it|they|them|the (?:answers?|data|figures?|information|list|breakdown|totals?"
    r"|numbers?))"
)
_ANNOUNCES = re.compile(
    # "This should include:", "Please could these be split by:".
    rf"(?:please )?(?:(?:can|could|would) )?{_FIGURES}"
    r" (?:(?:should|must|would|could|can|to|please|also|ideally|be) ){1,3}"
    r"(?:include|cover|split|divided|separated|grouped|broken down|sorted)\b"
    # "For each of the above, please include:".
    r"|for each (?:of (?:these|those|them|the above)|one|\w+), please (?:also )?include\b"
    # "The details I want in a spreadsheet are:".
    r"|the (?:details|fields|columns|data|information) (?:that )?(?:i|we) (?:want|need|require"
    r"|would like|am looking for)\b[^.?:]{0,60}\b(?:is|are|includes?)\s?:"
    # "Please split the figures by:".
    r"|(?:please |ideally |also ){0,2}(?:split|divide|separate|group|sort|break)"
    rf" (?:down )?{_FIGURES}\b"
)
# "Show:", "Columns required:", and nothing else in the line.
_FIELDS = re.compile(
    r"(?:please )?(?:show(?:ing)?|(?:required |the )?(?:fields|columns)(?: (?:required|needed))?"
    r"|to include)\s?:"
    r"|(?:the )?(?:columns|fields) (?:wanted|required|needed|(?:that )?(?:i|we) (?:want|need"
    r"|require))"
    r"(?: (?:are|is)(?: (?:as (?:below|follows)|these|the following|below))?\s?[:.]?|\s?:)"
)
_ENDS_IN_FIELDS = re.compile(rf"(?:^|\W)(?:{_FIELDS.pattern})$")
# "The cost of upkeep in all areas, including:" goes on in the lines below.
_INCLUDES = re.compile(r"\b(?:including|such as)\s?:$")
_EXAMPLE = re.compile(r"(?:for example|e\.?g\.?|an? example|example answers?)\s?[:,–-]?$")


def fold_details(text: str, units: Sequence[Unit]) -> list[Unit]:
    """ "This should include:" and its bullets or lines are part of the question right above them.
    If more than a question stands there they are context."""
    folded: list[Unit] = []
    details = lines = False  # whether the bullets, or lines, at hand are such
    for unit in units:
        begins = unit.loose and not details and bool(folded) and _ends_in_fields(text, folded[-1])
        goes_on = begins or (unit.loose and lines and not unit.gap)
        goes_on = goes_on and act_of(unit.words_of(text)) is not Act.ASK
        if unit.kind is not None or not (unit.bullet or goes_on):
            details = lines = False
        elif not details:
            details = _take_up(text, folded, unit)
            lines = details and unit.loose
        if details:
            folded[-1] = replace(folded[-1], end=unit.end)
        else:
            folded.append(unit)
    return _fold_lines(text, folded)


def _ends_in_fields(text: str, unit: Unit) -> bool:
    """Whether a paragraph ends by saying that fields follow; a quick look at its last words."""
    last = text[max(unit.start, unit.end - _LAST) : unit.end]
    return bool(_ENDS_IN_FIELDS.search(plain(last)))


def _fold_lines(text: str, units: Sequence[Unit]) -> list[Unit]:
    """Lines right below "..., including:" are part of it; those of an example ask nothing."""
    folded: list[Unit] = []
    includes = shows = False
    for unit in units:
        below = unit.loose and unit.kind is None and not unit.gap
        below = below and act_of(unit.words_of(text)) in {Act.PLAIN, Act.NAMES}
        includes = below and (includes or _goes_on(text, folded))
        shows = (shows and below) or _is_example(text, unit)
        if includes:
            folded[-1] = replace(folded[-1], end=unit.end)
        else:
            folded.append(replace(unit, kind="context") if shows else unit)
    return folded


def _goes_on(text: str, folded: Sequence[Unit]) -> bool:
    if not folded or not folded[-1].loose or folded[-1].kind is not None:
        return False
    words = folded[-1].words_of(text)
    named = act_of(words) in {Act.ASK, Act.NAMES, Act.PLAIN}
    return named and bool(_INCLUDES.search(plain(words[-_LAST:])))


def _is_example(text: str, unit: Unit) -> bool:
    return unit.loose and unit.kind is None and bool(_EXAMPLE.match(plain(unit.words_of(text))))


def _take_up(text: str, folded: list[Unit], first: Unit) -> bool:
    """Whether ``first`` begins such bullets: then what announces them joins its question."""
    above = [*folded[-2:-1], *_parted(text, folded[-1])] if folded else []
    if len(above) < 2 or not _details(text, above[-2], above[-1], first):
        return False
    *others, asked, lead_in = above
    *before, last = runs_of(text, asked.start, asked.end)
    if any(run.act.asks for run in before):
        taken = [asked, replace(lead_in, kind="context")]
    else:
        *told, question = _cut(text, asked, last.start)
        taken = [*told, replace(question, kind="question")]
    folded[-2:] = [*others, *taken]
    return True


def _parted(text: str, unit: Unit) -> list[Unit]:
    """A paragraph whose last sentence announces a list as two; any other as it is."""
    if not unit.loose or unit.kind is not None:
        return [unit]
    if text[unit.end - 1] != ":" and not _ends_in_fields(text, unit):
        return [unit]
    last = sentences_of(text, unit.start, unit.end)[-1]
    said = plain(text[last.start : last.end])
    announces = _FIELDS.fullmatch(said) or (said.endswith(":") and _ANNOUNCES.match(said))
    return _cut(text, unit, last.start) if announces else [unit]


def _cut(text: str, unit: Unit, at: int) -> list[Unit]:
    """A paragraph as two, the second from ``at`` on; as it is if nothing stands before that."""
    if at == unit.start:
        return [unit]
    end = unit.start + len(text[unit.start : at].rstrip())
    return [replace(unit, end=end), replace(unit, start=at, body=at, gap=False)]


def _details(text: str, asked: Unit, lead_in: Unit, first: Unit) -> bool:
    """Whether a paragraph asks, and the one below it says what ``first`` and the bullets after
    it have to do with the answer."""
    if not (asked.loose and lead_in.loose) or asked.kind is not None or lead_in.kind is not None:
        return False
    said = plain(lead_in.words_of(text))
    fields = _FIELDS.fullmatch(said)
    if not fields and (first.loose or not said.endswith(":") or not _ANNOUNCES.match(said)):
        return False
    last = runs_of(text, asked.start, asked.end)[-1]
    words = text[last.start : last.end]
    exact = last.act in {Act.ASK, Act.NAMES} or (last.act is Act.WISH and names_wanted(words))
    exact = exact or bool(fields and last.act is Act.PLAIN and is_fragment(words))
    act = act_of(first.words_of(text))
    lists = act in {Act.PLAIN, Act.NAMES} if first.loose else act is not Act.ASK
    return exact and lists and not tells_subject(words)

"""Which lists ask, and from which item on.

Knows what introduces a list, what its items do and what follows it. A list is questions unless
it defines words, gives reasons, quotes, or says where and when and the asking comes after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from requests_app.splitting.asks import Act, act_of, is_exact, is_fragment, is_note, plain, states
from requests_app.splitting.block import Kind
from requests_app.splitting.headings import is_heading
from requests_app.splitting.limits import PERIOD
from requests_app.splitting.lines import EMPTY_LINE
from requests_app.splitting.objects import objects_end
from requests_app.splitting.paragraphs import is_narrative
from requests_app.splitting.prose import runs_of, sentences_of
from requests_app.splitting.scopes import (
    ASKING,
    Around,
    first_act,
    first_sentence,
    is_scope,
    tells_list,
)
from requests_app.splitting.units import Unit

_DEFINES = re.compile(
    r"(?:[\"'][^\"']{1,80}[\"']|\w+) (?:means|refers to|is defined as|shall mean|includes)\b"
)

# "[personal correspondence removed]" stands for what was no question.
_TAKEN_OUT = re.compile(
    r"\[[^\[\]?]{1,120}\b(?:removed|redacted|deleted"
    r"|omitted)\b[^\[\]?]{0,80}\]"
)
# "- In the next year," above "- How many are to be held?"
_LEADS = re.compile(
    r"(?:in|on|during|between|for|at|over|if|when|where|given)\b[^?]{0,200},|[^?]{0,300}:"
)
# "1. I am a council tax payer." and "5. If any part is refused, please say why.", where somebody
# numbers all that they write.
_NUMBERS_ALL = re.compile(
    r"(?:i am|i'm|we are|we act|i act|it concerns|this (?:letter|e-?mail|concerns|relates)"
    r"|this is (?:a|an|my) (?:\w+ ){0,2}(?:request|letter)|(?:my|our) (?:address|name|clients?)\b"
    r"|by (?:post|e-?mail)\b"
    r"|(?:if|should) (?:any (?:part|of)|the whole|you)\b.{0,60}\b(?:refus|with(?:held|hold)"
    r"|exempt))"
)
_A_THING = re.compile(r"(?:an?|any|all|copies|details)\b")


def decide_lists(text: str, units: Sequence[Unit]) -> list[Unit]:
    """The units, every item of a list a question, or context if it asks nothing."""
    settled = _lettered_sections(text, units)
    around = Around.of(text, settled)
    first_ask = around.first_ask
    decided = list(settled)
    told = False  # whether the list above is told under a heading, and asks nothing
    for begin, end in _lists(text, settled):
        told = _is_told(text, settled, begin, end, told=told)
        asked = (
            end
            if told
            else _asked_from(text, settled, begin, end, replace(around, first_ask=first_ask))
        )
        if asked < end and any(not unit.loose for unit in settled[begin:end]):
            first_ask = min(first_ask, begin)
        for index in range(begin, end):
            if decided[index].kind is None and not decided[index].loose:
                asks = index >= asked and not _limits(text, settled[index])
                kind: Kind = "question" if asks else "context"
                decided[index] = replace(decided[index], kind=kind)
    return _asked_again(text, decided)


def _asked_again(text: str, units: Sequence[Unit]) -> list[Unit]:
    """A list of which most was asked above asks the same of something else."""
    again = list(units)
    if not any(unit.numbered and unit.kind == "context" for unit in units):
        return again
    asked = {_words(text, unit) for unit in units if unit.numbered and unit.kind == "question"}
    for begin, end in _lists(text, units):
        told = [i for i in range(begin, end) if units[i].numbered and units[i].kind == "context"]
        if len(told) > 1 and 2 * sum(_words(text, units[i]) in asked for i in told) > len(told):
            for index in told:
                again[index] = replace(units[index], kind="question")
    return again


def _words(text: str, unit: Unit) -> str:
    return plain(unit.words_of(text)).rstrip(" .;:,?")


def _is_told(text: str, units: Sequence[Unit], begin: int, end: int, *, told: bool) -> bool:
    """Whether headings and their lists stand below "This is a list of the duties:"."""
    if not begin or not is_heading(units[begin - 1].words_of(text)):
        return False
    lead_in = units[begin - 2] if begin > 1 else None
    told = told or (lead_in is not None and lead_in.loose and tells_list(lead_in.words_of(text)))
    items = (unit for unit in units[begin:end] if not unit.loose)
    return told and all(first_act(text, item) is not Act.ASK for item in items)


# --- where lists are ----------------------------------------------------------------------


def _lettered_sections(text: str, units: Sequence[Unit]) -> list[Unit]:
    """ "A. Energy" above "1.", "2." is the heading of a section, and they stand at the top."""
    settled = list(units)
    lifted = False
    for index, unit in enumerate(units):
        if unit.numbered and unit.level == 0:
            lifted = _heads_numbers(text, units, index)
            if lifted:
                settled[index] = replace(unit, kind="section")
        elif lifted and unit.level > 0:
            opens = units[index - 1].level == 0
            settled[index] = replace(unit, level=unit.level - 1, opens=opens)
    return settled


def _heads_numbers(text: str, units: Sequence[Unit], index: int) -> bool:
    unit, following = units[index], units[index + 1] if index + 1 < len(units) else None
    if unit.label is None or not unit.label.capital or following is None or following.loose:
        return False
    numbers = (
        following.numbered and following.label is not None and following.label.parts[0].isdecimal()
    )
    return numbers and following.level > unit.level and is_heading(unit.words_of(text))


def _parts(text: str, above: Unit, unit: Unit) -> bool:
    """Whether what stands above an item parts it from the items before that."""
    if not above.loose or unit.loose:
        return False
    return unit.bullet or (above.gap and unit.level == 0 and is_heading(above.words_of(text)))


def _lists(text: str, units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """The lists at the top as ranges of indexes; loose text inside a list belongs to it."""
    begin = 0
    for index, unit in enumerate(units):
        above = units[index - 1] if index else None
        fresh = unit.opens or (above is not None and _parts(text, above, unit))
        if fresh and begin < index:
            yield begin, index
            begin = index
    if begin < len(units):
        yield begin, len(units)


# --- what they do -------------------------------------------------------------------------


def _asked_from(text: str, units: Sequence[Unit], begin: int, end: int, around: Around) -> int:
    """The index from which a list asks; ``end`` if it does not."""
    items = [unit for unit in units[begin:end] if not unit.loose and unit.kind is None]
    if not items:
        return begin
    if _are_footnotes(text, items) or all(_is_about_reply(text, item) for item in items):
        return end
    if all(_DEFINES.match(plain(item.words_of(text))) for item in items):
        return end
    told = [_tells(text, item) for item in items]
    notes = all(
        tells or first_act(text, item) in {Act.HANDLING, Act.LIMIT}
        for tells, item in zip(told, items, strict=True)
    )
    if notes and any(told) and around.asks_besides(begin, end):
        return end
    if is_scope(text, units, begin, end, around) or _are_times(text, items, around, begin):
        return end
    return objects_end(text, units, begin, end) or _after_background(text, units, begin, end)


def _opening(text: str, item: Unit) -> str:
    """The first paragraph of an item, or its first line if that is a topic: what stands below
    it may only explain it."""
    paragraph = EMPTY_LINE.split(item.words_of(text), maxsplit=1)[0]
    line, _, below = paragraph.partition("\n")
    return line if below[:1].isupper() and is_heading(line.strip()) else paragraph


def _tells(text: str, item: Unit) -> bool:
    """Whether an item is a statement; one that asks further on, or names something, is none."""
    asks = any(part.act is Act.ASK for part in sentences_of(text, item.body, item.end))
    return states(_opening(text, item)) and not asks and not first_act(text, item).asks


def _is_about_reply(text: str, item: Unit) -> bool:
    """Whether a bullet says how to answer: "• If it is published, please send a link."."""
    said = is_note(item.words_of(text)) or first_act(text, item) in {Act.HANDLING, Act.LIMIT}
    return item.bullet and said


def _are_times(text: str, items: Sequence[Unit], around: Around, begin: int) -> bool:
    """ "• 2009-10", "• 2010-11" below what was asked: years without numbers of their own."""
    times = all(item.bullet and PERIOD.fullmatch(plain(item.words_of(text))) for item in items)
    return times and around.first_ask < begin


def _are_footnotes(text: str, items: Sequence[Unit]) -> bool:
    """ "[1] https://..." below a text that has a "[1]" in it."""
    label = items[0].label
    if label is None or not label.printed.startswith("["):
        return False
    before, cited, _ = text[: items[0].start].partition(label.printed)
    return bool(cited and before.rpartition("\n")[2].strip())


def _after_background(text: str, units: Sequence[Unit], begin: int, end: int) -> int:
    """Where a list begins to ask: numbered paragraphs of background end with a lead-in."""
    if text[units[begin].end - 1] not in ".!":
        return begin
    for index in range(begin, end - 1):
        unit, following = units[index], units[index + 1]
        if unit.kind is not None:
            continue
        opening = _opening(text, unit)
        named = index == begin and not is_narrative(opening)
        named = named or bool(_A_THING.match(plain(opening)))
        if not unit.loose and named and is_fragment(opening):
            return begin
        runs = [run.act for run in runs_of(text, unit.body, unit.end)]
        if not runs or any(act in ASKING for act in runs):
            return begin
        leads = runs[-1] is Act.LEAD_IN and index > begin and not following.loose
        if text[unit.end - 1] == "?":
            return begin
        if leads and (unit.loose or following.level <= unit.level):
            return index + 1
    return begin


def _limits(text: str, unit: Unit) -> bool:
    """Whether a bullet only says how the others are meant, or a number who asks and how."""
    begin, end = first_sentence(text, unit)
    act = act_of(text[begin:end])
    if unit.numbered and text[unit.end - 1] == "." and _frames(text, unit, act):
        return True
    if _TAKEN_OUT.fullmatch(unit.words_of(text).strip()):
        return True
    own = act is Act.LIMIT and is_exact(text[begin:end])
    if unit.bullet and act is Act.PLAIN and _LEADS.fullmatch(plain(unit.words_of(text))):
        return True
    return unit.bullet and act in {Act.LIMIT, Act.HANDLING} and not own and text[end - 1] != "?"


def _frames(text: str, unit: Unit, act: Act) -> bool:
    """Whether an item belongs to the letter and not to what it asks."""
    acts = {part.act for part in sentences_of(text, unit.body, unit.end)}
    if act is Act.THANKS:
        return acts <= {Act.THANKS, Act.HANDLING, Act.SIGN_OFF}
    told = acts <= {Act.THANKS, Act.HANDLING, Act.PLAIN, Act.GENERAL}
    return told and bool(_NUMBERS_ALL.match(plain(unit.words_of(text))))

"""Which lists ask, and from which item on.

Knows what introduces a list, what its items do and what follows it. A list is questions unless
it defines words, gives reasons, quotes, or says where and when and the asking comes after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from requests_app.splitting import words
from requests_app.splitting.asks import Act, act_of, is_note, plain, states
from requests_app.splitting.block import Kind
from requests_app.splitting.headings import is_heading
from requests_app.splitting.prose import runs_of, sentences_of
from requests_app.splitting.sentences import sentence_spans
from requests_app.splitting.units import Unit

_STATES = re.compile(
    r"\b(?:states?|says?|said|stated|reads?|provides?|according to|defined? as|definition"
    r"|requires?|sets? out|quote|extract|wording|policy is)\b[^?]{0,80}:$"
)
_ASKS_FOR = re.compile(
    r"\b(?:(?:my|the|following|these|below|such|specific) (?:\w+ )?(?:questions?|information"
    r"|details|data|documents?|points|queries)\b|(?<!in )questions?|as follows|require)"
)
# "For each of these sites:", "could relate to one of the following:" say where or what about.
_LIMITS = re.compile(
    rf"\b(?:each|any|all|one|some|either|both|more) of (?:the|these|those)(?: following)?"
    rf"(?! (?:\w+ ){{0,2}}{words.WANTED_NOUN})(?: [\w'/-]+){{0,4}}\s?(?: only| below)?\s?[:–-]+$"
    rf"|\b(?:the"
    rf"|these) following(?! (?:\w+ ){{0,2}}{words.WANTED_NOUN}) (?:[\w'/-]+ ){{0,3}}?[\w'/-]+\s?"
    r"(?: only| below| listed below)?\s?[:–-]+$"
    rf"|\b(?:these|the)(?! (?:\w+ ){{0,2}}{words.WANTED_NOUN}) (?:\w+ ){{0,2}}\w+ only\s?[:–-]+$"
    r"|\b(?:relat\w+ to|about|regarding|concerning|around|covering|in respect of|interested in"
    rf"|focus\w* on)(?: (?:the|these|following|any|one|all|of|or|more))*"
    rf"(?! (?:\w+ ){{0,2}}{words.WANTED_NOUN})(?: [\w'/-]+){{0,3}}\s?[:–-]+$"
)
# "You answered as follows:" quotes what was asked before.
_TOLD = re.compile(
    r"(?:in your (?:reply|response|answer|letter|e-?mail)\b|you(?:r (?:reply|response|answer"
    r"|letter))?"
    r"|the (?:council|trust|force|department)) .{0,80}\b(?:answer\w*|repl\w+|respon\w+|said|stated"
    r"|wrote|told|confirmed|asked|says|states)\b[^?]{0,60}:$"
)
_THESE_ARE = re.compile(
    r"(?:the following|these|below|here) (?:is|are|were)\b"
    r"(?!.{0,30}\b(?:questions?|requests?|queries|information)\b)"
)
_DEFINES = re.compile(
    r"(?:[\"'][^\"']{1,80}[\"']|\w+) (?:means|refers to|is defined as|shall mean|includes)\b"
)
# Headings of what is no request.
NOTES = re.compile(
    r"(?:(?:please note|notes?|n\.?b\.?|definitions?|glossary|for the purposes? of|background"
    r"|context|introduction|reasons?|rationale|purpose|why (?:this|i|we)|legal basis|disclaimer"
    r"|terms|about (?:me|us)|(?:the )?public interest(?! tests?)|references?|sources?|timeline"
    r"|chronology|attachments?|enclosures?|cc|(?:an? |some )?(?:sample|examples?)"
    r"|here (?:is|are) (?:an? |some |the )?(?:sample|examples?))\b)"
)
_ASKING = frozenset({Act.ASK, Act.NAMES, Act.WISH, Act.GENERAL})
_DEMANDING = _ASKING | {Act.LEAD_IN}


def decide_lists(text: str, units: Sequence[Unit]) -> list[Unit]:
    """The units, every item of a list a question, or context if it asks nothing."""
    settled = _lettered_sections(text, units)
    around = _Around.of(text, settled)
    first_ask = around.first_ask
    decided = list(settled)
    for begin, end in _lists(text, settled):
        asked = _asked_from(text, settled, begin, end, replace(around, first_ask=first_ask))
        if asked < end and any(not unit.loose for unit in settled[begin:end]):
            first_ask = min(first_ask, begin)
        for index in range(begin, end):
            if decided[index].kind is None and not decided[index].loose:
                asks = index >= asked and not _limits(text, settled[index])
                kind: Kind = "question" if asks else "context"
                decided[index] = replace(decided[index], kind=kind)
    return decided


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


@dataclass(frozen=True, slots=True)
class _Around:
    """Where loose text asks first, and where it last introduces a list by asking for it."""

    first_ask: int
    last_demand: int

    @classmethod
    def of(cls, text: str, units: Sequence[Unit]) -> _Around:
        first, demand = len(units), -1
        for index, unit in enumerate(units):
            if not unit.loose or unit.kind is not None:
                continue
            acts = [run.act for run in runs_of(text, unit.start, unit.end)]
            if any(act in {Act.ASK, Act.NAMES, Act.WISH} for act in acts):
                first = min(first, index)
            following = units[index + 1] if index + 1 < len(units) else None
            lists = following is not None and not following.loose
            if acts[-1] is Act.LEAD_IN and (lists or not text[unit.end - 1 : unit.end].isalpha()):
                demand = index
        return cls(first, demand)

    def asks_besides(self, begin: int, end: int) -> bool:
        """Whether something is asked before or after a list."""
        return self.first_ask < end or self.last_demand >= begin


# --- what they do -------------------------------------------------------------------------


def _asked_from(text: str, units: Sequence[Unit], begin: int, end: int, around: _Around) -> int:
    """The index from which a list asks; ``end`` if it does not."""
    items = [unit for unit in units[begin:end] if not unit.loose and unit.kind is None]
    if not items:
        return begin
    if _are_footnotes(text, items) or all(_is_about_reply(text, item) for item in items):
        return end
    if all(_DEFINES.match(plain(item.words_of(text))) for item in items):
        return end
    if all(states(item.words_of(text)) for item in items) and around.asks_besides(begin, end):
        return end
    if _is_scope(text, units, begin, end, around):
        return end
    return _after_background(text, units, begin, end)


def _is_about_reply(text: str, item: Unit) -> bool:
    """Whether a bullet says how to answer: "• If it is published, please send a link."."""
    said = is_note(item.words_of(text)) or _first_act(text, item) in {Act.HANDLING, Act.LIMIT}
    return item.bullet and said


def _are_footnotes(text: str, items: Sequence[Unit]) -> bool:
    """ "[1] https://..." below a text that has a "[1]" in it."""
    label = items[0].label
    cited = label is not None and label.printed.startswith("[")
    return cited and label is not None and label.printed in text[: items[0].start]


def _is_scope(text: str, units: Sequence[Unit], begin: int, end: int, around: _Around) -> bool:
    """Whether what introduces a list makes it a note, a quotation or a limit."""
    above = units[begin - 1] if begin else None
    if above is None or not above.loose:
        return False
    lead_in = plain(_last_sentence(text, above))
    acts = [_first_act(text, unit) for unit in units[begin:end] if not unit.loose]
    told = _THESE_ARE.match(lead_in) and around.asks_besides(begin, end)
    noted = (NOTES.match(lead_in) or told) and Act.ASK not in acts
    if noted or (_TOLD.match(lead_in) and around.asks_besides(begin, end)):
        return True
    # "The cost of action" may be a thing that is asked for or one that is told.
    if Act.ASK in acts or 2 * sum(act.asks for act in acts) > len(acts):
        return False
    last = max(index for index in range(begin, end) if not units[index].loose)
    if says_where(lead_in) and _asks_below(text, units, last + 1, around):
        return True
    if act_of(lead_in) in _DEMANDING or words.WISH.search(lead_in):
        return False
    if _STATES.search(lead_in):
        return True
    if _ASKS_FOR.search(lead_in):
        return False
    stated = around.first_ask < begin and bool(words.FINITE.search(lead_in))
    return stated or _gives_way(text, units, last) or _introduces(text, units, last + 1)


def _first_act(text: str, unit: Unit) -> Act:
    """What an item does to begin with: "A. Payroll. In some cases, please ..." names a thing."""
    begin, close = next(sentence_spans(text, unit.body, unit.end), (unit.body, unit.end))
    return act_of(text[begin:close])


def says_where(lead_in: str) -> bool:
    """ "For each of these years:": what it introduces limits what is asked, it asks nothing."""
    return bool(_LIMITS.search(lead_in)) and not words.INTERROGATIVE.match(lead_in)


def _asks_below(text: str, units: Sequence[Unit], index: int, around: _Around) -> bool:
    """Whether what stands below a list asks, right there or in a list that is asked for."""
    if around.last_demand >= index:
        return True
    for unit in units[index : index + 3]:
        if unit.kind is None:
            asks = unit.loose and act_of(_last_sentence(text, unit)) in _DEMANDING
            return asks or not unit.loose
    return False


def _gives_way(text: str, units: Sequence[Unit], last: int) -> bool:
    """Whether another list, which asks, stands right below: "Services: a) ... 1) How much?"."""
    below = units[last + 1] if last + 1 < len(units) else None
    return below is not None and below.opens and act_of(below.words_of(text)) is Act.ASK


def _introduces(text: str, units: Sequence[Unit], index: int) -> bool:
    """Whether the loose text right below a list asks for what follows it."""
    unit = units[index] if index < len(units) else None
    if unit is None or not unit.loose or unit.kind is not None:
        return False
    return act_of(_last_sentence(text, unit)) is Act.LEAD_IN


def _after_background(text: str, units: Sequence[Unit], begin: int, end: int) -> int:
    """Where a list begins to ask: numbered paragraphs of background end with a lead-in."""
    if text[units[begin].end - 1] not in ".!":
        return begin
    for index in range(begin, end - 1):
        unit, following = units[index], units[index + 1]
        if unit.kind is not None:
            continue
        runs = [run.act for run in runs_of(text, unit.body, unit.end)]
        if not runs or any(act in _ASKING for act in runs):
            return begin
        leads = runs[-1] is Act.LEAD_IN and index > begin and not following.loose
        if text[unit.end - 1] == "?":
            return begin
        if leads and (unit.loose or following.level <= unit.level):
            return index + 1
    return begin


def _limits(text: str, unit: Unit) -> bool:
    """Whether a bullet only says how the others are meant."""
    return unit.bullet and _first_act(text, unit) is Act.LIMIT


def _last_sentence(text: str, unit: Unit) -> str:
    last = sentences_of(text, unit.start, unit.end)[-1]
    return text[last.start : last.end]

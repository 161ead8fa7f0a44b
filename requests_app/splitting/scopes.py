"""Which lists only say where, when or about what is asked.

Knows what introduces a list, and what stands below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from requests_app.splitting import things, wishes, words
from requests_app.splitting.asks import Act, act_of, is_exact, plain
from requests_app.splitting.headings import is_marked_heading
from requests_app.splitting.limits import CLOSES
from requests_app.splitting.prose import runs_of, sentences_of
from requests_app.splitting.sentences import sentence_spans
from requests_app.splitting.units import Unit

_STATES = re.compile(
    r"\b(?:states?|says?|said|stated|reads?|provides|according to|defined? as|definition"
    r"|requires?|sets? out|makes? (?:it )?clear|quote|extract|wording|policy is)\b[^?]{0,80}:$"
)
# What is wanted "in the following format:" was asked for before.
FORMATS = re.compile(
    r"\b(?:following|these|this) (?:\w+ )?(?:format|form|way|column(?: (?:title|heading))?"
    r"|header)s?"
    r"\s?[:–-]+$"
    r"|\bfollowing (?:\w+ )?(?:file )?formats?\b[^.?]{0,60}:$|\bin order of preference\s?:$"
)
_ASKS_FOR = re.compile(
    r"\b(?:(?:my|the|following|these|below|such|specific) (?:\w+ )?(?:questions?|information"
    r"|details|data|documents?|points|queries)\b|(?<!in )questions?|as follows|require)"
)
# "For each of these sites:", "could relate to one of the following:" say where or what about.
_LIMITS = re.compile(
    r"^(?:for|during|between|covering|over|concerning|regarding)(?: (?:the|each|both|all|of"
    r"|these|following|periods?"
    r"|years?|months?))*\s?[:,–-]?$|"
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
# "Concerning:" goes on with what was asked above it.
_BARE = re.compile(
    r"(?:and )?(?:concerning|regarding|relating to|in relation to|in respect of|with regards? to"
    r"|about)"
    r"(?: (?:the|any|all|of|following|matters?|topics?|subjects?|these))*\s?[:–-]+"
)
# "This request covers all:".
_COVERS = re.compile(
    r"(?:this|my|the) (?:foi |information )*(?:request|enquiry|foi|question)s? (?:only "
    r"|also )?(?:covers?|spans?"
    r"|concerns?|includes?|relates? to|applies to|extends to|is (?:about|limited to"
    r"|for))\b[^.?]{0,40}:$"
)
# "Please send the contract, which may include the following:" says what it is about.
_MAY_BE = re.compile(
    r"\bwhich (?:may|might|could|can) (?:also )?(?:include|cover|mean)\b[^.?:]{0,30}:$"
)
# What is announced as questions is not "a) Laptops b) Printers" if questions follow.
_QUESTIONS = re.compile(r"\bfollowing questions?\b")
# "For each of the types of contract above", "for the above schools".
_ABOVE = re.compile(
    r"\b(?:for|of|about|to|regarding|concerning) (?:(?:each|any|all|every|both|one)\b[^,:]{0,60}"
    r"\babove|(?:the|these) above|the \w+(?: \w+)? (?:\w+ )?above)\b"
)
# "In each of the years listed above:" leads from one list to another.
_ABOVE_AGAIN = re.compile(r"(?:in|for|during|at) (?:each|every|all) of [^.?]{0,60}\babove\s?:$")
_FOR_EACH = re.compile(r"for (?:each|every|all)(?: one)? of (?:the|these|those)\b")
# "For each of the contracts below, please answer the questions below"
_EACH_BELOW = re.compile(r"for (?:each|every|all|any)\b[^,.:]{0,60}\b(?:below|listed)\b")
# "The lines are as follows:" below a question about "the lines named below".
_ARE_AS_FOLLOWS = re.compile(
    rf"(?:the|these|those) (?!(?:\w+ ){{0,2}}{words.WANTED_NOUN})(?:\w+ ){{1,3}}(?:is|are)"
    r" (?:as follows|listed below|below|these)\W*$"
)
# "Please take them in this order:" is about the reply, and so is what it lists.
_IN_ORDER = re.compile(r"\bprioriti[sz]e\b.*:$|\bin (?:this|the following) order\s?:$")
# "You answered as follows:" quotes what was asked before.
_TOLD = re.compile(
    r"(?:in your (?:reply|response|answer|letter|e-?mail)\b|you(?:r (?:reply|response|answer"
    r"|letter))?"
    r"|the (?:council|trust|force|department)) .{0,80}\b(?:answer\w*|repl\w+|respon\w+|said|stated"
    r"|wrote|told|confirmed|asked|says|states)\b[^?]{0,60}:$"
)
_THESE_ARE = re.compile(
    r"(?:this|here|below|the following) is an? (?:\w+ )?(?:list|summary|outline|description) of\b"
    r"|(?:the following|these|below|here) (?:is|are|were)\b"
    r"(?!.{0,30}\b(?:questions?|requests?|queries|information)\b)"
)
# Headings of what is no request.
NOTES = re.compile(
    r"(?:(?:please note|notes?|remarks?|n\.?b\.?|(?:\w+ )?definitions?|glossary"
    r"|for the purposes? of"
    r"|background"
    r"|context|introduction|reasons?|rationale|purpose|why (?:this|i|we)|legal basis|disclaimer"
    r"|terms|about (?:me|us)|(?:the )?public interest(?! tests?)|references?(?! (?:numbers?|nos?"
    r"|codes?)\b)|sources?|timeline"
    r"|chronology|attachments?|enclosures?|cc|(?:an? |some )?(?:sample|examples?(?! (?:could"
    r"|would|may|might|can)\b))"
    r"|here (?:is|are) (?:an? |some |the )?(?:sample|examples?))\b)"
)
ASKING = frozenset({Act.ASK, Act.NAMES, Act.WISH, Act.GENERAL})
_DECISIVE = frozenset({Act.ASK, Act.GENERAL, Act.LEAD_IN})
_DEMANDING = ASKING | {Act.LEAD_IN}


@dataclass(frozen=True, slots=True)
class Around:
    """Where loose text asks first, and where it last introduces a list by asking for it."""

    first_ask: int
    last_demand: int

    @classmethod
    def of(cls, text: str, units: Sequence[Unit]) -> Around:
        first, demand = len(units), -1
        for index, unit in enumerate(units):
            if unit.kind == "question":
                first, demand = min(first, index), index
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


def tells_list(words: str) -> bool:
    """ "This is a list of the duties that come within these functions:" tells, and asks nothing."""
    return bool(_THESE_ARE.match(plain(words)))


def is_scope(text: str, units: Sequence[Unit], begin: int, end: int, around: Around) -> bool:
    """Whether what introduces a list makes it a note, a quotation or a limit."""
    above = units[begin - 1] if begin else None
    if above is None or not above.loose:
        return False
    lead_in = plain(_last_sentence(text, above))
    acts = [first_act(text, unit) for unit in units[begin:end] if not unit.loose]
    told = _THESE_ARE.match(lead_in) and around.asks_besides(begin, end)
    told = told or (_ARE_AS_FOLLOWS.match(lead_in) and around.first_ask < begin)
    told = told or (_IN_ORDER.search(lead_in) and around.first_ask < begin)
    noted = bool(NOTES.match(lead_in) or told)
    shown = bool(FORMATS.search(lead_in) or _TOLD.match(lead_in))
    if (noted and Act.ASK not in acts) or (shown and around.asks_besides(begin, end)):
        return True
    # "The cost of action" may be a thing that is asked for or one that is told.
    demands = not _DECISIVE.isdisjoint(acts)
    if demands or 2 * sum(act.asks for act in acts) > len(acts):
        return False
    last = max(index for index in range(begin, end) if not units[index].loose)
    bare = _BARE.fullmatch(lead_in) and around.first_ask < begin
    if bare or _is_taken_up(text, units, last, lead_in, around):
        return True
    if act_of(lead_in) in _DEMANDING or wishes.WISH.search(lead_in):
        return False
    if _STATES.search(lead_in):
        return True
    if _ASKS_FOR.search(lead_in):
        return False
    stated = around.first_ask < begin and bool(things.FINITE.search(lead_in))
    return stated or _gives_way(text, units, last) or _introduces(text, units, last + 1)


def _is_taken_up(text: str, units: Sequence[Unit], last: int, lead_in: str, around: Around) -> bool:
    """Whether what stands below a list asks about what it names."""
    exact = is_exact(lead_in) and act_of(lead_in) in {Act.NAMES, Act.LEAD_IN}
    if says_where(lead_in) and not exact and _asks_below(text, units, last + 1, around):
        return True
    if _QUESTIONS.search(lead_in) and _gives_way(text, units, last):
        return True
    return _refers_up(text, units, last + 1)


def first_act(text: str, unit: Unit) -> Act:
    """What an item does to begin with: "A. Payroll. In some cases, please ..." names a thing."""
    begin, end = first_sentence(text, unit)
    return act_of(text[begin:end])


def first_sentence(text: str, unit: Unit) -> tuple[int, int]:
    """Where the first sentence of an item begins and ends."""
    return next(sentence_spans(text, unit.body, unit.end), (unit.body, unit.end))


def says_where(lead_in: str) -> bool:
    """ "For each of these years:": what it introduces limits what is asked, it asks nothing."""
    if _MAY_BE.search(lead_in) or _COVERS.match(lead_in) or _EACH_BELOW.match(lead_in):
        return True
    return bool(_LIMITS.search(lead_in)) and not words.INTERROGATIVE.match(lead_in)


def _asks_below(text: str, units: Sequence[Unit], index: int, around: Around) -> bool:
    """Whether what stands below a list asks, right there or in a list that is asked for."""
    below = units[index : index + 1]
    if below and below[0].loose and is_marked_heading(below[0].words_of(text)):
        return False  # Another part begins.
    if below and below[0].loose and CLOSES.match(plain(below[0].words_of(text))):
        return False  # "Additionally, please send:" asks for something else.
    if around.last_demand >= index:
        return True
    for place, unit in enumerate(units[index : index + 3], start=index):
        if unit.kind is None and not (
            unit.loose and _ABOVE_AGAIN.match(plain(unit.words_of(text)))
        ):
            asks = unit.loose and act_of(_last_sentence(text, unit)) in _DEMANDING
            return asks or not unit.loose or _heads_list(text, units, place)
    return False


def _heads_list(text: str, units: Sequence[Unit], index: int) -> bool:
    """Whether another list begins right below a line with a colon."""
    below = units[index + 1] if index + 1 < len(units) else None
    return below is not None and below.opens and text[units[index].end - 1] == ":"


def _refers_up(text: str, units: Sequence[Unit], index: int) -> bool:
    """ "For each of the schemes above please send:" and another list: the one above says what
    about."""
    while index + 1 < len(units) and units[index + 1].loose:
        index += 1  # What stands between may say more of them.
    if not _introduces(text, units, index) or index + 1 == len(units):
        return False
    said = plain(_last_sentence(text, units[index]))
    return bool(_ABOVE.search(said) or _FOR_EACH.match(said))


def _gives_way(text: str, units: Sequence[Unit], last: int) -> bool:
    """Whether another list, which asks, stands right below: "Services: a) ... 1) How much?"."""
    below = units[last + 1] if last + 1 < len(units) else None
    return below is not None and below.opens and act_of(below.words_of(text)) is Act.ASK


def _introduces(text: str, units: Sequence[Unit], index: int) -> bool:
    """Whether the loose text right below a list asks for what follows it."""
    unit = units[index] if index < len(units) else None
    if unit is None or not unit.loose or unit.kind is not None:
        return False
    said = _last_sentence(text, unit)
    return act_of(said) is Act.LEAD_IN and not CLOSES.match(plain(said))


def _last_sentence(text: str, unit: Unit) -> str:
    last = sentences_of(text, unit.start, unit.end)[-1]
    return text[last.start : last.end]

"""Which sentences of a paragraph are one question, and which are context.

Knows the order of sentences; what a single one does is read in ``asks``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice

from requests_app.splitting.asks import Act, act_of, is_fragment, plain
from requests_app.splitting.limits import ALSO_INCLUDE
from requests_app.splitting.sentences import sentence_spans
from requests_app.splitting.vocabulary import AROUND

# A sentence that cannot stand without the question before it.
_SPECIFIES = re.compile(
    r"(?:this|these|those|it|they|such)\b.{0,40}\b(?:should|must|can|could|may|includes?|excludes?"
    r"|covers?|relates?|refers?|means|would (?:be|include)|(?:is|are) (?:to|for)|to be|not "
    r"(?:includ|limit)\w+)\b"
)
_DEPENDS = re.compile(
    r"(?:if (?:so|yes|no|not|you (?:do|did|have|are)|there|this|these|they|it|any|available"
    r"|applicable|possible)\b"
    r"|alternatively,? if\b|details (?:should|must)\b|(?:can|could|may) (?:i|we) again\b"
    r"|y(?:es)? ?/ ?no?"
    r"|where (?:so|this|these|possible|applicable)|this|these|those|it|they|such|e\.g|eg\b|i\.e"
    r"|for (?:example|instance|clarity|each)|including|include|includes|please (?:also )?(?:include"
    r"|break|specify|exclude|be|only|limit|separate|split|list these|state (?:the|if|whether|how)"
    r"|(?:give|provide|show|note|detail|name) (?:the|their|its|dates|names)\b"
    r"|indicate|note which|ensure)|by (?:this|that)|broken|ideally"
    r"|for the (?:period|years?|avoidance)|from \d|between \d|in particular|namely|specifically"
    r"|(?:primarily|mainly|especially|particularly) (?:the|any|all|those)\b"
    r"|(?:split|divided|grouped) (?:by|into|between)|\(|\[|the (?:list|breakdown|data|information"
    r"|figures?|spreadsheet|report)"
    r" (?:should|must|needs?|can)|i would (?:like|expect) (?:this|these|it|the information"
    r" (?:from|for|to cover)))(?![a-z])"
)
# "And how many since then?" goes on; when it is long it asks for something else.
_ADDS = re.compile(
    r"(?:and|or|also (?:include|for|from|between|in)|both(?! (?:of|the|these"
    r"|those)\b)|with|as well as|again)\b"
)
# "Please specify the make and the age of each boat as well as its price" asks by itself.
_SPELLS_OUT = re.compile(r"please (?:also )?(?:specify|state|indicate|give|provide|show|note)\b")
_POINTS_BACK = re.compile(r"\b(?:this|these|those|them|above|same)\b|\bif (?:so|yes|not?)\b")
# "Please provide any documentation relating to the sale": of what was asked about before.
_EVIDENCE = re.compile(
    r"(?:again,? )?please (?:also )?(?:provide|supply|send)(?: me| us)?(?: with)? (?:any |all "
    r"|the )*"
    r"(?:information|documentation|evidence|paperwork)\b.{0,80}?"
    r"\b(?:relating to|regarding|about|concerning|in relation to|surrounding)\b"
)
_LONG_WORD = re.compile(r"[a-z]{4,}")
_EXAMPLE = re.compile(r"(?:e\.g|eg|for (?:example|instance)|such as|i\.e|namely)\b")
_POINTS = re.compile(r"(?:this|these|those|it|they|such)\b")
# "How many? Please send me a copy of it." is one question, two full sentences are two.
_REFERS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|this|these|those|he|she|his|her|him|such|same|ones?"
    r"|above|former|latter|(?:each|both|a copy|copies|details|reasons?|how much|how many|when"
    r"|why|who|where)[.?]?$)(?!\w)"
)
# "Dear Council, please send me ..." in one line.
_GREETING = re.compile(
    r"(?:dear|hi|hello|good (?:morning|afternoon|evening))\b[^,.:;?!]{0,60},(?=\s\S)", re.IGNORECASE
)
# "Second, ..." says itself that it is a question of its own.
_COUNTED = re.compile(
    r"(?:(?:and )?(?:first|second|third|fourth|fifth|last|final)(?:ly)?|next|separately|in addition"
    r"|additionally|furthermore|moreover)\b,? |(?:can|could|would|will|may|might) (?:you|i|we)"
    r" (?:please )?also\b|specifically,? (?:i|we)\b"
    r"|(?:i|we) (?:would |should |'d )?(?:also )?(?:like|request|want|need|require"
    r"|wish)\b.*\balso\b"
    r"|(?:i|we) (?:would |should |'d )?also\b|(?:i|we) would like to request\b"
    r"|please also (?:provide|supply|send|give|list)\b"
    r"(?! (?:me |us |with )*(?:it|them|this|these|those|their|its|any such"
    r"|(?:the )?(?:details|copies|names|dates|reasons?) of (?:it|them|these|those|each))\b)"
)
_THING = re.compile(r"[A-Z][^.?!:,]{10,}[.]?")
_OWN = re.compile(r"(?:how (?:many|much|often)|what|which|when|where|who|why)\b")
_CLAUSE_END = re.compile(r",? (?:and|but|or) |, ")
_FEWEST_WORDS, _SHORT_WORDS = 4, 6
# So long a sentence says itself what it asks about, whatever it refers back to.
_WHOLE = 10
_MOST_SENTENCES = 200


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:end]`` and what it does."""

    start: int
    end: int
    act: Act


@dataclass(slots=True)
class Run:
    """Sentences that are one block: a question, or what stands between questions."""

    start: int
    end: int
    act: Act


def sentences_of(text: str, start: int, end: int) -> list[Sentence]:
    """The sentences of a paragraph. One with too many is no letter and stays whole."""
    spans = list(islice(sentence_spans(text, start, end), _MOST_SENTENCES + 1))
    if len(spans) > _MOST_SENTENCES:
        spans = [(start, end)]
    found: list[Sentence] = []
    for begin, close in spans:
        act = act_of(text[begin:close])
        # Beside a thing that is named another needs no word that says so.
        named = bool(found) and found[-1].act is Act.NAMES and act is Act.PLAIN
        if named and _THING.match(text, begin, close) and is_fragment(text[begin:close]):
            act = Act.NAMES
        found.append(Sentence(begin, close, act))
    return found


def runs_of(text: str, start: int, end: int) -> list[Run]:
    """A paragraph as runs: sentences that ask, with those that depend on them, and the rest."""
    greeting = _GREETING.match(text, start, end)
    runs: list[Run] = []
    if greeting:
        runs.append(Run(start, greeting.end(), Act.GREETING))
        start = greeting.end() + 1
    for read in sentences_of(text, start, end):
        sentence = _asking(text, read)
        last = runs[-1] if runs else None
        if last and _belongs(text, last, sentence):
            last.end = sentence.end
            # "I would like to know about the pier. In particular:" asks nothing by itself.
            if last.act in _WISHES and text[last.end - 1] == ":":
                last.act = Act.LEAD_IN
        else:
            runs.append(Run(sentence.start, sentence.end, sentence.act))
    return runs


def _asking(text: str, sentence: Sentence) -> Sentence:
    """ "Please also include any replies that the rowers sent" asks for something more."""
    words = plain(text[sentence.start : sentence.end])
    more = sentence.act is Act.LIMIT and ALSO_INCLUDE.match(words)
    return replace(sentence, act=Act.ASK) if more and words.count(" ") >= _WHOLE else sentence


def _leans(raw: str) -> bool:
    """Whether a sentence that asks is about what was asked before it."""
    words = plain(raw)
    count = words.count(" ") + 1
    if count >= _WHOLE:
        return False
    most = _FEWEST_WORDS if _OWN.match(words) else _SHORT_WORDS
    # "... a policy, and who wrote it" refers to its own beginning.
    clause = _CLAUSE_END.split(words, 1)[0]
    clause = clause if clause.count(" ") >= _FEWEST_WORDS else words
    return words.count(" ") + 1 < most or bool(_REFERS_BACK.search(clause))


def _more_of_it(words: str, asked: str) -> bool:
    """Whether it wants the papers of what was asked about before, in a word of that."""
    found = _EVIDENCE.match(words)
    about = set(_LONG_WORD.findall(words, found.end())) - AROUND if found else set()
    return not about.isdisjoint(_LONG_WORD.findall(asked))


def _belongs(text: str, run: Run, sentence: Sentence) -> bool:
    words = plain(text[sentence.start : sentence.end])
    if _COUNTED.match(words) and sentence.act.asks:
        return False
    whole = sentence.act.asks and words.count(" ") + 1 >= _WHOLE
    if run.act.asks and _more_of_it(words, plain(text[run.start : run.end])):
        return True
    spells_out = _SPELLS_OUT.match(words) and not _POINTS_BACK.search(words)
    if whole and (spells_out or ALSO_INCLUDE.match(words)):
        return False
    depends = bool(_DEPENDS.match(words) or (_ADDS.match(words) and not whole))
    if run.act is Act.GENERAL:
        goes_on = _EXAMPLE if sentence.act.asks else _DEPENDS
        return bool(goes_on.match(words))
    if run.act in {Act.ASK, Act.WISH, Act.NAMES}:
        if sentence.act.asks:
            named = sentence.act is Act.NAMES
            return depends or (not named and _leans(text[sentence.start : sentence.end]))
        if sentence.act is Act.PLAIN and _POINTS.match(words):
            return bool(_SPECIFIES.match(words))
        return sentence.act is Act.LIMIT or (sentence.act is Act.PLAIN and depends)
    return run.act not in _APART and sentence.act not in _APART


_WISHES = frozenset({Act.WISH, Act.GENERAL})
_APART = frozenset(
    {Act.ASK, Act.NAMES, Act.WISH, Act.GENERAL, Act.LEAD_IN, Act.GREETING, Act.SIGN_OFF}
)

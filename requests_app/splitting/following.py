"""Which sentence goes with the question before it, and which asks or tells something new.

Knows two sentences, what each does and the words of both; nothing of paragraphs.
"""

from __future__ import annotations

import re

from requests_app.splitting.asks import Act, plain
from requests_app.splitting.limits import ALSO_INCLUDE
from requests_app.splitting.vocabulary import AROUND
from requests_app.splitting.words import FOLLOW_UP

# A sentence that cannot stand without the question before it.
_SPECIFIES = re.compile(
    r"(?:this|these|those|it|they|such)\b.{0,40}\b(?:should|must|can|could|may|might|includes?|excludes?"
    r"|covers?|relates?|refers?|means|would (?:be|include)|(?:is|are) (?:to|for)|(?<!used )to be"
    r"|not "
    r"(?:includ|limit)\w+)\b"
)
_DEPENDS = re.compile(
    r"(?:if (?:so|yes|no|not|you (?:do|did|have|are)|there|this|these|they|it|any|available"
    r"|applicable|possible)\b"
    r"|alternatively,? if\b|details (?:should|must)\b|(?:can|could|may) (?:i|we) again\b"
    r"|y(?:es)? ?/ ?no?"
    r"|where (?:so|this|these|possible|applicable)|this|these|those|it|they|such|e\.g|eg\b|i\.e"
    r"|for (?:example|instance|clarity|each)|to give an example|an example (?:would|might|could"
    r"|is|of)"
    r"|in (?:such|this|that|these|those) (?:an? )?(?:cases?|instances?|events?)\b"
    r"|or\b|(?:against|beside|next to) each\b|show (?:the|their|its)\b"
    r"|(?:in|by) (?:using )?(?:that|this|the) term\b|in other words|that is to say"
    r"|what i mean is|(?:so,? )?simply put"
    r"|to put it (?:another way|simply|differently)|i repeat|by \W?\w+(?: \w+){0,2}\W? (?:i"
    r"|we) (?:mean|am referring)"
    r"|(?:when|where) i (?:say|speak of|refer to)|just (?:the|a)\b.*\bplease\b"
    r"|including|include|includes|please (?:also )?(?:include"
    r"|break|specify|exclude|be|only|limit|separate|split|list these|state (?:the|if|whether|how)"
    r"|(?:give|provide|show|note|detail|name) (?:the|their|its|dates|names)\b"
    r"|indicate|note which|ensure)|by (?:this|that)|broken|ideally"
    r"|for the (?:period|years?|avoidance)|from \d|between \d|in particular|namely|specifically"
    r"|(?:primarily|mainly|especially|particularly) (?:the|any|all|those)\b"
    r"|(?:split|divided|grouped) (?:by|into|between)|the (?:list|breakdown|data|information"
    r"|figures?|spreadsheet|report)"
    r" (?:should|must|needs?|can)|i would (?:like|expect) (?:this|these|it|the information"
    r" (?:from|for|to cover)))(?![a-z])|[(\[]"
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
# "Which?", "Is that right?", "Did they go through?".
_POINTS_UP = re.compile(
    r"have i got (?:this|that|it) right\b.{0,60}|"
    r"(?:and |so |but )?(?:(?:is|was|are|were|did|does|do|has|have|had|will) (?:this|that|they"
    r"|these"
    r"|those|it)\b(?: [\w-]+){0,3}"
    r"|(?:which(?: ones?)?|why(?: not)?|when|who(?: by)?|how(?: so)?|where|by whom)"
    r"(?: (?:was|is|were|are) (?:this|that|it|they))?)\?$"
)
_LONG_WORD = re.compile(r"[a-z]{4,}")
_EXAMPLE = re.compile(
    r"(?:e\.g|eg|for (?:example|instance)|such as|i\.e|namely|to give an example)(?![a-z])"
)
_RESTATES = re.compile(
    r"(?:in other words|that is to say|what i mean is|(?:so,? )?simply put"
    r"|to put it (?:another way|simply|differently))(?![a-z])"
)
_POINTS = re.compile(r"(?:this|these|those|it|they|such(?! as\b))\b")
# "How many? Please send me a copy of it." is one question, two full sentences are two.
_REFERS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|this|these|those|he|she|his|her|him|such|same|ones?"
    r"|above|former|latter|(?:each|both|a copy|copies|details|reasons?|how much|how many|when"
    r"|why|who|where)[.?]?$)(?!\w)"
)
# "I would like the date and whether each one was paid."
_OF_EACH = re.compile(r"\b(?:whether|when|how|of|for|in) each (?:one|of them)\b")
# "If there were drafts, please provide them all.": of what was asked before.
_IF_THERE = re.compile(
    r"(?:if|where)\b[^.?]{1,120}[,\w] please (?:provide|send|supply|give|include|attach)\b"
)
_MORE_ALSO = re.compile(r"\balso\b|\b(?:the|a) (?:name|number|copy|copies|value|date)s? of\b")
_OF_THOSE = re.compile(r"\b(?:these|those|this|such|same|above)\b")
# "Second, ..." says itself that it is a question of its own.
_COUNTED = re.compile(
    r"(?:(?:and )?(?:first|second|third|fourth|fifth|last|final)(?:ly)?|next|separately|in addition"
    r"|additionally|furthermore|moreover)\b,? |(?:can|could|would|will|may|might) (?:you|i|we)"
    r" (?:please )?also\b|specifically,? (?:i|we)\b"
    r"|(?:i|we) (?:would |should |'d )?(?:also )?(?:like|request|want|need|require"
    r"|wish)\b.*\balso\b"
    r"|(?:i|we) (?:would |should |'d )?also\b|it(?:'d| would) also\b|(?:i"
    r"|we) would like to request\b"
    r"|please also (?:provide|supply|send|give|list)\b"
    r"(?! (?:me |us |with )*(?:it|them|this|these|those|their|its|any such"
    r"|(?:the )?(?:details|copies|names|dates|reasons?) of (?:it|them|these|those|each))\b)"
)
_OWN = re.compile(
    r"(?:how (?:many|much|often|long|is|are|was|were|do|does|did|has|have|can|will)|what|which"
    r"|when|where|who|why)\b"
)
_ASIDE = re.compile(r" ?\([^()]{0,120}\)")
_CLAUSE_END = re.compile(r",? (?:and|but|or) |, ")
_FEWEST_WORDS, _SHORT_WORDS = 4, 6
# So long a sentence says itself what it asks about, whatever it refers back to.
_WHOLE = 10
_APART = frozenset(
    {Act.ASK, Act.NAMES, Act.WISH, Act.GENERAL, Act.LEAD_IN, Act.GREETING, Act.SIGN_OFF}
)
_EXACT = frozenset({Act.ASK, Act.WISH, Act.NAMES})


def belongs(above: Act, asked: str, act: Act, words: str, *, examples: bool) -> bool:
    """Whether the sentence ``words``, as ``asks.plain`` gives it, is part of the run ``asked``
    above it. ``examples``: that run ends with examples of what it asks."""
    if _COUNTED.match(words) and act.asks:
        return False
    if above.asks and _more_of_it(words, asked):
        return True
    if _asks_by_itself(act, words):
        return False
    if above.asks and _takes_up(act, words, examples=examples):
        return True
    if above is Act.GENERAL:
        shown = _EXAMPLE.match(words) or _RESTATES.match(words)
        return act is Act.LIMIT or bool(shown if act.asks else _DEPENDS.match(words))
    if above in _EXACT:
        return _details(act, words)
    return above not in _APART and act not in _APART


def gives_examples(words: str) -> bool:
    """ "E.g. which register is used?", and not "In other words, which register?"."""
    return bool(_EXAMPLE.match(words))


def is_whole(words: str) -> bool:
    """Whether a sentence is so long that it says itself what it asks about."""
    return words.count(" ") + 1 >= _WHOLE


def points_up(words: str, act: Act) -> bool:
    """Whether a question is about the statement before it, and says nothing of its own."""
    return bool(_POINTS_UP.match(words) or (act is Act.ASK and FOLLOW_UP.match(words)))


def _asks_by_itself(act: Act, words: str) -> bool:
    """ "Please state the make and the age of each boat as well as its price." """
    spells_out = _SPELLS_OUT.match(words) and not _POINTS_BACK.search(words)
    return act.asks and is_whole(words) and bool(spells_out or ALSO_INCLUDE.match(words))


def _takes_up(act: Act, words: str, *, examples: bool) -> bool:
    """Whether it is about what was asked before: its examples, its drafts, each of it."""
    if examples and act is Act.ASK and not is_whole(words):
        return True
    if _IF_THERE.match(words) and not _MORE_ALSO.search(words):
        return True
    return act.asks and bool(_OF_EACH.search(words))


def _details(act: Act, words: str) -> bool:
    """Whether it says how an exact question is meant, or asks a little more about it."""
    depends = _DEPENDS.match(words) or (_ADDS.match(words) and not (act.asks and is_whole(words)))
    if act.asks:
        return bool(depends) or (act is not Act.NAMES and _leans(words))
    if act is Act.PLAIN and _POINTS.match(words):
        return bool(_SPECIFIES.match(words))
    return act is Act.LIMIT or (act is Act.PLAIN and bool(depends))


def _leans(words: str) -> bool:
    """Whether a sentence that asks is about what was asked before it."""
    if is_whole(words):
        return False
    words = _ASIDE.sub("", words).rstrip()
    most = _FEWEST_WORDS if _OWN.match(words) else _SHORT_WORDS
    if words.count(" ") + 1 < most:
        return True
    if _OWN.match(words) and words.endswith("?"):
        # "When was it cleared?" has an answer of its own.
        return bool(_OF_THOSE.search(words))
    # "... a policy, and who wrote it" refers to its own beginning.
    clause = _CLAUSE_END.split(words, 1)[0]
    clause = clause if clause.count(" ") >= _FEWEST_WORDS else words
    return bool(_REFERS_BACK.search(clause))


def _more_of_it(words: str, asked: str) -> bool:
    """Whether it wants the papers of what was asked about before, in a word of that."""
    found = _EVIDENCE.match(words)
    if not found:
        return False
    about = set(_LONG_WORD.findall(words, found.end())) - AROUND
    return not about.isdisjoint(_LONG_WORD.findall(plain(asked)))

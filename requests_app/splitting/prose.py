"""Which sentences of a paragraph are one question, and which are context.

Knows the order of sentences; what a single one does is read in ``asks``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from requests_app.splitting.asks import Act, act_of, is_fragment, plain
from requests_app.splitting.following import belongs, gives_examples, is_whole, points_up
from requests_app.splitting.limits import ALSO_INCLUDE
from requests_app.splitting.sentences import sentence_spans

# "Dear Council, please send me ..." in one line.
_GREETING = re.compile(
    r"(?:dear|hi|hello|good (?:morning|afternoon|evening))\b[^,.:;?!]{0,60},(?=\s\S)", re.IGNORECASE
)
_THING = re.compile(r"[A-Z][^.?!:,]{10,}[.]?")
_MOST_SENTENCES = 200


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:end]`` and what it does."""

    start: int
    end: int
    act: Act


@dataclass(slots=True)
class Run:
    """Sentences that are one block: a question, or what stands between questions.
    ``examples``: the last of them gives examples of what is asked."""

    start: int
    end: int
    act: Act
    examples: bool = False


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
    for read in _with_what_they_ask_about(text, sentences_of(text, start, end)):
        said = plain(text[read.start : read.end])
        sentence = _asking(read, said)
        last = runs[-1] if runs else None
        asked = text[last.start : last.end] if last else ""
        if last and belongs(last.act, asked, sentence.act, said, examples=last.examples):
            last.end = sentence.end
            last.examples = last.examples or gives_examples(said)
            # "I would like to know about the pier. In particular:" asks nothing by itself.
            if last.act in _WISHES and text[last.end - 1] == ":":
                last.act = Act.LEAD_IN
        else:
            runs.append(Run(sentence.start, sentence.end, sentence.act))
    return runs


def _with_what_they_ask_about(text: str, sentences: Sequence[Sentence]) -> list[Sentence]:
    """ "You say that it follows the guidance. Which?": the question means nothing without what is
    said before it, and begins there."""
    found: list[Sentence] = []
    for sentence in sentences:
        before = found[-1] if found else None
        said = plain(text[sentence.start : sentence.end])
        if before and before.act is Act.PLAIN and points_up(said, sentence.act):
            act = Act.ASK if sentence.act is Act.ASK else Act.PLAIN
            found[-1] = Sentence(before.start, sentence.end, act)
        else:
            found.append(sentence)
    return found


def _asking(sentence: Sentence, said: str) -> Sentence:
    """ "Please also include any replies that the rowers sent" asks for something more."""
    more = sentence.act is Act.LIMIT and ALSO_INCLUDE.match(said)
    return replace(sentence, act=Act.ASK) if more and is_whole(said) else sentence


_WISHES = frozenset({Act.WISH, Act.GENERAL})

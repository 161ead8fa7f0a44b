"""Numbered topics whose questions stand on lines of their own: "1) Fleet" above "Total number of
cars." and "Name of the lessor.".

Knows the shape of items; what a line asks is read in ``asks``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from requests_app.splitting.asks import Act, act_of
from requests_app.splitting.headings import is_heading
from requests_app.splitting.units import Unit

_FEWEST_TOPICS, _FEWEST_LINES = 2, 2
_FEWEST_WORDS = 3  # on average: "Trading name" is a field of an answer
_ASKING = frozenset({Act.ASK, Act.NAMES, Act.PLAIN})


def settle_topics(text: str, units: Sequence[Unit]) -> list[Unit]:
    """The units; where several items of a list are topics with lines of their own, the topics are
    headings and the lines questions."""
    topics = {
        index: lines
        for index, unit in enumerate(units)
        if unit.numbered and unit.kind is None and is_heading(unit.words_of(text).strip(" :"))
        if (lines := _lines_below(text, units, index))
    }
    settled = list(units)
    # Single lines may also be the text of an item, unless all items are topics.
    if len(topics) < sum(unit.numbered and unit.kind is None for unit in units):
        topics = {index: lines for index, lines in topics.items() if len(lines) >= _FEWEST_LINES}
    asking = [lines for lines in topics.values() if _ask(text, units, lines)]
    if len(asking) < _FEWEST_TOPICS or max(map(len, asking)) < _FEWEST_LINES:
        return settled
    for index, lines in topics.items():
        settled[index] = replace(units[index], kind="section")
        for line in lines:
            leads = text[units[line].end - 1] == ":"
            settled[line] = replace(units[line], kind="context" if leads else "question")
    return settled


def _lines_below(text: str, units: Sequence[Unit], index: int) -> list[int]:
    """Where the lines of a topic are, perhaps below one that leads in; none if there are none."""
    below = list(takewhile(lambda line: _is_line(text, units[line]), range(index + 1, len(units))))
    leads = bool(below) and text[units[below[0]].end - 1] == ":"
    asked = [units[line].words_of(text) for line in below[leads:]]
    acts = [act_of(words) for words in asked if not words.endswith("?")]
    if not asked or not _ASKING.issuperset(acts):
        return []
    words_in_all = sum(words.count(" ") for words in asked)
    return below if words_in_all >= _FEWEST_WORDS * len(asked) else []


def _ask(text: str, units: Sequence[Unit], lines: Sequence[int]) -> bool:
    said = [units[line].words_of(text) for line in lines]
    return act_of(said[0]) is Act.LEAD_IN or any(
        words.endswith("?") or act_of(words).asks for words in said
    )


def _is_line(text: str, unit: Unit) -> bool:
    """Whether it could be a line of the topic above; below the last topic only what stands right
    below it or asks."""
    if not unit.loose or unit.kind is not None or unit.frame:
        return False
    words = unit.words_of(text)
    return (
        unit.inside
        or not unit.gap
        or words.endswith("?")
        or act_of(words) in {Act.NAMES, Act.LEAD_IN}
    )

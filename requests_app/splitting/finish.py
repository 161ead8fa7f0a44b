"""From decided pieces to blocks: stems, sections where numbers start again, numbers.

Knows kinds, labels and levels; of the words only "If so".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from requests_app.splitting.block import Block
from requests_app.splitting.numbering import number_blocks
from requests_app.splitting.units import Unit

_FOLLOW_UP = re.compile(r"\s{0,9}if (?:so|yes|no|not)\b", re.IGNORECASE)


def blocks_of(text: str, units: Sequence[Unit]) -> tuple[Block, ...]:
    """The blocks in order, numbered; each number once in its section."""
    settled = _with_stems(text, _with_sections(units))
    numbers = _numbers(settled)
    return tuple(
        Block(
            kind=unit.kind or "context",
            label=unit.label.printed if unit.label and unit.kind == "question" else "",
            number=number,
            text=_words(text, unit),
            start=unit.start,
            end=unit.end,
            level=unit.level if unit.kind == "question" else 0,
            stem=unit.stem,
        )
        for unit, number in zip(settled, numbers, strict=True)
    )


def _words(text: str, unit: Unit) -> str:
    """A label is only taken off a question: in a quotation or a scope it is part of the text."""
    begin = unit.body if unit.kind == "question" else unit.start
    return text[begin : unit.end].strip()


def _with_stems(text: str, units: Sequence[Unit]) -> list[Unit]:
    """A question with questions below it is answered through them; but "Is there a policy?"
    is not, if the next says "If so, ..."."""
    settled = list(units)
    deeper, follows_up = 0, False
    for index in range(len(settled) - 1, -1, -1):
        unit = settled[index]
        if unit.kind == "section":
            deeper = 0
        if unit.kind == "question":
            settled[index] = replace(unit, stem=deeper > unit.level and not follows_up)
            deeper = unit.level
            follows_up = bool(_FOLLOW_UP.match(text, unit.body, unit.end))
    return settled


def _with_sections(units: Sequence[Unit]) -> list[Unit]:
    """Where numbers start again without a heading, the text that introduces them becomes one."""
    settled = list(units)
    seen: set[str] = set()
    for index, number in enumerate(_numbers(units)):
        if settled[index].kind == "section":
            seen = set()
        base = number.partition(" ")[0]
        if base and base in seen:
            heading = _introduction(settled, index)
            if heading is not None:
                settled[heading] = replace(settled[heading], kind="section", stem=False)
                seen = set()
        seen.add(base)
    return settled


def _introduction(units: Sequence[Unit], index: int) -> int | None:
    """The first context after the question before ``units[index]``."""
    first: int | None = None
    for before in range(index - 1, -1, -1):
        if units[before].kind == "question":
            break
        if units[before].kind == "context" and units[before].loose:
            first = before
    return first


def _numbers(units: Sequence[Unit]) -> list[str]:
    return number_blocks(
        [
            (unit.kind or "context", unit.label.printed if unit.label else "", unit.level)
            for unit in units
        ]
    )

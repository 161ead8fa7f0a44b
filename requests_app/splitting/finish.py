"""From decided pieces to blocks: the frame in one piece, sections where numbers start again,
numbers.

Knows kinds, labels and levels, nothing of the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from requests_app.splitting.block import Block, Frame
from requests_app.splitting.numbering import number_blocks
from requests_app.splitting.stems import mark_stems
from requests_app.splitting.units import Unit


def blocks_of(text: str, units: Sequence[Unit]) -> tuple[Block, ...]:
    """The blocks in order, numbered; each number once in its section."""
    settled = mark_stems(text, _with_sections(_joined(units)))
    numbers = _numbers(settled)
    return tuple(
        Block(
            kind=unit.kind or "context",
            label=_label(text, unit),
            number=number,
            text=_words(text, unit),
            start=unit.start,
            end=unit.end,
            level=unit.level if unit.kind == "question" else 0,
            stem=unit.stem,
            frame=_frame(unit),
        )
        for unit, number in zip(settled, numbers, strict=True)
    )


def _label(text: str, unit: Unit) -> str:
    """The label of a question as it stands in the request, whatever its spaces are."""
    if unit.label is None or unit.kind != "question":
        return ""
    return text[unit.start : unit.start + len(unit.label.printed)]


def _words(text: str, unit: Unit) -> str:
    """A label is only taken off a question: in a quotation or a scope it is part of the text."""
    begin = unit.body if unit.kind == "question" else unit.start
    return text[begin : unit.end].strip()


def _joined(units: Sequence[Unit]) -> list[Unit]:
    """Neighbours of one sort of frame are one piece, be it a signature or a thread of mails."""
    joined: list[Unit] = []
    for unit in units:
        frame = _frame(unit)
        if frame and joined and _frame(joined[-1]) == frame:
            joined[-1] = replace(joined[-1], end=unit.end)
        else:
            joined.append(unit)
    return joined


def _frame(unit: Unit) -> Frame:
    return unit.frame if (unit.kind or "context") == "context" else ""


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
    """The first context after the question before ``units[index]``; "Yours faithfully" heads
    nothing."""
    first: int | None = None
    for before in range(index - 1, -1, -1):
        if units[before].kind == "question":
            break
        if units[before].kind == "context" and units[before].loose and not units[before].frame:
            first = before
    return first


def _numbers(units: Sequence[Unit]) -> list[str]:
    return number_blocks(
        [
            (unit.kind or "context", unit.label.printed if unit.label else "", unit.level)
            for unit in units
        ]
    )

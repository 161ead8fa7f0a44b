"""Brings in the split of a case file, or leaves the portal's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from requests_app.actions import importing
from requests_app.case_files.form import BlockPart
from requests_app.case_files.incoming import Incoming
from requests_app.characters import printable
from requests_app.gate.finding import Place
from requests_app.models import Block
from requests_app.splitting.numbering import number_blocks


def split_as_in_the_file(incoming: Incoming) -> dict[str, Block]:
    """The blocks by their keys in the file; without any there, q1, q2, …"""
    rows = list(incoming.case.blocks.order_by("position"))
    parts = incoming.file.blocks
    if parts is None:
        incoming.paths |= {(Place.SPLIT, row.pk): "text" for row in rows}
        return {f"q{index}": row for index, row in enumerate(rows, start=1)}
    if _is_lost(incoming.file.text, parts):
        incoming.warnings.append("blocks: they do not hold all of the text as received.")
    split = _split_blocks(parts)
    # Nobody had a hand in a split that is the portal's own.
    if split != [_as_split(row) for row in rows]:
        with incoming.blaming("blocks"):
            rows = importing.replace_split(
                incoming.case, split, by=incoming.lead, at=incoming.received
            )
    incoming.paths |= {(Place.SPLIT, row.pk): f"blocks[{i}]" for i, row in enumerate(rows)}
    return {part.key: row for part, row in zip(parts, rows, strict=True)}


def _split_blocks(parts: Sequence[BlockPart]) -> list[importing.SplitBlock]:
    counted = number_blocks([(part.kind, part.label, part.level) for part in parts])  # type: ignore[misc]
    return [
        importing.SplitBlock(
            kind=part.kind,
            label=part.label,
            number=number if part.number is None else part.number,
            text=part.text,
            level=part.level,
            stem=part.stem,
            omitted=part.omitted,
            redactions=part.redactions,
        )
        for part, number in zip(parts, counted, strict=True)
    ]


def _as_split(row: Block) -> importing.SplitBlock:
    return importing.SplitBlock(
        kind=row.kind,
        label=row.label,
        number=row.number,
        text=row.text,
        level=row.level,
        stem=row.stem,
        omitted=row.omitted,
        redactions=tuple(row.redactions),
    )


def _is_lost(text: str, parts: Sequence[BlockPart]) -> bool:
    """Whether a character of the text stands in no block; blocks may have been moved."""
    wanted = Counter("".join(printable(text).split()))
    found = Counter("".join("".join(part.label + part.text for part in parts).split()))
    return bool(wanted - found)

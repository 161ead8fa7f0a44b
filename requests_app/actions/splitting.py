"""Correcting the split of a request: kinds, labels, cuts, joins, order, what is left out."""

from __future__ import annotations

import re
from datetime import datetime
from typing import cast

from django.contrib.auth.models import User

from requests_app import audit
from requests_app.actions.base import Refused, locked
from requests_app.actions.following import restamp_split, share_events
from requests_app.models import Answer, Block, FoiRequest
from requests_app.response import BlockKind
from requests_app.splitting.numbering import number_blocks
from requests_app.workflow import Verb

MAX_LEVEL = 4


def change_block(
    block: Block,
    *,
    kind: str,
    label: str,
    level: int,
    stem: bool,
    omitted: bool,
    by: User,
    at: datetime,
) -> None:
    """Changes what a block is. A block that is no question any more gives up its answer."""
    with locked(block.foi_request, Verb.DRAFT, by=by) as case:
        row = _row(case, block)
        row.kind = kind
        row.label = label.strip()
        row.level = max(0, min(level, MAX_LEVEL))
        row.stem = stem and kind == Block.Kind.QUESTION
        row.omitted = omitted
        if not row.answerable:
            row.answer = None
        row.save()
        _settle(case)
        audit.record(case, "split_corrected", by=by, at=at, change="kind", block=row.pk)


def cut_block(block: Block, *, offset: int, by: User, at: datetime) -> Block:
    """Cuts a block in two at a character; the second half is of the same kind, unanswered."""
    with locked(block.foi_request, Verb.DRAFT, by=by) as case:
        row = _row(case, block)
        head, tail = row.text[:offset].rstrip(), row.text[offset:].lstrip()
        if not head or not tail:
            raise Refused(
                "Choose a place inside the text, with words on both sides.", field="offset"
            )
        if _cuts_a_redaction(row, offset):
            raise Refused(
                "That would cut words that are declared as personal information. "
                "Choose another place.",
                field="offset",
            )
        rows = _rows(case)
        index = rows.index(row)
        row.text = head
        second = Block(
            foi_request=case,
            position=0,
            kind=row.kind,
            text=tail,
            level=row.level,
            omitted=row.omitted,
            redactions=[passage for passage in row.redactions if passage in tail],
        )
        row.redactions = [passage for passage in row.redactions if passage in head]
        row.save()
        _place(case, [*rows[: index + 1], second, *rows[index + 1 :]])
        share_events(row, second)
        audit.record(case, "split_corrected", by=by, at=at, change="cut", block=row.pk)
    return second


def join_block(block: Block, *, by: User, at: datetime) -> Block:
    """Joins a block to the one above it, whose kind, label and answer stay. Nothing is lost:
    the label of the joined block becomes part of the text."""
    with locked(block.foi_request, Verb.DRAFT, by=by) as case:
        row = _row(case, block)
        rows = _rows(case)
        index = rows.index(row)
        if index == 0:
            raise Refused("This is the first block, there is none above it to join.")
        above = rows[index - 1]
        if above.omitted != row.omitted:
            raise Refused(
                "One of the two blocks is left out of the response. "
                "Show both or leave both out, then join them."
            )
        tail = f"{row.label} {row.text}".strip()
        above.text = f"{above.text}\n{tail}"
        above.redactions = [*above.redactions, *row.redactions]
        above.save()
        share_events(row, above)
        row.delete()
        _place(case, [*rows[:index], *rows[index + 1 :]])
        audit.record(case, "split_corrected", by=by, at=at, change="join", block=above.pk)
    return above


def move_block(block: Block, *, down: bool, by: User, at: datetime) -> None:
    """Moves a block one place; at the end of the list it stays where it is."""
    with locked(block.foi_request, Verb.DRAFT, by=by) as case:
        rows = _rows(case)
        index = rows.index(_row(case, block))
        target = index + (1 if down else -1)
        if 0 <= target < len(rows):
            rows[index], rows[target] = rows[target], rows[index]
            _place(case, rows)
            audit.record(case, "split_corrected", by=by, at=at, change="move", block=block.pk)


def redact_block(block: Block, *, passages: list[str], by: User, at: datetime) -> None:
    """Declares passages of a block as personal data; the text as received stays as it is."""
    with locked(block.foi_request, Verb.DRAFT, by=by) as case:
        row = _row(case, block)
        for passage in passages:
            if passage not in row.text:
                raise Refused(
                    f"“{passage}” does not stand in this block. Copy the words exactly.",
                    field="passages",
                )
        row.redactions = passages
        row.save(update_fields=["redactions"])
        audit.record(case, "split_corrected", by=by, at=at, change="redact", block=row.pk)


def _rows(case: FoiRequest) -> list[Block]:
    return list(case.blocks.order_by("position"))


def _row(case: FoiRequest, block: Block) -> Block:
    row: Block = case.blocks.get(pk=block.pk)
    return row


def _place(case: FoiRequest, rows: list[Block]) -> None:
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            row.save()
    _settle(case)


def _settle(case: FoiRequest) -> None:
    """After any change: canonical numbers anew, and no empty answer is left behind."""
    rows = _rows(case)
    numbers = number_blocks([(_kind(row), row.label, row.level) for row in rows])
    changed = []
    for row, number in zip(rows, numbers, strict=True):
        if row.number != number:
            row.number = number
            changed.append(row)
    Block.objects.bulk_update(changed, ["number"])
    drop_empty_answers(case)
    restamp_split(case)


def _cuts_a_redaction(row: Block, offset: int) -> bool:
    """Whether a declared passage stands on both sides of the cut; neither half would hide it."""
    return any(
        match.start() < offset < match.end()
        for passage in row.redactions
        for match in re.finditer(re.escape(passage), row.text)
    )


def _kind(row: Block) -> BlockKind:
    return cast("BlockKind", row.kind)


def drop_empty_answers(case: FoiRequest) -> None:
    """Removes answers that answer nothing and say nothing; one that says something stays."""
    Answer.objects.filter(foi_request=case, questions=None, text="", claims=None).delete()

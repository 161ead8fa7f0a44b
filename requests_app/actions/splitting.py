"""Correcting the split of a request: kinds, labels, cuts, joins, order, what is left out, undo,
redo.

Every verb takes the ``revision`` of the split as its page showed it, and returns a Correction.
Those that take ``*blocks`` correct as many as are given, in one step that is undone in one.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from django.contrib.auth.models import User

from requests_app.actions import split_rows
from requests_app.actions.base import Refused
from requests_app.actions.correcting import Correction, Split, correcting
from requests_app.actions.retracing import Way, last_change, last_undone
from requests_app.actions.split_rows import LONGEST_LABEL, MAX_LEVEL
from requests_app.characters import kept_line
from requests_app.models import Block, FoiRequest
from requests_app.rendering.markup import TextTooComplex, check_characters


def _correcting(
    blocks: Sequence[Block],
    change: str,
    *asked: object,
    revision: int | None,
    by: User,
    at: datetime,
) -> AbstractContextManager[Split]:
    """``correcting`` for blocks of one case."""
    if not blocks:
        raise Refused("Tick at least one block first.")
    pks = [block.pk for block in blocks]
    case = blocks[0].foi_request
    return correcting(case, change, *pks, *asked, revision=revision, by=by, at=at)


def change_block(
    block: Block,
    *,
    kind: str,
    label: str,
    level: int,
    stem: bool,
    omitted: bool,
    revision: int | None = None,
    by: User,
    at: datetime,
) -> Correction:
    """Changes all of what a block is. A block that is no question any more gives up its answer."""
    with _correcting([block], "kind", "all", revision=revision, by=by, at=at) as split:
        row = split.row(block)
        row.kind = kind
        row.label = label.strip()
        row.level = max(0, min(level, MAX_LEVEL))
        row.stem = stem and kind == Block.Kind.QUESTION
        row.omitted = omitted
    return split.correction


def set_kind(
    *blocks: Block, kind: str, revision: int | None = None, by: User, at: datetime
) -> Correction:
    """Makes blocks headings, context or questions. A question is shown."""
    if kind not in set(Block.Kind):
        raise Refused("Choose a heading, context or a question.", field="kind")
    with _correcting(blocks, "kind", kind, revision=revision, by=by, at=at) as split:
        for row in split.chosen(blocks):
            split_rows.become(row, kind)
    return split.correction


def set_label(
    block: Block, *, label: str, revision: int | None = None, by: User, at: datetime
) -> Correction:
    """Corrects the number that the requester printed; empty if there is none."""
    label = kept_line(label).strip()
    if len(label) > LONGEST_LABEL:
        raise Refused(f"A number has at most {LONGEST_LABEL} characters.", field="label")
    try:
        check_characters(label, field="The number")
    except TextTooComplex as error:
        raise Refused(str(error), field="label") from error
    with _correcting([block], "label", label, revision=revision, by=by, at=at) as split:
        split.row(block).label = label
    return split.correction


def leave_out(
    *blocks: Block, omitted: bool, revision: int | None = None, by: User, at: datetime
) -> Correction:
    """Leaves blocks out of the response, or shows them again."""
    change = "omit" if omitted else "show"
    with _correcting(blocks, change, revision=revision, by=by, at=at) as split:
        for row in split.chosen(blocks):
            row.omitted = omitted
    return split.correction


def indent_block(*blocks: Block, revision: int | None = None, by: User, at: datetime) -> Correction:
    """Makes questions, with their own parts, or context parts of the question above them.

    That one is answered through its parts from then on if a question is one, unless an answer to
    it is written already: then it keeps it.
    """
    with _correcting(blocks, "indent", revision=revision, by=by, at=at) as split:
        split_rows.indent(split, split.chosen(blocks))
    return split.correction


def outdent_block(
    *blocks: Block, revision: int | None = None, by: User, at: datetime
) -> Correction:
    """Takes questions, with their own parts, one level up. The last part that leaves a question
    makes that a plain question again."""
    with _correcting(blocks, "outdent", revision=revision, by=by, at=at) as split:
        split_rows.outdent(split, split.chosen(blocks))
    return split.correction


def cut_block(
    block: Block, *, offset: int, revision: int | None = None, by: User, at: datetime
) -> Correction:
    """Cuts a block in two at a character, or beside the word in which that is; the second half
    is of the same kind, unanswered. A number with which it begins, like "b)", becomes its label.
    """
    with _correcting([block], "cut", offset, revision=revision, by=by, at=at) as split:
        split_rows.cut(split, split.row(block), offset)
    return split.correction


def cut_lines(block: Block, *, revision: int | None = None, by: User, at: datetime) -> Correction:
    """Cuts a block where each of its lines begins; if some of them have numbers or bullets, where
    those begin, and these become labels."""
    with _correcting([block], "lines", revision=revision, by=by, at=at) as split:
        split_rows.cut_lines(split, split.row(block))
    return split.correction


def join_block(*blocks: Block, revision: int | None = None, by: User, at: datetime) -> Correction:
    """Joins blocks to the one above them, whose kind and label stay. Nothing is lost: the label
    of a joined block becomes part of the text, and of several answers the uppermost that says
    something stays while the others are set aside."""
    with _correcting(blocks, "join", revision=revision, by=by, at=at) as split:
        split_rows.join_above(split, split.chosen(blocks))
    return split.correction


def move_block(
    *blocks: Block, down: bool, revision: int | None = None, by: User, at: datetime
) -> Correction:
    """Moves blocks one place up or down."""
    way = "down" if down else "up"
    with _correcting(blocks, "move", way, revision=revision, by=by, at=at) as split:
        split_rows.move(split, split.chosen(blocks), down=down)
    return split.correction


def redact_block(
    block: Block, *, passages: list[str], revision: int | None = None, by: User, at: datetime
) -> Correction:
    """Declares passages of a block as personal data; the text as received stays as it is."""
    with _correcting([block], "redact", revision=revision, by=by, at=at) as split:
        row = split.row(block)
        for passage in passages:
            if passage not in row.text:
                raise Refused(
                    f"“{passage}” does not stand in this block. Copy the words exactly.",
                    field="passages",
                )
        row.redactions = passages
    return split.correction


def undo(case: FoiRequest, *, revision: int | None = None, by: User, at: datetime) -> Correction:
    """Takes back the latest correction that is not undone, whoever made it. Raises Refused when
    an answer that was written since then would be left without a question."""
    with correcting(case, Way.BACK, revision=revision, by=by, at=at) as split:
        change = last_change(split.case)
        if change is None:
            raise Refused("There is nothing to undo.")
        split.retrace(change, Way.BACK)
    return split.correction


def redo(case: FoiRequest, *, revision: int | None = None, by: User, at: datetime) -> Correction:
    """Makes the correction again that was undone last, whoever undid it. A written answer that
    has no question then is set aside, as it was at first. Raises Refused when nothing is undone
    or something was corrected since."""
    with correcting(case, Way.FORTH, revision=revision, by=by, at=at) as split:
        change = last_undone(split.case)
        if change is None:
            raise Refused("There is nothing to do again.")
        split.retrace(change, Way.FORTH)
    return split.correction

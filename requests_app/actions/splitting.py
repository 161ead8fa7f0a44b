"""Correcting the split of a request: kinds, labels, cuts, joins, order, what is left out, undo,
redo.

Every verb takes the ``revision`` of the split as its page showed it, and returns a Correction.
"""

from __future__ import annotations

import re
from datetime import datetime

from django.contrib.auth.models import User

from requests_app.actions.base import Refused
from requests_app.actions.correcting import Correction, Split, correcting
from requests_app.actions.empty_answers import saying
from requests_app.actions.retracing import Way, last_change, last_undone
from requests_app.characters import kept_line
from requests_app.models import Block, FoiRequest
from requests_app.rendering.markup import TextTooComplex, check_characters
from requests_app.splitting.cutting import beside_word
from requests_app.splitting.labels import read_label

MAX_LEVEL = 4
LONGEST_LABEL = 40


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
    with correcting(
        block.foi_request, "kind", block.pk, "all", revision=revision, by=by, at=at
    ) as split:
        row = split.row(block)
        row.kind = kind
        row.label = label.strip()
        row.level = max(0, min(level, MAX_LEVEL))
        row.stem = stem and kind == Block.Kind.QUESTION
        row.omitted = omitted
    return split.correction


def set_kind(
    block: Block, *, kind: str, revision: int | None = None, by: User, at: datetime
) -> Correction:
    """Makes a block a heading, context or a question. A question is shown: it is to be answered,
    and nobody would see the answer to one that is left out."""
    if kind not in set(Block.Kind):
        raise Refused("Choose a heading, context or a question.", field="kind")
    with correcting(
        block.foi_request, "kind", block.pk, kind, revision=revision, by=by, at=at
    ) as split:
        row = split.row(block)
        row.kind = kind
        row.omitted = row.omitted and kind != Block.Kind.QUESTION
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
    with correcting(
        block.foi_request, "label", block.pk, label, revision=revision, by=by, at=at
    ) as split:
        split.row(block).label = label
    return split.correction


def leave_out(
    block: Block, *, omitted: bool, revision: int | None = None, by: User, at: datetime
) -> Correction:
    """Leaves a block out of the response, or shows it again."""
    with correcting(
        block.foi_request, "omit", block.pk, omitted, revision=revision, by=by, at=at
    ) as split:
        split.row(block).omitted = omitted
    return split.correction


def indent_block(
    block: Block, *, revision: int | None = None, by: User, at: datetime
) -> Correction:
    """Makes a question, with its own parts, or context a part of the question above it.

    That one is answered through its parts from then on if a question is one, unless an answer to
    it is written already: then it keeps it.
    """
    with correcting(
        block.foi_request, "indent", block.pk, revision=revision, by=by, at=at
    ) as split:
        row = split.row(block)
        above = _question_above(split, row)
        if row.kind == Block.Kind.QUESTION:
            above.stem = above.stem or not saying(split.case, [above.answer_id])
        _shift(split, row, 1)
    return split.correction


def outdent_block(
    block: Block, *, revision: int | None = None, by: User, at: datetime
) -> Correction:
    """Takes a question, with its own parts, one level up. The last part that leaves a question
    makes that a plain question again."""
    with correcting(
        block.foi_request, "outdent", block.pk, revision=revision, by=by, at=at
    ) as split:
        row = split.row(block)
        if row.level == 0:
            raise Refused("This is no part of another question.")
        _shift(split, row, -1)
    return split.correction


def _question_above(split: Split, row: Block) -> Block:
    """The question of which ``row`` becomes a part: the nearest above on its own level."""
    for above in reversed(split.rows[: split.rows.index(row)]):
        if Block.Kind.SECTION in {row.kind, above.kind}:
            break
        if above.kind == Block.Kind.QUESTION and above.level <= row.level:
            if above.level == row.level:
                return above
            break
    raise Refused("There is no question above of which this could be a part.")


def _shift(split: Split, row: Block, by: int) -> None:
    """Changes the level of a block, and of the parts of a question with it."""
    index = split.rows.index(row)
    moved = [row]
    for below in split.rows[index + 1 :] if row.kind == Block.Kind.QUESTION else ():
        if below.kind == Block.Kind.SECTION or below.level <= row.level:
            break
        moved.append(below)
    if max(block.level for block in moved) + by > MAX_LEVEL:
        raise Refused(f"There are no more than {MAX_LEVEL + 1} levels.")
    for block in moved:
        block.level += by


def cut_block(
    block: Block, *, offset: int, revision: int | None = None, by: User, at: datetime
) -> Correction:
    """Cuts a block in two at a character, or beside the word in which that is; the second half
    is of the same kind, unanswered. A number with which it begins, like "b)", becomes its label.
    """
    with correcting(
        block.foi_request, "cut", block.pk, offset, revision=revision, by=by, at=at
    ) as split:
        row = split.row(block)
        offset = beside_word(row.text, offset)
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
        label, text = _label_and_text(tail)
        second = Block(
            foi_request=split.case,
            kind=row.kind,
            label=label,
            text=text,
            level=row.level,
            omitted=row.omitted,
            redactions=[passage for passage in row.redactions if passage in text],
        )
        row.text = head
        row.redactions = [passage for passage in row.redactions if passage in head]
        split.rows.insert(split.rows.index(row) + 1, second)
        split.following.append((row, second))
        split.focus = second
    return split.correction


def _label_and_text(tail: str) -> tuple[str, str]:
    """A number that nobody can mistake is a label; "4 Please" may be a sentence."""
    label = read_label(tail)
    if label is None or label.bare or label.bullet or len(label.printed) > LONGEST_LABEL:
        return "", tail
    text = tail[label.length :].lstrip()
    return (label.printed, text) if text else ("", tail)


def join_block(block: Block, *, revision: int | None = None, by: User, at: datetime) -> Correction:
    """Joins a block to the one above it, whose kind and label stay. Nothing is lost: the label
    of the joined block becomes part of the text, and of two answers the upper one stays while
    the lower one is set aside, unless only the lower one says something."""
    with correcting(block.foi_request, "join", block.pk, revision=revision, by=by, at=at) as split:
        row = split.row(block)
        index = split.rows.index(row)
        if index == 0:
            raise Refused("This is the first block, there is none above it to join.")
        above = split.rows[index - 1]
        if above.omitted != row.omitted:
            raise Refused(
                "One of the two blocks is left out of the response. "
                "Show both or leave both out, then join them."
            )
        tail = f"{row.label} {row.text}".strip()
        above.text = f"{above.text}\n{tail}"
        above.redactions = list(dict.fromkeys([*above.redactions, *row.redactions]))
        split.rows.remove(row)
        split.following.append((row, above))
        split.focus = above
        # Without its only part the block above may be a question that can be answered itself.
        split.settle()
        if above.answerable and row.answer_id and not saying(split.case, [above.answer_id]):
            above.answer_id = row.answer_id
    return split.correction


def move_block(
    block: Block, *, down: bool, revision: int | None = None, by: User, at: datetime
) -> Correction:
    """Moves a block one place up or down."""
    with correcting(
        block.foi_request, "move", block.pk, "down" if down else "up",
        revision=revision, by=by, at=at,
    ) as split:  # fmt: skip
        row = split.row(block)
        index = split.rows.index(row)
        target = index + (1 if down else -1)
        if not 0 <= target < len(split.rows):
            raise Refused(f"This is the {'last' if down else 'first'} block already.")
        split.rows[index], split.rows[target] = split.rows[target], row
    return split.correction


def redact_block(
    block: Block, *, passages: list[str], revision: int | None = None, by: User, at: datetime
) -> Correction:
    """Declares passages of a block as personal data; the text as received stays as it is."""
    with correcting(
        block.foi_request, "redact", block.pk, revision=revision, by=by, at=at
    ) as split:
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


def _cuts_a_redaction(row: Block, offset: int) -> bool:
    """Whether a declared passage stands on both sides of the cut; neither half would hide it."""
    return any(
        match.start() < offset < match.end()
        for passage in row.redactions
        for match in re.finditer(re.escape(passage), row.text)
    )

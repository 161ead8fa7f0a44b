"""What a correction does to the rows of a split, in memory. Who may ask for it, what it takes to
undo it and what follows from it is for ``splitting`` and ``correcting``.

``chosen`` are rows of the split in their order. Each function goes through the split once,
however many are chosen. They raise Refused, and then nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from requests_app.actions.base import Refused
from requests_app.actions.correcting import Split
from requests_app.actions.empty_answers import saying
from requests_app.models import Block
from requests_app.splitting.cutting import beside_word, lines_begin
from requests_app.splitting.labels import read_label

_GOES_ON = re.compile(r"(?:and|or|to) ")
MAX_LEVEL = 4
LONGEST_LABEL = 40


def become(row: Block, kind: str) -> None:
    """A question is shown: it is to be answered, and nobody would see the answer to one that is
    left out. A number with which its words begin, like "2.", becomes its label."""
    was, row.kind = row.kind, kind
    if kind != Block.Kind.QUESTION:
        return
    row.omitted = False
    if was != Block.Kind.QUESTION and not row.label:
        row.label, row.text = _label_and_text(row.text, row.redactions, bullets=True)


def indent(split: Split, chosen: Sequence[Block]) -> None:
    """Each becomes a part of the question above it, with its own parts. One that went along as
    such a part is not moved again. The question above is answered through its parts from then on,
    unless an answer to it is written."""
    wanted = {id(row) for row in chosen}
    moved: set[int] = set()
    stems: dict[int, Block] = {}
    # The nearest question above on each level; a higher one ends what is below it.
    above: dict[int, Block] = {}
    for place, row in enumerate(split.rows):
        if row.kind == Block.Kind.SECTION:
            above = {}
        if id(row) in wanted and id(row) not in moved:
            with _telling_which(row, chosen):
                if row.kind == Block.Kind.SECTION or row.level not in above:
                    raise Refused("There is no question above of which this could be a part.")
                if row.kind == Block.Kind.QUESTION:
                    stems[id(above[row.level])] = above[row.level]
                moved |= _shift(split.rows, place, 1)
        if row.kind == Block.Kind.QUESTION:
            above = {level: one for level, one in above.items() if level < row.level}
            above[row.level] = row
    written = {
        answer.pk for answer in saying(split.case, [one.answer_id for one in stems.values()])
    }
    for stem in stems.values():
        stem.stem = stem.stem or stem.answer_id not in written


def outdent(split: Split, chosen: Sequence[Block]) -> None:
    """Each goes one level up, with its own parts. One that went along as such a part is not moved
    again."""
    places = {id(row): place for place, row in enumerate(split.rows)}
    moved: set[int] = set()
    for row in chosen:
        if id(row) in moved:
            continue
        with _telling_which(row, chosen):
            if row.level == 0:
                raise Refused("This is no part of another question.")
            moved |= _shift(split.rows, places[id(row)], -1)


@contextmanager
def _telling_which(row: Block, chosen: Sequence[Block]) -> Iterator[None]:
    """Of several blocks, a refusal says to which one it is due."""
    try:
        yield
    except Refused as refused:
        if len(chosen) == 1:
            raise
        raise Refused(
            f"Nothing was changed. {row.called[:1].upper()}{row.called[1:]}: {refused}"
        ) from refused


def _shift(rows: Sequence[Block], place: int, by: int) -> set[int]:
    """Changes the level of a row, and of the parts of a question with it. Returns which."""
    row = rows[place]
    moved = [row]
    for at in range(place + 1, len(rows) if row.kind == Block.Kind.QUESTION else 0):
        if rows[at].kind == Block.Kind.SECTION or rows[at].level <= row.level:
            break
        moved.append(rows[at])
    if max(block.level for block in moved) + by > MAX_LEVEL:
        raise Refused(f"There are no more than {MAX_LEVEL + 1} levels.")
    for block in moved:
        block.level += by
    return {id(block) for block in moved}


def cut(split: Split, row: Block, offset: int) -> None:
    """Cuts a row in two at a character, or beside the word in which that is."""
    offset = beside_word(row.text, offset)
    if not row.text[:offset].strip() or not row.text[offset:].strip():
        raise Refused("Choose a place inside the text, with words on both sides.", field="offset")
    _cut_at(split, row, [offset], bullets=False)


def cut_lines(split: Split, row: Block) -> None:
    """Cuts a row where each of its lines begins; if some of them have numbers or bullets, where
    those begin."""
    offsets = lines_begin(row.text)
    if not offsets:
        raise Refused("There is only one line. Choose a place to cut it.", field="offset")
    _cut_at(split, row, offsets, bullets=True)
    split.pieces = [one for _, one in split.following]


def _cut_at(split: Split, row: Block, offsets: Sequence[int], *, bullets: bool) -> None:
    """Each piece is of the same kind, unanswered. Next is looked at the first one cut off."""
    declared = _spans(row.text, row.redactions)
    if any(start < offset < end for start, end in declared for offset in offsets):
        raise Refused(
            "That would cut words that are declared as personal information. Choose another place.",
            field="offset",
        )
    ends = [*offsets[1:], len(row.text)]
    pieces = [row.text[start:end].strip() for start, end in zip(offsets, ends, strict=True)]
    made = []
    for piece in pieces:
        label, text = _label_and_text(piece, row.redactions, bullets=bullets)
        made.append(
            Block(
                foi_request=split.case,
                kind=row.kind,
                label=label,
                text=text,
                level=row.level,
                omitted=row.omitted,
                redactions=[passage for passage in row.redactions if passage in text],
            )
        )
    row.text = row.text[: offsets[0]].rstrip()
    if bullets and not row.label:
        row.label, row.text = _label_and_text(row.text, row.redactions, bullets=bullets)
    row.redactions = [passage for passage in row.redactions if passage in row.text]
    below = split.rows.index(row) + 1
    split.rows[below:below] = made
    split.following += [(row, one) for one in made]
    split.focus = made[0]


def _label_and_text(piece: str, redactions: Sequence[str], *, bullets: bool) -> tuple[str, str]:
    """A number that nobody can mistake is a label; "4 Please" may be a sentence, "A. Jones" a
    name, and "(a) and (b)" speaks of two. Nor is one torn off words that are declared as personal
    information: they would be shown."""
    label = read_label(piece)
    if label is None or label.bare or len(label.printed) > LONGEST_LABEL:
        return "", piece
    text = piece[label.length :].lstrip()
    initial = label.capital and label.parts[-1].isalpha()
    if not text or initial or (label.bullet and not bullets) or _GOES_ON.match(text):
        return "", piece
    if any(start < len(piece) - len(text) for start, _ in _spans(piece, redactions)):
        return "", piece
    return label.printed, text


def _spans(text: str, passages: Sequence[str]) -> list[tuple[int, int]]:
    """Where passages that are declared as personal information stand in a text. A cut between
    their ends would leave halves that hide nothing."""
    return [match.span() for passage in passages for match in re.finditer(re.escape(passage), text)]


def join_above(split: Split, chosen: Sequence[Block]) -> None:
    """Joins each to the row above it, whose kind and label stay. Of several answers the
    uppermost that says something stays."""
    joins = {id(row) for row in chosen}
    kept: list[Block] = []
    joined: dict[int, list[Block]] = {}
    for row in split.rows:
        if id(row) not in joins:
            kept.append(row)
            continue
        with _telling_which(row, chosen):
            above = _above_to_join(row, kept)
        joined.setdefault(id(above), [above]).append(row)
        split.following.append((row, above))
    for above, *below in joined.values():
        tails = (f"{row.label} {row.text}".strip() for row in below)
        above.text = "\n".join([above.text, *tails])
        passages = (passage for row in (above, *below) for passage in row.redactions)
        above.redactions = list(dict.fromkeys(passages))
    split.rows = kept
    split.focus = next(iter(joined.values()))[0]
    # Without its only part the row above may be a question that can be answered itself.
    split.settle()
    groups = [rows for rows in joined.values() if rows[0].answerable]
    answers = [row.answer_id for rows in groups for row in rows]
    speaking = {answer.pk for answer in saying(split.case, answers)}
    for above, *below in groups:
        above.answer_id = _answer_that_stays([above, *below], speaking)


def _above_to_join(row: Block, rows: Sequence[Block]) -> Block:
    if not rows:
        raise Refused("This is the first block, there is none above it to join.")
    if rows[-1].omitted != row.omitted:
        raise Refused(
            "One of the two blocks is left out of the response. "
            "Show both or leave both out, then join them."
        )
    return rows[-1]


def _answer_that_stays(rows: Sequence[Block], speaking: Collection[int]) -> int | None:
    answers = [row.answer_id for row in rows if row.answer_id]
    return next((answer for answer in answers if answer in speaking), next(iter(answers), None))


def move(split: Split, chosen: Sequence[Block], *, down: bool) -> None:
    """Moves each one place up or down, past a row that is not chosen."""
    rows = split.rows[::-1] if down else split.rows
    moves = {id(row) for row in chosen}
    if id(rows[0]) in moves:
        with _telling_which(rows[0], chosen):
            raise Refused(f"This is the {'last' if down else 'first'} block already.")
    moved: list[Block] = []
    for row in rows:
        # One that moves goes in front of the last that stays.
        moved.insert(len(moved) - (id(row) in moves), row)
    split.rows = moved[::-1] if down else moved

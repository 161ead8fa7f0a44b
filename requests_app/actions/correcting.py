"""One correction of a split as a whole: the rows are read, changed in memory and written where
they differ, with what it takes to undo it. It knows no single correction; those are the verbs of
``splitting``. Which one is undone or made again is said in ``retracing``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import cast

from django.contrib.auth.models import User
from django.db.models import F

from requests_app.actions.base import Refused, locked
from requests_app.actions.empty_answers import choices_of, drop_empty_answers, saying
from requests_app.actions.following import Links, links_of, restamp_split, share_events
from requests_app.actions.photos import COLUMNS, difference, photo_of, restore_row
from requests_app.actions.retracing import (
    Photo,
    Way,
    done_already,
    keep_change,
    keep_step,
    tell,
    tell_step,
)
from requests_app.models import Answer, Block, FoiRequest, SplitChange
from requests_app.response import BlockKind
from requests_app.splitting.numbering import number_blocks
from requests_app.workflow import Verb

# Statements that move blocks; above it one moves them all, which takes longer.
_FEW = 3


class StaleSplit(Refused):
    """The split was corrected after the page was loaded from which this was asked."""

    def __init__(self) -> None:
        super().__init__(
            "The split was changed after you loaded this page, in another window or by somebody "
            "else. Nothing was done: this is how it stands now."
        )


class DoneAlready(Refused):
    """The same person asked for the same on the same page: the second half of a double click."""

    def __init__(self) -> None:
        super().__init__("This is done already.")


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction did. ``effective``: it did something. ``block`` is where to look next,
    ``changed`` are the blocks that look otherwise now, ``pieces`` those of them into which one was
    cut at every line; ``set_aside`` are written answers that have no question any more."""

    revision: int
    effective: bool
    block: int | None
    changed: frozenset[int]
    pieces: frozenset[int]
    set_aside: tuple[Answer, ...]


class Split:
    """The blocks of a case in order. ``rows`` is changed freely, then ``write`` is called."""

    def __init__(self, case: FoiRequest) -> None:
        self.case = case
        self.rows: list[Block] = list(case.blocks.order_by("position"))
        self.before = {row.pk: photo_of(row) for row in self.rows}
        self.numbers = {row.pk: row.number for row in self.rows}
        self.stems = {row.pk for row in _with_parts(self.rows) if row.stem}
        self.asked: int | None = None
        self.count = 1
        self.focus: Block | None = self.rows[0] if self.rows else None
        self.step: tuple[SplitChange, Way] | None = None
        # What concerned the first of two blocks concerns the second as well.
        self.following: list[tuple[Block, Block]] = []
        self.links = Links()
        self.pieces: list[Block] = []
        self.changed: set[int] = set()
        self.correction: Correction

    def row(self, block: Block) -> Block:
        """The row as it is now, which is looked at next. Raises StaleSplit when it is gone."""
        return self.chosen([block])[0]

    def chosen(self, blocks: Sequence[Block]) -> list[Block]:
        """The rows as they are now, in their order; the first is looked at next. Raises
        StaleSplit when one is gone."""
        wanted = {block.pk for block in blocks}
        rows = [row for row in self.rows if row.pk in wanted]
        if len(rows) < len(wanted):
            raise StaleSplit
        self.focus, self.asked, self.count = rows[0], rows[0].pk, len(rows)
        return rows

    def settle(self) -> None:
        """What follows by itself: a stem without parts is a plain question again, only a
        question has an answer, and the numbers follow from labels and levels."""
        with_parts = {id(row) for row in _with_parts(self.rows)}
        for row in self.rows:
            if row.pk in self.stems and id(row) not in with_parts and not self.step:
                row.stem = False
            row.stem = row.stem and row.kind == Block.Kind.QUESTION
            if not row.answerable:
                row.answer_id = None
        numbers = number_blocks(
            [(cast("BlockKind", row.kind), row.label, row.level) for row in self.rows]
        )
        for row, number in zip(self.rows, numbers, strict=True):
            row.number = number

    def lost_answers(self) -> list[Answer]:
        """Answers that say something and whose last question this correction takes away."""
        lost = {photo["answer_id"] for photo in self.before.values()}
        lost -= {row.answer_id for row in self.rows}
        return saying(self.case, lost)

    def write(self) -> Photo:
        """Writes what differs; returns what it takes to undo it, {} if nothing differs."""
        now = {row.pk: row for row in self.rows if row.pk in self.before}
        made = [row for row in self.rows if row.pk not in self.before]
        gone = [photo for pk, photo in self.before.items() if pk not in now]
        was = [difference(self.before[pk], row) for pk, row in now.items()]
        was = [one for one in was if len(one) > 1]
        order = [row.pk for row in self.rows] != list(self.before)
        if not (made or gone or was or order):
            return {}
        lost = links_of([photo["pk"] for photo in gone])
        # A block joined to another is gone in a moment; one that is cut off is not there yet.
        joined = [pair for pair in self.following if pair[1].pk]
        cut = [pair for pair in self.following if not pair[1].pk]
        shared = share_events(joined)
        Block.objects.filter(pk__in=[photo["pk"] for photo in gone]).delete()
        self._place()
        Block.objects.bulk_create(made)
        shared += share_events(cut)
        self.links.restore()
        changed = {one["pk"] for one in was}
        Block.objects.bulk_update([now[pk] for pk in changed], COLUMNS)
        renumbered = [
            row for pk, row in now.items() if row.number != self.numbers[pk] and pk not in changed
        ]
        Block.objects.bulk_update(renumbered, ["number"])
        self.changed = changed | {row.pk for row in (*made, *renumbered)} | self._other_ends()
        return {
            "block": self.asked,
            "focus": self.focus.pk if self.focus else None,
            "was": was,
            "gone": gone,
            "made": [row.pk for row in made],
            "order": list(self.before) if order else None,
            "answers": choices_of(drop_empty_answers(self.case)),
            "events_lost": [*lost, *self.links.shared],
            "events_shared": [*shared, *self.links.lost],
        }

    def _other_ends(self) -> set[int]:
        """Only the first has nothing above it and the last nothing below it: those that became
        one of them, and those that were."""
        before, now = list(self.before), [row.pk for row in self.rows]
        ends = ((before[0], now[0]), (before[-1], now[-1]))
        return {pk for end in ends if len(set(end)) > 1 for pk in end if pk in now}

    def _place(self) -> None:
        """Positions as the order of ``rows`` says, in one statement for each distance moved, or
        in one for all."""
        moved: dict[int, list[Block]] = defaultdict(list)
        for position, row in enumerate(self.rows, start=1):
            if row.pk in self.before and row.position != position:
                moved[position - row.position].append(row)
            row.position = position
        if len(moved) > _FEW:
            rows = [row for those in moved.values() for row in those]
            Block.objects.bulk_update(rows, ["position"])
            return
        for distance, those in moved.items():
            pks = [row.pk for row in those]
            Block.objects.filter(pk__in=pks).update(position=F("position") + distance)

    def retrace(self, change: SplitChange, way: Way) -> None:
        """Puts back what ``write`` kept. Answers given since then to other blocks stay."""
        self.step = change, way
        before = change.before
        self._restore_answers(before["answers"])
        here = set(Answer.objects.filter(foi_request=self.case).values_list("pk", flat=True))
        made = set(before["made"])
        rows = {row.pk: row for row in self.rows if row.pk not in made}
        for photo in before["gone"]:
            row = rows[photo["pk"]] = Block(foi_request=self.case, position=0, **photo)
            row.answer_id = row.answer_id if row.answer_id in here else None
        for was in before["was"]:
            restore_row(rows[was["pk"]], was, here)
        self.links = Links(before.get("events_lost", []), before.get("events_shared", []))
        self.rows = [rows[pk] for pk in before["order"] or rows]
        self.focus = rows.get(before["block"], self.focus)
        # The way back from here leads where the correction itself had led.
        self.asked = before.get("focus")

    def _restore_answers(self, dropped: Iterable[Photo]) -> None:
        for values in dropped:
            Answer.objects.get_or_create(pk=values["pk"], foi_request=self.case, defaults=values)


@contextmanager
def correcting(
    case: FoiRequest, change: str, *asked: object, revision: int | None, by: User, at: datetime
) -> Iterator[Split]:
    """``with correcting(…) as split:`` change ``split.rows``; ``split.correction`` afterwards.

    ``asked`` says which blocks and what of them. ``revision`` is that of the page from which it was
    asked, None for callers that have no page. Raises NotAllowed, WrongState, StaleSplit,
    DoneAlready. A correction that changes nothing leaves no trace.
    """
    wish = _wish(change, *asked)
    with locked(case, Verb.DRAFT, by=by) as row:
        stale = revision is not None and revision != row.split_revision
        if stale and done_already(row, wish, cast("int", revision), by):
            raise DoneAlready
        split = Split(row)
        try:
            yield split
        except Refused as refused:
            if stale:
                raise StaleSplit from refused
            raise
        split.settle()
        set_aside = tuple(split.lost_answers())
        if set_aside and split.step and split.step[1] is Way.BACK:
            raise Refused(
                "An answer was written since then, and undoing this would leave it without a "
                "question. Remove that answer first, or correct the split by hand."
            )
        before = split.write()
        if before and stale:
            raise StaleSplit
        if before:
            restamp_split(row)
        if before or split.step:
            _keep(split, change, wish, before, by=by, at=at)
        split.correction = Correction(
            row.split_revision,
            bool(before or split.step),
            split.focus.pk if split.focus else None,
            frozenset(split.changed),
            frozenset(row.pk for row in split.pieces),
            set_aside,
        )


def _wish(*words: object) -> str:
    """What was asked, to tell it from another wish, in at most 100 characters."""
    wish = " ".join(map(str, words))
    return wish if len(wish) <= 100 else f"{wish[:35]} {sha256(wish.encode()).hexdigest()}"


def _keep(split: Split, change: str, wish: str, before: Photo, *, by: User, at: datetime) -> None:
    """Counts the correction, keeps what it takes to undo it, and tells the audit trail."""
    case = split.case
    counted = FoiRequest.objects.filter(pk=case.pk, split_revision=case.split_revision)
    # The lock is not enough: SQLite has none.
    if counted.update(split_revision=F("split_revision") + 1) != 1:
        raise StaleSplit
    case.split_revision += 1
    block = split.focus.pk if split.focus else None
    if split.step:
        undone, way = split.step
        keep_step(undone, way, before, revision=case.split_revision, by=by, at=at)
        tell_step(case, way, undone, block, by=by, at=at)
    else:
        keep_change(case, change, wish, before, blocks=split.count, by=by, at=at)
        tell(case, change, block, blocks=split.count, by=by, at=at)


def _with_parts(rows: Sequence[Block]) -> list[Block]:
    """The questions that have a question below them as a part of theirs."""
    found: list[Block] = []
    above: list[Block] = []
    for row in rows:
        if row.kind == Block.Kind.SECTION:
            above = []
        elif row.kind == Block.Kind.QUESTION:
            while above and above[-1].level >= row.level:
                above.pop()
            found += above[-1:]
            above.append(row)
    return found

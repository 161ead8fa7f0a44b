"""Back and forth through the corrections of a split: which one "undo" takes back and which one
"redo" makes again. What a step puts back is kept by ``correcting``, which knows blocks.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q

from requests_app import audit
from requests_app.models import FoiRequest, SplitChange

# What it takes to put rows back as they stood before they were written: see ``Split.write``.
Photo = dict[str, Any]


class Way(StrEnum):
    """Which way a step goes. The names are those of the audit trail."""

    BACK = "undo"
    FORTH = "redo"


def last_change(case: FoiRequest) -> SplitChange | None:
    """The latest correction that is not undone: the one that "undo" takes back."""
    found: SplitChange | None = case.split_changes.filter(undone_revision=None).last()
    return found


def last_undone(case: FoiRequest) -> SplitChange | None:
    """The correction that was undone last, if nothing was corrected since then: the one that
    "redo" makes again."""
    undone = case.split_changes.exclude(undone_revision=None).exclude(before={})
    found: SplitChange | None = undone.order_by("undone_revision").last()
    return found


def keep_step(
    change: SplitChange, way: Way, before: Photo, *, revision: int, by: User, at: datetime
) -> None:
    """Keeps that a correction was undone or made again, and what it takes to go the other way.

    ``asked`` tells a second click on the same button from another wish.
    """
    change.before = before
    change.asked, change.made_by, change.made_at = way, by, at
    if way is Way.BACK:
        change.undone_revision = revision
    else:
        change.revision, change.undone_revision = revision, None
    change.save()


def keep_change(
    case: FoiRequest,
    change: str,
    wish: str,
    before: Photo,
    *,
    blocks: int,
    by: User,
    at: datetime,
) -> None:
    """Keeps a new correction. What was undone before it cannot be made again, so the words that
    were kept for it go."""
    case.split_changes.exclude(undone_revision=None).exclude(before={}).update(before={})
    SplitChange.objects.create(
        foi_request=case,
        revision=case.split_revision,
        change=change,
        blocks=blocks,
        asked=wish,
        made_by=by,
        made_at=at,
        before=before,
    )


def tell(
    case: FoiRequest, change: str, block: int | None, *, blocks: int, by: User, at: datetime
) -> None:
    detail = {"change": change, "block": block, "blocks": blocks}
    audit.record(case, "split_corrected", by=by, at=at, **detail)


def tell_step(
    case: FoiRequest, way: Way, undone: SplitChange, block: int | None, *, by: User, at: datetime
) -> None:
    detail = {"change": way.value, "block": block, "of": undone.change, "blocks": undone.blocks}
    audit.record(case, "split_corrected", by=by, at=at, **detail)


def done_already(case: FoiRequest, wish: str, revision: int, by: User) -> bool:
    """Whether this very wish was what changed the split from that revision to the next."""
    made = Q(revision=revision + 1, undone_revision=None) | Q(undone_revision=revision + 1)
    return bool(case.split_changes.filter(made, asked=wish, made_by=by).exists())

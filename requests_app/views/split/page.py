"""The page of a split, and what of it every answer to a correction shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from requests_app.access import StaffRequest, draft_or_refuse
from requests_app.actions.reading import Shown, note_read
from requests_app.actions.retracing import last_change, last_undone
from requests_app.characters import printable
from requests_app.forms.split import ticked
from requests_app.gate.mentioning import requester_of
from requests_app.models import Block, FoiRequest
from requests_app.splitting.marks import blanked
from requests_app.views.split.words import name


class Kept(StrEnum):
    """Whether the blocks still hold every word of the request as received."""

    ALL = "all"
    MOVED = "moved"
    CHANGED = "changed"


@require_safe
def split(request: StaffRequest, slug: str) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    shown = {**split_of(request, case), "chosen": ticked(request.GET)}
    return render(request, "requests/split.html", shown)


def note(request: StaffRequest, case: FoiRequest) -> None:
    """A request as received names who asks: at its head, at its foot, anywhere."""
    if requester_of(case):
        note_read(case, Shown.REQUEST, by=request.user, at=now())


def split_of(request: StaffRequest, case: FoiRequest) -> dict[str, Any]:
    """What its templates need of a split as it is now."""
    note(request, case)
    blocks = list(case.blocks.order_by("position"))
    return {
        "case": case,
        "blocks": blocks,
        "kinds": Block.Kind.choices,
        "questions": sum(block.answerable for block in blocks),
        "left_out": sum(block.omitted for block in blocks),
        "kept": words_kept(case.text, blocks),
        "undo": name(last_change(case)),
        "redo": name(last_undone(case)),
    }


def words_kept(text: str, blocks: Sequence[Block]) -> Kept:
    """Compares all that is neither white space nor a mark of quoted mail or of a table, which
    no block holds, nor a character that shows nothing. A corrected label counts as a change."""
    received = "".join(printable(blanked(text)).split())
    held = "".join("".join((block.label + block.text).split()) for block in blocks)
    if received == held:
        return Kept.ALL
    return Kept.MOVED if Counter(received) == Counter(held) else Kept.CHANGED

"""The split of a request: one page with every block, and one address for each correction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from requests_app.access import StaffRequest, draft_or_refuse
from requests_app.actions import splitting
from requests_app.actions.base import Refused
from requests_app.forms.refusals import posted, refusals_on
from requests_app.forms.split import BlockForm, CutForm, RedactForm
from requests_app.gate.gathering import requester_of
from requests_app.models import Block, FoiRequest


class Kept(StrEnum):
    """Whether the blocks still hold every word of the request as received."""

    ALL = "all"
    MOVED = "moved"
    CHANGED = "changed"


@require_safe
def split(request: StaffRequest, slug: str) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    blocks = list(case.blocks.order_by("position"))
    context = {
        "case": case,
        "blocks": blocks,
        "kinds": Block.Kind.choices,
        "questions": sum(block.answerable for block in blocks),
        "left_out": sum(block.omitted for block in blocks),
        "kept": words_kept(case.text, blocks),
        "requester": requester_of(case),
    }
    return render(request, "requests/split.html", context)


def words_kept(text: str, blocks: Sequence[Block]) -> Kept:
    """Compares all that is not white space. A corrected label counts as a change."""
    received = "".join(text.split())
    held = "".join("".join((block.label + block.text).split()) for block in blocks)
    if received == held:
        return Kept.ALL
    return Kept.MOVED if Counter(received) == Counter(held) else Kept.CHANGED


@require_http_methods(["GET", "HEAD", "POST"])
def block(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case, row = _block(request, slug, pk)
    form = BlockForm(posted(request), initial={name: getattr(row, name) for name in FIELDS})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            splitting.change_block(row, **form.cleaned_data, by=request.user, at=now())
            return _at_block(case, row)
    return _page(request, "requests/block.html", case, row, form)


FIELDS = ("kind", "label", "level", "stem", "omitted")


@require_http_methods(["GET", "HEAD", "POST"])
def block_cut(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case, row = _block(request, slug, pk)
    form = CutForm(row.text, posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            offset = form.cleaned_data["offset"]
            second = splitting.cut_block(row, offset=offset, by=request.user, at=now())
            return _at_block(case, second)
    return _page(request, "requests/block_cut.html", case, row, form)


@require_http_methods(["GET", "HEAD", "POST"])
def block_redact(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case, row = _block(request, slug, pk)
    form = RedactForm(posted(request), initial={"passages": "\n".join(row.redactions)})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            passages = form.passage_list()
            splitting.redact_block(row, passages=passages, by=request.user, at=now())
            return _at_block(case, row)
    return _page(request, "requests/block_redact.html", case, row, form)


@require_POST
def block_join(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case, row = _block(request, slug, pk)
    try:
        above = splitting.join_block(row, by=request.user, at=now())
    except Refused:
        # The first block has no such button; whoever asks all the same sees the page as it is.
        above = row
    return _at_block(case, above)


@require_POST
def block_move(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case, row = _block(request, slug, pk)
    splitting.move_block(row, down="down" in request.POST, by=request.user, at=now())
    return _at_block(case, row)


def _block(request: StaffRequest, slug: str, pk: int) -> tuple[FoiRequest, Block]:
    case = draft_or_refuse(request, slug)
    return case, get_object_or_404(case.blocks, pk=pk)


def _at_block(case: FoiRequest, row: Block) -> HttpResponseRedirect:
    """Back to the split, at the block: after forty corrections nobody wants to scroll again."""
    return redirect(f"{reverse('split', args=[case.slug])}#block-{row.pk}")


def _page(
    request: StaffRequest,
    template: str,
    case: FoiRequest,
    row: Block,
    form: BlockForm | CutForm | RedactForm,
) -> HttpResponse:
    return render(request, template, {"case": case, "row": row, "form": form})

"""Corrections of a split that are one button: of one block, or of all that are chosen."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from requests_app.access import StaffRequest, draft_or_refuse
from requests_app.actions import splitting
from requests_app.forms.split import ticked
from requests_app.models import Block
from requests_app.views.split import words
from requests_app.views.split.answering import Corrects, at_block, correct, revision_of


@require_POST
def block_kind(request: StaffRequest, slug: str, pk: int | None = None) -> HttpResponse:
    kind = request.POST.get("kind", "")
    return _correct_blocks(request, slug, pk, "kind", partial(splitting.set_kind, kind=kind))


@require_POST
def block_label(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    label = request.POST.get("label", "")
    return _correct_blocks(request, slug, pk, "label", partial(splitting.set_label, label=label))


@require_POST
def block_omit(request: StaffRequest, slug: str, pk: int | None = None) -> HttpResponse:
    omitted = bool(request.POST.get("omitted"))
    leave_out = partial(splitting.leave_out, omitted=omitted)
    return _correct_blocks(request, slug, pk, "omit" if omitted else "show", leave_out)


@require_POST
def block_indent(request: StaffRequest, slug: str, pk: int | None = None) -> HttpResponse:
    return _correct_blocks(request, slug, pk, "indent", splitting.indent_block)


@require_POST
def block_outdent(request: StaffRequest, slug: str, pk: int | None = None) -> HttpResponse:
    return _correct_blocks(request, slug, pk, "outdent", splitting.outdent_block)


@require_POST
def block_join(request: StaffRequest, slug: str, pk: int | None = None) -> HttpResponse:
    return _correct_blocks(request, slug, pk, "join", splitting.join_block)


@require_POST
def block_move(request: StaffRequest, slug: str, pk: int | None = None) -> HttpResponse:
    move = partial(splitting.move_block, down="down" in request.POST)
    return _correct_blocks(request, slug, pk, "move", move)


@require_POST
def block_cut_lines(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    return _correct_blocks(request, slug, pk, "lines", splitting.cut_lines)


@require_POST
def split_ticked(request: StaffRequest, slug: str) -> HttpResponse:
    """Corrects nothing: for whoever presses Enter on a box."""
    return at_block(request, draft_or_refuse(request, slug), None)


@require_POST
def split_undo(request: StaffRequest, slug: str) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    return correct(request, case, None, words.done("undo"), partial(splitting.undo, case))


@require_POST
def split_redo(request: StaffRequest, slug: str) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    return correct(request, case, None, words.done("redo"), partial(splitting.redo, case))


def _correct_blocks(
    request: StaffRequest, slug: str, pk: int | None, change: str, verb: Corrects
) -> HttpResponse:
    """Corrects one block or, without its key, those that are chosen on the page."""
    case = draft_or_refuse(request, slug)
    pks = ticked(request.POST) if pk is None else [pk]
    here = set(case.blocks.values_list("pk", flat=True))
    if not here.issuperset(pks) and revision_of(request) in {None, case.split_revision}:
        raise Http404
    # A block that is gone since the page was loaded: the verb says so, or that it did it.
    rows = [Block(pk=one, foi_request=case) for one in pks]
    said = words.done(change, len(rows))
    return correct(request, case, pks[0] if pks else None, said, partial(verb, *rows))

"""Corrections of a split that are a form on a page of its own."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from requests_app.access import StaffRequest, draft_or_refuse
from requests_app.actions import splitting
from requests_app.actions.correcting import DoneAlready, StaleSplit
from requests_app.forms.refusals import posted, refusals_on
from requests_app.forms.split import BlockForm, CutForm, RedactForm, pieces_of
from requests_app.models import Block
from requests_app.views.split import words
from requests_app.views.split.answering import Corrects, by_script, corrected, revision_of, shown
from requests_app.views.split.page import note


@require_http_methods(["GET", "HEAD", "POST"])
def block(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    row = _block(request, slug, pk)
    initial = {name: getattr(row, name) for name in BlockForm.WISHED}
    form = BlockForm(posted(request), initial=initial)
    verb = partial(splitting.change_block, row)
    return _form_page(request, row, form, "kind", verb)


@require_http_methods(["GET", "HEAD", "POST"])
def block_cut(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """The places to choose from; a script gets the text alone, to put the cursor into."""
    row = _block(request, slug, pk)
    if request.method != "POST" and by_script(request):
        return render(request, "requests/_cut.html", {"row": row, "pieces": pieces_of(row.text)})
    form = CutForm(row.text, posted(request))
    return _form_page(request, row, form, "cut", partial(splitting.cut_block, row))


@require_http_methods(["GET", "HEAD", "POST"])
def block_redact(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    row = _block(request, slug, pk)
    form = RedactForm(posted(request), initial={"passages": "\n".join(row.redactions)})
    return _form_page(request, row, form, "redact", partial(splitting.redact_block, row))


def _block(request: StaffRequest, slug: str, pk: int) -> Block:
    case = draft_or_refuse(request, slug)
    row: Block = get_object_or_404(case.blocks, pk=pk)
    note(request, case)
    return row


def _form_page(
    request: StaffRequest,
    row: Block,
    form: BlockForm | CutForm | RedactForm,
    change: str,
    verb: Corrects,
) -> HttpResponse:
    """The page of a form, or what it asks for done. What was typed stays when it is refused."""
    case = row.foi_request
    form.fields["revision"].initial = case.split_revision
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            try:
                done = verb(**form.wish(), revision=revision_of(request), by=request.user, at=now())
            except DoneAlready:
                return shown(request, case, row.pk, 200, words.done(change))
            except StaleSplit:
                form.based_on(case.split_revision)
                raise
            return corrected(request, case, words.done(change), done)
    if request.method == "POST" and by_script(request):
        said = " ".join(line.message for line in form.error_summary)
        return shown(request, case, row.pk, 422, said)
    context = {"case": case, "row": row, "form": form}
    return render(
        request, f"requests/block{'' if change == 'kind' else f'_{change}'}.html", context
    )

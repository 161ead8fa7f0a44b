"""The split of a request: one page with every block, and one address for each correction.

A correction is answered with the page anew, or for a script with the blocks that changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from requests_app.access import StaffRequest, draft_or_refuse
from requests_app.actions import splitting
from requests_app.actions.base import Refused
from requests_app.actions.correcting import Correction, DoneAlready, StaleSplit
from requests_app.actions.reading import Shown, note_read
from requests_app.actions.retracing import last_change, last_undone
from requests_app.characters import printable
from requests_app.forms.refusals import posted, refusals_on
from requests_app.forms.split import BlockForm, CutForm, RedactForm, SplitForm
from requests_app.gate.mentioning import requester_of
from requests_app.models import Block, FoiRequest, SplitChange
from requests_app.splitting.marks import blanked

# What a correction is called, when it is done and when it can be undone or done again.
DONE = {
    "kind": "Changed what it is",
    "label": "Changed the number",
    "omit": "Changed what is left out",
    "indent": "Indented",
    "outdent": "Outdented",
    "cut": "Cut in two",
    "join": "Joined",
    "move": "Moved",
    "redact": "Changed what is removed",
    "undo": "Undone",
    "redo": "Done again",
}
NAMES = {
    "kind": "what a block is",
    "label": "a number",
    "omit": "leaving out or showing",
    "indent": "an indent",
    "outdent": "an outdent",
    "cut": "a cut",
    "join": "a join",
    "move": "a move",
    "redact": "a removal of words",
}


class Kept(StrEnum):
    """Whether the blocks still hold every word of the request as received."""

    ALL = "all"
    MOVED = "moved"
    CHANGED = "changed"


@require_safe
def split(request: StaffRequest, slug: str) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    return render(request, "requests/split.html", _split(request, case))


def _note(request: StaffRequest, case: FoiRequest) -> None:
    """A request as received names who asks: at its head, at its foot, anywhere."""
    if requester_of(case):
        note_read(case, Shown.REQUEST, by=request.user, at=now())


def _split(request: StaffRequest, case: FoiRequest) -> dict[str, Any]:
    _note(request, case)
    blocks = list(case.blocks.order_by("position"))
    return {
        "case": case,
        "blocks": blocks,
        "kinds": Block.Kind.choices,
        "questions": sum(block.answerable for block in blocks),
        "left_out": sum(block.omitted for block in blocks),
        "kept": words_kept(case.text, blocks),
        "undo": _name(last_change(case)),
        "redo": _name(last_undone(case)),
    }


def _name(change: SplitChange | None) -> str:
    return NAMES.get(change.change, "the last change") if change else ""


def words_kept(text: str, blocks: Sequence[Block]) -> Kept:
    """Compares all that is neither white space nor a mark of quoted mail or of a table, which
    no block holds, nor a character that shows nothing. A corrected label counts as a change."""
    received = "".join(printable(blanked(text)).split())
    held = "".join("".join((block.label + block.text).split()) for block in blocks)
    if received == held:
        return Kept.ALL
    return Kept.MOVED if Counter(received) == Counter(held) else Kept.CHANGED


# --- corrections that are one button -----------------------------------------------------

Corrects = Callable[..., Correction]


@require_POST
def block_kind(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    kind = request.POST.get("kind", "")
    return _correct_block(request, slug, pk, "kind", partial(splitting.set_kind, kind=kind))


@require_POST
def block_label(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    label = request.POST.get("label", "")
    return _correct_block(request, slug, pk, "label", partial(splitting.set_label, label=label))


@require_POST
def block_omit(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    omit = partial(splitting.leave_out, omitted=bool(request.POST.get("omitted")))
    return _correct_block(request, slug, pk, "omit", omit)


@require_POST
def block_indent(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    return _correct_block(request, slug, pk, "indent", splitting.indent_block)


@require_POST
def block_outdent(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    return _correct_block(request, slug, pk, "outdent", splitting.outdent_block)


@require_POST
def block_join(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    return _correct_block(request, slug, pk, "join", splitting.join_block)


@require_POST
def block_move(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    move = partial(splitting.move_block, down="down" in request.POST)
    return _correct_block(request, slug, pk, "move", move)


@require_POST
def split_undo(request: StaffRequest, slug: str) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    return _correct(request, case, None, "undo", partial(splitting.undo, case))


@require_POST
def split_redo(request: StaffRequest, slug: str) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    return _correct(request, case, None, "redo", partial(splitting.redo, case))


def _correct_block(
    request: StaffRequest, slug: str, pk: int, change: str, verb: Corrects
) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    row = case.blocks.filter(pk=pk).first()
    if row is None and _revision(request) in {None, case.split_revision}:
        raise Http404
    # A block that is gone since the page was loaded: the verb says so, or that it did it.
    row = row or Block(pk=pk, foi_request=case)
    return _correct(request, case, pk, change, partial(verb, row))


def _correct(
    request: StaffRequest, case: FoiRequest, pk: int | None, change: str, verb: Corrects
) -> HttpResponse:
    """Does it and shows the split as it is then, wherever that is."""
    try:
        done = verb(revision=_revision(request), by=request.user, at=now())
    except DoneAlready:
        return _shown(request, case, pk, 200, DONE[change])
    except StaleSplit as stale:
        return _shown(request, case, pk, 409, str(stale))
    except Refused as refused:
        return _shown(request, case, pk, 422, str(refused))
    return _corrected(request, case, change, done)


def _revision(request: StaffRequest) -> int | None:
    """The revision of the page from which it was asked; None for a caller without a page."""
    form = SplitForm(request.POST)
    return form.cleaned_data["revision"] if form.is_valid() else None


def _by_script(request: StaffRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _corrected(
    request: StaffRequest, case: FoiRequest, change: str, done: Correction
) -> HttpResponse:
    """What a script has of the page it keeps, but for the blocks that look otherwise now."""
    if not _by_script(request):
        for answer in done.set_aside:
            messages.warning(request, aside(answer.text))
        return _at_block(case, done.block)
    case.refresh_from_db()
    shown = _split(request, case)
    blocks: list[Block] = shown["blocks"]
    # Only the first has nothing above it and the last nothing below it.
    ends = {block.pk for block in (*blocks[:2], *blocks[-2:])}
    context = {
        **shown,
        "fresh": done.changed | ends,
        "focus": done.block,
        "said": DONE[change]
        if done.changed or change in {"move", "undo", "redo"}
        else "Nothing to change",
        "set_aside": [aside(answer.text) for answer in done.set_aside],
        "at": now(),
    }
    return render(request, "requests/_split_changes.html", context)


def aside(text: str) -> str:
    """Where the words of an answer are that lost its question."""
    words = " ".join(text.split())
    short = words if len(words) <= 60 else f"{words[:60].rstrip()}…"
    return (
        f"A written answer has no question any more: “{short}”. "
        "It is kept on the page of answers, under “Answers without a question”."
    )


def _shown(
    request: StaffRequest, case: FoiRequest, pk: int | None, status: int, said: str
) -> HttpResponse:
    """The split as it is, with what was said: done already, stale, or refused."""
    if not _by_script(request):
        if status != 200:
            messages.error(request, said)
        return _at_block(case, pk)
    case.refresh_from_db()
    context = {
        **_split(request, case),
        "focus": pk,
        "said": said,
        "problem": status != 200,
        "at": now(),
    }
    return render(request, "requests/_split_changes.html", context, status=status)


def _at_block(case: FoiRequest, pk: int | None) -> HttpResponse:
    """Back to the split, at the block: after forty corrections nobody wants to scroll again."""
    return redirect(reverse("split", args=[case.slug]) + (f"#block-{pk}" if pk else ""))


# --- corrections that are a form ---------------------------------------------------------


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
    if request.method != "POST" and _by_script(request):
        return render(request, "requests/_cut.html", {"row": row})
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
    _note(request, case)
    return row


PAGES = {"kind": "block", "cut": "block_cut", "redact": "block_redact"}


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
                done = verb(**form.wish(), revision=_revision(request), by=request.user, at=now())
            except DoneAlready:
                return _shown(request, case, row.pk, 200, DONE[change])
            except StaleSplit:
                form.based_on(case.split_revision)
                raise
            return _corrected(request, case, change, done)
    if request.method == "POST" and _by_script(request):
        said = " ".join(line.message for line in form.error_summary)
        return _shown(request, case, row.pk, 422, said)
    context = {"case": case, "row": row, "form": form}
    return render(
        request, f"requests/block{'' if change == 'kind' else f'_{change}'}.html", context
    )

"""The drafting workbench: which questions are answered together."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST

from requests_app.access import StaffRequest, draft_or_refuse
from requests_app.actions import drafting
from requests_app.compiling import Draft, compile_response, load_draft
from requests_app.forms.answers import QuestionsForm
from requests_app.forms.refusals import posted, refusals_on
from requests_app.gate.gathering import findings_of
from requests_app.models import Answer, FoiRequest
from requests_app.progress import Part, Progress, measure, parts
from requests_app.rendering.pasting import PasteTooLarge, from_html
from requests_app.views.keeping import unsaved


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: StaffRequest, slug: str) -> HttpResponse:
    """The workbench. A POST puts the ticked questions under one answer and leads there."""
    case = draft_or_refuse(request, slug)
    draft = load_draft(case)
    form = QuestionsForm(draft, posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            target = _chosen(case, form.cleaned_data["answer"] if "move" in request.POST else None)
            questions = form.cleaned_data["questions"]
            row = drafting.answer_questions(
                case, questions=questions, answer=target, by=request.user, at=now()
            )
            return redirect("answer", slug=case.slug, pk=row.pk)
    return _workbench(request, draft, form)


@require_POST
def questions_open(request: StaffRequest, slug: str) -> HttpResponse:
    """Sets the ticked questions back to unanswered. What was written stays."""
    case = draft_or_refuse(request, slug)
    draft = load_draft(case)
    form = QuestionsForm(draft, request.POST)
    if form.is_valid():
        with refusals_on(form):
            questions = form.cleaned_data["questions"]
            kept = drafting.leave_open(case, questions=questions, by=request.user, at=now())
            said = "The selected questions are unanswered again."
            if kept:
                said += " What was written is kept under “Answers without a question”."
            messages.success(request, said)
            return redirect("answers", slug=case.slug)
    return _workbench(request, draft, form)


def _chosen(case: FoiRequest, pk: int | None) -> Answer | None:
    return get_object_or_404(case.answers, pk=pk) if pk else None


def _workbench(request: StaffRequest, draft: Draft, form: QuestionsForm) -> HttpResponse:
    progress = _progress(draft)
    shown = list(parts(draft, progress))
    context = {
        "case": draft.case,
        "form": form,
        "parts": shown,
        "progress": progress,
        "ticked": form.ticked or _asked_for(request, shown),
        "strays": [row for row in draft.answers if not draft.questions_of(row)],
        "response": compile_response(draft),
        "unsaved": unsaved(request, draft.case),
    }
    return render(request, "requests/answers.html", context)


def _progress(draft: Draft) -> Progress:
    return measure(draft, findings_of(draft, day=localdate()))


def _asked_for(request: StaffRequest, shown: list[Part]) -> frozenset[str]:
    """``?select=2`` ticks the open questions of part 2: a whole list with one click."""
    wanted = request.GET.get("select", "")
    return frozenset(
        str(row.block.pk)
        for part in shown
        if str(part.number) == wanted
        for row in part.rows
        if row.block.answerable and row.answer is None
    )


@require_POST
def paste(request: StaffRequest, slug: str) -> HttpResponse:
    """What was copied from a word processor, as the Markdown that an answer is written in."""
    draft_or_refuse(request, slug)
    try:
        text = from_html(request.POST.get("html", ""))
    except PasteTooLarge as error:
        return HttpResponse(str(error), status=413, content_type="text/plain; charset=utf-8")
    return HttpResponse(text, content_type="text/plain; charset=utf-8")

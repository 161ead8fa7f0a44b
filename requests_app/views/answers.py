"""The drafting workbench: which questions are answered together, and the words of each answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST

from exemptions.catalogue import Provision, catalogue
from requests_app.access import StaffRequest, draft_or_refuse
from requests_app.actions import drafting
from requests_app.actions.drafting import StaleAnswer
from requests_app.compiling import Draft, compile_response, load_draft
from requests_app.forms.answers import USUAL, AnswerForm, QuestionsForm
from requests_app.forms.refusals import posted, refusals_on
from requests_app.gate import asking
from requests_app.gate.gathering import findings_of
from requests_app.models import Answer, Block, FoiRequest, Review, ReviewComment
from requests_app.outcome import Disposition
from requests_app.progress import Part, Progress, measure, next_to_do, parts
from requests_app.rendering.markup import TextTooComplex, check_limits
from requests_app.rendering.pasting import PasteTooLarge, from_html
from requests_app.rendering.reading import ShownAnswer, response_parts
from requests_app.response import Response, ResponseAnswer
from requests_app.views.facts import facts_form_of
from requests_app.views.findings import shown
from requests_app.views.steps import entry_of


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


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    row = get_object_or_404(case.answers, pk=pk)
    initial = {"text": row.text, "disposition": row.disposition, "revision": row.revision}
    form = AnswerForm(posted(request), initial=initial)
    theirs: Answer | None = None
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            try:
                drafting.save_answer(row, **form.cleaned_data, by=request.user, at=now())
            except StaleAnswer as stale:
                theirs = stale.theirs
                raise
            return _after_saving(request, case, row)
    if theirs:
        form.based_on(theirs.revision)
    return _answer_page(request, case, row, form, theirs)


def _after_saving(request: StaffRequest, case: FoiRequest, row: Answer) -> HttpResponse:
    if "claim" in request.POST:
        return redirect("claim-new", slug=case.slug, answer=row.pk)
    if law := _refused_under(request, row):
        return redirect("answer-steps", slug=case.slug, pk=row.pk, provision=law)
    if "next" not in request.POST:
        messages.success(request, "The answer is saved.")
        return redirect("answer", slug=case.slug, pk=row.pk)
    draft = load_draft(case)
    block = next_to_do(draft, _progress(draft), row)
    if block is None:
        messages.success(request, "The answer is saved. Every question is answered.")
        return redirect("answers", slug=case.slug)
    target = block.answer_id or _answer_alone(request, case, block).pk
    messages.success(request, "The answer is saved. This is the next one.")
    return redirect("answer", slug=case.slug, pk=target)


def _refused_under(request: StaffRequest, row: Answer) -> Provision | None:
    """The provision whose guided steps were asked for, if the answer as saved is under it."""
    refused = asking.refusals_of(request.POST["disposition"]) if "steps" in request.POST else ()
    return next((law for law in refused if law.cite == request.POST["steps"]), None)


def _answer_alone(request: StaffRequest, case: FoiRequest, block: Block) -> Answer:
    return drafting.answer_questions(case, questions=[block.pk], by=request.user, at=now())


def _answer_page(
    request: StaffRequest, case: FoiRequest, row: Answer, form: AnswerForm, theirs: Answer | None
) -> HttpResponse:
    draft = load_draft(case)
    findings = findings_of(draft, day=localdate())
    progress = measure(draft, findings)
    context = {
        "case": case,
        "answer": row,
        "form": form,
        "theirs": theirs,
        "usual": USUAL,
        "covers": draft.covers_anywhere(row),
        "questions": [block for block in draft.blocks if block.answer_id == row.pk],
        "open_questions": [b for b in draft.blocks if b.answerable and b.answer_id is None],
        **_claims_and_steps(draft, row),
        "gate": shown(progress.of_answer.get(row.pk, ()), draft),
        "facts_form": facts_form_of(row, findings),
        "progress": progress,
        "review": last_return(case, row),
        **_preview(draft, row, posted(request)),
    }
    return render(request, "requests/answer.html", context)


def _claims_and_steps(draft: Draft, row: Answer) -> dict[str, object]:
    """The claims with the way into their guided steps; those of a refusal as a whole."""
    claims = next((list(one.claims.all()) for one in draft.answers if one.pk == row.pk), [])
    refused = (entry_of(row, law, draft) for law in asking.refusals_of(row.disposition))
    return {
        "claims": [(one, entry_of(one, catalogue().get(one.provision), draft)) for one in claims],
        "refusals": [entry for entry in refused if entry],
    }


@dataclass(frozen=True, slots=True)
class Return:
    """What the reviewer said when a version came back: of all of it, and of one answer."""

    review: Review
    comments: list[ReviewComment]


def last_return(case: FoiRequest, row: Answer) -> Return | None:
    """The last review, if it returned the case; comments are those on this answer's row."""
    review = (
        Review.objects.filter(version__foi_request=case)
        .select_related("version", "reviewer")
        .order_by("version__number")
        .last()
    )
    if review is None or review.decision != Review.Decision.RETURNED:
        return None
    keys = [key for key, pk in review.version.answer_rows.items() if pk == row.pk]
    comments = review.version.comments.filter(answer_key__in=keys).select_related("author")
    return Return(review, list(comments))


def _preview(draft: Draft, row: Answer, typed: QueryDict | None) -> dict[str, object]:
    """This answer as it will read, and the sections of the annex that it leads to.

    What was ``typed`` but is not saved stands in place of what is.
    """
    if typed is not None:
        try:
            _put_into(draft, row, typed.get("text", ""), typed.get("disposition", ""))
        except TextTooComplex as error:
            return {"problem": str(error)}
    response = compile_response(draft)
    keys = {question.key for question in draft.questions_of(row)}
    compiled = next((found for found in response.answers if keys & set(found.questions)), None)
    if compiled is None:
        return {"shown": None}
    claimed = {claim.provision for claim in compiled.claims}
    annex = tuple(section for section in response.annex if section.provision in claimed)
    return {"shown": _shown(response, compiled), "response": replace(response, annex=annex)}


def _put_into(draft: Draft, row: Answer, text: str, disposition: str) -> None:
    check_limits(text)
    for found in draft.answers:
        if found.pk == row.pk:
            found.text = text
            found.disposition = disposition if disposition in set(Disposition) else ""


def _shown(response: Response, compiled: ResponseAnswer) -> ShownAnswer | None:
    runs = (run for part in response_parts(response) for run in part.runs)
    return next((run.answer for run in runs if run.answer and run.answer.key == compiled.key), None)


@require_POST
def answer_preview(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """The answer as it will read with the words in the form, of which nothing is saved."""
    case = draft_or_refuse(request, slug)
    row = get_object_or_404(case.answers, pk=pk)
    shown = _preview(load_draft(case), row, request.POST)
    return render(request, "requests/_answer_preview.html", {"case": case, "answer": row, **shown})


@require_POST
def answer_remove(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    row = case.answers.filter(pk=pk).first()
    if row:
        drafting.remove_answer(row, by=request.user, at=now())
        messages.success(request, "The answer is removed. Its questions are open again.")
    return redirect("answers", slug=case.slug)


@require_POST
def paste(request: StaffRequest, slug: str) -> HttpResponse:
    """What was copied from a word processor, as the Markdown that an answer is written in."""
    draft_or_refuse(request, slug)
    try:
        text = from_html(request.POST.get("html", ""))
    except PasteTooLarge as error:
        return HttpResponse(str(error), status=413, content_type="text/plain; charset=utf-8")
    return HttpResponse(text, content_type="text/plain; charset=utf-8")

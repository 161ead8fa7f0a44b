"""One answer: its words, two texts that met, how it will read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST

from exemptions.catalogue import Provision, catalogue
from requests_app.access import StaffRequest, draft_or_refuse
from requests_app.actions import drafting
from requests_app.actions.drafting import StaleAnswer
from requests_app.compiling import Draft, compile_response, load_draft
from requests_app.forms.answers import USUAL, AnswerForm
from requests_app.forms.refusals import posted, refusals_on
from requests_app.gate import asking
from requests_app.gate.gathering import findings_of
from requests_app.kept import Kept, keep_sent, kept_on
from requests_app.models import Answer, AnswerVersion, Block, FoiRequest, Review, ReviewComment
from requests_app.outcome import Disposition
from requests_app.progress import measure, next_to_do
from requests_app.rendering.markup import TextTooComplex, check_limits
from requests_app.rendering.reading import ShownAnswer, response_parts
from requests_app.response import Response, ResponseAnswer
from requests_app.views.facts import facts_beside
from requests_app.views.findings import shown
from requests_app.views.met import Met, met_texts
from requests_app.views.steps import entry_of


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    row = get_object_or_404(case.answers, pk=pk)
    saved = {"text": row.text, "disposition": row.disposition, "revision": row.revision}
    kept = kept_on(request).unless_saved(saved)
    form = AnswerForm(posted(request), initial=kept.over(saved))
    met: Met | None = None
    if "both" in request.POST:
        form.put_under(row.text, row.revision)
    elif request.method == "POST" and form.is_valid():
        with refusals_on(form):
            try:
                drafting.save_answer(row, **form.cleaned_data, by=request.user, at=now())
            except StaleAnswer as stale:
                met = _met(stale, form)
                keep_sent(request)
                raise
            kept.put_away(request)
            return _after_saving(request, case, row)
    return _answer_page(request, row, form, kept, met)


def _after_saving(request: StaffRequest, case: FoiRequest, row: Answer) -> HttpResponse:
    if "claim" in request.POST:
        return redirect("claim-new", slug=case.slug, answer=row.pk)
    if law := _refused_under(request, row):
        return redirect("answer-steps", slug=case.slug, pk=row.pk, provision=law)
    if "next" not in request.POST:
        messages.success(request, "The answer is saved.")
        return redirect("answer", slug=case.slug, pk=row.pk)
    draft = load_draft(case)
    block = next_to_do(draft, measure(draft, findings_of(draft, day=localdate())), row)
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
    request: StaffRequest, row: Answer, form: AnswerForm, kept: Kept, met: Met | None
) -> HttpResponse:
    case = row.foi_request
    draft = load_draft(case)
    findings = findings_of(draft, day=localdate())
    progress = measure(draft, findings)
    context = {
        "case": case,
        "answer": row,
        "form": form,
        "kept": kept,
        "met": met,
        "usual": USUAL,
        "covers": draft.covers_anywhere(row),
        "questions": [block for block in draft.blocks if block.answer_id == row.pk],
        "open_questions": [b for b in draft.blocks if b.answerable and b.answer_id is None],
        **_claims_and_steps(draft, row),
        "gate": shown(progress.of_answer.get(row.pk, ()), draft),
        **facts_beside(request, row, findings, reverse("answer-facts", args=[case.slug, row.pk])),
        "progress": progress,
        "review": last_return(case, row),
        "saves": AnswerVersion.objects.filter(answer_pk=row.pk).count(),
        **_preview(draft, row, kept.data if kept.used else posted(request)),
    }
    status = HTTPStatus.CONFLICT if met else HTTPStatus.OK
    return render(request, "requests/answer.html", context, status=status)


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


def _met(stale: StaleAnswer, form: AnswerForm) -> Met:
    """What met; the form keeps mine, and from now on it is about theirs."""
    theirs, saved = stale.theirs, stale.saved
    mine = form.cleaned_data["text"]
    form.based_on(theirs.revision)
    return Met(
        met_texts([("", theirs.text, mine)]),
        by=saved.saved_by if saved else None,
        at=saved.saved_at if saved else None,
        choice=theirs.get_disposition_display(),
    )


# --- as it will read -------------------------------------------------------------------


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

"""The end of the guided steps: all answers, and the draft that they make."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from exemptions.catalogue import Provision
from exemptions.trees import Walk
from requests_app.access import StaffRequest
from requests_app.actions import guiding
from requests_app.actions.guiding import StaleWords
from requests_app.forms.refusals import posted, refusals_on
from requests_app.forms.steps import WordsForm
from requests_app.models import Claim
from requests_app.seen import digest_of_words
from requests_app.views.steps import (
    Guide,
    guide_of_answer,
    guide_of_claim,
    is_composed,
    shown_row,
)


@require_http_methods(["GET", "HEAD", "POST"])
def claim_steps_check(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    return _check(request, guide_of_claim(request, slug, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def answer_steps_check(
    request: StaffRequest, slug: str, pk: int, provision: Provision
) -> HttpResponse:
    return _check(request, guide_of_answer(request, slug, pk, provision))


def _check(request: StaffRequest, guide: Guide) -> HttpResponse:
    walk = _whole_walk(guide)
    if not walk.finished:
        return redirect(guide.url())
    form = _words_form(request, guide, walk)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            try:
                return _write(request, guide, form)
            except StaleWords as stale:
                guide.row.refresh_from_db()
                form = _words_form(request, guide, walk, stale=True)
                form.add_error("text", str(stale))
    context = {
        "case": guide.case,
        "guide": guide,
        "form": form,
        "rows": [shown_row(guide, step) for step in walk.done],
        "composed": is_composed(guide.words, walk.text),
        "stands": "choice" in form.fields,
    }
    return render(request, "requests/steps_check.html", context)


def _whole_walk(guide: Guide) -> Walk:
    """The walk with every optional step shown."""
    return guide.walk(shown=guide.tree.steps[-1].fact.name)


def _words_form(
    request: StaffRequest, guide: Guide, walk: Walk, *, stale: bool = False
) -> WordsForm:
    stands = bool(guide.words.strip()) and not is_composed(guide.words, walk.text)
    return WordsForm(
        posted(request),
        stands=stands,
        seen=digest_of_words(guide.words),
        draft=walk.text,
        typed_against=not stale,
    )


def _write(request: StaffRequest, guide: Guide, form: WordsForm) -> HttpResponse:
    if not form.keeps:
        text, seen = form.words(guide.words), form.cleaned_data["seen"]
        if isinstance(guide.row, Claim):
            guiding.write_reason(
                guide.row, text, seen=seen, case=guide.case, by=request.user, at=now()
            )
        else:
            guiding.write_refusal(
                guide.row, text, law=guide.law, seen=seen, by=request.user, at=now()
            )
    messages.success(request, f"The answers on {guide.law.reference} are complete.")
    if isinstance(guide.row, Claim) and guide.law.qualified and guide.row.test_id is None:
        return redirect(f"{reverse('test-new', args=[guide.case.slug])}?claim={guide.row.pk}")
    return redirect("answer", slug=guide.case.slug, pk=guide.answer_pk)

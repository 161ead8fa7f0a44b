"""The history of an answer: every text it had, what differs, and the way back to one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from requests_app.access import StaffRequest, draft_or_refuse
from requests_app.actions import drafting
from requests_app.actions.drafting import StaleAnswer
from requests_app.comparison import Passage, compare_texts
from requests_app.compiling import load_draft
from requests_app.models import Answer, AnswerVersion
from requests_app.outcome import Disposition


@dataclass(frozen=True, slots=True)
class Saved:
    """A version of an answer, and how it differs from the one before."""

    version: AnswerVersion
    passages: tuple[Passage, ...]
    disposition: str
    current: bool


@require_safe
def history(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Every text that this answer ever had, the latest first."""
    case = draft_or_refuse(request, slug)
    row = get_object_or_404(case.answers, pk=pk)
    context = {
        "case": case,
        "answer": row,
        "covers": load_draft(case).covers_anywhere(row),
        "saves": list(_history(row))[::-1],
    }
    return render(request, "requests/answer_history.html", context)


def _history(row: Answer) -> Iterator[Saved]:
    before = ""
    versions = AnswerVersion.objects.filter(answer_pk=row.pk).select_related("saved_by")
    for version in versions.order_by("revision"):
        chosen = version.disposition
        yield Saved(
            version,
            compare_texts(before, version.text),
            Disposition(chosen).label if chosen in set(Disposition) else "",
            current=version.revision == row.revision,
        )
        before = version.text


@require_POST
def restore(request: StaffRequest, slug: str, pk: int, revision: int) -> HttpResponse:
    """Saves an earlier version anew; the one that stood there stays in the history."""
    case = draft_or_refuse(request, slug)
    row = get_object_or_404(case.answers, pk=pk)
    version = get_object_or_404(AnswerVersion, answer_pk=row.pk, revision=revision)
    based_on = request.POST.get("revision", "")
    if based_on.isdecimal():
        try:
            drafting.restore_answer(row, version, revision=int(based_on), by=request.user, at=now())
            messages.success(request, "The earlier text is back. It is saved as the latest one.")
            return redirect("answer", slug=case.slug, pk=row.pk)
        except StaleAnswer:
            pass
    messages.warning(request, "The answer was saved meanwhile. Look at its history again.")
    return redirect("answer-history", slug=case.slug, pk=row.pk)

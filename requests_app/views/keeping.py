"""Keeping what is typed while it is typed, and throwing it away when nobody wants it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.timezone import localtime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from requests_app.access import StaffRequest, case_or_404
from requests_app.actions.base import Refused
from requests_app.kept import keep_words, sender_of
from requests_app.models import FoiRequest, KeptWords
from requests_app.workflow import NotAllowed, State


# The form's own token takes the place of the one against forgery: it is signed for one person
# and one page, and it outlives a sign-in in another tab, after which the words must still be kept.
@csrf_exempt
@require_POST
def keep(request: StaffRequest, slug: str) -> HttpResponse:
    """Keeps the words of a form for the person it was made for: ``{"kept_at": "10:42"}``.

    In whatever state the case is: they are no part of it, and may be wanted when it comes back.
    """
    case = case_or_404(request, slug)
    sender = sender_of(request)
    if sender is None or sender.person != request.user or sender.case != case:
        raise NotAllowed("This page was made for somebody else. Load it again.")
    try:
        row = keep_words(request, sender, sent=False)
    except Refused as refused:
        return JsonResponse({"problem": str(refused)}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return JsonResponse({"kept_at": f"{localtime(row.kept_at):%H:%M}"})


@require_POST
def discard(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Throws away words of one's own and leads back to their page."""
    case = case_or_404(request, slug)
    row = KeptWords.objects.filter(person=request.user, foi_request=case, pk=pk).first()
    if row is None:
        return redirect("request", slug=case.slug)
    row.delete()
    messages.success(request, "What was not saved is thrown away.")
    return redirect(row.page)


# --- what waits on other pages -----------------------------------------------------------

_NAMES = {
    "answer": "An answer",
    "claim-new": "A claim",
    "claim": "A claim",
    "test-new": "A public interest test",
    "test": "A public interest test",
    "claim-facts": "What the law asks of a claim",
    "answer-facts": "What is recorded of an answer",
    "test-facts": "What is recorded of a public interest test",
    "case-facts": "Facts of the case",
    "wording-adapt": "An adapted wording",
    "version": "Comments on a version",
}


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Words of one's own that wait on a page of the case."""

    name: str
    url: str
    kept_at: datetime


def unsaved(request: StaffRequest, case: FoiRequest) -> list[Unsaved]:
    """Words of this person that wait on pages of the case that can be opened now."""
    rows = KeptWords.objects.filter(person=request.user, foi_request=case).order_by("-kept_at")
    return list(_waiting(list(rows), drafting=case.workflow_state is State.DRAFTING))


def _waiting(rows: list[KeptWords], *, drafting: bool) -> Iterator[Unsaved]:
    for row in rows:
        try:
            name = resolve(row.page.partition("?")[0]).url_name or ""
        except Resolver404:
            continue
        if name in _NAMES and (drafting or name == "version"):
            yield Unsaved(_NAMES[name], row.page, row.kept_at)

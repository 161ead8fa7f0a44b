"""What is decided about a text without changing its words: reviewed, read by a lawyer, retired."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods

from exemptions.catalogue import Provision
from exemptions.models import StandardText
from requests_app.access import StaffRequest
from requests_app.actions import library as verbs
from requests_app.actions.base import require_role
from requests_app.forms.library import DecisionForm, LegalCheckForm, RetireForm, ReviewWordingForm
from requests_app.forms.refusals import posted, refusals_on
from requests_app.views.library.wording import REVIEW_AFTER
from requests_app.workflow import Role


@require_http_methods(["GET", "HEAD", "POST"])
def wording_review(request: StaffRequest, provision: Provision) -> HttpResponse:
    """Reviewed, no change: the words stay, the next review gets a date."""
    text = _text_for(request, provision)
    initial = {"review_by": localdate() + REVIEW_AFTER, "latest": _latest(text)}
    form = ReviewWordingForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            verbs.review_wording(provision.cite, **form.cleaned_data, by=request.user, at=now())
            return _done(request, provision, "The review is noted.")
    return _page(request, provision, text, form)


@require_http_methods(["GET", "HEAD", "POST"])
def wording_check(request: StaffRequest, provision: Provision) -> HttpResponse:
    """A lawyer read it."""
    text = _text_for(request, provision)
    initial = {"checked_on": localdate(), "latest": _latest(text)}
    form = LegalCheckForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            verbs.note_legal_check(provision.cite, **form.cleaned_data, by=request.user, at=now())
            return _done(request, provision, "It is noted that a lawyer read it.")
    return _page(request, provision, text, form)


@require_http_methods(["GET", "HEAD", "POST"])
def wording_retire(request: StaffRequest, provision: Provision) -> HttpResponse:
    text = _text_for(request, provision)
    form = RetireForm(posted(request), initial={"retired_on": localdate()})
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            verbs.retire_wording(provision.cite, **form.cleaned_data, by=request.user, at=now())
            return _done(request, provision, "The text is retired.")
    return _page(request, provision, text, form)


def _text_for(request: StaffRequest, provision: Provision) -> StandardText:
    require_role(request.user, Role.LIBRARY_EDITOR, "decide about the wording of the library")
    return get_object_or_404(StandardText, provision=provision.cite)


def _latest(text: StandardText) -> int:
    return text.current.number if text.current else 0


def _done(request: StaffRequest, provision: Provision, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("wording", provision=provision)


def _page(
    request: StaffRequest, provision: Provision, text: StandardText, form: DecisionForm
) -> HttpResponse:
    context = {"provision": provision, "text": text, "current": text.current, "form": form}
    return render(request, "library/decision.html", context)

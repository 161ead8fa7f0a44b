"""Marking a case as sensitive, and ending that."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from requests_app.access import StaffRequest, case_for
from requests_app.actions import sensitivity as verbs
from requests_app.circle import missing_in_circle
from requests_app.forms.refusals import posted, refusals_on
from requests_app.forms.sensitivity import MarkForm, UnmarkForm
from requests_app.workflow import Verb


@require_http_methods(["GET", "HEAD", "POST"])
def mark_sensitive(request: StaffRequest, slug: str) -> HttpResponse:
    case = case_for(request, slug, Verb.MARK_SENSITIVE)
    named = [person.pk for person in case.named.all()]
    form = MarkForm(posted(request), initial={"named": named})
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            verbs.mark_sensitive(case, **form.cleaned_data, by=request.user, at=now())
            messages.success(request, "Only its officer, its team and those named see the case.")
            return redirect("request", slug=case.slug)
    marks = case.sensitivity_marks.select_related("marked_by")
    context = {
        "case": case,
        "form": form,
        "marks": marks,
        "missing_in_circle": missing_in_circle(case),
    }
    return render(request, "sensitivity/mark.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def unmark_sensitive(request: StaffRequest, slug: str) -> HttpResponse:
    case = case_for(request, slug, Verb.UNMARK_SENSITIVE)
    form = UnmarkForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            verbs.unmark_sensitive(case, **form.cleaned_data, by=request.user, at=now())
            messages.success(request, "Everybody who reads cases sees this one again.")
            return redirect("request", slug=case.slug)
    return render(request, "sensitivity/unmark.html", {"case": case, "form": form})

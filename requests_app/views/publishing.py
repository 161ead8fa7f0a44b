"""What leaves the house: the letter recorded as sent, the record published and withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods

from requests_app.access import StaffRequest, case_for
from requests_app.actions import publishing as verbs
from requests_app.actions.base import roles_of
from requests_app.corrections import corrections_of, withdrawn_at
from requests_app.forms.publishing import PublishForm, ReplaceForm, SentForm, WithdrawForm
from requests_app.forms.refusals import posted, refusals_on
from requests_app.gate.finding import Stage
from requests_app.gate.versions import findings_of_version
from requests_app.models import Dispatch, FoiRequest, ResponseVersion
from requests_app.publishing import visible_at
from requests_app.too_often import Costly, spared
from requests_app.views.documents import documents_of
from requests_app.views.findings import Shown, shown_of_version
from requests_app.workflow import Verb


@require_http_methods(["GET", "HEAD", "POST"])
@spared(Costly.DOCUMENT)
def sent(request: StaffRequest, slug: str) -> HttpResponse:
    case = case_for(request, slug, Verb.RECORD_SENT)
    version = verbs.approved_version(case)
    today = localdate()
    form = SentForm(
        request.POST or None,
        initial={"sent_on": today},
        today=today,
        approved_on=localdate(version.review.decided_at),
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            verbs.record_sent(case, **form.cleaned_data, by=request.user, at=now())
            messages.success(request, "The letter is recorded as sent. Its dated copy is made now.")
            return redirect("request", slug=case.slug)
    dispatch = Dispatch.objects.filter(version=version).select_related("recorded_by").first()
    context = {
        "case": case,
        "version": version,
        "form": form,
        "dispatch": dispatch,
        "gate": None if dispatch else _gate(case, version, Stage.SEND),
    }
    return render(request, "publishing/sent.html", context)


def _gate(case: FoiRequest, version: ResponseVersion, stage: Stage) -> Shown:
    """What the gate has to say now of what was approved."""
    return shown_of_version(findings_of_version(version, stage=stage, day=localdate()), case, stage)


@require_http_methods(["GET", "HEAD", "POST"])
@spared(Costly.DOCUMENT)
def publish(request: StaffRequest, slug: str) -> HttpResponse:
    case = case_for(request, slug, Verb.PUBLISH)
    version = verbs.approved_version(case)
    form = PublishForm(request.POST) if request.method == "POST" else PublishForm()
    if form.is_bound:
        with refusals_on(form):
            verbs.publish(case, on=localdate(), by=request.user, at=now())
            messages.success(request, "Published. The record is on the log once it is made.")
            return redirect("request", slug=case.slug)
    context = {
        "case": case,
        "version": version,
        "response": version.response,
        "form": form,
        "month": localdate(),
        "dispatch": Dispatch.objects.filter(version=version).first(),
        "gate": _gate(case, version, Stage.PUBLISH),
        "documents": documents_of(case, at=now(), roles=roles_of(request.user), source=version),
    }
    return render(request, "publishing/publish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: StaffRequest, slug: str) -> HttpResponse:
    case = case_for(request, slug, Verb.WITHDRAW)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            verbs.withdraw(case, **form.cleaned_data, by=request.user, at=now())
            messages.success(request, "The record is withdrawn. Nobody can read it any more.")
            return redirect("request", slug=case.slug)
    context = {"case": case, "form": form, "publication": visible_at(case.slug)}
    return render(request, "publishing/withdraw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: StaffRequest, slug: str) -> HttpResponse:
    """Names the record that corrects a withdrawn one, when it was published only later."""
    case = case_for(request, slug, Verb.REPLACE)
    form = ReplaceForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            verbs.replace(case, **form.cleaned_data, by=request.user, at=now())
            messages.success(request, "The address of the withdrawn record leads to it now.")
            return redirect("request", slug=case.slug)
    withdrawal = withdrawn_at(case.slug)
    context = {
        "case": case,
        "form": form,
        "corrections": corrections_of([withdrawal] if withdrawal else []),
    }
    return render(request, "publishing/replace.html", context)

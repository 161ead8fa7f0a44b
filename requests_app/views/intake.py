"""Receiving a request, and correcting what was typed about it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods

from requests_app.access import StaffRequest, draft_or_refuse
from requests_app.actions import intake
from requests_app.actions.base import require_role
from requests_app.actions.reading import Shown, note_read
from requests_app.forms.intake import DetailsForm, IntakeForm
from requests_app.forms.refusals import posted, refusals_on
from requests_app.gate.mentioning import requester_of
from requests_app.models import FoiRequest
from requests_app.too_often import Costly, TooOften, count
from requests_app.workflow import Role


@require_http_methods(["GET", "HEAD", "POST"])
def request_new(request: StaffRequest) -> HttpResponse:
    require_role(request.user, Role.OFFICER, "receive a request")
    try:
        count(Costly.UPLOAD, request)
    except TooOften as often:
        return _again(request, often)
    form = IntakeForm(posted(request), request.FILES or None, initial={"received_on": localdate()})
    if request.method == "POST" and form.is_valid():
        if form.to_check:
            messages.info(request, "The file is read. Check what it filled in, then save.")
            return render(request, "requests/request_new.html", {"form": form})
        with refusals_on(form):
            case = intake.receive(form.received(), by=request.user, at=now())
            messages.success(request, f"The request is received as {case.reference}.")
            return redirect("split", slug=case.slug)
    return render(request, "requests/request_new.html", {"form": form})


def _again(request: StaffRequest, often: TooOften) -> HttpResponse:
    """The form with all that was typed. The file is not read, so nothing is said of it."""
    form = IntakeForm(request.POST)
    form.errors.clear()
    form.add_error(None, str(often))
    return often.on(render(request, "requests/request_new.html", {"form": form}))


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: StaffRequest, slug: str) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    form = DetailsForm(posted(request), initial=_initial(case, request.user))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            intake.correct_details(
                case,
                title=form.cleaned_data["title"],
                received_on=form.cleaned_data["received_on"],
                requester=form.requester(),
                by=request.user,
                at=now(),
            )
            messages.success(request, "The details are saved.")
            return redirect("request", slug=case.slug)
    return render(request, "requests/details.html", {"form": form, "case": case})


def _initial(case: FoiRequest, user: User) -> dict[str, object]:
    requester = requester_of(case)
    typed: dict[str, object] = {"title": case.title, "received_on": case.received_on}
    if requester:
        note_read(case, Shown.DETAILS, by=user, at=now())
        for name in ("name", "email", "postal_address"):
            typed[name] = getattr(requester, name)
    return typed

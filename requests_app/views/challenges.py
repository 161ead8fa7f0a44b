"""What follows an answer: the page of one case, a form for each step, and what is open anywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from requests_app.access import StaffRequest, case_for, case_or_404, require_reader
from requests_app.actions import challenges as verbs
from requests_app.actions.base import roles_of
from requests_app.actions.challenges import StepDetails
from requests_app.after_answer import followed, had_a_hand, open_everywhere, struck
from requests_app.challenges import StepKind
from requests_app.forms.challenges import (
    ComplaintDecidedForm,
    ComplaintNotifiedForm,
    ReviewAskedForm,
    ReviewDecidedForm,
    ReviewExtendedForm,
    StepForm,
    StrikeStepForm,
)
from requests_app.forms.refusals import posted, refusals_on
from requests_app.models import ChallengeStep, FoiRequest
from requests_app.workflow import Verb, allowed_verbs

SAME_HAND = (
    "Recorded. The person who decided had a hand in the answer: the Code of Practice asks for "
    "somebody else where possible."
)
Record = Callable[[StepDetails, User, datetime], object]


@require_safe
def challenges(request: StaffRequest, slug: str) -> HttpResponse:
    case = case_or_404(request, slug)
    today = localdate()
    context = {
        "case": case,
        "shown": [(one, one.overdue(today)) for one in followed(case)],
        "struck": struck(case),
        "may_record": Verb.CHALLENGE
        in allowed_verbs(
            case.workflow_state, roles_of(request.user), earlier=case.from_earlier_log
        ),
    }
    return render(request, "challenges/case.html", context)


@require_safe
def open_challenges(request: StaffRequest) -> HttpResponse:
    require_reader(request.user)
    today = localdate()
    found = open_everywhere(FoiRequest.objects.visible_to(request.user))
    context = {"shown": [(one, one.overdue(today)) for one in found]}
    return render(request, "challenges/open.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review_asked(request: StaffRequest, slug: str) -> HttpResponse:
    case = case_for(request, slug, Verb.CHALLENGE)
    form = ReviewAskedForm(posted(request), initial={"on": localdate()})

    def record(details: StepDetails, by: User, at: datetime) -> None:
        verbs.ask_review(case, details, by=by, at=at)

    return _step(request, case, form, "Record an internal review", record)


@require_http_methods(["GET", "HEAD", "POST"])
def complaint_notified(request: StaffRequest, slug: str) -> HttpResponse:
    case = case_for(request, slug, Verb.CHALLENGE)
    form = ComplaintNotifiedForm(posted(request), initial={"on": localdate()})

    def record(details: StepDetails, by: User, at: datetime) -> None:
        verbs.notify_complaint(case, details, by=by, at=at)

    return _step(request, case, form, "Record a complaint to the regulator", record)


@require_http_methods(["GET", "HEAD", "POST"])
def review_extended(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = case_for(request, slug, Verb.CHALLENGE)
    asked = _opening(case, pk, StepKind.REVIEW_ASKED)
    form = ReviewExtendedForm(posted(request), initial={"on": localdate()})

    def record(details: StepDetails, by: User, at: datetime) -> None:
        verbs.extend_review(asked, details, by=by, at=at)

    return _step(request, case, form, "Record that the review takes longer", record)


@require_http_methods(["GET", "HEAD", "POST"])
def review_decided(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = case_for(request, slug, Verb.CHALLENGE)
    asked = _opening(case, pk, StepKind.REVIEW_ASKED)
    form = ReviewDecidedForm(posted(request), initial={"on": localdate()})

    def record(details: StepDetails, by: User, at: datetime) -> None:
        verbs.decide(asked, details, by=by, at=at)
        if details.decided_by and had_a_hand(case, details.decided_by.pk):
            messages.warning(request, SAME_HAND)

    return _step(request, case, form, "Record the decision on the internal review", record)


@require_http_methods(["GET", "HEAD", "POST"])
def complaint_decided(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = case_for(request, slug, Verb.CHALLENGE)
    notified = _opening(case, pk, StepKind.COMPLAINT_NOTIFIED)
    form = ComplaintDecidedForm(posted(request), initial={"on": localdate()})

    def record(details: StepDetails, by: User, at: datetime) -> None:
        verbs.decide(notified, details, by=by, at=at)

    return _step(request, case, form, "Record what the regulator decided", record)


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_strike(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = case_for(request, slug, Verb.CHALLENGE)
    step = get_object_or_404(ChallengeStep, foi_request=case, pk=pk)
    form = StrikeStepForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            verbs.strike_step(step, **form.cleaned_data, by=request.user, at=now())
            return redirect("challenges", slug=case.slug)
    return render(request, "challenges/strike.html", {"case": case, "step": step, "form": form})


def _step(
    request: StaffRequest, case: FoiRequest, form: StepForm, title: str, record: Record
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            record(form.details(), request.user, now())
            return redirect("challenges", slug=case.slug)
    return render(request, "challenges/step.html", {"case": case, "form": form, "title": title})


def _opening(case: FoiRequest, pk: int, kind: StepKind) -> ChallengeStep:
    step: ChallengeStep = get_object_or_404(ChallengeStep, foi_request=case, pk=pk, kind=kind)
    return step

"""Public interest tests: weigh one or more qualified claims, change a test, remove it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST

from exemptions.models import PublicInterestTest
from requests_app.access import StaffRequest, draft_or_refuse
from requests_app.actions import drafting
from requests_app.compiling import load_draft
from requests_app.forms.public_interest import PublicInterestTestForm, claim_choices
from requests_app.forms.refusals import refusals_on
from requests_app.models import FoiRequest


@require_http_methods(["GET", "HEAD", "POST"])
def test_new(request: StaffRequest, slug: str) -> HttpResponse:
    return _test_page(request, draft_or_refuse(request, slug), None)


@require_http_methods(["GET", "HEAD", "POST"])
def test(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    return _test_page(request, case, _test_of(case, pk))


@require_POST
def test_remove(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    drafting.remove_test(case, _test_of(case, pk), by=request.user, at=now())
    messages.success(request, "The public interest test is removed.")
    return redirect("answers", slug=case.slug)


def _test_of(case: FoiRequest, pk: int) -> PublicInterestTest:
    tests = PublicInterestTest.objects.filter(claims__answer__foi_request=case).distinct()
    return get_object_or_404(tests.prefetch_related("factors"), pk=pk)


def _test_page(
    request: StaffRequest, case: FoiRequest, existing: PublicInterestTest | None
) -> HttpResponse:
    draft = load_draft(case)
    initial = {} if existing else {"decided_on": localdate()}
    form = PublicInterestTestForm(draft, existing, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            row = drafting.weigh(
                case,
                form.weighing(),
                claims=form.cleaned_data["claims"],
                test=existing,
                by=request.user,
                at=now(),
            )
            messages.success(request, "The public interest test is saved.")
            if "more" in request.POST:
                return redirect("test", slug=case.slug, pk=row.pk)
            return redirect("answers", slug=case.slug)
    context = {"case": case, "test": existing, "form": form, "qualified": claim_choices(draft)}
    return render(request, "requests/public_interest_test.html", context)

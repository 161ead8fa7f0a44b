"""Public interest tests: weigh one or more qualified claims, change a test, remove it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST

from exemptions.models import PublicInterestTest
from requests_app.access import StaffRequest, draft_or_refuse
from requests_app.actions import drafting
from requests_app.compiling import Draft, load_draft
from requests_app.forms.public_interest import PublicInterestTestForm, claim_choices, unweighed
from requests_app.forms.refusals import posted, refusals_on
from requests_app.models import FoiRequest
from requests_app.response import join_words


@require_http_methods(["GET", "HEAD", "POST"])
def test_new(request: StaffRequest, slug: str) -> HttpResponse:
    return _test_page(request, draft_or_refuse(request, slug), None)


@require_http_methods(["GET", "HEAD", "POST"])
def test(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    return _test_page(request, case, get_object_or_404(_tests_of(case), pk=pk))


@require_POST
def test_remove(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    row = _tests_of(case).filter(pk=pk).first()
    if row:
        drafting.remove_test(case, row, by=request.user, at=now())
        messages.success(request, "The public interest test is removed.")
    return redirect("answers", slug=case.slug)


def _tests_of(case: FoiRequest) -> QuerySet[PublicInterestTest]:
    tests = PublicInterestTest.objects.filter(claims__answer__foi_request=case).distinct()
    return tests.prefetch_related("factors")


def _test_page(
    request: StaffRequest, case: FoiRequest, existing: PublicInterestTest | None
) -> HttpResponse:
    draft = load_draft(case)
    initial = {} if existing else _initial(request, draft)
    form = PublicInterestTestForm(draft, existing, posted(request), initial=initial)
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
    context = {
        "case": case,
        "test": existing,
        "form": form,
        "qualified": claim_choices(draft),
        "others": [(row, _weighs(draft, row)) for row in draft.tests if row != existing],
    }
    return render(request, "requests/public_interest_test.html", context)


def _initial(request: StaffRequest, draft: Draft) -> dict[str, object]:
    """``?claim=7`` weighs that claim; otherwise all that are not weighed yet are ticked."""
    waiting = [claim.pk for claim in unweighed(draft)]
    asked = [pk for pk in waiting if str(pk) == request.GET.get("claim")]
    return {"claims": asked or waiting, "decided_on": localdate()}


def _weighs(draft: Draft, row: PublicInterestTest) -> str:
    """ "Section 31(1)(a) on question 11": what a test of the case weighs."""
    names = dict(claim_choices(draft))
    pks = [claim.pk for claim in draft.claims if claim.test_id == row.pk]
    return join_words([names[pk] for pk in pks if pk in names])

"""Public interest tests: weigh one or more qualified claims, change a test, remove it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST

from exemptions.models import Factor, PublicInterestTest
from requests_app.access import StaffRequest, draft_or_refuse
from requests_app.actions import drafting
from requests_app.actions.base import as_stored
from requests_app.actions.drafting import StaleReasoning
from requests_app.compiling import Draft, load_draft
from requests_app.forms.factor_rows import Rows, rows_changed, rows_of, rows_sent, with_theirs
from requests_app.forms.public_interest import (
    CONFIRMING,
    DISCLOSING,
    About,
    PublicInterestTestForm,
    about_of,
    claim_choices,
    unweighed,
    values_of,
    values_sent,
    worded,
)
from requests_app.forms.refusals import posted, refusals_on
from requests_app.kept import Kept, keep_sent, kept_on
from requests_app.models import Claim, FoiRequest
from requests_app.response import join_words
from requests_app.views.met import Met, met_texts

WHOLE = "requests/public_interest_test.html"


@require_http_methods(["GET", "HEAD", "POST"])
def test_new(request: StaffRequest, slug: str) -> HttpResponse:
    return _test_page(request, draft_or_refuse(request, slug), None)


@require_http_methods(["GET", "HEAD", "POST"])
def test(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    return _test_page(request, case, get_object_or_404(_tests_of(case), pk=pk))


@require_POST
def test_new_rows(request: StaffRequest, slug: str) -> HttpResponse:
    return _changed_rows(request, draft_or_refuse(request, slug), None)


@require_POST
def test_rows(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = draft_or_refuse(request, slug)
    return _changed_rows(request, case, get_object_or_404(_tests_of(case), pk=pk))


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
    about = _about(request, draft, existing)
    kept = _kept(request, about, existing)
    form = _form(request, draft, about, existing, kept)
    kept = kept.unless_saved(form.initial)
    met: Met | None = None
    if request.method == "POST" and "both" not in request.POST and form.is_valid():
        with refusals_on(form):
            try:
                row = drafting.weigh(
                    case,
                    form.weighing(),
                    claims=form.cleaned_data["claims"],
                    test=existing,
                    revision=form.cleaned_data.get("revision"),
                    by=request.user,
                    at=now(),
                )
            except StaleReasoning as stale:
                met = _met(stale.theirs, form)
                keep_sent(request)
                raise
            kept.put_away(request)
            messages.success(request, "The public interest test is saved.")
            if "more" in request.POST:
                return redirect("test", slug=case.slug, pk=row.pk)
            return redirect("answers", slug=case.slug)
    return _page(request, existing, form, kept, met=met)


def _met(theirs: Claim | PublicInterestTest, form: PublicInterestTestForm) -> Met:
    """What met; the form keeps mine, and from now on it is about theirs."""
    if not isinstance(theirs, PublicInterestTest):
        raise TypeError("A test meets a test.")
    mine, rows = form.weighing(), rows_of(theirs)
    form.based_on(theirs)
    about, conclusions = form.about, {"": "", **dict(form.about.conclusions)}
    boxes = [
        (
            about.for_disclosure,
            _lines(rows, Factor.Side.DISCLOSURE),
            _together(mine.for_disclosure),
        ),
        (
            about.for_maintaining,
            _lines(rows, Factor.Side.MAINTAINING),
            _together(mine.for_maintaining),
        ),
        ("The balance", conclusions[theirs.conclusion], conclusions[mine.conclusion]),
        ("Why", theirs.reasons, mine.reasons),
        ("Date of the decision", _date(theirs.decided_on), _date(mine.decided_on)),
    ]
    return Met(met_texts(boxes), by=theirs.saved_by, at=theirs.saved_at)


def _lines(rows: Rows, side: str) -> str:
    return _together([row.text for row in rows.get(side, ())])


def _together(factors: Sequence[str]) -> str:
    return "\n".join(as_stored(text) for text in factors if text.strip())


def _date(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else ""


def _kept(request: StaffRequest, about: About, existing: PublicInterestTest | None) -> Kept:
    """The words kept for the test, whichever of its addresses was asked for."""
    slug = [str(request.resolver_match.kwargs["slug"])] if request.resolver_match else []
    if existing:
        return kept_on(request, reverse("test", args=[*slug, existing.pk]))
    return kept_on(request, f"{reverse('test-new', args=slug)}?about={about.key}")


def _form(
    request: StaffRequest,
    draft: Draft,
    about: About,
    existing: PublicInterestTest | None,
    kept: Kept,
) -> PublicInterestTestForm:
    """The form with what was sent, with the words kept, or with what is saved."""
    rows: Rows
    if kept.used:
        initial, rows = values_sent(kept.data), rows_sent(kept.data)
    elif existing:
        initial, rows = values_of(draft, existing), rows_of(existing)
    else:
        initial, rows = _initial(request, draft, about), rows_of(None)
    sent = posted(request)
    if sent is not None and existing and "both" in sent:
        sent = with_theirs(sent, existing)
    return PublicInterestTestForm(
        draft, about, sent, initial=initial, rows=rows_sent(sent) if sent is not None else rows
    )


def _changed_rows(
    request: StaffRequest, case: FoiRequest, existing: PublicInterestTest | None
) -> HttpResponse:
    """The page with a row more or less, or with usual factors; nothing is saved."""
    draft = load_draft(case)
    rows, focus = rows_changed(request.POST)
    about = _about(request, draft, existing)
    form = PublicInterestTestForm(
        draft,
        about,
        initial=values_sent(request.POST),
        rows=rows,
        focus=focus,
    )
    # With a script only the form comes anew; without one, the page does.
    part = "requests/_weighing.html" if "HX-Request" in request.headers else WHOLE
    return _page(request, existing, form, _kept(request, about, existing), template=part)


def _page(
    request: StaffRequest,
    existing: PublicInterestTest | None,
    form: PublicInterestTestForm,
    kept: Kept,
    *,
    met: Met | None = None,
    template: str = WHOLE,
) -> HttpResponse:
    draft = form.draft
    other = DISCLOSING if form.about is CONFIRMING else CONFIRMING
    context = {
        "case": draft.case,
        "test": existing,
        "form": form,
        "kept": kept,
        "met": met,
        "about": form.about,
        "qualified": claim_choices(draft),
        "other_kind": other if not existing and claim_choices(draft, other) else None,
        "others": [(row, _weighs(draft, row)) for row in draft.tests if row != existing],
    }
    status = HTTPStatus.CONFLICT if met else HTTPStatus.OK
    return render(request, template, context, status=status)


def _about(request: StaffRequest, draft: Draft, existing: PublicInterestTest | None) -> About:
    """What is weighed: what the test weighs already, what was asked for, or what waits."""
    for claims in (
        _claims(draft, lambda claim: existing is not None and claim.test_id == existing.pk),
        _claims(draft, lambda claim: str(claim.pk) in request.POST.getlist("claims")),
        _claims(draft, lambda claim: str(claim.pk) == request.GET.get("claim")),
    ):
        if claims:
            return worded(about_of(claims[0]), claims)
    for about in (CONFIRMING, DISCLOSING):
        if request.GET.get("about") == about.key:
            return about
    waiting = unweighed(draft) or _claims(draft, lambda _: True)
    return worded(about_of(waiting[0]), waiting) if waiting else DISCLOSING


def _claims(draft: Draft, wanted: Callable[[Claim], bool]) -> list[Claim]:
    choices = dict(claim_choices(draft))
    return [claim for claim in draft.claims if claim.pk in choices and wanted(claim)]


def _initial(request: StaffRequest, draft: Draft, about: About) -> dict[str, Any]:
    """``?claim=7`` weighs that claim; otherwise all that are not weighed yet are ticked."""
    waiting = [claim.pk for claim in unweighed(draft, about)]
    asked = [pk for pk in waiting if str(pk) == request.GET.get("claim")]
    return {"claims": asked or waiting, "decided_on": localdate()}


def _weighs(draft: Draft, row: PublicInterestTest) -> str:
    """ "Section 31(1)(a) on question 11": what a test of the case weighs."""
    names = dict(claim_choices(draft))
    pks = [claim.pk for claim in draft.claims if claim.test_id == row.pk]
    return join_words([names[pk] for pk in pks if pk in names])

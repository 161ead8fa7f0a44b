"""The lanes of review, for administrators, and the one that a case takes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from requests_app.access import StaffRequest, case_for, require_reader
from requests_app.actions import lanes as verbs
from requests_app.actions.base import require_role, roles_of
from requests_app.circle import missing_in_circle
from requests_app.forms.lanes import ChooseLaneForm, LaneForm
from requests_app.forms.refusals import posted, refusals_on
from requests_app.models import Lane, Team, lane_of, sensitive_lane
from requests_app.workflow import TRANSITIONS, Role, Verb


@require_safe
def lanes(request: StaffRequest) -> HttpResponse:
    require_reader(request.user)
    rows = Lane.objects.prefetch_related("steps__team")
    reviewing = set(Team.objects.reviewing().values_list("pk", flat=True))
    context = {"lanes": rows, "reviewing": reviewing, "for_sensitive": sensitive_lane()}
    return render(request, "lanes/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lane_new(request: StaffRequest) -> HttpResponse:
    return _lane(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def lane(request: StaffRequest, pk: int) -> HttpResponse:
    return _lane(request, get_object_or_404(Lane, pk=pk))


def _lane(request: StaffRequest, row: Lane | None) -> HttpResponse:
    require_role(request.user, Role.ADMINISTRATOR, verbs.CHANGE_LANES)
    shown = row or Lane()
    initial = {name: getattr(shown, name) for name in ("name", "sensitive", "different_people")}
    form = LaneForm(posted(request), initial=initial, steps=verbs.details_of(row) if row else ())
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            saved = verbs.save_lane(**form.details(), lane=row, by=request.user, at=now())
            messages.success(request, f"The lane {saved.name} is saved.")
            return redirect("lanes")
    return render(request, "lanes/lane.html", {"form": form, "lane": row})


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: StaffRequest, slug: str) -> HttpResponse:
    case = case_for(request, slug, Verb.CHOOSE_LANE)
    form = ChooseLaneForm(case, posted(request), initial={"lane": lane_of(case).pk})
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data["lane"]
        with refusals_on(form):
            verbs.choose_lane(case, chosen, by=request.user, at=now())
            messages.success(request, f"The response goes through the lane {chosen.name}.")
            return redirect("request", slug=case.slug)
    context = {
        "form": form,
        "case": case,
        "missing_in_circle": missing_in_circle(case),
        "may_name": bool(roles_of(request.user) & TRANSITIONS[Verb.MARK_SENSITIVE].roles),
    }
    return render(request, "lanes/choose.html", context)

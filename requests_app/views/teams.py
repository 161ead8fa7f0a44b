"""Teams of officers, and giving a case to an officer and a team."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from requests_app.access import StaffRequest, case_for, require_reader
from requests_app.actions import teams as verbs
from requests_app.actions.base import require_role
from requests_app.forms.refusals import posted, refusals_on
from requests_app.forms.teams import AssignForm, TeamForm
from requests_app.models import Team
from requests_app.workflow import Role, Verb


@require_safe
def teams(request: StaffRequest) -> HttpResponse:
    require_reader(request.user)
    rows = Team.objects.prefetch_related("members")
    return render(request, "teams/list.html", {"teams": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def team_new(request: StaffRequest) -> HttpResponse:
    return _team(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: StaffRequest, pk: int) -> HttpResponse:
    return _team(request, get_object_or_404(Team, pk=pk))


def _team(request: StaffRequest, row: Team | None) -> HttpResponse:
    require_role(request.user, Role.ADMINISTRATOR, "change the teams")
    initial = (
        {"name": row.name, "members": [person.pk for person in row.members.all()]} if row else None
    )
    form = TeamForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            saved = verbs.save_team(**form.cleaned_data, team=row, by=request.user, at=now())
            messages.success(request, f"{saved.name} is saved.")
            return redirect("teams")
    return render(request, "teams/team.html", {"form": form, "team": row})


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: StaffRequest, slug: str) -> HttpResponse:
    case = case_for(request, slug, Verb.ASSIGN)
    form = AssignForm(posted(request), initial={"officer": case.officer_id, "team": case.team_id})
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            verbs.assign(case, **form.cleaned_data, by=request.user, at=now())
            messages.success(request, "The case is given to them. Its deadline stays as it was.")
            return redirect("request", slug=case.slug)
    return render(request, "teams/assign.html", {"form": form, "case": case})

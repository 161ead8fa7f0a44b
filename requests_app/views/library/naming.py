"""The people and posts that may be named in public: who is, who was, who will be."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from requests_app.access import StaffRequest
from requests_app.actions import naming as verbs
from requests_app.actions.base import require_any, roles_of
from requests_app.forms.naming import PersonForm, RetirePersonForm
from requests_app.forms.refusals import posted, refusals_on
from requests_app.models import DisclosablePerson


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the list; ``standing`` says how it stands today."""

    person: DisclosablePerson
    standing: str


@require_safe
def people(request: StaffRequest) -> HttpResponse:
    rows = DisclosablePerson.objects.select_related(
        "added_by", "retirement", "retirement__retired_by"
    )
    listed = [Listed(row, _standing(row)) for row in rows.order_by("name", "post", "pk")]
    context = {
        "named": [one for one in listed if one.standing != "Not any more"],
        "past": [one for one in listed if one.standing == "Not any more"],
        "may_change": bool(roles_of(request.user) & set(verbs.KEEPERS)),
    }
    return render(request, "library/named_people.html", context)


def _standing(row: DisclosablePerson) -> str:
    retirement, today = getattr(row, "retirement", None), localdate()
    if retirement and retirement.on <= today:
        return "Not any more"
    return "May be named" if row.since <= today else "Not yet"


@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: StaffRequest) -> HttpResponse:
    require_any(request.user, verbs.KEEPERS, verbs.PHRASE)
    form = PersonForm(posted(request), initial={"since": localdate()})
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            verbs.add_person(**form.cleaned_data, by=request.user, at=now())
            messages.success(request, "Added to the list.")
            return redirect("nameable")
    return render(request, "library/named_person.html", {"form": form, "person": None})


@require_http_methods(["GET", "HEAD", "POST"])
def person_retire(request: StaffRequest, pk: int) -> HttpResponse:
    require_any(request.user, verbs.KEEPERS, verbs.PHRASE)
    person = get_object_or_404(DisclosablePerson, pk=pk)
    form = RetirePersonForm(posted(request), initial={"on": localdate()})
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            verbs.retire_person(person, **form.cleaned_data, by=request.user, at=now())
            messages.success(request, "Taken off the list.")
            return redirect("nameable")
    return render(request, "library/named_person.html", {"form": form, "person": person})

"""The public page that counts working days and shows the counting. Nothing here writes."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from requests_app import calendars
from requests_app.counting import show
from requests_app.forms.working_days import WorkingDaysForm
from requests_app.working_days import Calendar


@login_not_required
@require_safe
def working_days(request: HttpRequest) -> HttpResponse:
    calendar = calendars.current()
    form = WorkingDaysForm(request.GET or None, initial={"received_on": localdate()})
    found = form.deadline(calendar) if form.is_bound else None
    context: dict[str, object] = {"form": form, "found": found, "calendar": calendar}
    year = localdate().year
    if found:
        received = form.cleaned_data["received_on"]
        context["counting"] = show(received, form.events(), found, calendar=calendar)
        year = received.year
    context["years"] = _years(calendar, year)
    return render(request, "clock/working_days.html", context)


def _years(calendar: Calendar, year: int) -> list[tuple[int, list[object], bool]]:
    """The holidays of a year and the next, as far as they are known, and whether all are."""
    known = [one for one in (year, year + 1) if calendar.first_year <= one <= calendar.last_year]
    return [(one, list(calendar.of_years([one])), one <= calendar.sure_to) for one in known]

"""The table of bank holidays for staff, and its changes by an administrator."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from requests_app import calendars
from requests_app.access import StaffRequest
from requests_app.actions import clock as verbs
from requests_app.actions.base import require_role, roles_of
from requests_app.actions.recomputing import Recomputed
from requests_app.forms.holidays import HolidayForm, SwitchOffForm
from requests_app.forms.refusals import posted, refusals_on
from requests_app.holiday_library import SOURCE
from requests_app.models import BankHoliday, FoiRequest
from requests_app.workflow import Role
from requests_app.working_days import PARTS


@require_safe
def bank_holidays(request: StaffRequest) -> HttpResponse:
    calendar = calendars.current()
    this_year = localdate().year
    years = [year for year in range(this_year - 1, this_year + 3) if year <= calendar.last_year]
    stale = FoiRequest.objects.open().exclude(calendar_version=calendar.version)
    context = {
        "calendar": calendar,
        "years": [(year, calendar.of_years([year]), year <= calendar.sure_to) for year in years],
        "changes": BankHoliday.objects.select_related("recorded_by").order_by("-pk"),
        "stale": stale.count(),
        "source": SOURCE,
        "may_change": Role.ADMINISTRATOR in roles_of(request.user),
    }
    return render(request, "clock/bank_holidays.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def holiday_add(request: StaffRequest) -> HttpResponse:
    require_role(request.user, Role.ADMINISTRATOR, verbs.CHANGE_HOLIDAYS)
    form = HolidayForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            done = verbs.add_holiday(form.row(), by=request.user, at=now())
            messages.success(request, f"The day is added. {_told(done)}")
            return redirect("bank-holidays")
    return render(request, "clock/holiday_add.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def holiday_switch_off(request: StaffRequest) -> HttpResponse:
    require_role(request.user, Role.ADMINISTRATOR, verbs.CHANGE_HOLIDAYS)
    form = SwitchOffForm(posted(request), initial=_initial(request.GET.get("day", "")))
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            done = verbs.switch_off_holiday(form.row(), by=request.user, at=now())
            messages.success(request, f"The day is switched off. {_told(done)}")
            return redirect("bank-holidays")
    return render(request, "clock/holiday_switch_off.html", {"form": form})


@require_POST
def holidays_recompute(request: StaffRequest) -> HttpResponse:
    messages.success(request, _told(verbs.recompute(by=request.user, at=now())))
    return redirect("bank-holidays")


def _initial(text: str) -> dict[str, object]:
    """The day that was chosen in the table, as it stands there."""
    try:
        day = date.fromisoformat(text)
        holiday = calendars.current().holiday(day)
    except (ValueError, LookupError):
        return {}
    parts = holiday.parts if holiday else PARTS
    return {"day": day, "name": holiday.name if holiday else "", "parts": list(parts)}


def _told(done: Recomputed) -> str:
    cases = "1 open case" if done.cases == 1 else f"{done.cases} open cases"
    moved = "1 deadline" if done.moved == 1 else f"{done.moved} deadlines"
    return f"{cases} recomputed, {moved} moved."

"""The statistics for staff: every number leads to the cases behind it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from requests_app.access import StaffRequest, require_reader
from requests_app.models import FoiRequest
from requests_app.reporting import statistics as statistics_of
from requests_app.statistics.quarters import Span
from requests_app.views.statistics_answers import (
    Names,
    as_chart,
    as_csv,
    as_page,
    list_or_404,
)

PAGE_SIZE = 50
NAMES = Names(
    page="staff-statistics-of",
    latest="staff-statistics",
    csv="staff-statistics-csv",
    chart="staff-statistics-chart",
    list="staff-statistics-list",
)


@require_safe
@never_cache
def statistics(request: StaffRequest, span: Span | None = None) -> HttpResponse:
    require_reader(request.user)
    return as_page(request, span, NAMES, "statistics/staff.html")


@require_safe
@never_cache
def statistics_csv(request: StaffRequest, span: Span) -> HttpResponse:
    require_reader(request.user)
    return as_csv(statistics_of(span.until(localdate()), today=localdate()))


@require_safe
def statistics_chart(request: StaffRequest, span: Span, name: str) -> HttpResponse:
    require_reader(request.user)
    chart = as_chart(request, span, name)
    patch_cache_control(chart, private=True, no_cache=True)
    return chart


@require_safe
@never_cache
def statistics_list(request: StaffRequest, span: Span, key: str) -> HttpResponse:
    require_reader(request.user)
    found = list_or_404(span, key)
    page = Paginator(found.keys, PAGE_SIZE).get_page(request.GET.get("page"))
    mine = FoiRequest.objects.visible_to(request.user).select_related("officer")
    cases = mine.in_bulk(list(page.object_list))
    context = {
        "found": found,
        "names": NAMES,
        "page": page,
        "lines": [(cases[pk], found.judged[pk]) for pk in page.object_list if pk in cases],
        "hidden": len(page.object_list) - len(cases),
    }
    return render(request, "statistics/staff_list.html", context)

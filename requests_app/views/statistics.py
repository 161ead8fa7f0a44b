"""The statistics as anybody reads them: tables, charts, a file, and lists of published answers.

A number counts every request; the list behind it shows only what is on the disclosure log and says
how many more there are. So no title and no reference is told that is not public already.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import conditional_page, require_safe

from requests_app.models import Publication
from requests_app.publishing import entry_of
from requests_app.reporting import statistics as statistics_of
from requests_app.statistics.quarters import Span
from requests_app.views.caching import revalidated
from requests_app.views.statistics_answers import (
    Names,
    as_chart,
    as_csv,
    as_page,
    list_or_404,
)

PAGE_SIZE = 25
NAMES = Names(
    page="statistics-of",
    latest="statistics",
    csv="statistics-csv",
    chart="statistics-chart",
    list="statistics-list",
)


@require_safe
@login_not_required
@conditional_page
def statistics(request: HttpRequest, span: Span | None = None) -> HttpResponse:
    fewest = settings.STATISTICS_FEWEST
    page = as_page(request, span, NAMES, "statistics/public.html", fewest=fewest)
    return revalidated(request, page)


@require_safe
@login_not_required
@conditional_page
def statistics_csv(request: HttpRequest, span: Span) -> HttpResponse:
    found = statistics_of(span.until(localdate()), today=localdate())
    return revalidated(request, as_csv(found, fewest=settings.STATISTICS_FEWEST))


@require_safe
@login_not_required
def statistics_chart(request: HttpRequest, span: Span, name: str) -> HttpResponse:
    chart = as_chart(request, span, name, fewest=settings.STATISTICS_FEWEST)
    return revalidated(request, chart)


@require_safe
@login_not_required
@conditional_page
def statistics_list(request: HttpRequest, span: Span, key: str) -> HttpResponse:
    found = list_or_404(span, key, fewest=settings.STATISTICS_FEWEST)
    published = dict(
        Publication.objects.visible()
        .filter(foi_request__received_on__range=(found.span.first_day, found.span.last_day))
        .values_list("foi_request_id", "pk")
    )
    keys = sorted((published[case] for case in found.keys if case in published), reverse=True)
    page = Paginator(keys, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = Publication.objects.for_list().filter(pk__in=list(page.object_list))
    context = {
        "found": found,
        "names": NAMES,
        "page": page,
        "entries": [entry_of(publication) for publication in rows],
        "unpublished": len(found.keys) - len(keys),
    }
    return revalidated(request, render(request, "statistics/public_list.html", context))

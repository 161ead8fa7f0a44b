"""What the statistics answer with, to staff and to the public alike: page, file, chart, list."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.timezone import localdate

from requests_app import spreadsheet
from requests_app.charts import Chart, svg
from requests_app.models import FoiRequest
from requests_app.reporting import statistics
from requests_app.statistics.facts import Judged
from requests_app.statistics.measure import Measure
from requests_app.statistics.pictures import CHARTS, chart_of
from requests_app.statistics.quarters import FIRST_YEAR, LAST_YEAR, Span
from requests_app.statistics.tables import Cell, Statistics, Table

# The picture brings a style sheet of its own; opened alone, it may load nothing else.
CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
NARROW = "-narrow"
COLUMNS = (
    *("table", "measure", "title", "from", "to", "requests", "percent", "share of"),
    *("definition", "source", "uncertain"),
)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the addresses of one of the two sets of pages."""

    page: str
    latest: str
    csv: str
    chart: str
    list: str


@dataclass(frozen=True, slots=True)
class Behind:
    """The requests behind a number, by their keys, and what was found out about each."""

    measure: Measure
    span: Span
    keys: tuple[int, ...]
    judged: Mapping[int, Judged]
    small: bool


def as_page(
    request: HttpRequest, span: Span | None, names: Names, template: str, *, fewest: int = 0
) -> HttpResponse:
    """The tables of these quarters, or of the latest four."""
    today = localdate()
    span = (span or Span.latest(today)).until(today)
    found = statistics(span, today=today)
    context = {
        "names": names,
        "span": span,
        "latest": Span.latest(today).slug,
        "today": today,
        "unfinished": today <= span.last_day,
        "years": list(_years(today)),
        "tables": [(table, _picture(table, found, fewest)) for table in found.tables()],
        "fewest": fewest,
        "several": len(span.quarters) > 1,
    }
    return render(request, template, context)


def _years(today: date) -> Iterator[Span]:
    """Every year from the first receipt to this one, the latest first."""
    received = FoiRequest.objects.handled_here().aggregate(
        first=Min("received_on"), last=Max("received_on")
    )
    first = max(FIRST_YEAR, min(today, received["first"] or today).year)
    for year in range(min(today.year, LAST_YEAR - 1), first - 1, -1):
        yield Span.of_year(year)


def _picture(table: Table, found: Statistics, fewest: int) -> Chart | None:
    return chart_of(table.layout.key, found, fewest)


def as_csv(found: Statistics, *, fewest: int = 0) -> HttpResponse:
    """One line for each number, with its definition beside it."""
    name = f"foi-statistics-{found.span.slug}.csv"
    return HttpResponse(
        spreadsheet.as_csv([COLUMNS, *_lines(found, fewest)]),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(found: Statistics, fewest: int) -> Iterator[tuple[str, ...]]:
    for table in found.tables():
        for row in table.rows:
            measure = row.measure
            for cell in row.cells:
                yield (
                    *(table.layout.key, measure.key, measure.title),
                    cell.span.first_day.isoformat(),
                    cell.span.last_day.isoformat(),
                    *_numbers(cell, fewest),
                    measure.share_of if cell.percent is not None else "",
                    *(measure.explanation, measure.source, measure.doubt),
                )


def _numbers(cell: Cell, fewest: int) -> tuple[str, str]:
    if cell.is_small(fewest):
        return f"fewer than {fewest}", ""
    return str(cell.number), "" if cell.percent is None else str(cell.percent)


def as_chart(request: HttpRequest, span: Span, name: str, *, fewest: int = 0) -> HttpResponse:
    """The picture; it is drawn only for whoever does not have it yet. Raises Http404."""
    today = localdate()
    narrow = name.endswith(NARROW)
    kind = name.removesuffix(NARROW)
    if kind not in CHARTS:
        raise Http404
    chart = chart_of(kind, statistics(span.until(today), today=today), fewest)
    if chart is None:
        raise Http404
    etag = f'"{hashlib.sha256(repr((chart, narrow)).encode()).hexdigest()}"'
    drawn = HttpResponse(content_type="image/svg+xml", headers={"ETag": etag})
    answer = get_conditional_response(request, etag=etag, response=drawn) or drawn
    if answer is drawn:
        drawn.content = svg(chart, narrow=narrow)
    # Also on "not modified": a browser puts the headers of that in place of those it stored.
    answer["Content-Security-Policy"] = CHART_POLICY
    return answer


def list_or_404(span: Span, key: str, *, fewest: int = 0) -> Behind:
    """The requests behind a number. Raises Http404 for a measure that there is not."""
    today = localdate()
    span = span.until(today)
    found = statistics(span, today=today)
    measure = found.measure(key)
    if measure is None:
        raise Http404
    keys = found.behind(measure)
    return Behind(measure, span, keys, found.judged(keys), Cell(span, len(keys)).is_small(fewest))

"""The charts of the statistics: which rows of the tables they draw."""

from __future__ import annotations

from collections.abc import Callable

from requests_app.charts import Chart, Series
from requests_app.statistics.measures import MEASURES
from requests_app.statistics.tables import Cell, Row, Statistics

OUTCOMES = ("granted", "part", "refused", "s21-only", "procedural", "not-yet")
TIMES = ("in-time", "in-extension", "late", "undated")


def chart_of(name: str, statistics: Statistics, fewest: int = 0) -> Chart | None:
    """The chart of this name; None when nothing of it was counted, or there is none.

    What is too small to be shown in the table is not shown here either.
    """
    draw = CHARTS.get(name)
    chart = draw(statistics, fewest) if draw else None
    return chart if chart and any(sum(series.numbers) for series in chart.series) else None


def _outcomes(statistics: Statistics, fewest: int) -> Chart:
    return _stacked("Outcomes of resolvable requests", OUTCOMES, statistics, fewest)


def _times(statistics: Statistics, fewest: int) -> Chart:
    return _stacked("Time taken by the requests processed", TIMES, statistics, fewest)


def _exemptions(statistics: Statistics, fewest: int) -> Chart:
    rows = [statistics.exemption_row(section) for section in statistics.sections()]
    rows.sort(key=lambda row: -row.total.number)
    numbers = tuple(_number(row.total, fewest) for row in rows)
    labels = tuple(row.measure.title.partition(":")[0] for row in rows)
    return Chart("Exemptions used", labels, (Series("Requests", numbers),), across=True)


def _stacked(title: str, keys: tuple[str, ...], statistics: Statistics, fewest: int) -> Chart:
    rows = [statistics.row(MEASURES[key]) for key in keys]
    labels = tuple(quarter.short for quarter in statistics.span.quarters)
    # What a colour stands for does not change with what there is to show.
    shown = tuple(
        _series(row, colour, fewest) for colour, row in enumerate(rows) if row.total.number
    )
    return Chart(title, labels, shown)


def _series(row: Row, colour: int, fewest: int) -> Series:
    return Series(row.measure.title, tuple(_number(cell, fewest) for cell in row.cells), colour)


def _number(cell: Cell, fewest: int) -> int:
    return 0 if cell.is_small(fewest) else cell.number


CHARTS: dict[str, Callable[[Statistics, int], Chart]] = {
    "outcomes": _outcomes,
    "timeliness": _times,
    "exemptions": _exemptions,
}

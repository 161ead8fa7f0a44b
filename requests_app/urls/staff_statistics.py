"""Addresses of the statistics for staff, whose lists show every case."""

from django.urls import path

from requests_app.urls import spans  # noqa: F401 - knows how quarters are written
from requests_app.views import staff_statistics

urlpatterns = [
    path("", staff_statistics.statistics, name="staff-statistics"),
    path("<span:span>/", staff_statistics.statistics, name="staff-statistics-of"),
    path(
        "<span:span>/statistics.csv", staff_statistics.statistics_csv, name="staff-statistics-csv"
    ),
    path(
        "<span:span>/<slug:name>.svg",
        staff_statistics.statistics_chart,
        name="staff-statistics-chart",
    ),
    path("<span:span>/<slug:key>/", staff_statistics.statistics_list, name="staff-statistics-list"),
]

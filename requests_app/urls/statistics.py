"""Addresses of the statistics that anybody may read."""

from django.urls import path

from requests_app.urls import spans  # noqa: F401 - knows how quarters are written
from requests_app.views import statistics

urlpatterns = [
    path("", statistics.statistics, name="statistics"),
    path("<span:span>/", statistics.statistics, name="statistics-of"),
    path("<span:span>/statistics.csv", statistics.statistics_csv, name="statistics-csv"),
    path("<span:span>/<slug:name>.svg", statistics.statistics_chart, name="statistics-chart"),
    path("<span:span>/<slug:key>/", statistics.statistics_list, name="statistics-list"),
]

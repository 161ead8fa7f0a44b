"""What the public reads of the log costs no more the longer the log is: queries and their plans."""

from __future__ import annotations

import re
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from requests_app.management import log_costs
from requests_app.management.log_costs import pages, queries_of
from requests_app.models import LogEntry, Publication
from requests_app.search import trial
from requests_app.search.query import parse
from requests_app.search.searching import search

# As long as the log.
_LONG = "foirequest|responseversion|review|earlierrecord|rendering|publication|logentry|casetopic"
_WALKED = re.compile(rf"SCAN (?:requests_app_)?(?:{_LONG})\b")


def short_log_pages() -> list[str]:
    """Those that a log of some records has: it has no fortieth page."""
    return [page for page in pages() if "page=" not in page]


@pytest.fixture
def log(db: None, monkeypatch: pytest.MonkeyPatch) -> trial.Trial:
    """Sixty records, the last thirty of them copied by the database."""
    monkeypatch.setattr(trial, "WRITTEN", 30)
    made = trial.Trial()
    assert list(made.fill(60)) == [30, 60]
    return made


@pytest.mark.usefixtures("log")
def test_made_up_records_are_records() -> None:
    assert Publication.objects.visible().count() == LogEntry.objects.count() == 60
    everywhere = search(parse(trial.word(0)))
    assert everywhere.count == 60
    assert {hit.entry.reference for hit in everywhere.hits} <= set(
        LogEntry.objects.values_list("reference", flat=True)
    )
    # The copies have the words of what they were copied from.
    title = LogEntry.objects.get(reference="TRIAL-7").title
    assert search(parse(f'"{title}"')).count == 2


def test_a_page_takes_as_many_queries_however_long_the_log_is(log: trial.Trial) -> None:
    client = Client(SERVER_NAME="localhost")
    # Of a search, the best are found first only where there are two.
    asked = [page for page in short_log_pages() if "q=" not in page]
    few = {page: queries_of(partial(client.get, page)) for page in asked}
    list(log.fill(120))
    assert {page: queries_of(partial(client.get, page)) for page in asked} == few


@pytest.mark.usefixtures("log")
def test_what_is_measured_is_never_refused(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    page = f"{reverse('disclosure-log')}?q={trial.word(0)}"
    answered = queries_of(partial(Client(SERVER_NAME="localhost").get, page))
    settings.LIMITS = dict.fromkeys(settings.LIMITS, "1/hour")
    monkeypatch.setattr(log_costs, "lead_to", lambda name: None)
    monkeypatch.setattr(log_costs, "pages", lambda: iter([page]))
    (costs,) = log_costs.costs_at({60: "the one of the tests"}, rounds=2).values()
    assert costs.queries[page] == answered


@pytest.mark.usefixtures("log")
def test_no_page_walks_through_the_log() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL walks through what is short, whatever indexes there are")
    client = Client(SERVER_NAME="localhost")
    for page in short_log_pages():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200, page
        for query in queries.captured_queries:
            assert not walks(query["sql"]), (page, query["sql"])


@pytest.mark.usefixtures("log")
def test_a_walk_is_found_out() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL walks through what is short, whatever indexes there are")
    with CaptureQueriesContext(connection) as queries:
        list(LogEntry.objects.filter(title="x"))
        list(LogEntry.objects.order_by("title")[:5])
    assert [walks(query["sql"]) for query in queries.captured_queries] == [True, True]


def walks(sql: str) -> bool:
    """Whether a query reads a long table to its end; some rows in the order of an index are few."""
    if not sql.startswith("SELECT"):
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}".replace("%", "%%"))
        plan = [str(row[3]) for row in cursor.fetchall()]
    sorted_after = any("TEMP B-TREE FOR ORDER BY" in step for step in plan)
    bounded = " LIMIT " in sql and not sorted_after
    return not bounded and any(_WALKED.match(step) for step in plan)

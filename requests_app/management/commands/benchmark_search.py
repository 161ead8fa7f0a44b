"""Measures the log's list, search and page at several sizes, in a scratch database of its own.

The database is made beside the one that the settings name and removed afterwards, so PostgreSQL
is measured by naming it in DATABASE_URL. It prints medians, 95th percentiles and what the largest
size costs as a multiple of the smallest.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from requests_app.actions import listing
from requests_app.search import postgresql
from requests_app.search.filters import Filters, Sort, as_query_string
from requests_app.search.query import parse
from requests_app.search.searching import search
from requests_app.search.trial import Trial, word

SIZES = (1_000, 10_000, 100_000)
REPEATS = 3

# What people ask: by how common the words are, alone and together, in phrases, with filters.
_RANKS = (0, 3, 20, 150, 1_000, 8_000)
QUERIES: tuple[tuple[str, Filters, Sort | None], ...] = (
    ("", Filters(), None),
    ("", Filters(), Sort.OLDEST),
    ("", Filters(year="2015"), None),
    ("", Filters(outcome="information-not-held"), None),
    ("", Filters(exemption="40", outcome="some-information-provided"), None),
    *((word(rank), Filters(), None) for rank in _RANKS),
    (f"{word(0)} {word(20)}", Filters(), None),
    (f"{word(60)} {word(90)}", Filters(), None),
    (f"{word(300)} {word(700)}", Filters(), None),
    (f'"{word(0)} {word(1)}"', Filters(), None),
    (f'"{word(4)} {word(9)}"', Filters(), None),
    (f"{word(30)} -{word(2)}", Filters(), None),
    (f"{word(500)} OR {word(900)}", Filters(), None),
    (word(20), Filters(year="2015"), None),
    (word(20), Filters(exemption="31"), Sort.NEWEST),
)


class Command(BaseCommand):
    help = "Measures the list and the search of the log at several sizes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--records", type=int, nargs="+", default=list(SIZES), metavar="N")

    def handle(self, *args: Any, records: Sequence[int], **options: Any) -> None:
        logging.disable(logging.INFO)  # a line for each page would be measured as well
        self.stdout.write(f"{connection.vendor}: milliseconds of {len(QUERIES)} queries\n")
        self.stdout.write("| records | search p50 | search p95 | page p50 | page p95 | queries |")
        self.stdout.write("|---:|---:|---:|---:|---:|---:|")
        with scratch_database():
            trial = Trial(User.objects.create(username="trial"))
            found = {size: self._at(trial, size) for size in sorted(records)}
        first, last = (found[size] for size in (min(found), max(found)))
        ratios = " | ".join(f"{b / a:.1f} ×" for a, b in zip(first, last, strict=True))
        self.stdout.write(f"| {max(found):,} to {min(found):,} | {ratios} | |")

    def _at(self, trial: Trial, size: int) -> tuple[float, ...]:
        fill(trial, size)
        client = Client(SERVER_NAME="localhost")
        addresses = [address(*one) for one in QUERIES]
        searches = measured(
            [lambda one=one: search(parse(one[0]), one[1], sort=one[2]) for one in QUERIES]  # type: ignore[misc]
        )
        pages = measured([lambda url=url: client.get(url) for url in addresses])  # type: ignore[misc]
        told = " | ".join(f"{number:.1f}" for number in (*searches, *pages))
        self.stdout.write(f"| {size:,} | {told} | {most_queries(client, addresses)} |")
        return (*searches, *pages)


def address(text: str, filters: Filters, sort: Sort | None) -> str:
    order = f"&sort={sort}" if sort else ""
    return f"/disclosure-log/?{as_query_string(text, filters)}{order}"


def measured(calls: Sequence[Callable[[], object]]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds, after each was called once to warm up."""
    times = []
    for call in calls:
        call()
        for _ in range(REPEATS):
            begun = perf_counter()
            call()
            times.append(1_000 * (perf_counter() - begun))
    cuts = quantiles(times, n=20)
    return cuts[9], cuts[18]


def most_queries(client: Client, addresses: Sequence[str]) -> int:
    counts = []
    for url in addresses:
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    return max(counts)


def fill(trial: Trial, size: int) -> None:
    """Adds records and their index. PostgreSQL makes a whole index faster than a growing one."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(postgresql.DROP_TERMS)
        for publications in trial.fill(size):
            with transaction.atomic():
                listing.list_publications(publications)
        if connection.vendor == "postgresql":
            cursor.execute(postgresql.CREATE_TERMS)
        cursor.execute("ANALYZE")


@contextmanager
def scratch_database() -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        before = connection.settings_dict["NAME"]
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "scratch.sqlite3")
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)

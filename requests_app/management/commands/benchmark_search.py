"""Measures the log's list, search and page at several sizes, in a scratch database of its own.

The database is made beside the one that the settings name and removed afterwards, so PostgreSQL
is measured by naming it in DATABASE_URL. Of each query the median of some rounds counts, in
milliseconds of processor time; it prints the median and the 95th percentile of the queries, and
what the largest size costs as a multiple of the smallest.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_app.actions import listing
from requests_app.management.costs import counts_the_database, median_and_95th, middles
from requests_app.management.progress import Progress
from requests_app.management.scratch import scratch_database
from requests_app.search import postgresql
from requests_app.search.filters import Filters, Sort, as_query_string
from requests_app.search.query import parse
from requests_app.search.searching import PAGE_SIZE, WINDOW, search
from requests_app.search.trial import Trial, word

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 5
LAST_PAGE = WINDOW // PAGE_SIZE

# What people ask: by how common the words are, alone and together, in phrases, with filters.
_RANKS = (0, 3, 20, 150, 1_000, 8_000)
QUERIES: tuple[tuple[str, Filters, Sort | None, int], ...] = (
    ("", Filters(), None, 1),
    ("", Filters(), None, LAST_PAGE),
    ("", Filters(), Sort.OLDEST, 1),
    ("", Filters(year="2015"), None, 1),
    ("", Filters(outcome="information-not-held"), None, 1),
    ("", Filters(exemption="40", outcome="some-information-provided"), None, 1),
    *((word(rank), Filters(), None, 1) for rank in _RANKS),
    (word(0), Filters(), None, LAST_PAGE),
    (f"{word(0)} {word(20)}", Filters(), None, 1),
    (f"{word(60)} {word(90)}", Filters(), None, 1),
    (f"{word(300)} {word(700)}", Filters(), None, 1),
    (f'"{word(0)} {word(1)}"', Filters(), None, 1),
    (f'"{word(4)} {word(9)}"', Filters(), None, 1),
    (f"{word(30)} -{word(2)}", Filters(), None, 1),
    (f"{word(500)} OR {word(900)}", Filters(), None, 1),
    (word(20), Filters(year="2015"), None, 1),
    (word(20), Filters(exemption="31"), Sort.NEWEST, 1),
)


@dataclass(frozen=True, slots=True)
class Costs:
    """Of each query in milliseconds: the search alone, and the whole page."""

    searches: list[float]
    pages: list[float]

    @property
    def row(self) -> tuple[float, ...]:
        return (*median_and_95th(self.searches), *median_and_95th(self.pages))


class Command(BaseCommand):
    help = "Measures the list and the search of the log at several sizes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--records", type=int, nargs="+", default=list(SIZES), metavar="N")
        parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N")
        parser.add_argument("--each", action="store_true", help="tell what each query costs")

    def handle(self, *args: Any, records: Sequence[int], **options: Any) -> None:
        logging.disable(logging.INFO)  # a line for each page would be measured as well
        self.rounds, self.each = options["rounds"], options["each"]
        self.stdout.write(f"{connection.vendor}: milliseconds of {len(QUERIES)} queries\n")
        if not counts_the_database():
            self.stdout.write("The server is on another machine: its own time is not counted.\n")
        self.stdout.write("| records | search p50 | search p95 | page p50 | page p95 | queries |")
        self.stdout.write("|---:|---:|---:|---:|---:|---:|")
        with scratch_database():
            trial = Trial(User.objects.create(username="trial"))
            found = {size: self._at(trial, size).row for size in sorted(records)}
        first, last = (found[size] for size in (min(found), max(found)))
        ratios = " | ".join(f"{b / a:.1f} ×" for a, b in zip(first, last, strict=True))
        self.stdout.write(f"| {max(found):,} ÷ {min(found):,} | {ratios} | |")

    def _at(self, trial: Trial, size: int) -> Costs:
        self._fill(trial, size)
        client = Client(SERVER_NAME="localhost")
        addresses = [address(*one) for one in QUERIES]
        costs = Costs(
            middles([partial(_search, *one) for one in QUERIES], rounds=self.rounds),
            middles([partial(client.get, url) for url in addresses], rounds=self.rounds),
        )
        told = " | ".join(f"{number:.1f}" for number in costs.row)
        self.stdout.write(f"| {size:,} | {told} | {most_queries(client, addresses)} |")
        if self.each:
            for url, alone, page in zip(addresses, costs.searches, costs.pages, strict=True):
                self.stdout.write(f"    {alone:8.1f} {page:8.1f}  {url}")
        return costs

    def _fill(self, trial: Trial, size: int) -> None:
        """Adds records and their index, which is made faster whole than as it grows."""
        progress, done = Progress(self.stderr), 0
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(postgresql.DROP_TERMS)
            for publications in trial.fill(size):
                with transaction.atomic():
                    done += listing.list_publications(publications)
                progress.show(f"{done:,} records made of {size:,}")
            progress.clear()
            if connection.vendor == "postgresql":
                cursor.execute(postgresql.CREATE_TERMS)
            cursor.execute("ANALYZE")


def _search(text: str, filters: Filters, sort: Sort | None, page: int) -> None:
    search(parse(text), filters, sort=sort, page=page)


def address(text: str, filters: Filters, sort: Sort | None, page: int) -> str:
    told = {"sort": sort or "", "page": page if page > 1 else ""}
    rest = urlencode({name: value for name, value in told.items() if value})
    return f"{reverse('disclosure-log')}?{as_query_string(text, filters)}&{rest}"


def most_queries(client: Client, addresses: Sequence[str]) -> int:
    counts = []
    for url in addresses:
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    return max(counts)

"""Measures the public log at several sizes, each in a scratch database of its own.

The databases are made beside the one that the settings name and removed afterwards, so PostgreSQL
is measured by naming it in DATABASE_URL. With --keep they stay, and what is there is not made
again: a run that was stopped goes on.

The rounds go through all sizes in turn, so that a neighbour's busy minute meets each alike; of each
page the median of its rounds counts.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from requests_app.management.costs import Cost, counts_the_database
from requests_app.management.log_costs import Costs, at_95th, costs_at
from requests_app.management.progress import Progress
from requests_app.management.scratch import scratch_database
from requests_app.search import postgresql
from requests_app.search.trial import Trial

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 5


class Command(BaseCommand):
    help = "Measures lists, searches and feeds of the log at several sizes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--records", type=int, nargs="+", default=list(SIZES), metavar="N")
        parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N")
        parser.add_argument("--keep", action="store_true", help="keep what was made for a next run")
        parser.add_argument("--each", action="store_true", help="tell what each page costs")

    def handle(
        self,
        *args: Any,
        records: Sequence[int],
        rounds: int,
        keep: bool,
        each: bool,
        **options: Any,
    ) -> None:
        logging.disable(logging.INFO)  # a line for each page would be measured as well
        with ExitStack() as stack:
            names = {}
            for size in sorted(set(records)):
                names[size] = stack.enter_context(scratch_database(f"log_{size}", keep=keep))
                self._fill(size)
            self._tell(costs_at(names, rounds=rounds), each=each)

    def _fill(self, size: int) -> None:
        """Adds records and their index, which PostgreSQL makes faster whole than as it grows."""
        trial, progress = Trial(), Progress(self.stderr)
        postgres = connection.vendor == "postgresql"
        with connection.cursor() as cursor:
            if postgres and trial.made < size:
                cursor.execute(postgresql.DROP_TERMS)
            for made in trial.fill(size):
                progress.show(f"{made:,} records made of {size:,}")
            progress.clear()
            if postgres:
                # With its usual 64 MB it takes the server many times as long.
                cursor.execute("SET maintenance_work_mem = '3GB'")
                cursor.execute(postgresql.CREATE_TERMS)
                # As a server does by itself some minutes later.
                cursor.execute("VACUUM ANALYZE")

    def _tell(self, costs: Mapping[int, Costs], *, each: bool) -> None:
        sizes = list(costs)
        if not counts_the_database():
            self.stdout.write("The server is on another machine: its own time is not counted.\n")
        heads = (*(f"{size:,} records" for size in sizes), f"{sizes[-1]:,} ÷ {sizes[0]:,}")
        self.stdout.write(f"| {connection.vendor} | {' | '.join(heads)} | queries |")
        self.stdout.write("|---|" + "---:|" * (len(heads) + 1))
        if each:
            for name in costs[sizes[0]].searches:
                self._line(f"search {name}", [costs[size].searches[name] for size in sizes])
            for name in costs[sizes[0]].pages:
                counts = [costs[size].queries[name] for size in sizes]
                self._line(name, [costs[size].pages[name] for size in sizes], counts)
        counts = [max(costs[size].queries.values()) for size in sizes]
        self._line("p95 of the searches alone", [at_95th(costs[size].searches) for size in sizes])
        self._line("p95 of the pages", [at_95th(costs[size].pages) for size in sizes], counts)

    def _line(self, name: str, costs: Sequence[Cost], queries: Sequence[int] = ()) -> None:
        """Milliseconds of the processors and, in brackets, of the clock."""
        told = " | ".join(f"{cost.processor:.1f} ({cost.wall:.1f})" for cost in costs)
        ratio = costs[-1].processor / costs[0].processor
        counts = ", ".join(str(count) for count in dict.fromkeys(queries))
        self.stdout.write(f"| {name} | {told} | {ratio:.2f} | {counts} |")

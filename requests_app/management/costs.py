"""What work costs on a machine that others use: processor time, the database's own included.

PostgreSQL works in another process. Where that runs on this machine its time is read and added;
where it does not, only this process is counted, and ``counts_the_database`` says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles

from django.db import connection

NANOSECONDS = 1e9


def processor_milliseconds(work: Callable[[], object]) -> float:
    """Of this process and of the database for it."""
    before = time.process_time() + _of_the_database()
    work()
    return 1_000 * (time.process_time() + _of_the_database() - before)


def counts_the_database() -> bool:
    return connection.vendor == "sqlite" or _schedule() is not None


def _of_the_database() -> float:
    """Processor seconds of the process that serves this connection; 0 if that is this process."""
    schedule = _schedule()
    return int(schedule.read_text().split()[0]) / NANOSECONDS if schedule else 0.0


def _schedule() -> Path | None:
    if connection.vendor != "postgresql":
        return None
    connection.ensure_connection()
    path = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return path if path.exists() else None


def middles(calls: Sequence[Callable[[], object]], *, rounds: int) -> list[float]:
    """The median cost of each call in milliseconds; each is called once before, to warm up.

    The rounds go through all calls in turn, so that a neighbour's busy minute meets each alike.
    """
    for call in calls:
        call()
    found = [[processor_milliseconds(call) for call in calls] for _ in range(rounds)]
    return [median(costs) for costs in zip(*found, strict=True)]


def median_and_95th(costs: Sequence[float]) -> tuple[float, float]:
    cuts = quantiles(costs, n=20, method="inclusive")
    return cuts[9], cuts[18]

"""What work costs on a machine that others use: processor time, the database's own included.

PostgreSQL works in another process. Where that runs on this machine its time is read and added;
where it does not, only this process is counted, and ``counts_the_database`` says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from django.db import connection

NANOSECONDS = 1e9


class Cost(NamedTuple):
    """In milliseconds: of the processors, and by the clock on the wall."""

    processor: float
    wall: float


def cost_of(work: Callable[[], object]) -> Cost:
    """Of this process and of the database for it."""
    began, before = time.perf_counter(), time.process_time() + _of_the_database()
    work()
    after, ended = time.process_time() + _of_the_database(), time.perf_counter()
    return Cost(1_000 * (after - before), 1_000 * (ended - began))


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


def middle(costs: Iterable[Cost]) -> Cost:
    """The median of each kind."""
    processor, wall = zip(*costs, strict=True)
    return Cost(median(processor), median(wall))


def median_and_95th(costs: Sequence[float]) -> tuple[float, float]:
    cuts = quantiles(costs, n=20, method="inclusive")
    return cuts[9], cuts[18]

"""A worker of two processes, broker and database included, beside two loops that only render:
once in a limited child each, as the worker does, and once in themselves."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.db.models import Max

from requests_app.database_time import database_now
from requests_app.models import Rendering, ResponseVersion
from requests_app.producing import html_of
from requests_app.rendering.engine import typeset
from requests_app.rendering.measuring import processor_seconds, spread
from requests_app.rendering.pdf import render, warm_up
from requests_app.rendering.specimens import specimen
from tests.processes import descendants_of
from tests.servers import Product
from tests.speed.site import (
    records_to_be_made,
    say_how_busy,
    say_row,
    settle,
    unfinished,
    version_of,
    wait_until,
)

# So many that the last ones, for which a process may be idle, count for little.
EACH = 80
USUAL = 20
_TICKS = os.sysconf("SC_CLK_TCK")


def main(product: Product, rounds: int = 5, renders: int = 500) -> None:
    warm_up()
    short = ResponseVersion.objects.latest("pk")
    usual = version_of(specimen(USUAL), like=short)
    _compare(product, short, "a short record", rounds)
    _compare(product, usual, f"a record of {USUAL} questions", rounds)
    say_how_busy()
    _say_growth(product, short, renders, first=(rounds + 1) * EACH)


def _compare(product: Product, version: ResponseVersion, what: str, rounds: int) -> None:
    done = _by_the_worker(product, version, 0)[2]  # its processes are warm after that
    html = html_of(Rendering.objects.get(pk=done[0]))
    loops: dict[str, Callable[[], object]] = {
        "two loops of the same limited render": lambda: render(html, "record"),
        "two loops without isolation": lambda: typeset(html, "record"),
    }
    throughput: dict[str, list[float]] = {name: [] for name in loops}
    processor: dict[str, list[float]] = {name: [] for name in loops}
    for number in range(1, rounds + 1):
        taken, spent, _ = _by_the_worker(product, version, number * EACH)
        for name, work in loops.items():
            alone, spent_alone = _two_loops(work)
            throughput[name].append(alone / taken)
            processor[name].append(spent / spent_alone)
    for name in loops:
        say_row(
            f"{what}: worker of two processes ÷ {name}, documents a second",
            "≥ 0.90",
            spread(throughput[name]),
        )
        say_row("the same in processor time a document", "≤ 1.15", spread(processor[name]))


def _by_the_worker(
    product: Product, version: ResponseVersion, first: int
) -> tuple[float, float, list[int]]:
    """Seconds, processor seconds, and the documents.

    The worker is held until all have been asked for, which is not its work, and is left alone until
    the last is done: it writes down itself when that was.
    """
    settle()
    with _held(_processes_of(product)):
        keys = records_to_be_made(version, EACH, first=first)
        before, begun = _spent_by(product), database_now()
    wait_until(lambda: not unfinished(keys), "the worker did not finish", every=1.0)
    made = Rendering.objects.filter(pk__in=keys).aggregate(last=Max("finished_at"))
    return (made["last"] - begun).total_seconds(), _spent_by(product) - before, keys


@contextmanager
def _held(processes: list[int]) -> Iterator[None]:
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def _spent_by(product: Product) -> float:
    """Processor seconds of the worker, its processes and the children that those had."""
    return sum(_spent(process) for process in _processes_of(product))


def _processes_of(product: Product) -> list[int]:
    parent = product.workers[0].pid
    return [parent, *descendants_of(parent)]


def _spent(process: int) -> float:
    """With what its children took that have ended."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / _TICKS


def _two_loops(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds and processor seconds of as many renders in two processes at once."""
    connection.close()  # no child may use it
    before, begun = processor_seconds(), time.monotonic()
    children = [_loop(work) for _ in range(2)]
    for child in children:
        assert os.waitpid(child, 0)[1] == 0, "a bare loop failed"
    return time.monotonic() - begun, processor_seconds() - before


def _loop(work: Callable[[], object]) -> int:
    child = os.fork()
    if child == 0:
        try:
            for _ in range(EACH // 2):
                work()
        except BaseException:  # noqa: BLE001 - whatever happens, this process must not live on
            os._exit(1)
        os._exit(0)
    return child


def _say_growth(product: Product, version: ResponseVersion, renders: int, *, first: int) -> None:
    before = _resident(product)
    for begun in range(first, first + renders, EACH):
        _by_the_worker(product, version, begun)
    each = (_resident(product) - before) / renders
    say_row(f"growth of the worker a render, over {renders}", "≤ 40 kB", f"{each:.1f} kB")


def _resident(product: Product) -> float:
    """kB in memory of all the worker's processes."""
    pages = sum(
        int(Path(f"/proc/{process}/statm").read_text().split()[1])
        for process in _processes_of(product)
    )
    return pages * resource.getpagesize() / 1000

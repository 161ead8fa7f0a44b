"""Public pages a second, in quiet and while the worker renders what never ends.

The renderer's child is stopped for the quiet half of each pair and goes on for the other, so that
a neighbour's busy minute meets both alike.
"""

from __future__ import annotations

import http.client
import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from statistics import quantiles
from urllib.parse import urlsplit

from requests_app.models import Publication, Rendering, ResponseVersion
from requests_app.rendering.measuring import spread
from requests_app.rendering.specimens import specimen
from tests.processes import children_of, descendants_of
from tests.servers import Product
from tests.speed.site import records_to_be_made, say, say_how_busy, settle, version_of, wait_until

READERS = 4
# A letter with so many accents keeps the engine's shaper busy until its processor time is used up.
BOMB = "a" + "\N{COMBINING ACUTE ACCENT}" * 300_000


def main(product: Product, rounds: int = 5, seconds: int = 3) -> None:
    settle()
    record = f"/disclosure-log/{Publication.objects.visible().earliest('pk').foi_request.slug}/"
    say("| page | cached | a second, quiet | p95 quiet, ms | p95 beside a bomb ÷ quiet (≤ 2.00) |")
    for path in ("/disclosure-log/", record, f"{record}response.pdf"):
        for cached in (False, True):
            _measure(product, path, rounds, seconds, cached=cached)
    say_how_busy()


def _measure(product: Product, path: str, rounds: int, seconds: int, *, cached: bool) -> None:
    headers = _known(product, path) if cached else {}
    quiet_rates, quiet_tails, ratios = [], [], []
    with _bomb(product) as child:
        for _ in range(rounds):
            os.kill(child, signal.SIGSTOP)
            quiet = _times(product, path, headers, seconds)
            os.kill(child, signal.SIGCONT)
            loud = _times(product, path, headers, seconds)
            quiet_rates.append(len(quiet) / seconds)
            quiet_tails.append(1_000 * _tail(quiet))
            ratios.append(_tail(loud) / _tail(quiet))
    told = "304" if cached else "no"
    rate, tail = spread(quiet_rates).middle, spread(quiet_tails).middle
    say(f"| {path} | {told} | {rate:.0f} | {tail:.0f} | {spread(ratios)} |")


def _tail(times: list[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[18]


# --- readers -----------------------------------------------------------------------------


def _known(product: Product, path: str) -> dict[str, str]:
    """What a browser says that has read this page before."""
    status, tag = _read(_line_to(product), path, {})
    assert status == http.HTTPStatus.OK, f"{path} is answered {status}"
    return {"If-None-Match": tag}


def _times(product: Product, path: str, headers: Mapping[str, str], seconds: int) -> list[float]:
    """How long each answer took, while some readers ask as fast as they are answered."""
    times: list[float] = []
    end = time.monotonic() + seconds
    readers = [
        threading.Thread(target=_ask, args=(product, path, headers, end, times))
        for _ in range(READERS)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return times


def _ask(
    product: Product, path: str, headers: Mapping[str, str], end: float, times: list[float]
) -> None:
    line = _line_to(product)
    while time.monotonic() < end:
        begun = time.monotonic()
        status, _ = _read(line, path, headers)
        times.append(time.monotonic() - begun)
        expected = http.HTTPStatus.NOT_MODIFIED if headers else http.HTTPStatus.OK
        assert status == expected, f"{path} is answered {status}"
    line.close()


def _line_to(product: Product) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(product.base_url).netloc, timeout=60)


def _read(
    line: http.client.HTTPConnection, path: str, headers: Mapping[str, str]
) -> tuple[int, str]:
    line.request("GET", path, headers=dict(headers))
    answer = line.getresponse()
    answer.read()
    return answer.status, answer.headers.get("ETag", "")


# --- the bomb ----------------------------------------------------------------------------


@contextmanager
def _bomb(product: Product) -> Iterator[int]:
    """The child in which the worker renders it, while the block lasts."""
    (key,) = records_to_be_made(_bomb_version(), 1)
    bomb = Rendering.objects.filter(pk=key, state=Rendering.State.RENDERING)
    worker = product.workers[0].pid
    children: list[int] = []

    def has_begun() -> bool:
        # The worker's own children are the processes that have the documents made in theirs.
        children[:] = set(descendants_of(worker)) - set(children_of(worker))
        return bool(children) and bomb.exists()

    wait_until(has_begun, "the worker did not take up the bomb")
    yield children[0]
    if not bomb.exists():
        say("The bomb ended before the measurement did.")
    # Enough of it: this ends as a document that the machine stopped, and is not tried again.
    Rendering.objects.filter(pk=key).update(state=Rendering.State.FAILED)
    os.kill(children[0], signal.SIGKILL)
    settle()


def _bomb_version() -> ResponseVersion:
    """The forms refuse such a text."""
    response = specimen(1)
    answers = tuple(replace(answer, text=BOMB) for answer in response.answers)
    return version_of(replace(response, answers=answers), like=ResponseVersion.objects.latest("pk"))

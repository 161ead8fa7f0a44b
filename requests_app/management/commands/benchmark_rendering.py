"""Measures the renderer as ratios taken in one run, so that a busy machine changes them little."""

from __future__ import annotations

import gc
import os
import resource
import shutil
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.timezone import now
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from requests_app.actions.rendering import ask_for
from requests_app.models import Rendering, ResponseVersion
from requests_app.producing import html_of, produce
from requests_app.rendering.engine import VARIANT, Kind, studio, typeset
from requests_app.rendering.fonts import Assets, font_sheet
from requests_app.rendering.isolation import LIMITS, Limits, RenderFailed
from requests_app.rendering.measuring import (
    Ratio,
    compare,
    in_a_child,
    own_seconds_of,
    seconds_of,
    spread,
)
from requests_app.rendering.pdf import make, render, warm_up
from requests_app.rendering.reading_back import text_of
from requests_app.rendering.specimens import specimen_html

_KIND: Kind = "record"
_PATIENT = Limits(wall_seconds=3600, cpu_seconds=3600)
# One warm render more in the second process than in the first: the difference is its cost.
_COUNTED = """
import sys, django
django.setup()
from requests_app.rendering.pdf import warm_up
from requests_app.rendering.engine import typeset
from requests_app.rendering.specimens import specimen_html
warm_up()
html = specimen_html(20)
for _ in range(1 + int(sys.argv[1])):
    typeset(html, "record")
"""
_COLD = """
import django
django.setup()
from requests_app.rendering.engine import typeset
from requests_app.rendering.specimens import specimen_html
typeset(specimen_html(20), "record")
"""


def naive(html: str) -> bytes:
    """As the engine's manual begins: all read and parsed anew, no tags, no claims."""
    fonts = FontConfiguration()
    assets, rules = font_sheet()
    folder = settings.BASE_DIR / "static" / "pdf"
    texts = [rules, *((folder / name).read_text() for name in ("common.css", "record.css"))]
    sheets = [CSS(string=text, url_fetcher=Assets(assets), font_config=fonts) for text in texts]
    page = HTML(string=html, url_fetcher=Assets({}))
    content: bytes = page.write_pdf(font_config=fonts, stylesheets=sheets)
    return content


def bare(html: str, variant: str = VARIANT, kind: Kind = _KIND) -> bytes:
    """The engine alone, warm: no finisher, no child."""
    page = HTML(string=html, url_fetcher=Assets({}))
    content: bytes = page.write_pdf(
        font_config=studio().fonts, stylesheets=list(studio().sheets[kind]), pdf_variant=variant
    )
    return content


class Command(BaseCommand):
    help = "Measure the renderer: processor time as ratios, memory, instructions. Takes minutes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pairs", type=int, default=15, help="pairs for each ratio")
        parser.add_argument("--usual", type=int, default=20, help="questions of a usual response")
        parser.add_argument("--short", type=int, default=50, help="questions to compare with")
        parser.add_argument("--long", type=int, nargs="+", default=[500, 1000])
        parser.add_argument("--long-pairs", type=int, default=3, help="pairs for long documents")
        parser.add_argument("--renders", type=int, default=500, help="renders for memory growth")
        parser.add_argument(
            "--instructions", action="store_true", help="count them with valgrind; slow"
        )
        parser.add_argument(
            "--bomb",
            action="store_true",
            help="only send an endless document through the worker's own limits; a minute or two",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.pairs: int = options["pairs"]
        warm_up()
        if options["bomb"]:
            self._bomb()
            return
        html = specimen_html(options["usual"])
        typeset(html, _KIND)
        self._usual(html)
        self._stored_version()
        self._growth(options["short"], options["long"], options["long_pairs"])
        self._throughput(html)
        self._memory(options["renders"])
        if options["instructions"]:
            self._instructions()

    def _bomb(self) -> None:
        """The form refuses these words; a row that somebody else wrote may hold them."""
        accents = "\N{COMBINING ACUTE ACCENT}" * 300_000
        started = time.monotonic()
        try:
            render(f"<title>Bomb</title><p>a{accents}", _KIND)
            ended = "it was made"
        except RenderFailed as failure:
            ended = failure.reason
        bound = f"{LIMITS.cpu_seconds} s of computing, {LIMITS.wall_seconds:g} s in all"
        self._row("an endless document", bound, f"{time.monotonic() - started:.0f} s: {ended}")

    def _row(self, name: str, bound: str, found: object) -> None:
        self.stdout.write(f"| {name} | {bound} | {found} |")
        self.stdout.flush()

    def _ratio(
        self, name: str, bound: str, one: Callable[[], object], other: Callable[[], object]
    ) -> Ratio:
        found = compare(one, other, pairs=self.pairs)
        self._row(name, bound, found)
        return found

    def _usual(self, html: str) -> None:
        self._ratio(
            "worker’s render ÷ naive render",
            "≤ 0.85",
            lambda: typeset(html, _KIND),
            lambda: naive(html),
        )
        self._ratio(
            "warm ÷ cold process", "≤ 0.33", lambda: typeset(html, _KIND), lambda: _run(_COLD)
        )
        self._ratio(
            "limited child ÷ warm in process",
            "≤ 1.25",
            lambda: render(html, _KIND),
            lambda: typeset(html, _KIND),
        )
        self._ratio(
            "PDF/A-3a and PDF/UA-1 with finisher ÷ plain PDF/UA-1",
            "≤ 1.20",
            lambda: typeset(html, _KIND),
            lambda: bare(html, "pdf/ua-1"),
        )

    def _stored_version(self) -> None:
        """From a stored version to a stored file: the worker's whole way, undone at the end."""
        name = "stored version to stored file, without isolation and finisher ÷ bare render"
        version = ResponseVersion.objects.first()
        if version is None:
            self._row(name, "≤ 1.15", "no version in this database: load_demo brings one")
            return
        with transaction.atomic():
            row = _to_be_made(version)
            html = html_of(row)
            transaction.set_rollback(True)
        content, _ = typeset(html, _KIND)
        found = []
        for _ in range(self.pairs):
            alone = seconds_of(lambda: bare(html))
            # What the worker does around its child, the fork itself among it.
            around = own_seconds_of(lambda: _produce(version))
            read_back = seconds_of(lambda: text_of(content))
            found.append((alone + around + read_back) / alone)
        self._row(name, "≤ 1.15", spread(found))

    def _growth(self, questions: int, lengths: list[int], pairs: int) -> None:
        short = _Long(questions)
        for length in lengths:
            long = _Long(length)
            ratios, memory, seconds = [], [], []
            for _ in range(pairs):
                one, other = in_a_child(short.run), in_a_child(long.run)
                seconds.append(other.seconds / LIMITS.cpu_seconds)
                ratios.append((other.seconds / long.pages) / (one.seconds / short.pages))
                memory.append((other.memory - one.memory) / (long.pages - short.pages))
            bound = "≤ 1.15"
            name = f"processor time a page, {length} questions ({long.pages} pages) ÷ {questions}"
            self._row(name, bound, spread(ratios))
            self._row(f"memory a page, {length} questions", "≤ 1 MiB", spread(memory))
            name = f"processor time of {length} questions ÷ what a child may take"
            self._row(name, "≤ 0.75", spread(seconds))

    def _throughput(self, html: str) -> None:
        """Two processes at once, as a worker has them, against two loops that only render."""
        found = []
        for _ in range(max(2, self.pairs // 5)):
            bare_loops = _two_at_once(lambda: typeset(html, _KIND))
            workers = _two_at_once(lambda: render(html, _KIND))
            found.append(bare_loops / workers)
        self._row(
            "two worker processes ÷ two bare loops, documents a second", "≥ 0.90", spread(found)
        )

    def _memory(self, renders: int) -> None:
        html = specimen_html(2)
        render(html, _KIND)
        before = _resident()
        for _ in range(renders):
            render(html, _KIND)
        each = (_resident() - before) / renders
        self._row(f"growth of the worker a render, over {renders}", "≤ 40 kB", f"{each:.1f} kB")

    def _instructions(self) -> None:
        if shutil.which("valgrind") is None:
            self._row("instructions of a warm render", "", "valgrind is not installed")
            return
        once, twice = (_count(number) for number in (0, 1))
        self._row("instructions of a warm render", "± 3 %", f"{(twice - once) / 1e6:,.0f} million")


class _Long:
    """A document of many questions, rendered and read back as a worker's child does."""

    def __init__(self, questions: int) -> None:
        self.html = specimen_html(questions)
        self.pages = render(self.html, _KIND, limits=_PATIENT).pages

    def run(self) -> None:
        gc.disable()
        make(self.html, _KIND)


def _to_be_made(version: ResponseVersion) -> Rendering:
    """A record of a month that no case has, so that none is made already."""
    at = now()
    month = date(1900, 1, 1)
    return ask_for(version, Rendering.Kind.RECORD, dated=month, on=at.date(), at=at)


def _produce(version: ResponseVersion) -> None:
    with transaction.atomic():
        row = _to_be_made(version)
        produce(row.pk, at=now)
        row.refresh_from_db()
        transaction.set_rollback(True)
    if row.state != Rendering.State.DONE:
        raise RuntimeError(row.error)


def _two_at_once(work: Callable[[], object], *, times: int = 5) -> float:
    begin = time.monotonic()
    children = []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            for _ in range(times):
                work()
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    return time.monotonic() - begin


def _resident() -> float:
    """kB of this process in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1000


def _environment() -> dict[str, str]:
    module = "foi_portal.settings"
    return {**os.environ, "DJANGO_SETTINGS_MODULE": module, "PYTHONHASHSEED": "0"}


def _run(script: str) -> None:
    subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", script], cwd=settings.BASE_DIR, env=_environment(), check=True
    )


def _count(extra: int) -> int:
    done = subprocess.run(  # noqa: S603 - valgrind and this very interpreter
        [
            *("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"),
            *(sys.executable, "-c", _COUNTED, str(extra)),
        ],
        cwd=settings.BASE_DIR,
        env=_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    line = next(each for each in done.stderr.splitlines() if "Collected" in each)
    return int(line.rpartition(":")[2])

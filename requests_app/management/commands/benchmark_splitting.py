"""Measures the splitter: characters per second on requests and on a very long one."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from requests_app.splitting import split

_CORPUS = Path("shared/corpus/cases")
_LEAST_SECONDS = 1.0


class Command(BaseCommand):
    help = "Measure how many characters a second are split (processor time)."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--corpus",
            type=Path,
            default=Path(settings.BASE_DIR).parent / _CORPUS,
            help='a folder of *.json files with a "request_text" each (left out when absent)',
        )

    def handle(self, *args: Any, **options: Any) -> None:
        corpus = list(_texts(options["corpus"]))
        if corpus:
            self._report(f"{len(corpus)} requests of the corpus", corpus)
        for questions in (50, 500):
            self._report(f"a request of {questions} questions", [long_request(questions)])

    def _report(self, name: str, texts: list[str]) -> None:
        characters = sum(len(text) for text in texts)
        rounds, seconds, blocks = 0, 0.0, 0
        while seconds < _LEAST_SECONDS:
            begin = time.process_time()
            blocks = sum(len(split(text)) for text in texts)
            seconds += time.process_time() - begin
            rounds += 1
        each = seconds / rounds
        self.stdout.write(
            f"{name}: {characters:,} characters, {blocks:,} blocks, "
            f"{each * 1000:,.1f} ms, {characters / each:,.0f} characters a second"
        )


def _texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8")).get("request_text", "")


def long_request(questions: int) -> str:
    """A request with this many numbered questions, each with three lettered parts."""
    items = (
        f"{number}. For site {number}, please state:\n"
        "a) how many people work there,\n"
        f"b) what was spent on it in {1900 + number % 120}, and\n"
        "c) who is responsible for it?\n"
        for number in range(1, questions + 1)
    )
    return f"Dear Council,\n\nPlease answer:\n\n{''.join(items)}\nYours faithfully,\n"

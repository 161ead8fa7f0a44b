"""Brings case files in: each in its own transaction, each error with its file and field."""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from requests_app.case_files.loading import AlreadyLoaded, load
from requests_app.case_files.problem import BrokenCaseFile
from requests_app.case_files.reading import parse
from requests_app.management.progress import Progress

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Load case files (or folders of them; - reads one from standard input). "
        "A broken file is reported and harms no other."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a case file or a folder")

    def handle(self, *args: Any, **options: Any) -> None:
        counts: Counter[str] = Counter()
        self.progress = Progress(self.stderr)
        for name in options["files"]:
            for label, source in sources(name):
                counts[self.load(label, source, at=now())] += 1
                self.progress.show(f"{_summary(counts)}, last {label}")
        self.progress.clear()
        if counts["failed"]:
            raise CommandError(_summary(counts))
        self.stdout.write(_summary(counts))

    def load(self, label: str, source: Path | None, *, at: datetime) -> str:
        """Brings a file in, and says what became of it: loaded, there or failed."""
        self.progress.clear()
        try:
            done = load(parse(content_of(source)), at=at)
        except AlreadyLoaded:
            self.stdout.write(f"{label}: loaded before, so it is skipped")
            return "there"
        except BrokenCaseFile as error:
            for problem in error.problems:
                self.stderr.write(f"{label}: {problem}")
            return "failed"
        except OSError as error:
            self.stderr.write(f"{label}: the file cannot be read: {error.strerror}.")
            return "failed"
        except Exception:
            # A bug of ours in one file must not keep out the next; the trace goes to the log.
            logger.exception("%s could not be loaded", label)
            self.stderr.write(f"{label}: the program failed; nothing of the file was loaded.")
            return "failed"
        for warning in done.warnings:
            self.stderr.write(f"{label}: warning: {warning}")
        self.stdout.write(f"{label}: {done.case.reference} ({done.case.state})")
        return "loaded"


def _summary(counts: Counter[str]) -> str:
    skipped = f", {counts['there']} loaded before" if counts["there"] else ""
    return f"{counts['loaded']} loaded{skipped}, {counts['failed']} failed"


def sources(name: str) -> Iterator[tuple[str, Path | None]]:
    """The files that an argument names, each with what to call it in messages."""
    if name == "-":
        yield "standard input", None
        return
    path = Path(name)
    if not path.is_dir():
        yield str(path), path
        return
    files = sorted(path.glob("*.json"))
    if not files:
        raise CommandError(f"{path}: there is no .json file in this folder.")
    for file in files:
        yield str(file), file


def content_of(source: Path | None) -> bytes:
    return sys.stdin.buffer.read() if source is None else source.read_bytes()

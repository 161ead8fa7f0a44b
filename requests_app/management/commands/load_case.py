"""Brings case files in: each in its own transaction, each error with its file and field."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now

from requests_app.case_files.loading import load
from requests_app.case_files.problem import BrokenCaseFile
from requests_app.case_files.reading import parse

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Load case files (or folders of them; - reads one from standard input). "
        "A broken file is reported and harms no other."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a case file or a folder")

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = failed = 0
        for name in options["files"]:
            for label, source in sources(name):
                if self.load(label, source, at=now()):
                    loaded += 1
                else:
                    failed += 1
        summary = f"{loaded} loaded, {failed} failed"
        if failed:
            raise CommandError(summary)
        self.stdout.write(summary)

    def load(self, label: str, source: Path | None, *, at: datetime) -> bool:
        try:
            done = load(parse(content_of(source)), at=at)
        except BrokenCaseFile as error:
            for problem in error.problems:
                self.stderr.write(f"{label}: {problem}")
            return False
        except OSError as error:
            self.stderr.write(f"{label}: the file cannot be read: {error.strerror}.")
            return False
        except Exception:
            # A bug of ours in one file must not keep out the next; the trace goes to the log.
            logger.exception("%s could not be loaded", label)
            self.stderr.write(f"{label}: the program failed; nothing of the file was loaded.")
            return False
        for warning in done.warnings:
            self.stderr.write(f"{label}: warning: {warning}")
        self.stdout.write(f"{label}: {done.case.reference} ({done.case.state})")
        return True


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

"""Brings in the log that the authority had before, from CSV: each line in its own transaction."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate, now

from requests_app.actions import earlier_log as verbs
from requests_app.actions.base import Refused
from requests_app.earlier_log.files import text_lines
from requests_app.earlier_log.lines import LineProblem, LogLine, UnreadableLog, read_lines
from requests_app.management.progress import Progress
from requests_app.workflow import NotAllowed


class Command(BaseCommand):
    help = (
        "Bring in an earlier disclosure log from a CSV file with the columns reference, title, "
        "month, outcome, request, response and, if known, exemptions and topic. What was brought "
        "in before is skipped; a line with an error is told and harms no other."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a CSV file with a heading")
        parser.add_argument(
            "--as",
            dest="username",
            required=True,
            metavar="USERNAME",
            help="the publisher or administrator who answers for it",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="tell what would happen and write nothing"
        )

    def handle(self, *, file: Path, username: str, dry_run: bool, **options: Any) -> None:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"There is nobody called {username}.")
        counts: Counter[str] = Counter()
        self.strange_topics: Counter[str] = Counter()
        progress = Progress(self.stderr)
        try:
            verbs.require_loader(person)
            with file.open("rb") as opened:
                for line in read_lines(text_lines(opened), today=localdate()):
                    counts[self._take(line, person, progress, dry_run=dry_run)] += 1
                    progress.show(f"line {line.number}: {_summary(counts, dry_run=dry_run)}")
        except (UnreadableLog, NotAllowed) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{file}: the file cannot be read: {error.strerror}.") from error
        progress.clear()
        for topic, records in sorted(self.strange_topics.items()):
            self.stderr.write(
                f"The topic “{topic}” is not in the vocabulary: {records} record(s) without a "
                "topic. Add it under Topics, or name one that is there."
            )
        if counts["failed"]:
            raise CommandError(_summary(counts, dry_run=dry_run))
        self.stdout.write(_summary(counts, dry_run=dry_run))

    def _take(self, line: LogLine, person: User, progress: Progress, *, dry_run: bool) -> str:
        """Brings a line in, and says what became of it: loaded, there or failed."""
        problems = line.problems
        if line.entry is not None:
            try:
                if dry_run:
                    verbs.try_entry(line.entry)
                else:
                    verbs.bring_in(line.entry, by=person, at=now())
            except verbs.AlreadyThere:
                return "there"
            except Refused as refused:
                problems = (LineProblem(line.number, refused.field or "", str(refused)),)
        for problem in problems:
            column = f", {problem.column}" if problem.column else ""
            progress.clear()
            self.stderr.write(f"line {problem.line}{column}: {problem.message}")
        if problems or line.entry is None:
            return "failed"
        if verbs.has_strange_topic(line.entry):
            self.strange_topics[line.entry.topic] += 1
        return "loaded"


def _summary(counts: Counter[str], *, dry_run: bool) -> str:
    done = "can be brought in" if dry_run else "brought in"
    return (
        f"{counts['loaded']} {done}, {counts['there']} there already, "
        f"{counts['failed']} with errors"
    )

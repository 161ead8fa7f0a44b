"""Writes one whole case as a case file, which ``load_case`` reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.timezone import now

from requests_app import audit
from requests_app.case_files.form import to_json
from requests_app.case_files.writing import export
from requests_app.models import FoiRequest


class Command(BaseCommand):
    help = "Write a case as a case file. It holds the requester's name and addresses."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference")
        parser.add_argument(
            "--output", type=Path, metavar="FILE", help="write to this file, not standard output"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path | None = options["output"]
        content = self.content(options["reference"])
        if output is None:
            self.stdout.write(content, ending="")
            return
        try:
            output.write_text(content, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error

    def content(self, reference: str) -> str:
        # One transaction: all reads see the case as of one moment.
        with transaction.atomic():
            case = FoiRequest.objects.filter(reference=reference).first()
            if case is None:
                raise CommandError(f"There is no case with the reference {reference}.")
            content = to_json(export(case))
            # It holds the requester's data, and leaves the portal.
            audit.record(case, "exported", by=None, at=now())
            return content

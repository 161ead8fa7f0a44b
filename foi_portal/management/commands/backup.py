"""Copies the whole database into one file, with the finished PDFs that lie in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import connection

from foi_portal.backing_up import BackupFailed, save
from requests_app.management.starting import WithoutPages
from requests_app.stored_documents import Place, finished_in


class Command(WithoutPages):
    help = "Copy the whole database into FILE while the portal runs. Keep FILE as secret as it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if file.exists():
            raise CommandError(f"{file} exists already; a backup never replaces another.")
        try:
            save(connection.settings_dict, file)
        except BackupFailed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file}: {max(1, round(file.stat().st_size / 1000))} kB")
        if elsewhere := finished_in(Place.BUCKET).count():
            self.stdout.write(
                f"{elsewhere} finished PDFs lie in the bucket and not in this file: copy it too."
            )

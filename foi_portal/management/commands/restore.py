"""Puts a backup back in place of what the database holds, and proves that it is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from foi_portal.backing_up import BackupFailed, put_back
from requests_app.models import FoiRequest


class Command(BaseCommand):
    help = (
        "Replace the whole database with the backup in FILE. Stop the web servers and workers "
        "first. Then the audit trail and every finished document are checked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--replace", action="store_true", help="although the database holds cases, which go"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        if not options["replace"] and _holds_cases():
            raise CommandError("The database holds cases; --replace throws them away.")
        connection.close()
        try:
            put_back(connection.settings_dict, file)
        except BackupFailed as error:
            raise CommandError(str(error)) from error
        # A backup of an older release becomes one of this release.
        call_command("migrate", interactive=False, verbosity=0)
        call_command("verify_audit", stdout=self.stdout, stderr=self.stderr)
        call_command("check_files", stdout=self.stdout, stderr=self.stderr)


def _holds_cases() -> bool:
    """False also for a database without tables, into which a backup is restored most often."""
    table = FoiRequest._meta.db_table  # noqa: SLF001 - a public name in all but its underscore
    if table not in connection.introspection.table_names():
        return False
    return FoiRequest.objects.exists()

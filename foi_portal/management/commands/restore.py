"""Puts a backup back in place of what the database holds, and proves that it is whole."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import connection

from foi_portal.backing_up import BackupFailed, put_back
from requests_app.management.starting import WithoutPages
from requests_app.models import FoiRequest

GRANT = "grant_application_role"


class Command(WithoutPages):
    help = (
        "Replace the whole database with the backup in FILE, as the owner of its tables. Stop the "
        "web servers and workers first. Then the audit trail and every finished document are "
        "checked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--replace", action="store_true", help="although the database holds cases, which go"
        )
        parser.add_argument(
            "--role",
            default="",
            help="on PostgreSQL: the role under which the portal runs, which is given its rights",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        if not options["replace"] and _holds_cases():
            raise CommandError("The database holds cases; --replace throws them away.")
        if options["role"]:
            # Prints the grants, and fails before anything is thrown away if there is no such role.
            call_command(GRANT, options["role"], sql=True, stdout=StringIO())
        connection.close()
        try:
            put_back(connection.settings_dict, file)
        except BackupFailed as error:
            raise CommandError(str(error)) from error
        # A backup of an older release becomes one of this release.
        call_command("migrate", interactive=False, verbosity=0)
        self._grant(options["role"])
        call_command("verify_audit", stdout=self.stdout, stderr=self.stderr)
        call_command("check_files", stdout=self.stdout, stderr=self.stderr)

    def _grant(self, role: str) -> None:
        """A backup holds no grants: the cluster that it came from may have other roles."""
        if role:
            call_command(GRANT, role, stdout=self.stdout)
        elif connection.vendor == "postgresql":
            self.stdout.write(
                f"Only the owner of the tables may use them now: {GRANT} gives another role its "
                "rights."
            )


def _holds_cases() -> bool:
    """False also for a database without tables, into which a backup is restored most often."""
    table = FoiRequest._meta.db_table  # noqa: SLF001 - a public name in all but its underscore
    if table not in connection.introspection.table_names():
        return False
    return FoiRequest.objects.exists()

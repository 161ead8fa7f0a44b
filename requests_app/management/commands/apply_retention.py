"""Erases the requesters whose data were kept for as long as the authority decided."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.timezone import localdate, now

from requests_app.actions.erasing import apply_retention
from requests_app.management.starting import WithoutPages
from requests_app.retention import due_for_erasure, months_kept


class Command(WithoutPages):
    help = (
        "Erase the requesters of cases that ended longer ago than the particulars of the authority "
        "say. The worker does so each night. It cannot be undone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--list", action="store_true", help="Name the cases that are due, and erase nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = localdate()
        if not months_kept(today):
            self.stdout.write("The particulars of the authority name no period: nothing is due.")
            return
        if options["list"]:
            for kept in due_for_erasure(today):
                self.stdout.write(f"{kept.case.reference}, ended on {kept.ended_on.isoformat()}")
            return
        erased = apply_retention(at=now())
        self.stdout.write(f"{erased} requester{'' if erased == 1 else 's'} erased.")

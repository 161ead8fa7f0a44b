"""Proves that no row of the audit trail was changed, removed, inserted or moved."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils.timezone import now

from requests_app import audit
from requests_app.actions import proving
from requests_app.management.starting import WithoutPages


class Command(WithoutPages):
    help = (
        "Compute the hash of every row of the audit trail anew. Prints how many rows hold and the "
        "hash of the last; ends with 1 at the first row that does not hold. Keep that hash "
        "elsewhere: with it, rows that were taken from the end are found as well."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head", default="", metavar="HASH", help="A hash that was printed before."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        noted = options["head"].strip().lower()
        proof = audit.verify(noted=noted)
        lost = bool(noted) and proof.noted is None
        proving.note(proving.Whole.AUDIT, holds=not proof.broken and not lost, at=now())
        self.stdout.write(f"{proof.rows} rows hold. The last has the hash {proof.head}")
        if proof.broken:
            self.stderr.write(proof.broken)
            sys.exit(1)
        if lost:
            self.stderr.write(f"No row has the hash {noted}: what stood there is gone.")
            sys.exit(1)
        if proof.noted:
            self.stdout.write(f"Row {proof.noted} has the hash that was kept.")

"""Writes the table of the gate's rules into the document that people read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from requests_app import gate
from requests_app.gate.table import table

DOCUMENT = Path(gate.__file__).with_name("RULES.md")


class Command(BaseCommand):
    help = "Write the table of the gate's rules into requests_app/gate/RULES.md."

    def handle(self, *args: Any, **options: Any) -> None:
        DOCUMENT.write_text(table(), encoding="utf-8")
        self.stdout.write(f"{DOCUMENT.name} is written.")

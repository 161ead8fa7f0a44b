"""Prints the split of a request as JSON; knows files and nothing of rows."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from requests_app.splitting import TextTooLong, split


class Command(BaseCommand):
    help = 'Split the text of a request and print {"blocks": [...]} as JSON.'
    # It reads no rows: it must work before there is a database.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="a text file in UTF-8; standard input without it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            blocks = split(_read(options["file"]))
        except TextTooLong as error:
            raise CommandError(str(error)) from error
        content = {"blocks": [asdict(block) for block in blocks]}
        self.stdout.write(json.dumps(content, ensure_ascii=False, indent=2))


def _read(file: Path | None) -> str:
    # Bytes, because reading as text would turn each "\r" into "\n" and move the spans.
    try:
        data = file.read_bytes() if file else sys.stdin.buffer.read()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError("The text is not UTF-8. Save it as UTF-8 and try again.") from error

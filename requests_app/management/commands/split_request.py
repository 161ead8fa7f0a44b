"""Prints the split of a request as JSON; knows files and nothing of rows."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from requests_app.splitting.command import Unsplittable, split_as_json


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
            self.stdout.write(split_as_json(options["file"], indent=2))
        except Unsplittable as error:
            raise CommandError(str(error)) from error

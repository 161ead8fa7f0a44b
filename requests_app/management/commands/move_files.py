"""Moves finished documents from the database into the bucket, or back, while the portal runs."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import now

from requests_app import bucket
from requests_app.actions.storing import move
from requests_app.bucket import BucketAway
from requests_app.management.progress import Progress
from requests_app.management.starting import WithoutPages
from requests_app.models import Rendering
from requests_app.stored_documents import Place, finished_in


class Command(WithoutPages):
    help = (
        "Move the files of finished documents to where TO says, one after the other. Stopped, it "
        "goes on where it was. Ends with 1 if a file stays because it is not the one that was "
        "made: see check_files."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("to", choices=[place.value for place in Place], metavar="TO")

    def handle(self, *args: Any, **options: Any) -> None:
        to = Place(options["to"])
        (away_from,) = set(Place) - {to}
        if to is Place.BUCKET and not bucket.is_set():
            raise CommandError("FOI_STORAGE_BUCKET names no bucket.")
        keys = list(finished_in(away_from).order_by("pk").values_list("pk", flat=True))
        progress, moved = Progress(self.stdout), 0
        for number, key in enumerate(keys, start=1):
            progress.show(f"{number} of {len(keys)}")
            moved += self._moved(key, to, before=moved)
        progress.clear()
        self.stdout.write(f"{moved} files moved to the {to.value}, {len(keys) - moved} left.")
        if moved < len(keys):
            sys.exit(1)

    def _moved(self, key: int, to: Place, *, before: int) -> bool:
        rendering = Rendering.objects.get(pk=key)
        try:
            moved = move(rendering, to, at=now())
        except BucketAway as error:
            raise CommandError(
                f"Stopped after {before} files: {error}. Run it again to go on."
            ) from error
        if not moved:
            self.stderr.write(f"{rendering} (document {key}) stays: its file is lost or damaged.")
        return moved

"""Proves that every finished document has its file, and makes a lost one again."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import now

from requests_app import bucket
from requests_app.actions import proving
from requests_app.bucket import BucketAway
from requests_app.management.starting import WithoutPages
from requests_app.models import Rendering
from requests_app.producing import make_again
from requests_app.rendering import Interrupted, RenderFailed
from requests_app.response import UnreadableResponse
from requests_app.stored_documents import Fault, Finding, findings, unused


class Command(WithoutPages):
    help = (
        "Look for finished documents without their file, files that are damaged, and files "
        "without a finished document, in the database and in the bucket. Ends with 1 if anything "
        "is wrong and stays so."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--repair",
            action="store_true",
            help="Make lost and damaged files again; they must come out with the same digest.",
        )
        parser.add_argument(
            "--remove-unused",
            action="store_true",
            help="Remove from the bucket what no document refers to. Never where another portal "
            "uses the same bucket.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = list(findings())
            names = unused(now()) if bucket.is_set() else []
            left = sum(self._told(finding, repair=options["repair"]) for finding in found)
            left += sum(self._told_unused(name, remove=options["remove_unused"]) for name in names)
        except BucketAway as error:
            raise CommandError(f"The files cannot be checked: {error}.") from error
        checked = Rendering.objects.filter(state=Rendering.State.DONE).count()
        self.stdout.write(
            f"{checked} finished documents checked, {len(found) + len(names)} faults, {left} left."
        )
        proving.note(proving.Whole.FILES, holds=not left, at=now())
        if left:
            sys.exit(1)

    def _told(self, finding: Finding, *, repair: bool) -> bool:
        """Whether the fault stays."""
        outcome = self._repaired(finding) if repair else ""
        rendering = Rendering.objects.get(pk=finding.rendering_id)
        told = f"{rendering} (document {rendering.pk}) {finding.fault.value}"
        self.stderr.write(f"{told}: {outcome}" if outcome else f"{told}.")
        return outcome != REPAIRED

    def _told_unused(self, name: str, *, remove: bool) -> bool:
        told = f"{name} is in the bucket, but no document refers to it"
        if remove:
            bucket.remove(name)
        self.stderr.write(f"{told}: removed." if remove else f"{told}.")
        return not remove

    def _repaired(self, finding: Finding) -> str:
        if finding.fault is Fault.STRAY:
            return "it is never shown, and goes unnoticed once the document is made."
        rendering = Rendering.objects.select_related(
            "version__foi_request", "notice__foi_request", "particulars"
        ).get(pk=finding.rendering_id)
        try:
            same = make_again(rendering, at=now())
        except (RenderFailed, UnreadableResponse, Interrupted) as error:
            return f"it cannot be made again. {error}"
        return REPAIRED if same else "what is made now is not what was made then; restore a backup."


REPAIRED = "made again, with the same digest."

"""Proves that every finished document has its file, and makes a lost one again."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from requests_app.models import Rendering
from requests_app.producing import make_again
from requests_app.rendering import Interrupted, RenderFailed
from requests_app.response import UnreadableResponse
from requests_app.stored_documents import Fault, Finding, findings


class Command(BaseCommand):
    help = (
        "Look for finished documents without their file, files that are damaged, and files "
        "without a finished document. Ends with 1 if anything is wrong and stays so."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--repair",
            action="store_true",
            help="Make lost and damaged files again; they must come out with the same digest.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(findings())
        left = 0
        for finding in found:
            outcome = self._repaired(finding) if options["repair"] else ""
            left += outcome != REPAIRED
            rendering = Rendering.objects.get(pk=finding.rendering_id)
            told = f"{rendering} (document {rendering.pk}) {finding.fault.value}"
            self.stderr.write(f"{told}: {outcome}" if outcome else f"{told}.")
        checked = Rendering.objects.filter(state=Rendering.State.DONE).count()
        self.stdout.write(
            f"{checked} finished documents checked, {len(found)} faults, {left} left."
        )
        if left:
            sys.exit(1)

    def _repaired(self, finding: Finding) -> str:
        if finding.fault is Fault.STRAY:
            return "it is never shown, and goes unnoticed once the document is made."
        rendering = Rendering.objects.select_related(
            "version__foi_request", "notice__foi_request", "particulars"
        ).get(pk=finding.rendering_id)
        try:
            same = make_again(rendering)
        except (RenderFailed, UnreadableResponse, Interrupted) as error:
            return f"it cannot be made again. {error}"
        return REPAIRED if same else "what is made now is not what was made then; restore a backup."


REPAIRED = "made again, with the same digest."

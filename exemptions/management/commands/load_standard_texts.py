"""Puts the wording that ships with the portal into the library, where it has none."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.timezone import now

from exemptions.models import StandardText
from exemptions.shipped_wording import shipped_wordings


class Command(BaseCommand):
    help = "Add the standard texts that the library lacks. What an editor wrote is never touched."

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        with transaction.atomic():
            added = [
                StandardText.objects.supply(
                    wording.provision_cite,
                    body=wording.body,
                    number=1,
                    owner="Library editor",
                    review_by=wording.review_by,
                    note="As shipped with the portal.",
                    at=at,
                )
                for wording in shipped_wordings()
            ]
        if options["verbosity"]:
            self.stdout.write(f"{sum(added)} standard texts added, {len(added)} shipped")

"""That a requester's data were erased from a case: rows that never change."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from exemptions.append_only import AppendOnly
from requests_app.models.case import FoiRequest


class RequesterErasure(AppendOnly):
    """Nothing of the requester is in it. Without such a row no finished letter can be erased."""

    class Because(models.TextChoices):
        ASKED = "asked", "It was decided"
        RETENTION = "retention", "The period for which they are kept ended"

    foi_request = models.ForeignKey(FoiRequest, on_delete=models.PROTECT, related_name="erasures")
    because = models.CharField(max_length=10, choices=Because)
    # None: the portal itself, at the end of the period.
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    erased_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Requester of {self.foi_request} erased"

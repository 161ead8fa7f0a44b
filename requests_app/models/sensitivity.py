"""Why a case was marked as sensitive, or is so no longer: rows that never change."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from exemptions.append_only import AppendOnly
from requests_app.models.case import FoiRequest


class SensitivityMark(AppendOnly):
    """From then on the case was, or was not, for its team and those named only."""

    foi_request = models.ForeignKey(
        FoiRequest, on_delete=models.PROTECT, related_name="sensitivity_marks"
    )
    sensitive = models.BooleanField()
    reason = models.TextField()
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    marked_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="sensitivity_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.foi_request} {'is' if self.sensitive else 'is not'} sensitive"

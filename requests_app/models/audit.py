"""Who did what, when: written in the transaction of the deed, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from exemptions.append_only import AppendOnly
from requests_app.models.case import FoiRequest


class AuditEvent(AppendOnly):
    """One deed. ``detail`` holds ids and numbers, never the text of an answer or a name."""

    foi_request = models.ForeignKey(
        FoiRequest, on_delete=models.PROTECT, null=True, related_name="events"
    )
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=40)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.verb} by {self.actor}"

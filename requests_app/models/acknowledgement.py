"""Why somebody went on in spite of a warning of the gate: written once, kept in the record."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from exemptions.append_only import AppendOnly
from requests_app.models.case import FoiRequest


class Acknowledgement(AppendOnly):
    """The answer to one warning, bound to the digest of what it said.

    ``subject`` is the part of the case that it was about ("a3.c1"), ``message`` the sentence.
    """

    foi_request = models.ForeignKey(
        FoiRequest, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    rule = models.CharField(max_length=12)
    subject = models.CharField(max_length=60, blank=True)
    message = models.TextField()
    digest = models.CharField(max_length=64)
    reason = models.TextField()
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    acknowledged_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.rule} of {self.foi_request}"

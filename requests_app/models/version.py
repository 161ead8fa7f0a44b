"""What was submitted and what the reviewer said of it: rows that never change."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from exemptions.append_only import AppendOnly
from requests_app.models.case import FoiRequest
from requests_app.response import Response, from_json


class ResponseVersion(AppendOnly):
    """A compiled response as it was submitted: canonical JSON and its SHA-256."""

    foi_request = models.ForeignKey(FoiRequest, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    outcome_reason = models.TextField(blank=True)
    # Where an answer of the content ("a3") lives in the draft, so that comments find it.
    answer_rows = models.JSONField(default=dict)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["foi_request", "number"], name="one_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.foi_request}, version {self.number}"

    @property
    def stored_at(self) -> datetime:
        return self.submitted_at

    @property
    def response(self) -> Response:
        return from_json(self.content)


class VersionDossier(AppendOnly):
    """What the gate read when a version was frozen: its JSON and the SHA-256 of that.

    It is internal. The rules read it again when the version is approved, sent and published.
    """

    version = models.OneToOneField(
        ResponseVersion, on_delete=models.PROTECT, related_name="dossier"
    )
    content = models.TextField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"Dossier of {self.version}"


class Drafter(AppendOnly):
    """A person who had a hand in a version, and so may never approve it."""

    version = models.ForeignKey(ResponseVersion, on_delete=models.PROTECT, related_name="drafters")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "user"], name="one_drafter_row_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.user} drafted {self.version}"


class Review(AppendOnly):
    """The decision on a version: at most one, bound to the digest that was read."""

    class Decision(models.TextChoices):
        APPROVED = "approved", "Approved"
        RETURNED = "returned", "Returned with comments"
        RECALLED = "recalled", "Taken back by an officer"

    version = models.OneToOneField(ResponseVersion, on_delete=models.PROTECT, related_name="review")
    decision = models.CharField(max_length=10, choices=Decision)
    digest = models.CharField(max_length=64)
    comment = models.TextField(blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="recalled") | ~Q(reviewer=F("submitter")),
                name="nobody_reviews_what_they_submitted",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.version}"


class ReviewComment(AppendOnly):
    """A reviewer's remark on one answer ("a3") of a version."""

    version = models.ForeignKey(ResponseVersion, on_delete=models.PROTECT, related_name="comments")
    answer_key = models.CharField(max_length=20)
    text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Comment on {self.answer_key} of {self.version}"

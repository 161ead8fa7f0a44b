"""Letters before the response: what was written, decided and sent. Rows that never change."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from exemptions.append_only import AppendOnly
from requests_app import notice as values
from requests_app.models.case import FoiRequest


class Notice(AppendOnly):
    """A letter as it was written: canonical JSON and its SHA-256. To change it, write another."""

    foi_request = models.ForeignKey(FoiRequest, on_delete=models.PROTECT, related_name="notices")
    number = models.PositiveIntegerField()
    kind = models.CharField(
        max_length=20, choices=[(kind.value, kind.label) for kind in values.NoticeKind]
    )
    content = models.TextField()
    digest = models.CharField(max_length=64)
    # The questions that a clarification is about, for the clock; none: all of them.
    questions = models.JSONField(default=list, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["foi_request", "number"], name="one_notice_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number} of {self.foi_request}"

    @property
    def stored_at(self) -> datetime:
        return self.written_at

    @property
    def value(self) -> values.Notice:
        return values.from_json(self.content)

    @property
    def needs_approval(self) -> bool:
        return values.NoticeKind(self.kind).refuses


class NoticeDecision(AppendOnly):
    """What another person decided on a letter that refuses: at most once, on its digest."""

    class Decision(models.TextChoices):
        APPROVED = "approved", "Approved"
        RETURNED = "returned", "Returned with a comment"

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="decision")
    decision = models.CharField(max_length=10, choices=Decision)
    digest = models.CharField(max_length=64)
    comment = models.TextField(blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reviewer=F("author")), name="nobody_approves_their_own_notice"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.notice}"


class NoticeDispatch(AppendOnly):
    """The letter was sent on a day, and bears it."""

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="dispatch")
    rendering = models.ForeignKey(
        "requests_app.Rendering", on_delete=models.PROTECT, related_name="+"
    )
    sent_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Sent: {self.notice}"

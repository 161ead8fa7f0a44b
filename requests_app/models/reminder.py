"""What officers were told of deadlines that came near."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from requests_app.models.case import FoiRequest
from requests_app.reminding import Milestone


class Reminder(models.Model):
    """A deadline came near or passed: told once to an officer, for this day and milestone.

    A deadline that moves is another day, so its milestones are told anew; so they are to an officer
    who is given the case.
    """

    foi_request = models.ForeignKey(FoiRequest, on_delete=models.CASCADE, related_name="reminders")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders"
    )
    due_on = models.DateField()
    milestone = models.CharField(
        max_length=10, choices=[(milestone.value, milestone.label) for milestone in Milestone]
    )
    at = models.DateTimeField()
    # Empty until a mail left, or until a later reminder of the case made this one needless.
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["foi_request", "due_on", "milestone", "officer"],
                name="one_reminder_per_milestone_and_officer",
            )
        ]
        indexes = [
            models.Index(
                fields=["officer"],
                condition=models.Q(mailed_at__isnull=True),
                name="reminder_unmailed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_milestone_display()}: case {self.foi_request_id}"

"""What it takes to undo the corrections of a split, and to make them again."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from requests_app.models.case import FoiRequest


class SplitChange(models.Model):
    """One correction of a split, and the blocks as they stood before it; once it is undone, as
    they stood with it.

    It is a tool, not history: it holds words of the requester, so it can be emptied and goes
    with its case. Who did what stays in the audit trail, which holds none.
    """

    foi_request = models.ForeignKey(
        FoiRequest, on_delete=models.CASCADE, related_name="split_changes"
    )
    # The revision of the split that this change made, by being done or done again, and the one
    # that undoing it made.
    revision = models.PositiveIntegerField()
    undone_revision = models.PositiveIntegerField(null=True)
    change = models.CharField(max_length=20)
    # How many blocks were chosen for it.
    blocks = models.PositiveIntegerField(default=1, db_default=1)
    # What was asked, word for word: how the second half of a double click is recognised.
    asked = models.CharField(max_length=100)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    # See requests_app.actions.correcting; empty when it is undone and another one was made since.
    before = models.JSONField(default=dict)

    class Meta:
        ordering = ["revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["foi_request", "revision"], name="one_change_per_revision_of_a_split"
            )
        ]

    def __str__(self) -> str:
        return f"{self.change} {self.revision} of case {self.foi_request_id}"

"""Forms that were sent, so that the second half of a double click is known as such."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class FormSent(models.Model):
    """One form as one person sent it from one page; ``location`` is where that led, once done.

    It is a tool, not history, and is emptied by itself after a day.
    """

    # SHA-256 of the person, the address and all that was sent, the page's own token with it.
    key = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(db_index=True)
    location = models.CharField(max_length=2000, blank=True)

    def __str__(self) -> str:
        return f"A form of {self.person_id}"

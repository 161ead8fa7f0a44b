"""What somebody is typing and has not saved yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from requests_app.models.case import FoiRequest


class KeptWords(models.Model):
    """The fields of one form as one person last typed them, for that person alone.

    It is a tool, not history: it is put away when the form is saved, and nobody else ever sees it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    foi_request = models.ForeignKey(FoiRequest, on_delete=models.CASCADE, related_name="kept_words")
    # The address of the page that holds the form: path, and query where it tells forms apart.
    page = models.CharField(max_length=300)
    # By name, a list of values each, with the revision that they were typed against.
    fields = models.JSONField()
    # Sent to be saved, which failed for want of a session; otherwise kept while typing.
    sent = models.BooleanField(default=False)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "page"], name="one_draft_a_person_and_page")
        ]

    def __str__(self) -> str:
        return f"Words of {self.person_id} for {self.page}"

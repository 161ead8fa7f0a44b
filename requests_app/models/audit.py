"""Who did what, when: written in the transaction of the deed, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from exemptions.append_only import AppendOnly
from requests_app.chain import Deed, Link
from requests_app.models.case import FoiRequest


class AuditEvent(AppendOnly):
    """One deed. ``detail`` holds ids and numbers, never the text of an answer or a name.

    ``requests_app.audit`` writes it and nothing else does: ``digest`` chains it to the row before.
    """

    sequence = models.PositiveBigIntegerField(unique=True)
    foi_request = models.ForeignKey(
        FoiRequest, on_delete=models.PROTECT, null=True, related_name="events"
    )
    # None: the portal itself, by its schedule.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    verb = models.CharField(max_length=40)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.verb} by {self.actor or 'the portal'}"

    @property
    def who(self) -> str:
        """The name of whoever did it."""
        if self.actor is None:
            return "The portal"
        return self.actor.get_full_name() or self.actor.get_username()

    @property
    def link(self) -> Link:
        deed = Deed(self.foi_request_id, self.actor_id, self.verb, self.at, self.detail)
        return Link(self.sequence, deed, self.digest)

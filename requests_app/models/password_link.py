"""Who asked for a link to set a password, until it is mailed."""

from __future__ import annotations

from django.db import models


class PasswordLink(models.Model):
    """Somebody asked for a link for this address, whoever reads mail there, if anybody.

    It waits for the worker and goes once the mail left. The link itself is made as the mail is
    written, so neither the database nor the broker holds one.
    """

    # Sealed: it may be a stranger's.
    address = models.TextField()
    # The beginning of the portal's addresses, as the person who asked saw it.
    site = models.CharField(max_length=300)
    asked_at = models.DateTimeField(db_index=True)
    # When a worker took it in hand; empty: it is still to be sent.
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Password link {self.pk}"

"""Mails about accounts that are still to leave."""

from __future__ import annotations

from django.db import models


class AccountMail(models.Model):
    """A mail that waits for the worker: it is written with what it tells of, and goes once it left.

    Two kinds: ``what`` was changed of an account; or, where that is empty, somebody asked for a
    link to set a password, whoever reads mail at the address, if anybody. The link itself is made
    as the mail is written, so neither the database nor the broker holds one.
    """

    # Sealed: it may be a stranger's.
    address = models.TextField()
    what = models.CharField(max_length=200, blank=True, default="")
    # The mail of a change, sealed: it names a person and where they were.
    words = models.TextField(blank=True, default="")
    # The beginning of the portal's addresses, as the person who asked for a link saw it.
    site = models.CharField(max_length=300, blank=True, default="")
    asked_at = models.DateTimeField(db_index=True)
    # When it is tried next; a worker that takes it in hand moves this on.
    due_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["due_at", "pk"]

    def __str__(self) -> str:
        return f"Account mail {self.pk}"

"""Who wants to be told by mail when something new is published, and what they were told."""

from __future__ import annotations

from django.db import models

from requests_app.models.publication import Publication


class Alert(models.Model):
    """A search of the log that somebody follows by mail; nothing is sent before it is confirmed.

    The address is personal data of somebody who is no party to any case: it is kept sealed and goes
    when the mails are stopped.
    """

    # Of the address and the search together, so that nobody is told of one thing twice.
    fingerprint = models.CharField(max_length=64, unique=True)
    address = models.TextField()
    # The search as the part of an address after "?", and in words; empty: everything that is new.
    search = models.TextField(blank=True)
    words = models.TextField(blank=True)
    # The beginning of the portal's addresses, as the person who asked saw it.
    site = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    # When the mail that asks for a confirmation left; empty: it is still to be sent.
    mailed_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=models.Q(mailed_at__isnull=True),
                name="alert_to_be_confirmed",
            )
        ]

    def __str__(self) -> str:
        return f"Alert {self.pk}"


class AlertMatch(models.Model):
    """A new record that an alert found: told once."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="matches")
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["alert", "publication"], name="one_match_of_an_alert")
        ]

    def __str__(self) -> str:
        return f"Publication {self.publication_id} for alert {self.alert_id}"


class PublicationMatched(models.Model):
    """A publication was compared with all alerts: it is done once, when it becomes visible."""

    publication = models.OneToOneField(Publication, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Publication {self.publication_id}"

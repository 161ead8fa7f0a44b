"""What shared caches still have to be told: kept until one of them says that it heard it."""

from __future__ import annotations

from django.db import models


class CachePurge(models.Model):
    """Something left the log, and a cache between the portal and its readers may still hold it."""

    asked_at = models.DateTimeField()
    told_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Purge asked for at {self.asked_at:%Y-%m-%d %H:%M}"

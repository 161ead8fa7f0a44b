"""Signs of life of what runs without anybody looking."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """When a thing that repeats was last done, such as the sweep for forgotten documents."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"

"""A file of an earlier log on its way in: how far it has come and what was wrong on its lines."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from requests_app.querysets import LogImportQuerySet


class LogImport(models.Model):
    """It is read twice: once to tell what would happen, and when somebody says so, for good.

    ``line`` is the last line that is done, so that a worker that stopped is followed by one that
    goes on; ``good`` counts the records that can be or were brought in.
    """

    class State(models.TextChoices):
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Checked"
        LOADING = "loading", "Being brought in"
        DONE = "done", "Brought in"
        FAILED = "failed", "Cannot be read"

    name = models.CharField(max_length=200)
    # In the database, where every worker finds it.
    content = models.BinaryField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    line = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    there = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    # Topics that the vocabulary did not have, with how many records name each.
    strange_topics = models.JSONField(default=dict)
    told_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)

    objects = LogImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def working(self) -> bool:
        return self.state in {self.State.CHECKING, self.State.LOADING}

    @property
    def done(self) -> int:
        """How many lines were looked at in this round."""
        return self.good + self.there + self.failed


class LogImportProblem(models.Model):
    """What is wrong on a line, and in which column."""

    log_import = models.ForeignKey(LogImport, on_delete=models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=20, blank=True)
    message = models.TextField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"

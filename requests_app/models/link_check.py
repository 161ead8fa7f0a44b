"""What came of opening the links that responses give: one row an address, the last look."""

from __future__ import annotations

from django.db import models

from requests_app.link_opening import Verdict
from requests_app.querysets import LinkCheckQuerySet


class LinkCheck(models.Model):
    """An address, and whether it could be opened when the worker tried last.

    ``asked_at`` is when the broker was last told, ``wanted_at`` when a case last needed to know;
    ``checked_at`` is None of one that was never opened.
    """

    address = models.CharField(max_length=1000, unique=True)
    wanted_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    verdict = models.CharField(
        max_length=10, blank=True, choices=[(verdict.value, verdict.value) for verdict in Verdict]
    )
    reason = models.CharField(max_length=200, blank=True)
    status = models.PositiveSmallIntegerField(default=0)
    final_address = models.TextField(blank=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.address}: {self.verdict or 'not opened yet'}"

"""Tells the cache in front of the portal, if there is one, that something left the log.

The row is written with the withdrawal, so that no purge is lost; the worker tells the cache and
the sweeper tries again until it answers.
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from requests_app.actions.telling import tell, tell_on_commit
from requests_app.models import CachePurge

# One name for every public page: lists, feeds and searches showed the record as well.
TAG = "foi-public"
TIMEOUT = 10
PATIENCE = timedelta(seconds=30)


def ask_for_purge(at: datetime) -> None:
    """Runs inside the transaction of a verb. Without FOI_PURGE_URL there is nobody to tell."""
    if not settings.PURGE_URL:
        return
    row = CachePurge.objects.create(asked_at=at, told_at=at)
    tell_on_commit("purge_cache", row.pk)


def purge(pk: int, *, at: Callable[[], datetime]) -> None:
    """Tells the cache. What went wrong is kept in the row; repeating it is harmless."""
    row = CachePurge.objects.filter(pk=pk, done_at=None).first()
    if row is None or not settings.PURGE_URL:
        return
    row.attempts += 1
    try:
        _post()
    except OSError as error:
        row.error = str(error)[:200]
    else:
        row.done_at, row.error = at(), ""
    row.save()


def _post() -> None:
    """Raises OSError: nobody answered, or not with success."""
    body = json.dumps({"surrogate_keys": [TAG], "tags": [TAG]}).encode()
    headers = {"Content-Type": "application/json"}
    name, _, value = settings.PURGE_HEADER.partition(":")
    if value:
        headers[name.strip()] = value.strip()
    request = urllib.request.Request(settings.PURGE_URL, body, headers, method="POST")  # noqa: S310 - the operator's
    with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310
        pass


def waits_since() -> datetime | None:
    """Since when the shared cache has kept what was withdrawn; None: it let go of everything."""
    waiting = CachePurge.objects.filter(done_at=None).order_by("asked_at")
    return waiting.values_list("asked_at", flat=True).first() if settings.PURGE_URL else None


def sweep(*, at: datetime) -> None:
    """Tries again what no cache has answered."""
    forgotten = CachePurge.objects.filter(done_at=None, told_at__lt=at - PATIENCE)
    waiting = list(forgotten.values_list("pk", flat=True)[:20])
    CachePurge.objects.filter(pk__in=waiting).update(told_at=at)
    tell("purge_cache", *waiting)

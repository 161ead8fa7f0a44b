"""Notes who was shown what names a requester: a deed as well, though it changes nothing else."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.contrib.auth.models import User
from django.db import transaction

from requests_app import audit
from requests_app.models import AuditEvent, FoiRequest

READ = "requester_read"


class Shown(StrEnum):
    """Where the requester's data stood."""

    CASE = "case"
    DETAILS = "details"
    LETTER = "letter"
    PERSON = "person"
    REQUEST = "request"


def note_read(case: FoiRequest, what: Shown, *, by: User, at: datetime) -> None:
    """Writes that ``by`` was shown the requester's data, once an hour for each place.

    A page that was asked for with GET may write this: nobody who asks has asked for it, and
    asking again changes nothing. It comes before the page: without the row there is no page.
    """
    hour = at.replace(minute=0, second=0, microsecond=0)
    noted = AuditEvent.objects.filter(
        foi_request=case, actor=by, verb=READ, at__gte=hour, at__lte=at, detail__what=what.value
    )
    if noted.exists():
        return
    with transaction.atomic():
        audit.record(case, READ, by=by, at=at, what=what.value)

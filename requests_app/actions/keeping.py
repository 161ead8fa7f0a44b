"""Keeping what a person types, until it is saved. It is no deed of the case, so no audit row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from requests_app.actions.base import Refused
from requests_app.models import FoiRequest, KeptWords

MOST_CHARACTERS = 1_000_000
KEPT_FOR = timedelta(days=30)


def keep(
    case: FoiRequest,
    page: str,
    fields: Mapping[str, Sequence[str]],
    *,
    sent: bool = False,
    by: User,
    at: datetime,
) -> KeptWords:
    """Keeps the fields of the form on ``page`` as this person typed them. Raises Refused.

    ``sent`` says that the person wanted them saved, so the page shows them in the form at once.
    """
    if sum(len(value) for values in fields.values() for value in values) > MOST_CHARACTERS:
        raise Refused("This is too long to be kept.")
    with transaction.atomic():
        KeptWords.objects.filter(person=by, kept_at__lt=at - KEPT_FOR).delete()
        row, _ = KeptWords.objects.update_or_create(
            person=by,
            page=page,
            defaults={
                "foi_request": case,
                "fields": {name: _storable(values) for name, values in fields.items()},
                "sent": sent,
                "kept_at": at,
            },
        )
    return row


def _storable(values: Sequence[str]) -> list[str]:
    """No database stores a NUL; the rest waits as it was typed until a form reads it."""
    return [value.replace("\0", "") for value in values]


def put_away(page: str, *, by: User) -> None:
    """The words on this page are saved, or nobody wants them any more."""
    KeptWords.objects.filter(person=by, page=page).delete()

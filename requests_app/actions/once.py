"""Taking a form up once. It is no deed of any case, so it writes no audit row."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from requests_app.models import FormSent

# Nobody clicks twice a day apart; and what a killed server left undone may be sent again.
REMEMBERED = timedelta(days=1)
GIVEN_UP = timedelta(seconds=30)


def take_up(key: str, *, by: User, at: datetime) -> FormSent | None:
    """The row of a form that is to be served now; None if it was taken up before.

    The database decides: the key is unique, so of two at once one is told None.
    """
    FormSent.objects.filter(sent_at__lt=at - REMEMBERED).delete()
    FormSent.objects.filter(key=key, location="", sent_at__lt=at - GIVEN_UP).delete()
    try:
        with transaction.atomic():
            return FormSent.objects.create(key=key, person=by, sent_at=at)
    except IntegrityError:
        return None


def done(row: FormSent, location: str) -> None:
    """The form was served and led to another page."""
    row.location = location
    row.save(update_fields=["location"])


def let_go(row: FormSent) -> None:
    """The form was refused or only shown again: it may be sent as often as anybody likes."""
    row.delete()


def led_to(key: str) -> str | None:
    """Where the form led that was sent with this key; "" while nobody knows, None if it is free."""
    return FormSent.objects.filter(key=key).values_list("location", flat=True).first()

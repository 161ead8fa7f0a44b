"""Mail about rows, each row once: claimed before the mail leaves, given back if it does not."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction

from requests_app.models import Alert, AlertMatch, DeadlineNotice, Reminder
from requests_app.traces import kind_of

logger = logging.getLogger(__name__)


Rows = Sequence[DeadlineNotice] | Sequence[Reminder] | Sequence[Alert] | Sequence[AlertMatch]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to one address."""

    to: str
    subject: str
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)


def mail_once(rows: Rows, *letters: Letter, at: datetime) -> bool:
    """Sends what is to be mailed about these rows of one table, by their ``mailed_at``, mostly one
    mail. False: not all of it went.

    The rows are claimed before, so that two workers never send it twice; what the mail server
    refuses is given back, for the next sweep.
    """
    mine = type(rows[0]).objects.filter(pk__in=[row.pk for row in rows])
    with transaction.atomic():
        if mine.filter(mailed_at=None).update(mailed_at=at) != len(rows):
            # Another worker has some of them; the rest is the next sweep's business.
            transaction.set_rollback(True)
            return False
    about = f"{mine.model.__name__} {', '.join(str(row.pk) for row in rows)}"
    sent = all(send(letter, about=about) for letter in letters)
    if not sent:
        mine.update(mailed_at=None)
    return sent


def send(letter: Letter, *, about: str) -> bool:
    """False: the mail server did not take it, and the log says why. ``about`` is of which rows."""
    try:
        EmailMessage(
            letter.subject, letter.body, None, [letter.to], headers=dict(letter.headers)
        ).send()
    except (SMTPException, OSError) as error:
        # What the server says of it may hold the address; the subject holds what is searched for.
        logger.warning("a mail about %s did not leave: %s", about, kind_of(error))
        return False
    return True

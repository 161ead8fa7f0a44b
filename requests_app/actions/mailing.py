"""Mail about rows, each row once: claimed before the mail leaves, given back if it does not."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException

from django.core.mail import send_mail
from django.db import transaction

from requests_app.models import DeadlineNotice, Reminder

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to one address."""

    to: str
    subject: str
    body: str


def mail_once(
    rows: Sequence[DeadlineNotice] | Sequence[Reminder], letter: Letter, *, at: datetime
) -> bool:
    """Sends one mail about these rows of one table, by their ``mailed_at``. False: it did not go.

    The rows are claimed before, so that two workers never send it twice; what the mail server
    refuses is given back, for the next sweep.
    """
    mine = type(rows[0]).objects.filter(pk__in=[row.pk for row in rows])
    with transaction.atomic():
        if mine.filter(mailed_at=None).update(mailed_at=at) != len(rows):
            # Another worker has some of them; the rest is the next sweep's business.
            transaction.set_rollback(True)
            return False
    try:
        send_mail(letter.subject, letter.body, None, [letter.to])
    except (SMTPException, OSError) as error:
        logger.warning("a mail did not leave (%s): %s", letter.subject, error)
        mine.update(mailed_at=None)
        return False
    return True

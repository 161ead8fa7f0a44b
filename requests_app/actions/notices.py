"""The news that a deadline moved by itself: mailed once, shown until its officer dismisses it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.contrib.auth.models import User

from requests_app.actions.mailing import Letter, mail_once
from requests_app.models import DeadlineNotice
from requests_app.workflow import NotAllowed

LINES_IN_A_MAIL = 100


def dismiss_notice(notice: DeadlineNotice, *, by: User, at: datetime) -> None:
    """The officer has read it. Repeating it is harmless. Raises NotAllowed."""
    if notice.officer_id != by.pk:
        raise NotAllowed("Only the officer of the case may dismiss its notice.")
    DeadlineNotice.objects.filter(pk=notice.pk, dismissed_at=None).update(dismissed_at=at)


def dismiss_all(*, by: User, at: datetime) -> None:
    """Everything that this officer was shown."""
    DeadlineNotice.objects.filter(officer=by, dismissed_at=None, at__lte=at).update(dismissed_at=at)


def mail_notices(*, at: datetime) -> int:
    """One mail to each officer about all that moved and was not mailed. Returns how many left.

    Rows are claimed before the mail goes, so that two workers never send it twice; what the mail
    server refuses is given back and tried again by the next sweep.
    """
    waiting = (
        DeadlineNotice.objects.in_their_circle()
        .filter(mailed_at=None, dismissed_at=None, officer__is_active=True)
        .exclude(officer__email="")
        .select_related("officer", "foi_request")
        .order_by("officer_id", "pk")
    )
    sent = 0
    for officer, rows in groupby(waiting, key=lambda notice: notice.officer):
        sent += _mail(officer, list(rows), at)
    return sent


def _mail(officer: User, notices: Sequence[DeadlineNotice], at: datetime) -> bool:
    return mail_once(notices, Letter(officer.email, _subject(notices), _body(notices)), at=at)


def _subject(notices: Sequence[DeadlineNotice]) -> str:
    if len(notices) == 1:
        return f"The deadline of {notices[0].foi_request.reference} moved"
    return f"The deadlines of {len(notices)} requests moved"


def _body(notices: Sequence[DeadlineNotice]) -> str:
    lines = [notice.sentence for notice in notices[:LINES_IN_A_MAIL]]
    if len(notices) > LINES_IN_A_MAIL:
        lines.append(f"And {len(notices) - LINES_IN_A_MAIL} more, on your list of requests.")
    return "\n".join([*lines, "", "The page of each case shows how its deadline is counted."])

"""Reminders of deadlines: found, claimed and mailed, each once, one mail to an officer a run."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.contrib.auth.models import User
from django.db.models import F
from django.utils.timezone import localdate

from requests_app import calendars
from requests_app.actions.mailing import Letter, mail_once
from requests_app.models import FoiRequest, Reminder
from requests_app.querysets import OPEN
from requests_app.reminding import Milestone, horizons, milestone_of
from requests_app.working_days import UnknownYear

logger = logging.getLogger(__name__)

BATCH = 500
LINES_IN_A_MAIL = 100
_ORDER = {milestone: place for place, milestone in enumerate(reversed(Milestone))}


def remind(*, at: datetime) -> int:
    """Tells officers of deadlines that came near or passed. Returns how many mails left.

    It may run as often as one likes, or not at all for days: a milestone is told once, and of
    several that were missed only the latest. On a day that is no working day nobody is told.
    """
    find_reminders(at=at)
    return mail_reminders(at=at)


def find_reminders(*, at: datetime) -> int:
    """Writes a reminder for every open case that reached a milestone. Returns how many are new.

    It is for the officer whom the case has now, also where another one was told of the same.
    """
    today = localdate(at)
    calendar = calendars.current()
    try:
        if not calendar.is_working_day(today):
            return 0
        ahead = horizons(today, calendar)
    except UnknownYear:
        logger.exception("no reminders: the table of bank holidays ends")
        return 0
    near = FoiRequest.objects.open().filter(due_on__lte=ahead[Milestone.TEN])
    rows = []
    for pk, officer, due in near.values_list("pk", "officer_id", "due_on"):
        milestone = milestone_of(due, today, ahead)
        if milestone:
            rows.append(
                Reminder(
                    foi_request_id=pk, officer_id=officer, due_on=due, milestone=milestone, at=at
                )
            )
    before = Reminder.objects.count()
    # Told already: the constraint passes over it.
    Reminder.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return Reminder.objects.count() - before


def mail_reminders(*, at: datetime) -> int:
    """One mail to each officer about all that is new. Returns how many left.

    A reminder whose case was answered, moved or given to another officer meanwhile is dropped.
    """
    waiting = (
        Reminder.objects.filter(mailed_at=None, officer__is_active=True)
        .exclude(officer__email="")
        .filter(
            foi_request__state__in=OPEN,
            foi_request__due_on=F("due_on"),
            foi_request__officer=F("officer"),
        )
        .exclude(foi_request__versions__dispatch__isnull=False)
        .select_related("officer", "foi_request")
        .order_by("officer_id", "pk")
    )
    mails = groupby(waiting, key=lambda reminder: reminder.officer)
    return sum(_mail(officer, list(rows), at) for officer, rows in mails)


def _mail(officer: User, reminders: Sequence[Reminder], at: datetime) -> bool:
    latest = _latest(reminders)
    return mail_once(reminders, Letter(officer.email, _subject(latest), _body(latest)), at=at)


def _latest(reminders: Sequence[Reminder]) -> list[Reminder]:
    """One line a case, its latest milestone; what presses most stands first."""
    by_case = {reminder.foi_request_id: reminder for reminder in reminders}
    return sorted(by_case.values(), key=lambda row: (_ORDER[Milestone(row.milestone)], row.due_on))


def _subject(reminders: Sequence[Reminder]) -> str:
    first = reminders[0]
    if len(reminders) == 1:
        return f"{first.foi_request.reference}: {Milestone(first.milestone).label.lower()}"
    late = sum(reminder.milestone == Milestone.OVERDUE for reminder in reminders)
    return f"{len(reminders)} requests near their deadline" + (f", {late} overdue" if late else "")


def _body(reminders: Sequence[Reminder]) -> str:
    """References and dates only: a title may name what a mail server should not keep."""
    lines: list[str] = []
    for label, rows in groupby(reminders[:LINES_IN_A_MAIL], key=Reminder.get_milestone_display):
        lines += ["", f"{label}:"] if lines else [f"{label}:"]
        lines += [f"- {row.foi_request.reference}, due on {_said(row)}" for row in rows]
    if len(reminders) > LINES_IN_A_MAIL:
        lines.append(f"And {len(reminders) - LINES_IN_A_MAIL} more, on your list of requests.")
    return "\n".join([*lines, "", "You get this once for each deadline and step."])


def _said(reminder: Reminder) -> str:
    return f"{reminder.due_on:%A} {reminder.due_on.day} {reminder.due_on:%B %Y}"

"""Keeps the column of the deadline equal to its function, for one case and for all open ones."""

from __future__ import annotations

from requests_app import calendars
from requests_app.due import due, histories
from requests_app.models import FoiRequest
from requests_app.working_days import Calendar


def restamp(case: FoiRequest, *, calendar: Calendar | None = None) -> None:
    """Computes the deadline of a case anew, inside the transaction of the deed that may move it.

    Raises ImpossibleEvents when the deed does not fit what happened before.
    """
    history = histories([case])[case.pk]
    found = due(history, calendar or calendars.current())
    case.due_on, case.waiting_for = found.due_on, found.waiting_for
    case.calendar_version = found.calendar_version
    case.save(update_fields=["due_on", "waiting_for", "calendar_version"])

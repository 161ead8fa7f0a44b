"""The table of bank holidays in force: what the library gives, as an administrator changed it."""

from __future__ import annotations

from django.db import connection

from requests_app.holiday_library import library_calendar
from requests_app.models import BankHoliday
from requests_app.working_days import Calendar


def current() -> Calendar:
    """Library, and added, less switched off; one query."""
    changes = BankHoliday.objects.changes()
    return library_calendar().changed(changes) if changes else library_calendar()


def current_or_shipped() -> Calendar:
    """The same on a fresh checkout, whose database has no table of changes yet."""
    if "requests_app_bankholiday" not in connection.introspection.table_names():
        return library_calendar()
    return current()

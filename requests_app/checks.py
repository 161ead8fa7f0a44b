"""Says at every start that the table of bank holidays comes to its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.core.checks import CheckMessage, register
from django.utils.timezone import localdate

from requests_app.holiday_library import library_calendar
from requests_app.working_days import Calendar

MONTHS_AHEAD = 14


@register
def check_calendar(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    return calendar_ends(library_calendar(), localdate())


def calendar_ends(calendar: Calendar, today: date) -> list[CheckMessage]:
    """A warning from fourteen months before the last day that the table covers."""
    months = (calendar.last_year + 1 - today.year) * 12 + 1 - today.month
    if months > MONTHS_AHEAD:
        return []
    return [
        checks.Warning(
            f"The table of bank holidays ends with {calendar.last_year}; deadlines that reach "
            "beyond are refused.",
            hint="Install a release of the portal that knows the following years.",
            id="requests_app.W001",
        )
    ]

"""Says at every start that the table of bank holidays comes to its end, and before `migrate` which
revision a portal has to be brought to first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.core.checks import CheckMessage, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils.timezone import localdate

from requests_app.holiday_library import library_calendar
from requests_app.working_days import Calendar

MONTHS_AHEAD = 14


@register("calendar")
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


@register(Tags.database)
def check_migrations(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None, **_: Any
) -> list[CheckMessage]:
    """Django says nothing of a database in which some of the steps drawn together are missing."""
    return [error for alias in databases or [] for error in _halfway(alias)]


def _halfway(alias: str) -> list[CheckMessage]:
    loader = MigrationLoader(connections[alias])
    applied = loader.applied_migrations
    errors: list[CheckMessage] = []
    for key, migration in loader.disk_migrations.items():
        missing = [step for step in migration.replaces if step not in applied]
        begun = len(missing) < len(migration.replaces)
        if key[0] == "requests_app" and key not in applied and missing and begun:
            errors.append(
                checks.Error(
                    f"This database lacks the step {missing[0][1]}, and has others that "
                    f"{key[1]} stands for as well.",
                    hint="Install the release that has this step, run its migrate, and come back.",
                    id="requests_app.E002",
                )
            )
    return errors

"""When a deadline is worth a reminder: ten, five and two working days before, then, and after.

Pure. Days are working days, because the deadline is counted in them (s10(6)).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from requests_app.working_days import Calendar, nth_working_day_after


class Milestone(StrEnum):
    """What a deadline has reached; the later one stands for those before it."""

    TEN = "ten"
    FIVE = "five"
    TWO = "two"
    TODAY = "today"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Milestone.TEN: "Due in ten working days or fewer",
    Milestone.FIVE: "Due in five working days or fewer",
    Milestone.TWO: "Due in two working days or fewer",
    Milestone.TODAY: "Due today",
    Milestone.OVERDUE: "Overdue",
}
_DAYS = {Milestone.TWO: 2, Milestone.FIVE: 5, Milestone.TEN: 10}


def horizons(today: date, calendar: Calendar) -> Mapping[Milestone, date]:
    """The last due date that has reached each milestone before the day itself.

    Raises UnknownYear when the holidays of that time are not known.
    """
    return {
        milestone: nth_working_day_after(today, days, calendar) for milestone, days in _DAYS.items()
    }


def milestone_of(due: date, today: date, ahead: Mapping[Milestone, date]) -> Milestone | None:
    """The latest milestone that a deadline has reached; None: it is further away than ten days.

    Only the latest is ever told, so days on which nobody asked bring no flood.
    """
    if due < today:
        return Milestone.OVERDUE
    if due == today:
        return Milestone.TODAY
    return next((milestone for milestone in _DAYS if due <= ahead[milestone]), None)

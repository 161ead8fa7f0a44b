"""The bank holidays of the United Kingdom as the ``holidays`` library gives them. Pure.

The only module that knows the library. It adds the legal basis of each day and says which years
are covered; what an administrator adds or switches off comes later, from the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version

import holidays

from requests_app.working_days import PARTS, SATURDAY, Basis, Calendar, HolidayRow

# The Act came into force in 2005. The days that recur are given to 2029, so that requests received
# in 2028 can be counted; but days are proclaimed one or two years ahead, so what lies after
# SURE_TO may still move, and a result that reaches there says so.
FIRST_YEAR, LAST_YEAR, SURE_TO = 2005, 2029, 2027

_CODES = dict(zip(("ENG", "WLS", "SCT", "NIR"), PARTS, strict=True))
SOURCE = f"the Python library holidays, version {version('holidays')}"


@cache
def library_calendar() -> Calendar:
    """The table without any change made here."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return Calendar(tuple(_rows(years)), FIRST_YEAR, LAST_YEAR, SURE_TO)


def _rows(years: range) -> Iterator[HolidayRow]:
    names: dict[date, str] = {}
    parts: dict[tuple[date, Basis], list[str]] = {}
    for code, part in _CODES.items():
        # Without a subdivision the library gives only the days common to all four.
        for day, name in holidays.country_holidays("GB", subdiv=code, years=years).items():
            if day.weekday() >= SATURDAY:
                continue  # it counts for nothing, and its substitute has a row of its own
            names.setdefault(day, name)
            parts.setdefault((day, _basis(day, name, part)), []).append(part)
    for (day, basis), kept in sorted(parts.items()):
        yield HolidayRow(day, names[day], tuple(kept), basis, SOURCE)


def _basis(day: date, name: str, part: str) -> Basis:
    """Named in s10(6), in Schedule 1 to the 1971 Act for that part, or else proclaimed."""
    if (day.month, day.day) == (12, 25) or name == "Good Friday":
        return Basis.SECTION_10
    if part == "Scotland":
        scheduled = day in _schedule_of_scotland(day.year)
    else:
        scheduled = name == "Easter Monday" or day in _schedule_elsewhere(day.year, part)
    return Basis.SCHEDULE_1 if scheduled else Basis.PROCLAMATION


def _schedule_of_scotland(year: int) -> set[date]:
    """Schedule 1 para 2, with St Andrew's Day (2007 asp 2); each day is moved off a Sunday only,
    St Andrew's Day off a Saturday too."""
    new_year = date(year, 1, 1)
    days = {
        date(year, 1, 3) if _is_sunday(new_year) else new_year,
        date(year, 1, 3) if _is_sunday(date(year, 1, 2)) else date(year, 1, 2),
        _monday(date(year, 5, 1)),
        _monday(date(year, 8, 1)),
    }
    andrew = date(year, 11, 30)
    days.add(_monday(andrew) if andrew.weekday() >= SATURDAY else andrew)
    if _is_sunday(date(year, 12, 25)):
        days.add(date(year, 12, 26))
    return days


def _schedule_elsewhere(year: int, part: str) -> set[date]:
    """Schedule 1 paras 1 and 3, less Easter Monday: they differ by St Patrick's Day."""
    boxing_day = date(year, 12, 26)
    days = {_monday(date(year, 5, 25)), _monday(date(year, 8, 25))}
    if not _is_sunday(boxing_day):
        days.add(boxing_day)
    if _is_sunday(boxing_day) or _is_sunday(date(year, 12, 25)):
        days.add(date(year, 12, 27))
    if part == "Northern Ireland":
        patrick = date(year, 3, 17)
        days.add(date(year, 3, 18) if _is_sunday(patrick) else patrick)
    return days


def _is_sunday(day: date) -> bool:
    return day.weekday() == 6


def _monday(earliest: date) -> date:
    """The first Monday from a day on."""
    return earliest + timedelta(days=-earliest.weekday() % 7)

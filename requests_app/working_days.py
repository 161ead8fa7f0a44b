"""Working days as section 10(6) of the Act defines them. Pure: dates in, dates out.

A working day is any day but a Saturday, a Sunday, Christmas Day, Good Friday and a day that is a
bank holiday under the Banking and Financial Dealings Act 1971 *in any part of the United
Kingdom*. So a Scottish holiday counts for a council in Cornwall.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

PARTS = {
    "ENG": "England",
    "WLS": "Wales",
    "SCT": "Scotland",
    "NIR": "Northern Ireland",
}
# The Act came into force in 2005. Holidays are proclaimed one or two years ahead; beyond that
# nobody knows them, and to guess would be to miss one.
FIRST_YEAR, LAST_YEAR = 2005, 2029
SATURDAY = 5


class UnknownYear(LookupError):
    """The bank holidays of a year are not known, so no deadline can be computed from it."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"The bank holidays of {year} are not known. They are known from {FIRST_YEAR} to "
            f"{LAST_YEAR}."
        )
        self.year = year


@dataclass(frozen=True, slots=True)
class BankHoliday:
    """A holiday on a date: its name and the parts of the United Kingdom that keep it."""

    day: date
    name: str
    parts: tuple[str, ...]

    def __str__(self) -> str:
        where = "" if len(self.parts) == len(PARTS) else f" ({', '.join(self.parts)} only)"
        return f"{self.name}{where}"


BankHolidays = Mapping[date, BankHoliday]


def uk_bank_holidays(years: Iterable[int]) -> dict[date, BankHoliday]:
    """The holidays of all four parts in these years, by date. Raises UnknownYear."""
    return {day: row for year in years for day, row in _of_year(year).items()}


@cache
def _of_year(year: int) -> dict[date, BankHoliday]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnknownYear(year)
    names: dict[date, str] = {}
    parts: dict[date, list[str]] = {}
    for code, part in PARTS.items():
        # Without a subdivision the library gives only the days common to all four.
        for day, name in holidays.country_holidays("GB", subdiv=code, years=year).items():
            names.setdefault(day, name)
            parts.setdefault(day, []).append(part)
    return {day: BankHoliday(day, names[day], tuple(parts[day])) for day in sorted(names)}


def is_working_day(day: date, bank_holidays: Mapping[date, object]) -> bool:
    """Whether ``day`` counts. ``bank_holidays`` must cover its year."""
    return day.weekday() < SATURDAY and day not in bank_holidays


def days_after(day: date) -> Iterator[date]:
    """The days that follow ``day``, without end."""
    while True:
        day += timedelta(days=1)
        yield day


def nth_working_day_after(day: date, n: int, bank_holidays: Mapping[date, object]) -> date:
    """The ``n``-th working day after ``day``, which is day 0 whatever kind of day it is (s10(1)).

    Raises UnknownYear rather than counting through a year whose holidays are not given.
    """
    if n < 1:
        raise ValueError("There is no working day before the first.")
    years = {holiday.year for holiday in bank_holidays}
    counted = 0
    for following in days_after(day):
        if following.year not in years:
            raise UnknownYear(following.year)
        counted += is_working_day(following, bank_holidays)
        if counted == n:
            return following
    raise AssertionError("days_after has no end")

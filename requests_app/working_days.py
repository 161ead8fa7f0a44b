"""Working days as section 10(6) of the Act defines them. Pure: dates and a table in, dates out.

A working day is any day but a Saturday, a Sunday, Christmas Day, Good Friday and a day that is a
bank holiday under the Banking and Financial Dealings Act 1971 *in any part of the United
Kingdom*. So a Scottish holiday counts for a council in Cornwall. The table of holidays is always
given: this module knows neither where its rows come from nor what day it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

PARTS = ("England", "Wales", "Scotland", "Northern Ireland")
SATURDAY = 5


class Basis(StrEnum):
    """Why a day is no working day (s10(6)); the values are stored."""

    SCHEDULE_1 = "schedule_1"
    PROCLAMATION = "proclamation"
    SECTION_10 = "s10_6"

    @property
    def label(self) -> str:
        return _BASIS_LABELS[self]

    @property
    def short(self) -> str:
        return _SHORT_BASES[self]


_SHORT_BASES = {
    Basis.SCHEDULE_1: "1971 Act, Schedule 1",
    Basis.PROCLAMATION: "proclaimed, 1971 Act s1",
    Basis.SECTION_10: "s10(6)",
}
_BASIS_LABELS = {
    Basis.SCHEDULE_1: "Schedule 1 to the Banking and Financial Dealings Act 1971",
    Basis.PROCLAMATION: "Proclaimed or appointed under section 1 of the 1971 Act",
    Basis.SECTION_10: "Named in section 10(6) of the Freedom of Information Act itself",
}


class UnknownYear(LookupError):
    """The bank holidays of a year are not known, so no deadline can be computed through it."""

    def __init__(self, year: int, first: int, last: int) -> None:
        super().__init__(
            f"The bank holidays of {year} are not known, so nothing is counted through it. "
            f"They are known from {first} to {last}."
        )
        self.year = year


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A day on which some parts of the United Kingdom keep a holiday, on one legal basis."""

    day: date
    name: str
    parts: tuple[str, ...]
    basis: Basis
    source: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What an administrator did to the table; the later of two on one day and part counts.

    Switched off, the parts of ``row`` do not keep that day, whoever said that they do.
    """

    row: HolidayRow
    switched_off: bool = False


@dataclass(frozen=True, slots=True)
class BankHoliday:
    """All that makes one day a holiday: a row for each name and legal basis."""

    day: date
    rows: tuple[HolidayRow, ...]

    @property
    def name(self) -> str:
        return ", ".join(dict.fromkeys(row.name for row in self.rows))

    @property
    def parts(self) -> tuple[str, ...]:
        """In the order of ``PARTS``, whatever their basis."""
        kept = {part for row in self.rows for part in row.parts}
        return tuple(part for part in PARTS if part in kept)

    @property
    def everywhere(self) -> bool:
        return len(self.parts) == len(PARTS)

    def __str__(self) -> str:
        where = "" if self.everywhere else f" ({', '.join(self.parts)} only)"
        return f"{self.name}{where}"


@dataclass(frozen=True)
class Calendar:
    """The table of holidays as it stood: rows, the years it covers, and its version.

    A day outside ``first_year`` to ``last_year`` raises UnknownYear; it never counts as plain.
    Of the years after ``sure_to`` only what recurs is known: a day may yet be proclaimed.
    """

    rows: tuple[HolidayRow, ...]
    first_year: int
    last_year: int
    sure_to: int
    version: str = field(init=False)
    _by_day: Mapping[date, BankHoliday] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_day: dict[date, list[HolidayRow]] = {}
        for row in sorted(self.rows, key=_order):
            by_day.setdefault(row.day, []).append(row)
        object.__setattr__(
            self, "_by_day", {day: BankHoliday(day, tuple(rows)) for day, rows in by_day.items()}
        )
        object.__setattr__(self, "version", self._digest())

    def holiday(self, day: date) -> BankHoliday | None:
        """The holiday on a day, None on any other. Raises UnknownYear."""
        if not self.first_year <= day.year <= self.last_year:
            raise UnknownYear(day.year, self.first_year, self.last_year)
        return self._by_day.get(day)

    def is_working_day(self, day: date) -> bool:
        """Whether ``day`` counts (s10(6)). Raises UnknownYear."""
        return self.holiday(day) is None and day.weekday() < SATURDAY

    def of_years(self, years: Iterable[int]) -> list[BankHoliday]:
        """The holidays of these years in order. Raises UnknownYear."""
        wanted = set(years)
        for year in wanted:
            self.holiday(date(year, 1, 1))
        return [holiday for day, holiday in sorted(self._by_day.items()) if day.year in wanted]

    def changed(self, changes: Iterable[Change]) -> Calendar:
        """The table after these changes, in order: these rows added, those parts switched off."""
        rows = list(self.rows)
        for change in changes:
            rows = [
                rest
                for row in rows
                if (rest := _less(row, change.row.day, change.row.parts)) is not None
            ]
            if not change.switched_off:
                rows.append(change.row)
        return Calendar(tuple(rows), self.first_year, self.last_year, self.sure_to)

    def _digest(self) -> str:
        """Twelve digits for what is counted and shown; the same table has the same version."""
        said = [
            [row.day.isoformat(), row.name, sorted(row.parts), row.basis.value]
            for row in sorted(self.rows, key=_order)
        ]
        text = json.dumps([self.first_year, self.last_year, said])
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def _order(row: HolidayRow) -> tuple[date, str, str, tuple[str, ...]]:
    return row.day, row.name, row.basis.value, row.parts


def _less(row: HolidayRow, day: date, parts: tuple[str, ...]) -> HolidayRow | None:
    """The row without these parts on that day; None when no part is left."""
    if row.day != day:
        return row
    left = tuple(part for part in row.parts if part not in parts)
    return HolidayRow(day, row.name, left, row.basis, row.source) if left else None


def days_after(day: date) -> Iterator[date]:
    """The days that follow ``day``, without end."""
    while True:
        day += timedelta(days=1)
        yield day


def nth_working_day_after(day: date, n: int, calendar: Calendar) -> date:
    """The ``n``-th working day after ``day``, which is day 0 whatever kind of day it is (s10(1)).

    Raises UnknownYear rather than counting through a year whose holidays are not known.
    """
    if n < 1:
        raise ValueError("There is no working day before the first.")
    counted = 0
    for following in days_after(day):
        counted += calendar.is_working_day(following)
        if counted == n:
            return following
    raise AssertionError("days_after has no end")

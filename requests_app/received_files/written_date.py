"""The day in London of a date as mail programs write it above a mail that is passed on, in English.

A day that can be read in two ways is none: the statutory clock runs from it.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

# The day that counts is the day here, whatever zone the sender's clock shows (s10(6)).
HERE = ZoneInfo("Europe/London")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_DAY = r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})\b"
_WORDED = (
    re.compile(rf"{_DAY}[ .-]{{1,3}}{_MONTH},?[ -]{{1,3}}{_YEAR}", re.IGNORECASE),
    re.compile(rf"\b{_MONTH} {_DAY},? {_YEAR}", re.IGNORECASE),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"),
)
_FIGURES = re.compile(rf"\b(?P<one>\d{{1,2}})[/.](?P<two>\d{{1,2}})[/.]{_YEAR}")
_TIME = re.compile(r"\b(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.]\d\d)?\s?(?P<half>[apAP])?")
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?(?!\d)")
_ZONE = re.compile(r"\b(?:[A-Z]{3,4}|Z)\b")
_ZONES = {"GMT": 0, "UTC": 0, "Z": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2} | {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip


def day_of(written: str) -> date | None:
    """The day, as the clocks of London had it if a zone is named.

    >>> day_of("Thursday, October 1, 2026 10:00 AM"), day_of("01/10/2026 10:00")
    (datetime.date(2026, 10, 1), None)
    """
    written = " ".join(written.split())
    found = next(filter(None, (pattern.search(written) for pattern in _WORDED)), None)
    found = found or _FIGURES.search(written)
    if found is None:
        return None
    try:
        day = _named_day(found.groupdict())
        return _in_london(day, written[found.end() :]) if day else None
    except (ValueError, OverflowError):
        return None


def _named_day(said: dict[str, str]) -> date | None:
    year = int(said["year"])
    if "one" in said:
        one, two = int(said["one"]), int(said["two"])
        if one != two and max(one, two) <= len(_MONTHS):
            return None
        return date(year, min(one, two), max(one, two))
    month = said["month"].lower()
    return date(year, int(month) if month.isdigit() else _MONTHS.index(month) + 1, int(said["day"]))


def _in_london(day: date, rest: str) -> date:
    """The day itself unless both a time and a zone follow it."""
    time = _TIME.search(rest)
    offset = _offset_in(rest[time.end() :]) if time else None
    if time is None or offset is None:
        return day
    hour = int(time["hour"])
    if time["half"]:
        hour = hour % 12 + (12 if time["half"].lower() == "p" else 0)
    zone = timezone(offset) if offset else UTC
    at = datetime(day.year, day.month, day.day, hour, int(time["minute"]), tzinfo=zone)
    return at.astimezone(HERE).date()


def _offset_in(rest: str) -> timedelta | None:
    if found := _OFFSET.search(rest):
        ahead = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
        return -ahead if found["sign"] == "-" else ahead
    named = (_ZONES.get(word[0]) for word in _ZONE.finditer(rest))
    return next((timedelta(hours=hours) for hours in named if hours is not None), None)

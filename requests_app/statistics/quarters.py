"""Quarters of the calendar year, and spans of them, as they stand in addresses and headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR = 2000
LAST_YEAR = 2100
# A page of twelve quarters can still be read.
LONGEST = 12


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """``number`` is 1 for January to March."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        return self.after(1).first_day - timedelta(days=1)

    def after(self, quarters: int) -> Quarter:
        """So many quarters later, or earlier."""
        year, index = divmod(self.year * 4 + self.number - 1 + quarters, 4)
        return Quarter(year, index + 1)

    @property
    def slug(self) -> str:
        """``2026-q3``."""
        return f"{self.year}-q{self.number}"

    @property
    def label(self) -> str:
        """``July to September 2026``."""
        return f"{self.first_day:%B} to {self.last_day:%B} {self.year}"

    @property
    def months(self) -> str:
        """``Jul–Sep``."""
        return f"{self.first_day:%b}–{self.last_day:%b}"

    @property
    def short(self) -> str:
        """``Jul–Sep 2026``."""
        return f"{self.months} {self.year}"


_SLUG = re.compile(r"(\d{4})(?:-q([1-4])(?:-to-(\d{4})-q([1-4]))?)?")


@dataclass(frozen=True, slots=True)
class Span:
    """One quarter, or several in a row; both ends belong to it."""

    first: Quarter
    last: Quarter

    @classmethod
    def of_year(cls, year: int) -> Span:
        return cls(Quarter(year, 1), Quarter(year, 4))

    @classmethod
    def latest(cls, today: date, quarters: int = 4) -> Span:
        """The quarter of ``today`` and those before it."""
        last = Quarter.of(today)
        return cls(last.after(1 - quarters), last)

    @classmethod
    def from_slug(cls, slug: str) -> Span:
        """``2026``, ``2026-q3`` or ``2025-q4-to-2026-q3``. Raises ValueError."""
        found = _SLUG.fullmatch(slug)
        if not found:
            raise ValueError(slug)
        year, number, last_year, last_number = found.groups()
        if number is None:
            span = cls.of_year(int(year))
        else:
            first = Quarter(int(year), int(number))
            last = Quarter(int(last_year), int(last_number)) if last_year else first
            span = cls(first, last)
        if span.slug != slug or not span.sensible:
            raise ValueError(slug)
        return span

    @property
    def sensible(self) -> bool:
        years = self.first.year >= FIRST_YEAR and self.last.year < LAST_YEAR
        return years and self.first <= self.last <= self.first.after(LONGEST - 1)

    @property
    def slug(self) -> str:
        if self.first == self.last:
            return self.first.slug
        if self == Span.of_year(self.first.year):
            return str(self.first.year)
        return f"{self.first.slug}-to-{self.last.slug}"

    @property
    def label(self) -> str:
        if self.first == self.last:
            return self.first.label
        if self == Span.of_year(self.first.year):
            return f"January to December {self.first.year}"
        return f"{self.first.first_day:%B %Y} to {self.last.last_day:%B %Y}"

    @property
    def first_day(self) -> date:
        return self.first.first_day

    @property
    def last_day(self) -> date:
        return self.last.last_day

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        found = [self.first]
        while found[-1] < self.last:
            found.append(found[-1].after(1))
        return tuple(found)

    def until(self, today: date) -> Span:
        """Without the quarters that have not begun; a span that lies ahead keeps its first."""
        return Span(self.first, max(self.first, min(self.last, Quarter.of(today))))

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

"""Words and numbers of the law that change with time, looked up by date. Knows no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from exemptions.data_files import DATA, DataFile, read_file

DATED = DATA / "dated.yaml"
SCHEMA = DATA / "schemas" / "dated.schema.json"


class NotInForceYet(LookupError):
    """The day is before the first value of the law."""


@dataclass(frozen=True, slots=True)
class LawOfTheDay:
    """What the law says on a day: money in pounds, times in hours and working days.

    ``cost_limits`` is by type of authority: department, parliament, schedule_1_part_1, other.
    """

    sovereign: str
    cost_limits: Mapping[str, int]
    hourly_rate: int
    aggregation_working_days: int

    def hours_within_limit(self, authority_type: str) -> float:
        """How many hours of one person's work reach the limit (SI 2004/3244 regs 3, 4)."""
        return self.cost_limits[authority_type] / self.hourly_rate


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value with the day from which it holds, where it stands and what is to be checked."""

    effective_from: date
    value: Any
    source: str
    check: str


@cache
def dated_values() -> Mapping[str, tuple[DatedValue, ...]]:
    """Every value that this program ships, by name, the oldest first; read once."""
    return load_dated(DATED)


def load_dated(path: Path = DATED) -> Mapping[str, tuple[DatedValue, ...]]:
    """All values of a file. Raises BrokenData."""
    file = read_file(path, SCHEMA)
    return MappingProxyType({name: _values(file, name) for name in file.content})


def law_on(day: date, values: Mapping[str, tuple[DatedValue, ...]] | None = None) -> LawOfTheDay:
    """What holds on a day. Raises NotInForceYet."""
    known = dated_values() if values is None else values
    return LawOfTheDay(
        sovereign=_on(day, known, "sovereign"),
        cost_limits=MappingProxyType(_on(day, known, "cost_limit")),
        hourly_rate=_on(day, known, "hourly_rate"),
        aggregation_working_days=_on(day, known, "aggregation_working_days"),
    )


def overlaid(
    shipped: Mapping[str, tuple[DatedValue, ...]],
    added: Iterable[tuple[str, DatedValue]],
) -> Mapping[str, tuple[DatedValue, ...]]:
    """What ships with what an authority added, by name, the oldest first.

    Of one day's values the one that was added last holds.
    """
    by_day = {name: {one.effective_from: one for one in values} for name, values in shipped.items()}
    for name, value in added:
        if name in by_day:
            by_day[name][value.effective_from] = value
    return MappingProxyType(
        {name: tuple(days[day] for day in sorted(days)) for name, days in by_day.items()}
    )


def _values(file: DataFile, name: str) -> tuple[DatedValue, ...]:
    found: list[DatedValue] = []
    for index, entry in enumerate(file.content[name]):
        since = file.date_at([name, index, "effective_from"])
        if found and since <= found[-1].effective_from:
            raise file.broken([name, index], f"{since} is not after the date before it.")
        found.append(DatedValue(since, entry["value"], entry["source"], entry.get("check", "")))
    return tuple(found)


def _on(day: date, values: Mapping[str, tuple[DatedValue, ...]], name: str) -> Any:
    begun = [value for value in values[name] if value.effective_from <= day]
    if not begun:
        raise NotInForceYet(f"The law has no {name.replace('_', ' ')} for {day}.")
    return begun[-1].value

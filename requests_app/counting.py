"""Shows how a deadline was counted: sentences, and every day from receipt to the end. Pure.

It adds nothing to the result of ``requests_app.clock``; it only says what became of each day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from requests_app.clock import Deadline, Event
from requests_app.working_days import PARTS, SATURDAY, Calendar

# Two years: who typed a far date gets its sentence, not a calendar of a thousand weeks.
MOST_WEEKS = 104
WEEK = timedelta(days=7)


class DayKind(StrEnum):
    """What became of a day; the values are part of class names."""

    OUTSIDE = "outside"
    ZERO = "zero"
    COUNTED = "counted"
    LAST = "last"
    EXTRA = "extra"
    HOLIDAY = "holiday"
    FEE = "fee"
    WEEKEND = "weekend"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A day with its number in the count, why it has none, and what happened on it."""

    day: date
    kind: DayKind
    number: int | None = None
    why: str = ""
    where: str = ""
    happened: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """What became of the day, in words."""
        if self.number is not None:
            return f"Working day {self.number}"
        return self.why


@dataclass(frozen=True, slots=True)
class Counting:
    """The sentences, the weeks from Monday to Sunday, and the days passed over, in words.

    ``weeks`` is empty when the span is too long to be looked at; ``runs`` says that there is a
    date at the end.
    """

    sentences: tuple[str, ...]
    weeks: tuple[tuple[ShownDay, ...], ...]
    skipped: tuple[str, ...]
    runs: bool

    @property
    def days(self) -> list[ShownDay]:
        """The days from the receipt to the end, for a table."""
        return [d for week in self.weeks for d in week if d.kind is not DayKind.OUTSIDE]


def show(
    received: date, events: Sequence[Event], found: Deadline, *, calendar: Calendar
) -> Counting:
    """The counting of a deadline that was computed from these events with this table."""
    shown = {day.day: day for day in _days(received, events, found, calendar)}
    first = min(shown) - timedelta(days=min(shown).weekday())
    weeks = [
        tuple(_day_or_outside(shown, monday + timedelta(days=n)) for n in range(7))
        for monday in _mondays(first, max(shown))
    ]
    return Counting(
        tuple(sentences(received, found)),
        tuple(weeks) if len(weeks) <= MOST_WEEKS else (),
        tuple(_passed_over(list(shown.values()))),
        found.due is not None,
    )


def _passed_over(days: Sequence[ShownDay]) -> Iterator[str]:
    """The days from Monday to Friday that do not count; those of one fee in one line."""
    at_work = (day for day in days if day.kind is not DayKind.WEEKEND)
    for kind, run in groupby(at_work, key=lambda day: day.kind):
        same = list(run)
        if kind is DayKind.HOLIDAY:
            yield from (f"{said(d.day)}: {d.why}{f' ({d.where})' if d.where else ''}" for d in same)
        elif kind is DayKind.FEE:
            first, last = same[0], same[-1]
            until = f" to {said(last.day)}" if last is not first else ""
            yield f"{said(first.day)}{until}: {first.why}"


def _mondays(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += WEEK


def _day_or_outside(shown: dict[date, ShownDay], day: date) -> ShownDay:
    return shown.get(day) or ShownDay(day, DayKind.OUTSIDE)


def _days(
    received: date, events: Sequence[Event], found: Deadline, calendar: Calendar
) -> Iterator[ShownDay]:
    """Every day from the receipt to the last date of the result."""
    numbers = {day: number for number, day in enumerate(found.counted, start=1)}
    last = max(filter(None, (found.day_zero, found.due, found.extended_to, found.waiting_since)))
    happened = _happened(received, events, found)
    counted = len(numbers)
    for offset in range((last - received).days + 1):
        day = received + timedelta(days=offset)
        what = _what(day, found, calendar, numbers)
        number = numbers.get(day)
        if what.kind is DayKind.EXTRA:
            counted += 1
            number = counted
        yield ShownDay(day, what.kind, number, what.why, what.where, tuple(happened.get(day, ())))


def _happened(received: date, events: Sequence[Event], found: Deadline) -> dict[date, list[str]]:
    """What happened or is due, by day."""
    happened: dict[date, list[str]] = {received: ["Received"]}
    for event in events:
        # Without a day of its own, an event that names the end is only known by that end.
        if event.until or not event.kind.has_end:
            happened.setdefault(event.on, []).append(event.kind.label)
    if found.due:
        due = "Notice due (s17)" if found.extended_to else "Due"
        happened.setdefault(found.due, []).append(due)
    if found.extended_to:
        happened.setdefault(found.extended_to, []).append("Decision estimated")
    return happened


def _what(day: date, found: Deadline, calendar: Calendar, numbers: dict[date, int]) -> ShownDay:
    """The kind of a day and why it does not count."""
    if day == found.day_zero:
        return ShownDay(day, DayKind.ZERO, why="Day 0, the date of receipt that counts")
    if day < found.day_zero:
        return ShownDay(day, DayKind.BEFORE, why="Before the count started again")
    if day.weekday() >= SATURDAY:
        return ShownDay(day, DayKind.WEEKEND, why="Weekend")
    skipped = next((one for one in found.skipped if one.day == day), None)
    if skipped and skipped.holiday is None:
        return ShownDay(day, DayKind.FEE, why="Waiting for a fee (s10(2))")
    holiday = _holiday(day, calendar)
    if holiday:
        return holiday
    if day in numbers:
        return ShownDay(day, DayKind.LAST if day == found.due else DayKind.COUNTED)
    if found.due is None:
        return ShownDay(day, DayKind.BEFORE, why="The clock stands")
    return ShownDay(day, DayKind.EXTRA)


def _holiday(day: date, calendar: Calendar) -> ShownDay | None:
    """A bank holiday; a day of a year that is not known is shown as a plain one, never counted."""
    if day.year > calendar.last_year:
        return None
    holiday = calendar.holiday(day)
    if holiday is None:
        return None
    return ShownDay(day, DayKind.HOLIDAY, why=holiday.name, where=where(holiday.parts))


def where(parts: Sequence[str]) -> str:
    """``Scotland only``; empty for all of the United Kingdom."""
    return "" if len(parts) == len(PARTS) else f"{listed(parts)} only"


def listed(words: Sequence[str]) -> str:
    """``England, Wales and Scotland``."""
    head, last = list(words[:-1]), words[-1]
    return f"{', '.join(head)} and {last}" if head else last


# --- in sentences ---------------------------------------------------------------------------


def sentences(received: date, found: Deadline) -> Iterator[str]:
    """The result first, then what explains it."""
    if found.due is None:
        yield from _standing(found)
        return
    if found.set_to:
        yield f"It must be answered by {said(found.due)}, the day that was set for it."
    elif found.extended_to:
        yield (
            f"The decision on the public interest is due on {said(found.extended_to)}. A notice "
            "that says which exemption applies and gives this estimate must have been sent by "
            f"{said(found.due)}, the {ordinal(found.days)} working day (s17(1), s17(2))."
        )
    else:
        yield (
            f"It must be answered promptly, and by {said(found.due)} at the latest, the "
            f"{ordinal(found.days)} working day after the day of receipt (s10(1))."
        )
    if found.day_zero != received:
        yield (
            f"It was received on {said(received)}. The clarification arrived on "
            f"{said(found.day_zero)}, and the count starts again from that day (s10(6)(b))."
        )
    else:
        yield f"It was received on {said(received)}: that is day 0, whatever day of the week it is."
    yield from _warnings(found)


def _standing(found: Deadline) -> Iterator[str]:
    if found.waiting_for == "fee":
        yield f"The clock stands: the fees notice of {said(found.waiting_since)} is not paid."
        yield (
            "The days from the notice to the payment do not count (s10(2)). If the fee does not "
            f"come by {said(found.lapses_after)}, there is no duty to answer any more (s9(2))."
        )
        return
    yield f"The clock stands: a clarification was asked for on {said(found.waiting_since)}."
    yield (
        "When it arrives, the count starts again from that day, with all of its days "
        "(s1(3), s10(6)(b))."
    )


def _warnings(found: Deadline) -> Iterator[str]:
    if found.notice_late:
        yield "The notice of the extension was given too late: it was due earlier (s17(1))."
    if found.beyond_expectation:
        yield (
            "The extension is longer than 20 further working days. The regulator expects that "
            "only exceptionally."
        )
    if found.may_move:
        yield (
            "The bank holidays of that year are not all proclaimed yet, so the date may still "
            "move to a later day."
        )


def said(day: date | None) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}" if day else "no date"


def ordinal(number: int) -> str:
    """``20th``, ``21st``."""
    tens = number % 100
    ending = "th" if 10 < tens < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"

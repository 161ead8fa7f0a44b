"""The deadline of a request as a function of dated events. Pure: no clock is read here.

Nothing is stored and counted down: whoever asks gives the events and gets the date, with every
day that was passed over and why. Acknowledging, assigning or printing moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from requests_app.working_days import (
    BankHoliday,
    days_after,
    is_working_day,
    nth_working_day_after,
    uk_bank_holidays,
)

STATUTORY_DAYS = 20
TRANSFERRED_RECORD_DAYS = 30  # SI 2004/3364 reg 4
EXPECTED_DAYS_WITH_EXTENSION = 40  # the regulator's expectation, not statute
FEE_LAPSES_AFTER_MONTHS = 3  # s9(2)


class EventKind(StrEnum):
    """What may happen to the clock; the values are the names that the command takes."""

    CLARIFICATION_ASKED = "clarification_asked"
    CLARIFICATION_RECEIVED = "clarification_received"
    FEE_NOTICE = "fee_notice"
    FEE_PAID = "fee_paid"
    EXTENSION = "extension"
    SET_BY_COMMISSIONER = "set_by_commissioner"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day. For an extension ``on`` is the estimated date (s17(2))."""

    kind: EventKind
    on: date


class ImpossibleEvents(ValueError):
    """The events cannot have happened in this order."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day from Monday to Friday that does not count, why, and in which parts it is a holiday."""

    day: date
    why: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """The result. ``due`` is None while the clock stands: a question or a fee is outstanding.

    ``day_zero`` is the date of receipt that counts (s10(6)); ``counted`` are the working days
    1, 2, 3 … up to ``due``. With an extension ``due`` is the day of the s17 notice and
    ``extended_to`` the estimated date of the decision on the public interest.
    """

    day_zero: date
    days: int
    due: date | None
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]
    waiting_for: str = ""
    extended_to: date | None = None
    beyond_expectation: bool = False


def deadline(received: date, events: Iterable[Event] = (), days: int = STATUTORY_DAYS) -> Deadline:
    """When the authority must answer a request received on ``received`` (s10(1)).

    Raises ImpossibleEvents, or UnknownYear when a year's holidays are not known.
    """
    history = sorted(events, key=lambda event: event.on)
    for event in history:
        if event.on < received:
            raise ImpossibleEvents(
                f"{_name(event)} on {event.on} is before the receipt on {received}."
            )
    start = _day_zero(received, history)
    fees = _fee_periods(history)
    waiting = _waiting_for(history, fees)
    found = _count(start, days, fees)
    set_by_commissioner = _last(history, EventKind.SET_BY_COMMISSIONER)
    if set_by_commissioner:
        found = replace(found, due=set_by_commissioner)
    _check_fee_notices(history, found)
    found = _extend(found, _last(history, EventKind.EXTENSION), start)
    return replace(found, due=None, counted=(), waiting_for=waiting) if waiting else found


def _day_zero(received: date, history: Sequence[Event]) -> date:
    """The day the clarification arrives, if later: the count starts again (s10(6)(b))."""
    return _last(history, EventKind.CLARIFICATION_RECEIVED) or received


@dataclass(frozen=True, slots=True)
class _FeePeriod:
    """Days to be disregarded, both ends included (s10(2)); open while nothing is paid."""

    notice: date
    paid: date | None


def _fee_periods(history: Sequence[Event]) -> list[_FeePeriod]:
    periods: list[_FeePeriod] = []
    for event in history:
        is_open = bool(periods) and periods[-1].paid is None
        if event.kind is EventKind.FEE_NOTICE:
            if is_open:
                raise ImpossibleEvents(f"There is a second fees notice on {event.on} before a fee.")
            periods.append(_FeePeriod(event.on, None))
        elif event.kind is EventKind.FEE_PAID:
            if not is_open:
                raise ImpossibleEvents(f"A fee is paid on {event.on} without a fees notice before.")
            if event.on > _months_after(periods[-1].notice, FEE_LAPSES_AFTER_MONTHS):
                raise ImpossibleEvents(
                    f"The fee is paid on {event.on}, more than three months after the notice: "
                    "the request has lapsed (s9(2))."
                )
            periods[-1] = replace(periods[-1], paid=event.on)
    return periods


def _waiting_for(history: Sequence[Event], fees: Sequence[_FeePeriod]) -> str:
    asked = _last(history, EventKind.CLARIFICATION_ASKED)
    received = _last(history, EventKind.CLARIFICATION_RECEIVED)
    if asked and (received is None or received < asked):
        return "clarification"
    return "fee" if fees and fees[-1].paid is None else ""


def _count(start: date, days: int, fees: Sequence[_FeePeriod]) -> Deadline:
    if days < 1:
        raise ImpossibleEvents("A time limit has at least one day.")
    counted: list[date] = []
    skipped: list[Skipped] = []
    for day in days_after(start):
        holidays = uk_bank_holidays([day.year])
        why = _why_skipped(day, holidays, fees)
        if why:
            skipped.append(why)
        elif is_working_day(day, holidays):
            counted.append(day)
        if len(counted) == days:
            break
    return Deadline(start, days, counted[-1], tuple(counted), tuple(skipped))


def _why_skipped(
    day: date, holidays: Mapping[date, BankHoliday], fees: Sequence[_FeePeriod]
) -> Skipped | None:
    """Why a Monday to Friday does not count; weekends need no reason."""
    if day.weekday() > 4:
        return None
    if day in holidays:
        return Skipped(day, holidays[day].name, holidays[day].parts)
    if any(fee.paid and fee.notice <= day <= fee.paid for fee in fees):
        return Skipped(day, "waiting for a fee (s10(2))")
    return None


def _check_fee_notices(history: Sequence[Event], found: Deadline) -> None:
    for event in history:
        if event.kind is EventKind.FEE_NOTICE and found.due and event.on > found.due:
            raise ImpossibleEvents(
                f"The fees notice on {event.on} comes after the deadline, {found.due}: "
                "it cannot stop the clock (s9(1))."
            )


def _extend(found: Deadline, estimate: date | None, start: date) -> Deadline:
    """A public interest extension moves the decision, never the notice (s10(3), s17(2))."""
    if estimate is None or found.due is None:
        return found
    if estimate <= found.due:
        raise ImpossibleEvents(
            f"The extension to {estimate} ends before the ordinary deadline, {found.due}."
        )
    years = range(start.year, estimate.year + 2)
    expected = nth_working_day_after(start, EXPECTED_DAYS_WITH_EXTENSION, uk_bank_holidays(years))
    return replace(found, extended_to=estimate, beyond_expectation=estimate > expected)


def _last(history: Sequence[Event], kind: EventKind) -> date | None:
    return max((event.on for event in history if event.kind is kind), default=None)


def _name(event: Event) -> str:
    return event.kind.value.replace("_", " ").capitalize()


def _months_after(day: date, months: int) -> date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")

"""The deadline of a request as a function of dated events. Pure: no clock is read here.

Nothing is stored and counted down: whoever asks gives the events and the table of holidays and
gets the date, with every day that was passed over and why. Acknowledging, assigning or printing
moves nothing. Each question has its own deadline, since an event may concern some of them only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from requests_app.clock_events import Event, EventKind, ImpossibleEvents
from requests_app.working_days import (
    SATURDAY,
    BankHoliday,
    Calendar,
    days_after,
    nth_working_day_after,
)

__all__ = [
    "Deadline",
    "Event",
    "EventKind",
    "Group",
    "ImpossibleEvents",
    "Skipped",
    "deadline",
    "deadlines",
    "earliest",
    "outstanding",
]

STATUTORY_DAYS = 20  # s10(1)
TRANSFERRED_RECORD_DAYS = 30  # SI 2004/3364 reg 4
LONGEST_DAYS = 60  # SI 2004/3364 regs 3, 5 and 6
EXTRA_DAYS_EXPECTED = 20  # the regulator's expectation of an extension, not statute
FEE_LAPSES_AFTER_MONTHS = 3  # s9(2)
MAX_DAYS = 400


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day from Monday to Friday that does not count, why, and in which parts it is a holiday."""

    day: date
    why: str
    parts: tuple[str, ...] = ()
    holiday: BankHoliday | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The result. ``due`` is None while the clock stands: a question or a fee is outstanding.

    ``day_zero`` is the date of receipt that counts (s10(6)); ``counted`` are the working days
    1, 2, 3 … up to the last of the period, or up to the event for which the clock stands. With an
    extension ``due`` is the day of the s17 notice and ``extended_to`` the estimated date of the
    decision on the public interest. ``set_to`` is a day that is due whatever the count says, and
    ``may_move`` that the count reaches into a year whose holidays are not all proclaimed.
    """

    day_zero: date
    days: int
    due: date | None
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]
    waiting_for: str = ""
    waiting_since: date | None = None
    lapses_after: date | None = None
    extended_to: date | None = None
    notice_late: bool = False
    beyond_expectation: bool = False
    set_to: date | None = None
    may_move: bool = False

    @property
    def next(self) -> date | None:
        """The day by which something must be sent now: an extension was already given notice of."""
        return self.due and (self.extended_to or self.due)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions to which the same things happened, and so with one deadline."""

    questions: frozenset[int]
    events: tuple[Event, ...]
    deadline: Deadline


def deadlines(
    received: date,
    events: Collection[Event],
    questions: Iterable[int],
    *,
    calendar: Calendar,
) -> tuple[Group, ...]:
    """The questions by deadline, soonest first; those for which the clock stands come last.

    A case without questions has one group, to which every event that concerns all belongs.
    Raises ImpossibleEvents, UnknownYear.
    """
    by_events: dict[tuple[Event, ...], set[int]] = {}
    for question in questions:
        by_events.setdefault(tuple(e for e in events if e.concerns(question)), set()).add(question)
    if not by_events:
        by_events[tuple(event for event in events if not event.questions)] = set()
    groups = [
        Group(frozenset(concerned), happened, deadline(received, happened, calendar=calendar))
        for happened, concerned in by_events.items()
    ]
    return tuple(sorted(groups, key=_soonest))


def outstanding(events: Iterable[Event], questions: Iterable[int]) -> dict[int, date]:
    """The questions about which a clarification was asked for and has not come, and since when."""
    asked: dict[int, date] = {}
    history = sorted(events, key=lambda event: event.on)
    for question in questions:
        happened = [event for event in history if event.concerns(question)]
        last = _last(happened, EventKind.CLARIFICATION_ASKED)
        answered = _last(happened, EventKind.CLARIFICATION_RECEIVED)
        if last and (answered is None or answered < last):
            asked[question] = last
    return asked


def _soonest(group: Group) -> tuple[date, int]:
    return group.deadline.next or date.max, min(group.questions, default=0)


def earliest(groups: Sequence[Group]) -> tuple[date | None, str]:
    """The first day on which something of the case is due, and what any part of it waits for.

    The day is None when all of it waits.
    """
    due = min((found for group in groups if (found := group.deadline.next)), default=None)
    waiting = next((w for group in groups if (w := group.deadline.waiting_for)), "")
    return due, waiting


def deadline(
    received: date,
    events: Iterable[Event] = (),
    days: int | None = None,
    *,
    calendar: Calendar,
) -> Deadline:
    """When the authority must answer what was received on ``received`` (s10(1)).

    ``days`` None: the period that the events say, 20 without any. Raises ImpossibleEvents, or
    UnknownYear when a year's holidays are not known.
    """
    history = sorted(events, key=lambda event: event.on)
    for event in history:
        if event.on < received:
            raise ImpossibleEvents(
                f"{event.kind.label} on {_said(event.on)} is before the receipt on "
                f"{_said(received)}.",
                event.kind,
            )
    start = _last(history, EventKind.CLARIFICATION_RECEIVED) or received
    period = days if days is not None else _period(history)
    if not 1 <= period <= MAX_DAYS:
        raise ImpossibleEvents(f"A time limit has between 1 and {MAX_DAYS} working days.")
    fees = _fee_periods(history)
    found = _count(start, period, fees, calendar)
    _check_fee_notices(history, found)
    found = _school(found, history, calendar)
    found = _set_by_commissioner(found, history, calendar)
    found = _extend(found, history, calendar)
    return _stand(found, history, fees)


def _period(history: Sequence[Event]) -> int:
    kinds = {event.kind for event in history}
    if EventKind.SCHOOL_DAYS in kinds:
        return LONGEST_DAYS
    return TRANSFERRED_RECORD_DAYS if EventKind.TRANSFERRED_RECORD in kinds else STATUTORY_DAYS


# --- fees ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _FeePeriod:
    """Days to be disregarded, both ends included (s10(2)); open while nothing is paid."""

    notice: date
    paid: date | None

    @property
    def last_day(self) -> date:
        """The end of three months *beginning with* the day of the notice (s9(2))."""
        same_day = _months_after(self.notice, FEE_LAPSES_AFTER_MONTHS)
        # In a month without that day, the period ends with the month.
        return same_day - timedelta(days=1) if same_day.day == self.notice.day else same_day


def _fee_periods(history: Sequence[Event]) -> list[_FeePeriod]:
    periods: list[_FeePeriod] = []
    for event in history:
        is_open = bool(periods) and periods[-1].paid is None
        if event.kind is EventKind.FEE_NOTICE:
            if is_open:
                raise ImpossibleEvents(
                    f"There is a second fees notice on {_said(event.on)} before a fee.",
                    event.kind,
                )
            periods.append(_FeePeriod(event.on, None))
        elif event.kind is EventKind.FEE_PAID:
            if not is_open:
                raise ImpossibleEvents(
                    f"A fee is received on {_said(event.on)} without a fees notice before.",
                    event.kind,
                )
            if event.on > periods[-1].last_day:
                raise ImpossibleEvents(
                    f"The fee is received on {_said(event.on)}, more than three months from the "
                    f"notice: the request lapsed after {_said(periods[-1].last_day)} (s9(2)).",
                    event.kind,
                )
            periods[-1] = replace(periods[-1], paid=event.on)
    return periods


def _check_fee_notices(history: Sequence[Event], found: Deadline) -> None:
    for event in history:
        if event.kind is EventKind.FEE_NOTICE and found.due and event.on > found.due:
            raise ImpossibleEvents(
                f"The fees notice on {_said(event.on)} comes after the deadline, "
                f"{_said(found.due)}: it cannot stop the clock (s9(1)).",
                event.kind,
            )


# --- the count -------------------------------------------------------------------------------


def _count(start: date, days: int, fees: Sequence[_FeePeriod], calendar: Calendar) -> Deadline:
    counted: list[date] = []
    skipped: list[Skipped] = []
    calendar.holiday(start)  # the day of receipt, too, lies in a year that is known
    for day in days_after(start):
        holiday = calendar.holiday(day)
        if day.weekday() >= SATURDAY:
            continue  # weekends need no reason
        if holiday:
            skipped.append(Skipped(day, holiday.name, holiday.parts, holiday))
        elif any(fee.paid and fee.notice <= day <= fee.paid for fee in fees):
            skipped.append(Skipped(day, "waiting for a fee (s10(2))"))
        else:
            counted.append(day)
        if len(counted) == days:
            break
    due = counted[-1]
    return Deadline(
        start, days, due, tuple(counted), tuple(skipped), may_move=due.year > calendar.sure_to
    )


def _school(found: Deadline, history: Sequence[Event], calendar: Calendar) -> Deadline:
    """The twentieth working day that is a school day, or the sixtieth, whichever is first."""
    named = [event for event in history if event.kind is EventKind.SCHOOL_DAYS]
    end = named[-1].end if named else None
    if end is None or found.due is None or end <= found.day_zero or end >= found.due:
        return found
    if end < nth_working_day_after(found.day_zero, STATUTORY_DAYS, calendar):
        raise ImpossibleEvents(
            f"{_said(end)} cannot be the twentieth school day: there are fewer than 20 working "
            "days up to it.",
            EventKind.SCHOOL_DAYS,
            field="until",
        )
    return _set_to(found, end)


def _set_by_commissioner(found: Deadline, history: Sequence[Event], calendar: Calendar) -> Deadline:
    """The day that the regulator set for this count; one set before a restart is spent."""
    named = [event for event in history if event.kind is EventKind.SET_BY_COMMISSIONER]
    if not named or named[-1].end <= found.day_zero:
        return found
    end = named[-1].end
    if end > (latest := nth_working_day_after(found.day_zero, LONGEST_DAYS, calendar)):
        raise ImpossibleEvents(
            f"The regulator may set a day up to the sixtieth working day, {_said(latest)}, "
            f"not {_said(end)} (SI 2004/3364 regs 5 and 6).",
            EventKind.SET_BY_COMMISSIONER,
            field="until",
        )
    return _set_to(found, end)


def _set_to(found: Deadline, end: date) -> Deadline:
    return replace(
        found,
        due=end,
        set_to=end,
        counted=tuple(day for day in found.counted if day <= end),
        skipped=tuple(skipped for skipped in found.skipped if skipped.day <= end),
    )


def _extend(found: Deadline, history: Sequence[Event], calendar: Calendar) -> Deadline:
    """A public interest extension moves the decision, never the notice (s10(3), s17(2)).

    One given notice of before the count started again is spent.
    """
    named = [
        event
        for event in history
        if event.kind is EventKind.EXTENSION and (event.until is None or event.on >= found.day_zero)
    ]
    if not named or found.due is None:
        return found
    last = named[-1]
    if last.end <= found.due:
        raise ImpossibleEvents(
            f"The extension to {_said(last.end)} does not end after the ordinary deadline, "
            f"{_said(found.due)}.",
            EventKind.EXTENSION,
            field="until",
        )
    expected = nth_working_day_after(found.due, EXTRA_DAYS_EXPECTED, calendar)
    return replace(
        found,
        extended_to=last.end,
        notice_late=last.until is not None and named[0].on > found.due,
        beyond_expectation=last.end > expected,
    )


def _stand(found: Deadline, history: Sequence[Event], fees: Sequence[_FeePeriod]) -> Deadline:
    """The result without a date, while the requester has to clarify or to pay."""
    asked = _last(history, EventKind.CLARIFICATION_ASKED)
    answered = _last(history, EventKind.CLARIFICATION_RECEIVED)
    if asked and (answered is None or answered < asked):
        waiting, since, lapses = "clarification", asked, None
    elif fees and fees[-1].paid is None:
        waiting, since, lapses = "fee", fees[-1].notice, fees[-1].last_day
    else:
        return found
    return replace(
        found,
        due=None,
        counted=tuple(day for day in found.counted if day < since),
        skipped=tuple(skipped for skipped in found.skipped if skipped.day < since),
        waiting_for=waiting,
        waiting_since=since,
        lapses_after=lapses,
        extended_to=None,
        set_to=None,
    )


def _last(history: Sequence[Event], kind: EventKind) -> date | None:
    return max((event.on for event in history if event.kind is kind), default=None)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _months_after(day: date, months: int) -> date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")

"""The clock against worked examples, an independent counter and the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app import clock
from requests_app.clock import Deadline, Event, EventKind, ImpossibleEvents
from requests_app.holiday_library import LAST_YEAR, SURE_TO, library_calendar
from requests_app.received_files import read_received
from requests_app.working_days import UnknownYear, nth_working_day_after

ROOT = Path(__file__).parents[1]


CALENDAR = library_calendar()
CODES = ("ENG", "WLS", "SCT", "NIR")


def deadline(received: date, events: Iterable[Event] = (), days: int | None = None) -> Deadline:
    return clock.deadline(received, events, days, calendar=CALENDAR)


def day(text: str) -> date:
    return date.fromisoformat(text)


# Received, due on working day 20 with the holidays of any part of the United Kingdom.
PLAIN = [
    ("2014-03-16", "2014-04-14"),  # a Sunday; St Patrick's Day in Northern Ireland
    ("2025-11-28", "2025-12-31"),
    ("2025-12-01", "2025-12-31"),  # received on a Scottish holiday
    ("2025-12-05", "2026-01-08"),
    ("2025-12-24", "2026-01-27"),
    ("2025-12-25", "2026-01-27"),  # Christmas Day is day 0 like any other
    ("2026-02-27", "2026-03-30"),
    ("2026-03-13", "2026-04-15"),
    ("2026-03-14", "2026-04-15"),  # Saturday gives the same as Friday
    ("2026-03-16", "2026-04-16"),
    ("2026-04-02", "2026-05-05"),
    ("2026-05-18", "2026-06-17"),  # 15 June 2026 was proclaimed in Scotland in mid-year
    ("2026-06-19", "2026-07-20"),
    ("2026-07-08", "2026-08-07"),  # one Northern Irish and one Scottish day
    ("2026-07-24", "2026-08-24"),
    ("2026-08-03", "2026-09-01"),
    ("2026-11-02", "2026-12-01"),
    ("2026-11-23", "2026-12-22"),
    ("2026-11-27", "2026-12-30"),
    ("2026-12-09", "2027-01-12"),
    ("2027-06-18", "2027-07-19"),
]


@pytest.mark.parametrize(("received", "due"), PLAIN)
def test_twentieth_working_day(received: str, due: str) -> None:
    assert deadline(day(received)).due == day(due)


def test_clarification_starts_the_count_again() -> None:
    events = [
        Event(EventKind.CLARIFICATION_ASKED, day("2026-03-09")),
        Event(EventKind.CLARIFICATION_RECEIVED, day("2026-03-16")),
    ]
    found = deadline(day("2026-03-02"), events)
    # A clock that paused instead would say 10 April.
    assert (found.day_zero, found.due) == (day("2026-03-16"), day("2026-04-16"))


def test_clock_stands_while_a_question_is_open() -> None:
    found = deadline(day("2026-03-02"), [Event(EventKind.CLARIFICATION_ASKED, day("2026-03-09"))])
    assert (found.due, found.waiting_for) == (None, "clarification")


def test_days_from_fees_notice_to_payment_are_disregarded() -> None:
    events = [
        Event(EventKind.FEE_NOTICE, day("2026-06-08")),
        Event(EventKind.FEE_PAID, day("2026-06-22")),
    ]
    found = deadline(day("2026-06-01"), events)
    assert found.due == day("2026-07-15")
    assert deadline(day("2026-06-01")).due == day("2026-06-30")
    for_fee = [skipped.day for skipped in found.skipped if "fee" in skipped.why]
    # Both ends are disregarded; 15 June is a holiday besides.
    assert for_fee[0] == day("2026-06-08")
    assert for_fee[-1] == day("2026-06-22")


def test_transferred_public_record_has_thirty_days() -> None:
    assert deadline(day("2026-03-02"), days=30).due == day("2026-04-16")


@pytest.mark.parametrize(
    ("estimate", "beyond"), [("2026-04-30", False), ("2026-05-01", True), ("2026-04-01", False)]
)
def test_extension_moves_the_decision_not_the_notice(estimate: str, beyond: bool) -> None:
    found = deadline(day("2026-03-02"), [Event(EventKind.EXTENSION, day(estimate))])
    assert found.due == day("2026-03-31")
    assert found.extended_to == day(estimate)
    assert found.beyond_expectation is beyond


def test_internal_review_counts_twenty_and_forty() -> None:
    assert deadline(day("2026-11-23"), days=20).due == day("2026-12-22")
    assert deadline(day("2026-11-23"), days=40).due == day("2027-01-25")


@pytest.mark.parametrize(
    ("events", "says"),
    [
        ([("clarification_received", "2026-02-01")], "before the receipt"),
        ([("fee_paid", "2026-03-10")], "without a fees notice"),
        ([("fee_notice", "2026-03-10"), ("fee_notice", "2026-03-12")], "second fees notice"),
        ([("fee_notice", "2026-03-10"), ("fee_paid", "2026-06-11")], "lapsed"),
        ([("fee_notice", "2026-05-10")], "after the deadline"),
        ([("extension", "2026-03-31")], "after the ordinary deadline"),
    ],
)
def test_impossible_events_are_refused(events: list[tuple[str, str]], says: str) -> None:
    history = [Event(EventKind(name), day(on)) for name, on in events]
    with pytest.raises(ImpossibleEvents, match=says):
        deadline(day("2026-03-02"), history)


def test_unknown_year_is_refused_not_guessed() -> None:
    with pytest.raises(UnknownYear, match=str(LAST_YEAR + 1)):
        deadline(date(LAST_YEAR, 12, 20))
    with pytest.raises(UnknownYear):
        nth_working_day_after(date(LAST_YEAR, 12, 20), 20, CALENDAR)


# --- against a counter that shares nothing with the clock ------------------------------------


@cache
def kept_somewhere(year: int) -> frozenset[date]:
    """Straight from the library, a set for each part, without our table."""
    parts = [holidays.country_holidays("GB", subdiv=code, years=year) for code in CODES]
    return frozenset(day for part in parts for day in part)


def slowly(received: date, days: int, disregarded: Sequence[tuple[date, date]] = ()) -> date:
    """One day after another, with a tally, as somebody with a wall calendar counts."""
    day = received
    while days:
        day += timedelta(days=1)
        at_work = day.isoweekday() <= 5 and day not in kept_somewhere(day.year)
        if at_work and not any(first <= day <= last for first, last in disregarded):
            days -= 1
    return day


def test_every_receipt_of_ten_years_agrees_with_the_slow_counter() -> None:
    first, last = date(2019, 1, 1), date(2028, 12, 31)
    for offset in range((last - first).days + 1):
        received = first + timedelta(days=offset)
        assert deadline(received).due == slowly(received, 20), received


def test_counting_with_one_part_alone_would_differ() -> None:
    """The control: of the receipts of 2026, 167 fall on another day with England and Wales only."""
    england = {day for day in kept_somewhere(2026) | kept_somewhere(2027) if is_english(day)}
    differ = 0
    for offset in range(365):
        day = received = date(2026, 1, 1) + timedelta(days=offset)
        left = 20
        while left:
            day += timedelta(days=1)
            left -= day.isoweekday() <= 5 and day not in england
        differ += day != deadline(received).due
    assert differ == 167


def is_english(day: date) -> bool:
    return day in holidays.country_holidays("GB", subdiv="ENG", years=day.year)


RECEIPTS = st.dates(date(2019, 1, 1), date(2028, 6, 30))


@given(received=RECEIPTS, days=st.integers(1, 60))
def test_any_period_agrees_with_the_slow_counter(received: date, days: int) -> None:
    found = deadline(received, days=days)
    assert found.due == slowly(received, days)
    assert len(found.counted) == days
    assert found.counted[-1] == found.due


@given(received=RECEIPTS, days=st.integers(1, 60), later=st.integers(0, 90))
def test_a_restart_is_a_receipt_of_its_own(received: date, days: int, later: int) -> None:
    arrived = received + timedelta(days=later)
    found = deadline(received, [Event(EventKind.CLARIFICATION_RECEIVED, arrived)], days)
    assert found.due == deadline(arrived, days=days).due


@given(received=RECEIPTS, notice=st.integers(0, 27), waited=st.integers(0, 80))
def test_a_fee_agrees_with_the_slow_counter(received: date, notice: int, waited: int) -> None:
    given_on = received + timedelta(days=notice)
    paid = given_on + timedelta(days=waited)
    events = [Event(EventKind.FEE_NOTICE, given_on), Event(EventKind.FEE_PAID, paid)]
    ordinary = slowly(received, 20)
    if given_on > ordinary:
        with pytest.raises(ImpossibleEvents):
            deadline(received, events)
    else:
        assert deadline(received, events).due == slowly(received, 20, [(given_on, paid)])


@given(
    events=st.lists(
        st.builds(
            Event,
            st.sampled_from(EventKind),
            st.dates(date(2026, 1, 1), date(2026, 12, 31)),
            st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        ),
        max_size=5,
    )
)
def test_any_events_give_a_deadline_or_a_reason(events: list[Event]) -> None:
    """Never another error; a date is never before the receipt, and waiting has no date."""
    received = date(2026, 2, 2)
    try:
        found = deadline(received, events)
    except ImpossibleEvents:
        return
    assert (found.due is None) == bool(found.waiting_for)
    assert found.due is None or found.due > received
    assert list(found.counted) == sorted(set(found.counted))
    assert not {one.day for one in found.skipped} & set(found.counted)


# --- questions with clocks of their own ----------------------------------------------------


def test_questions_are_grouped_by_what_happened_to_them() -> None:
    events = [
        Event(EventKind.CLARIFICATION_ASKED, day("2026-03-09"), questions=frozenset({2, 3})),
        Event(EventKind.CLARIFICATION_RECEIVED, day("2026-03-16"), questions=frozenset({3})),
    ]
    groups = clock.deadlines(day("2026-03-02"), events, [1, 2, 3, 4], calendar=CALENDAR)
    assert [(set(group.questions), group.deadline.due) for group in groups] == [
        ({1, 4}, day("2026-03-31")),
        ({3}, day("2026-04-16")),
        ({2}, None),
    ]
    assert clock.earliest(groups) == (day("2026-03-31"), "clarification")


def test_a_case_without_questions_has_one_deadline() -> None:
    events = [Event(EventKind.TRANSFERRED_RECORD, day("2026-03-02"))]
    (group,) = clock.deadlines(day("2026-03-02"), events, [], calendar=CALENDAR)
    assert group.deadline.due == day("2026-04-16")


# --- special periods -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "until", "due"),
    [
        ("transferred_record", None, "2026-04-16"),
        ("school_days", "2026-04-22", "2026-04-22"),
        ("school_days", "2026-09-30", "2026-06-01"),  # the 60th working day comes first
        ("set_by_commissioner", "2026-05-15", "2026-05-15"),
    ],
)
def test_special_periods(kind: str, until: str | None, due: str) -> None:
    event = Event(EventKind(kind), day("2026-03-02"), day(until) if until else None)
    assert deadline(day("2026-03-02"), [event]).due == day(due)


def test_an_extension_given_before_a_restart_is_spent() -> None:
    events = [
        Event(EventKind.EXTENSION, day("2026-03-30"), day("2026-04-30")),
        Event(EventKind.CLARIFICATION_ASKED, day("2026-04-02")),
        Event(EventKind.CLARIFICATION_RECEIVED, day("2026-04-20")),
    ]
    found = deadline(day("2026-03-02"), events)
    assert (found.due, found.extended_to) == (day("2026-05-19"), None)


@pytest.mark.parametrize(("given_on", "late"), [("2026-03-31", False), ("2026-04-01", True)])
def test_a_late_notice_of_an_extension_is_said(given_on: str, late: bool) -> None:
    event = Event(EventKind.EXTENSION, day(given_on), day("2026-04-30"))
    assert deadline(day("2026-03-02"), [event]).notice_late is late


@pytest.mark.parametrize(
    ("notice", "last"),
    [
        ("2026-03-10", "2026-06-09"),  # three months beginning with the day of the notice
        ("2026-03-01", "2026-05-31"),
        ("2025-11-30", "2026-02-28"),
    ],
)
def test_a_fee_is_paid_within_three_months(notice: str, last: str) -> None:
    received = day(notice)
    events = [Event(EventKind.FEE_NOTICE, day(notice))]
    assert deadline(received, events).lapses_after == day(last)
    on_time = Event(EventKind.FEE_PAID, day(last))
    assert deadline(received, [*events, on_time]).due
    too_late = Event(EventKind.FEE_PAID, day(last) + timedelta(days=1))
    with pytest.raises(ImpossibleEvents, match="lapsed"):
        deadline(received, [*events, too_late])


def test_a_count_into_a_year_of_proclamations_to_come_may_move() -> None:
    assert not deadline(date(SURE_TO, 6, 1)).may_move
    assert deadline(date(SURE_TO, 12, 20)).may_move


def test_half_past_midnight_in_summer_is_the_new_day() -> None:
    """23:30 in Greenwich on 31 May is 00:30 on 1 June in London: day 0 is 1 June."""
    mail = (
        b"From: a@example.org\r\nSubject: Trees\r\n"
        b"Received: from a by b; Sun, 31 May 2026 23:30:00 +0000\r\n"
        b"Date: Sun, 31 May 2026 23:30:00 +0000\r\n\r\n1. How many trees?\r\n"
    )
    received = read_received("request.eml", mail).received_on
    assert received == day("2026-06-01")
    assert deadline(received).due == day("2026-06-30")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "deadline", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_command_prints_json() -> None:
    done = run("2026-11-23", "--json")
    found = json.loads(done.stdout)
    assert found["due"] == "2026-12-22"
    assert [(row["date"], row["parts"]) for row in found["skipped"]] == [
        ("2026-11-30", ["Scotland"])
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("2026-03-02", "--event", "fee_paid=2026-03-10"),
        ("2026-03-02", "--event", "clarification_received=2026-02-01"),
        ("2099-01-01",),
        ("yesterday",),
        ("2026-03-02", "--event", "lunch=2026-03-03"),
    ],
)
def test_command_refuses_on_standard_error(arguments: tuple[str, ...]) -> None:
    done = run(*arguments, "--json")
    assert done.returncode == 2
    assert done.stderr.strip()
    assert not done.stdout

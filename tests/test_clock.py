"""The clock against worked examples, an independent counter and the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app import clock
from requests_app.clock import Deadline, Event, EventKind, ImpossibleEvents
from requests_app.holiday_library import LAST_YEAR, library_calendar
from requests_app.working_days import UnknownYear, nth_working_day_after

ROOT = Path(__file__).parents[1]


CALENDAR = library_calendar()


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


def test_holidays_name_the_parts_that_keep_them() -> None:
    rows = {row.day: row for row in CALENDAR.of_years([2026])}
    assert rows[day("2026-06-15")].parts == ("Scotland",)
    assert rows[day("2026-07-13")].parts == ("Northern Ireland",)
    assert rows[day("2026-04-06")].parts == ("England", "Wales", "Northern Ireland")
    assert len(rows[day("2026-12-25")].parts) == 4


@pytest.mark.parametrize(
    ("year", "union"),
    [
        (2024, "01-01 01-02 03-18 03-29 04-01 05-06 05-27 07-12 08-05 08-26 12-02 12-25 12-26"),
        (2025, "01-01 01-02 03-17 04-18 04-21 05-05 05-26 07-14 08-04 08-25 12-01 12-25 12-26"),
        (
            2026,
            "01-01 01-02 03-17 04-03 04-06 05-04 05-25 06-15 07-13 08-03 08-31 11-30 12-25 12-28",
        ),
        (2027, "01-01 01-04 03-17 03-26 03-29 05-03 05-31 07-12 08-02 08-30 11-30 12-27 12-28"),
        (2028, "01-03 01-04 03-17 04-14 04-17 05-01 05-29 07-12 08-07 08-28 11-30 12-25 12-26"),
    ],
)
def test_union_of_the_four_parts(year: int, union: str) -> None:
    weekdays = {row.day for row in CALENDAR.of_years([year])}
    assert weekdays == {day(f"{year}-{text}") for text in union.split()}


@given(received=st.dates(date(2019, 1, 1), date(2028, 12, 31)), days=st.integers(1, 60))
def test_count_agrees_with_a_slow_independent_counter(received: date, days: int) -> None:
    found = deadline(received, days=days)
    assert found.due is not None
    span = [received + timedelta(days=n) for n in range(1, (found.due - received).days + 1)]
    years = range(received.year, found.due.year + 1)
    holidays = {row.day for row in CALENDAR.of_years(years)}
    assert sum(d.isoweekday() <= 5 and d not in holidays for d in span) == days
    assert span[-1].isoweekday() <= 5
    assert span[-1] not in holidays
    assert found.due == nth_working_day_after(received, days, CALENDAR)


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

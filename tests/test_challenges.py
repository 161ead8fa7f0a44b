"""Internal reviews and complaints: their dates, and where they stand after their steps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.challenges import (
    ComplaintOutcome,
    Review,
    ReviewOutcome,
    ReviewTime,
    Step,
    StepKind,
    asked_late,
    complaints,
    review_dates,
    review_due,
    review_time,
    reviews,
    standing,
)
from requests_app.holiday_library import library_calendar
from requests_app.working_days import UnknownYear

CALENDAR = library_calendar()


def day(text: str) -> date:
    return date.fromisoformat(text)


def asked(on: str = "2026-11-23", key: int = 1) -> Step:
    return Step(key, StepKind.REVIEW_ASKED, day(on))


def extended(on: str, of: int = 1, key: int = 2) -> Step:
    return Step(key, StepKind.REVIEW_EXTENDED, day(on), of)


def decided(on: str, of: int = 1, key: int = 3, outcome: str = ReviewOutcome.UPHELD) -> Step:
    return Step(key, StepKind.REVIEW_DECIDED, day(on), of, outcome)


def struck(of: int, key: int, on: str = "2026-12-01") -> Step:
    return Step(key, StepKind.STRUCK, day(on), of)


# Asked, the 20th and the 40th working day with the holidays of any part of the United Kingdom.
EXAMPLES = [
    ("2026-11-23", "2026-12-22", "2027-01-25"),  # 30 November is a holiday in Scotland
    ("2026-03-02", "2026-03-31", "2026-04-30"),  # St Patrick's Day, Good Friday, Easter Monday
]


@pytest.mark.parametrize(("on", "twentieth", "fortieth"), EXAMPLES)
def test_the_20th_and_the_40th_working_day(on: str, twentieth: str, fortieth: str) -> None:
    dates = review_dates(day(on), CALENDAR)
    assert (dates.ordinary, dates.exceptional) == (day(twentieth), day(fortieth))


def test_a_year_that_is_not_known_gives_no_date() -> None:
    with pytest.raises(UnknownYear):
        review_dates(date(CALENDAR.last_year, 12, 20), CALENDAR)


@pytest.mark.parametrize(
    ("steps", "due", "took"),
    [
        ([], "2026-12-22", ReviewTime.WAITING),
        ([extended("2026-12-22")], "2027-01-25", ReviewTime.WAITING),
        # Told too late: the requester could expect an answer on the 20th day.
        ([extended("2026-12-23")], "2026-12-22", ReviewTime.WAITING),
        ([decided("2026-12-22")], "2026-12-22", ReviewTime.ORDINARY),
        ([decided("2026-12-23")], "2026-12-22", ReviewTime.LATE),
        ([extended("2026-12-22"), decided("2026-12-22")], "2027-01-25", ReviewTime.ORDINARY),
        ([extended("2026-12-22"), decided("2027-01-25")], "2027-01-25", ReviewTime.EXCEPTIONAL),
        ([extended("2026-12-22"), decided("2027-01-26")], "2027-01-25", ReviewTime.LATE),
        ([extended("2026-12-23"), decided("2027-01-04")], "2026-12-22", ReviewTime.LATE),
    ],
)
def test_when_a_review_is_due_and_how_long_it_took(
    steps: list[Step], due: str, took: ReviewTime
) -> None:
    (review,) = reviews([asked(), *steps])
    dates = review_dates(review.asked.on, CALENDAR)
    assert review_due(review, dates) == day(due)
    assert review_time(review, dates) is took


def test_what_is_struck_out_counts_for_nothing() -> None:
    steps = [asked(), extended("2026-12-01"), decided("2026-12-02"), struck(3, 4)]
    assert reviews(steps) == (Review(asked(), extended("2026-12-01")),)
    assert reviews([*steps, struck(2, 5)]) == (Review(asked()),)
    assert reviews([*steps, struck(2, 5), struck(1, 6)]) == ()


def test_a_decision_may_be_recorded_anew_after_the_wrong_one() -> None:
    right = decided("2026-12-03", key=5, outcome=ReviewOutcome.OVERTURNED)
    (review,) = reviews([asked(), decided("2026-12-02"), struck(3, 4), right])
    assert review.outcome is ReviewOutcome.OVERTURNED


def test_reviews_and_complaints_are_told_apart() -> None:
    notified = Step(7, StepKind.COMPLAINT_NOTIFIED, day("2027-02-01"))
    end = Step(8, StepKind.COMPLAINT_DECIDED, day("2027-05-04"), 7, ComplaintOutcome.PARTLY_UPHELD)
    steps = [asked(), decided("2026-12-02"), notified, end]
    assert len(reviews(steps)) == 1
    (complaint,) = complaints(steps)
    assert complaint.outcome is ComplaintOutcome.PARTLY_UPHELD
    assert complaints([notified])[0].outcome is None


def test_a_review_asked_for_after_40_working_days_may_be_refused() -> None:
    answered = day("2026-11-23")
    assert not asked_late(answered, day("2027-01-25"), CALENDAR)
    assert asked_late(answered, day("2027-01-26"), CALENDAR)


@given(st.dates(date(2019, 1, 1), date(2027, 9, 1)))
def test_every_review_has_twice_the_days_exceptionally(asked_on: date) -> None:
    """Against a slow counter of its own."""
    dates = review_dates(asked_on, CALENDAR)
    days = [asked_on + timedelta(n) for n in range(1, (dates.exceptional - asked_on).days + 1)]
    counted = [one for one in days if CALENDAR.is_working_day(one)]
    assert len(counted) == 40
    assert counted[19] == dates.ordinary


def test_every_kind_and_every_outcome_has_words() -> None:
    words = [one.label for one in (*StepKind, *ReviewOutcome, *ComplaintOutcome)]
    assert len(set(words)) == len(words)


def test_every_step_that_follows_follows_something() -> None:
    for kind in StepKind:
        assert bool(kind.follows) is not kind.opens


def test_what_strikes_out_does_not_stand() -> None:
    steps = [asked(), struck(1, 2)]
    assert standing(steps) == []

"""Reminders: which milestone a deadline has reached, told once each, through a real mail server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given as over
from hypothesis import strategies as st

from requests_app.actions import publishing, reminders, teams
from requests_app.holiday_library import library_calendar
from requests_app.models import FoiRequest, Reminder
from requests_app.reminding import Milestone, horizons, milestone_of
from requests_app.workflow import Role
from tests import factories as given
from tests.servers import SmtpSink, smtp_sink

DUE = date(2026, 11, 23)  # of the factories' case


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, 5, tzinfo=UTC)


# --- pure ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "reached"),
    [
        (date(2026, 11, 6), None),
        (date(2026, 11, 9), Milestone.TEN),  # ten working days before the 23rd
        (date(2026, 11, 13), Milestone.TEN),
        (date(2026, 11, 16), Milestone.FIVE),
        (date(2026, 11, 19), Milestone.TWO),
        (date(2026, 11, 20), Milestone.TWO),
        (date(2026, 11, 23), Milestone.TODAY),
        (date(2026, 11, 24), Milestone.OVERDUE),
        (date(2027, 6, 1), Milestone.OVERDUE),
    ],
)
def test_the_latest_milestone(today: date, reached: Milestone | None) -> None:
    assert milestone_of(DUE, today, horizons(today, library_calendar())) is reached


def test_a_holiday_is_no_day_to_count() -> None:
    """30 November is a holiday in Scotland, so 1 December is two working days off on the 26th."""
    today = date(2026, 11, 27)
    ahead = horizons(today, library_calendar())
    assert ahead[Milestone.TWO] == date(2026, 12, 2)


@over(st.dates(date(2026, 1, 1), date(2027, 6, 1)), st.integers(0, 60))
def test_time_only_brings_later_milestones(today: date, days: int) -> None:
    order = [None, *Milestone]
    due = today + timedelta(days=30)
    after = today + timedelta(days=days)
    calendar = library_calendar()
    first = milestone_of(due, today, horizons(today, calendar))
    second = milestone_of(due, after, horizons(after, calendar))
    assert order.index(second) >= order.index(first)


# --- told once -------------------------------------------------------------------------


@pytest.fixture
def case(db: None) -> FoiRequest:
    alice = given.alice()
    alice.email = "alice@example.org"
    alice.save()
    return given.received(reference="FOI-2026-LAMPS")


def remind(day: date) -> list[str]:
    """Runs the task as on the morning of a day; the subjects of the mails that left."""
    mail.outbox = []
    reminders.remind(at=morning(day))
    return [str(message.subject) for message in mail.outbox]


def test_each_milestone_is_told_once(case: FoiRequest) -> None:
    told = [
        subject
        for offset in range(30)
        for _ in range(3)
        for subject in remind(date(2026, 11, 2) + timedelta(days=offset))
    ]
    assert told == [
        "FOI-2026-LAMPS: due in ten working days or fewer",
        "FOI-2026-LAMPS: due in five working days or fewer",
        "FOI-2026-LAMPS: due in two working days or fewer",
        "FOI-2026-LAMPS: due today",
        "FOI-2026-LAMPS: overdue",
    ]


def test_after_two_days_without_a_run_there_is_one_mail(case: FoiRequest) -> None:
    given.received(reference="FOI-2026-TREES")
    assert remind(date(2026, 11, 13)) == ["2 requests near their deadline"]
    # Nobody asked on the 16th, when five were left, nor on the 19th, when two were.
    assert remind(date(2026, 11, 20)) == ["2 requests near their deadline"]
    assert "Due in two working days or fewer:\n- FOI-2026-LAMPS" in mail.outbox[0].body
    assert "five" not in mail.outbox[0].body


def test_nobody_is_told_on_a_day_that_is_no_working_day(case: FoiRequest) -> None:
    assert remind(date(2026, 11, 21)) == []
    assert not Reminder.objects.exists()


def test_what_was_answered_is_not_told(db: None) -> None:
    case = given.approved()
    given.alice().__class__.objects.update(email="staff@example.org")
    publishing.record_sent(case, sent_on=given.AT.date(), by=given.alice(), at=given.AT)
    assert remind(date(2026, 11, 23)) == []


def test_a_deadline_that_moved_is_told_anew(case: FoiRequest) -> None:
    assert remind(DUE) == ["FOI-2026-LAMPS: due today"]
    FoiRequest.objects.update(due_on=date(2026, 11, 24))
    assert remind(date(2026, 11, 24)) == ["FOI-2026-LAMPS: due today"]


def alan(case: FoiRequest) -> User:
    """Another officer, to whom the case is given."""
    officer = given.person("alan", Role.OFFICER, name="Alan")
    User.objects.filter(pk=officer.pk).update(email="alan@example.org")
    give(case, officer)
    return officer


def give(case: FoiRequest, officer: User) -> None:
    teams.assign(case, officer=officer, team=None, by=given.alice(), at=given.AT)


def test_whoever_is_given_a_case_is_told_where_its_deadline_stands(case: FoiRequest) -> None:
    """Once, though the officer before was told of the same; after "overdue" nothing would come."""
    late = DUE + timedelta(days=1)
    assert remind(late) == ["FOI-2026-LAMPS: overdue"]
    alan(case)
    assert remind(late) == ["FOI-2026-LAMPS: overdue"]
    assert mail.outbox[0].to == ["alan@example.org"]
    assert remind(late) == []
    give(case, given.alice())
    assert remind(late) == [], "she was told"


def test_a_reminder_that_has_not_left_goes_to_whom_the_case_has_now(case: FoiRequest) -> None:
    assert reminders.find_reminders(at=morning(DUE)) == 1
    alan(case)
    assert remind(DUE) == ["FOI-2026-LAMPS: due today"]
    assert [letter.to for letter in mail.outbox] == [["alan@example.org"]]


def test_what_the_server_refuses_is_tried_again(
    case: FoiRequest, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # type: ignore[attr-defined]
    assert reminders.remind(at=morning(DUE)) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    # Two days later: one line about what is so now, not three about what was.
    assert remind(date(2026, 11, 25)) == ["FOI-2026-LAMPS: overdue"]
    assert Reminder.objects.filter(mailed_at=None).count() == 0


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with smtp_sink() as server:
        yield server


def test_a_real_mail_server_gets_it(case: FoiRequest, settings: object, sink: SmtpSink) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port  # type: ignore[attr-defined]
    assert reminders.remind(at=morning(DUE)) == 1
    (message,) = sink.messages
    assert message["To"] == "alice@example.org"
    assert "FOI-2026-LAMPS, due on Monday 23 November 2026" in message.get_content()
    # Neither what was asked nor who asked travels by mail.
    assert "Street lighting" not in message.as_string()
    assert "Robin" not in message.as_string()


def test_the_queries_do_not_grow_with_the_cases(case: FoiRequest) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            reminders.remind(at=morning(DUE))
        return len(counted)

    queries()
    Reminder.objects.all().delete()
    one = queries()
    for number in range(10):
        given.received(reference=f"FOI-{number}")
    Reminder.objects.all().delete()
    assert queries() == one

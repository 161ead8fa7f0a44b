"""Sending, publishing and withdrawing over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from requests_app.actions import publishing
from requests_app.models import Dispatch, FoiRequest, Publication, Rendering, Withdrawal
from requests_app.workflow import State
from tests import factories as given
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db


def address(name: str, case: FoiRequest) -> str:
    return reverse(name, args=[case.slug])


def on(day: object) -> dict[str, str]:
    year, month, number = str(day).split("-")
    return {"sent_on_day": number, "sent_on_month": month, "sent_on_year": year}


def state(case: FoiRequest) -> str:
    return FoiRequest.objects.get(pk=case.pk).state


# --- who and when ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "make", "allowed"),
    [
        ("sent", given.approved, [given.alice, given.carol]),
        ("publish", given.approved, [given.carol]),
        ("withdraw", given.published, [given.carol]),
    ],
)
def test_who_may(
    name: str, make: Callable[[], FoiRequest], allowed: list[Callable[[], User]]
) -> None:
    case = make()
    before = state(case)
    for who in (given.alice, given.bob, given.carol, given.dora, given.eve, given.mallory):
        client = signed_in(who())
        expected = 200 if who in allowed else 403
        assert client.get(address(name, case)).status_code == expected, who.__name__
        if who not in allowed:
            assert client.post(address(name, case)).status_code == 403, who.__name__
    assert Client().post(address(name, case)).status_code == 302
    assert state(case) == before
    assert not Dispatch.objects.exists()
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("sent", given.in_review),
        ("sent", given.complete),
        ("publish", given.in_review),
        ("publish", given.published),
        ("publish", given.withdrawn),
        ("withdraw", given.approved),
        ("withdraw", given.withdrawn),
    ],
)
def test_too_early_or_too_late_is_told_with_a_way_back(
    name: str, make: Callable[[], FoiRequest]
) -> None:
    case = make()
    client = signed_in(given.carol())
    for answer in (client.get(address(name, case)), client.post(address(name, case))):
        assert answer.status_code == 409
        assert address("request", case) in answer.text


# --- sent ------------------------------------------------------------------------------


def test_the_letter_is_recorded_as_sent_and_made_with_that_date() -> None:
    case = given.approved(received_on=localdate())
    client = signed_in(given.alice())
    today = localdate()
    page = client.get(address("sent", case))
    assert f'value="{today.year}"' in page.text
    answer = client.post(address("sent", case), on(today))
    assert answer.url == address("request", case)  # type: ignore[attr-defined]
    dispatch = Dispatch.objects.get()
    assert dispatch.sent_on == today
    assert (dispatch.rendering.kind, dispatch.rendering.dated) == ("letter", today)
    assert "is recorded as sent on" in client.get(address("sent", case)).text


def test_recording_it_twice_is_refused_and_changes_nothing() -> None:
    case = given.approved(received_on=localdate())
    client = signed_in(given.alice())
    client.post(address("sent", case), on(localdate()))
    again = client.post(address("sent", case), on(localdate()))
    assert "recorded as sent already" in again.text
    assert Dispatch.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Enter the date of sending"),
        (on("2026-02-31"), "Date of sending must be a real date"),
        ({**on("2026-11-30"), "sent_on_month": "Smarch"}, "Date of sending must be a real date"),
        (on(localdate() + timedelta(days=1)), "must be today or in the past"),
        (on("2026-11-01"), "must not be before the response was approved, on 2 November 2026"),
    ],
)
def test_a_date_that_cannot_be_is_told_and_kept(typed: dict[str, str], message: str) -> None:
    case = given.approved()
    page = signed_in(given.alice()).post(address("sent", case), {"x": "", **typed})
    assert page.status_code == 200
    assert page.text.count(message) == 2
    assert "<title>Error: " in page.text
    for text in typed.values():
        assert f'value="{text}"' in page.text
    assert not Dispatch.objects.exists()


def test_without_a_requester_there_is_nobody_to_send_to() -> None:
    case = given.approved(requester=None)
    page = signed_in(given.alice()).post(address("sent", case), on(localdate()))
    assert "nobody to send a letter to" in page.text


# --- publish ---------------------------------------------------------------------------


def test_the_page_says_what_will_be_public() -> None:
    case = given.approved()
    given.make_documents(case)
    page = signed_in(given.carol()).get(address("publish", case))
    assert "Street lighting" in page.text
    assert "Information provided" in page.text
    assert f"{localdate():%B %Y}" in page.text
    assert "Not recorded as sent yet" in page.text
    assert "Robin" not in page.text


def test_publishing_puts_the_record_on_the_log_once_it_is_made() -> None:
    case = given.approved()
    given.make_documents(case)
    client = signed_in(given.carol())
    answer = client.post(address("publish", case))
    assert answer.url == address("request", case)  # type: ignore[attr-defined]
    assert state(case) == State.PUBLISHED
    assert Client().get(address("record", case)).status_code == 404
    assert "appears on the disclosure log as soon as" in client.get(address("documents", case)).text
    given.make_documents(case)
    assert Client().get(address("record", case)).status_code == 200
    assert address("record", case) in client.get(address("documents", case)).text


def test_a_record_that_is_not_made_yet_is_not_published() -> None:
    case = given.approved()
    page = signed_in(given.carol()).post(address("publish", case))
    assert page.status_code == 200
    assert "The record is not made yet" in page.text
    assert state(case) == State.APPROVED
    assert not Publication.objects.exists()


def test_publishing_twice_is_one_publication() -> None:
    case = given.approved()
    given.make_documents(case)
    client = signed_in(given.carol())
    client.post(address("publish", case))
    assert client.post(address("publish", case)).status_code == 409
    assert Publication.objects.count() == 1


def test_the_public_record_is_dated_with_the_month_only() -> None:
    case = given.approved()
    given.make_documents(case)
    signed_in(given.carol()).post(address("publish", case))
    dated = Rendering.objects.get(kind="record", dated__isnull=False).dated
    assert dated == localdate().replace(day=1)


# --- withdraw --------------------------------------------------------------------------


def test_withdrawing_takes_every_byte_from_the_public_at_once() -> None:
    case = given.published()
    assert Client().get(address("record-pdf", case)).status_code == 200
    signed_in(given.carol()).post(address("withdraw", case), {"reason": "It showed a name."})
    assert state(case) == State.WITHDRAWN
    for name in ("record", "record-pdf"):
        answer = Client().get(address(name, case))
        assert answer.status_code == 410
        assert "It showed a name." in answer.text
        assert "Street lighting" not in answer.text
        assert b"%PDF" not in answer.content
    assert case.title not in Client().get(reverse("disclosure-log")).text
    assert case.title not in Client().get(reverse("home")).text


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("", "Enter the reason for the withdrawal"),
        ("   ", "Enter the reason for the withdrawal"),
        ("Robin Sample asked for it.", "The reason shows the requester’s name"),
        ("x" * 2001, "must be 2000 characters or fewer"),
        ("It was \u202egnorw.", "Reason for the withdrawal has a character that cannot be printed"),
    ],
)
def test_a_reason_that_will_not_do_is_told_and_kept(reason: str, message: str) -> None:
    case = given.published()
    page = signed_in(given.carol()).post(address("withdraw", case), {"reason": reason})
    assert page.text.count(message) == 2
    assert reason.strip() in page.text
    assert state(case) == State.PUBLISHED
    assert Client().get(address("record", case)).status_code == 200


def test_what_was_withdrawn_and_published_anew_is_read_again() -> None:
    case = given.withdrawn()
    client = signed_in(given.alice())
    client.post(address("reopen", case))
    assert Client().get(address("record", case)).status_code == 410
    client.post(address("submit", case))
    digest = given.current(case).digest
    given.make_documents(case)
    signed_in(given.bob()).post(
        reverse("approve", args=[case.slug, 2]), {"digest": digest, "comment": ""}
    )
    assert Client().get(address("record", case)).status_code == 410
    publishing.publish(case, on=localdate(), by=given.carol(), at=given.AT)
    given.make_documents(case)
    assert Client().get(address("record", case)).status_code == 200

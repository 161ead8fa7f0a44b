"""What is clicked twice is done once, and the second click is told so."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from requests_app.actions import once
from requests_app.models import AuditEvent, FoiRequest, FormSent, ResponseVersion
from requests_app.once import SAID_TWICE
from tests import factories as given
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db


def token_of(client: Client, page: str) -> dict[str, str]:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(page).text)
    assert found
    return {"csrfmiddlewaretoken": found[1]}


NEW = {
    "title": "Street lights",
    "received_on_day": "26",
    "received_on_month": "10",
    "received_on_year": "2026",
    "name": "Robin Sample",
    "email": "robin@example.org",
    "text": "1. How many street lights are there?",
}


@pytest.mark.fault("F4")
def test_a_request_that_is_sent_twice_is_received_once() -> None:
    alice, page = signed_in(given.alice()), reverse("request-new")
    twice = NEW | token_of(alice, page)
    first, second = (alice.post(page, twice) for _ in range(2))
    assert first.status_code == 302
    assert second["Location"] == first["Location"]
    assert SAID_TWICE in alice.get(second["Location"]).text
    assert FoiRequest.objects.count() == 1


def test_without_the_guard_there_would_be_two(settings: pytest.FixtureRequest) -> None:
    guard = "requests_app.once.OnceMiddleware"
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != guard]  # type: ignore[attr-defined]
    alice, page = signed_in(given.alice()), reverse("request-new")
    twice = NEW | token_of(alice, page)
    for _ in range(2):
        alice.post(page, twice)
    assert FoiRequest.objects.count() == 2


def test_the_page_loaded_again_is_another_click() -> None:
    alice, page = signed_in(given.alice()), reverse("request-new")
    for _ in range(2):
        alice.post(page, NEW | token_of(alice, page))
    assert FoiRequest.objects.count() == 2


def test_a_form_that_was_refused_may_be_sent_again() -> None:
    case = given.received()
    alice, page = signed_in(given.alice()), reverse("submit", args=[case.slug])
    same = token_of(alice, page.replace("submit", "answers"))
    assert "was not submitted" in alice.post(page, same).text
    given.particulars()
    given.answer(case)
    assert alice.post(page, same).status_code == 302
    assert alice.post(page, same).status_code == 302
    assert ResponseVersion.objects.count() == 1
    assert AuditEvent.objects.filter(verb="submitted").count() == 1


def test_the_click_of_another_person_is_another_one() -> None:
    case = given.in_review()
    page = reverse("version", args=[case.slug, 1])
    alice, bob = signed_in(given.alice()), signed_in(given.bob())
    same = token_of(bob, page)
    url = reverse("recall", args=[case.slug])
    assert alice.post(url, same).status_code == 302
    assert bob.post(url, same).status_code == 403


def test_a_part_of_a_page_may_ask_as_often_as_it_likes() -> None:
    case = given.received()
    alice, page = signed_in(given.alice()), reverse("answers", args=[case.slug])
    same = token_of(alice, page)
    for _ in range(2):
        alice.post(reverse("paste", args=[case.slug]), same, HTTP_HX_REQUEST="true")
    assert not FormSent.objects.exists()


def test_while_the_first_is_not_done_the_second_waits_and_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("requests_app.once._PATIENCE", 0.1)
    monkeypatch.setattr("requests_app.once.key_of", lambda request: "k" * 64)
    once.take_up("k" * 64, by=given.alice(), at=now())
    answer = signed_in(given.alice()).post(reverse("request-new"), NEW)
    assert answer.status_code == 409
    assert "it is still being done" in answer.text
    assert not FoiRequest.objects.exists()


def test_what_a_killed_server_left_is_taken_up_again_and_what_is_old_is_forgotten() -> None:
    alice, key = given.alice(), "k" * 64
    assert once.take_up(key, by=alice, at=given.AT)
    assert once.take_up(key, by=alice, at=given.AT) is None
    row = once.take_up(key, by=alice, at=given.AT + once.GIVEN_UP * 2)
    assert row is not None
    once.done(row, "/there/")
    assert once.take_up(key, by=alice, at=given.AT + once.GIVEN_UP * 9) is None
    once.take_up("other", by=alice, at=given.AT + once.REMEMBERED * 2)
    assert [one.key for one in FormSent.objects.all()] == ["other"]

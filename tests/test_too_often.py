"""How often one person or one visitor may search, bring in and ask for documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from pytest_django import Settings

from foi_portal.limiting import limits_from
from requests_app import too_often
from requests_app.models import AuditEvent, FoiRequest, Rendering
from requests_app.too_often import Costly, TooOften, count
from tests import factories as given
from tests.servers import free_port
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db

LIMITS = {"search": "3/hour", "upload": "2/hour", "document": "1/hour"}
LOG = "/disclosure-log/?q=lamps"
LETTER = {
    "title": "Street lights",
    "received_on_day": "2",
    "received_on_month": "11",
    "received_on_year": "2026",
    "name": "Rosa Requester",
    "email": "rosa@example.org",
    "text": "Dear council,\n\n1. How many lamps are there?\n\n2. What do they cost?",
    "save": "save",
}


@pytest.fixture(autouse=True)
def few(settings: Settings) -> Iterator[None]:
    """Little is allowed, and nothing was asked for yet."""
    settings.LIMITS = LIMITS
    settings.REDIS_URL = ""
    yield from forgetting()


def forgetting() -> Iterator[None]:
    too_often._limiter.cache_clear()
    too_often._resting_until = 0.0
    yield
    too_often._limiter.cache_clear()
    too_often._resting_until = 0.0


def statuses(ask: Callable[[], object], times: int) -> list[int]:
    return [ask().status_code for _ in range(times)]  # type: ignore[attr-defined]


# --- searching ---------------------------------------------------------------------------


def test_a_visitor_who_searches_too_often_is_told_when_to_go_on(client: Client) -> None:
    assert statuses(lambda: client.get(LOG), 4) == [200, 200, 200, 429]
    answer = client.get(LOG)
    page = answer.content.decode()
    assert "You searched very often in a short time. Wait until" in page
    assert 3500 < int(answer["Retry-After"]) <= 3601
    assert answer["Cache-Control"] == "private, no-store"
    assert f'href="{LOG}">Try this page again' in page
    # Not the log itself, nor others.
    assert client.get("/disclosure-log/").status_code == 200
    assert Client(REMOTE_ADDR="192.0.2.7").get(LOG).status_code == 200
    assert signed_in(given.alice()).get(LOG).status_code == 200


def test_without_a_limit_nobody_is_told(client: Client, settings: Settings) -> None:
    settings.LIMITS = dict.fromkeys(LIMITS, "0")
    assert statuses(lambda: client.get(LOG), 8) == [200] * 8


@pytest.mark.parametrize(
    "path",
    [
        "/disclosure-log/feed.atom?q=lamps",
        "/disclosure-log/suggestions/?q=lamps",
        "/api/v1/records?q=lamps",
    ],
)
def test_other_ways_to_search_are_counted_with_it(client: Client, path: str) -> None:
    assert statuses(lambda: client.get(LOG), 2) == [200, 200]
    assert statuses(lambda: client.get(path), 2) == [200, 429]
    assert client.get(LOG).status_code == 429


def test_a_program_is_told_in_json(client: Client) -> None:
    assert statuses(lambda: client.get(LOG), 3) == [200] * 3
    answer = client.get("/api/v1/records?q=lamps", headers={"Origin": "https://a.example"})
    assert answer.status_code == 429
    assert answer["Content-Type"] == "application/problem+json"
    assert int(answer["Retry-After"]) > 3500
    assert "Retry-After" in answer["Access-Control-Expose-Headers"]
    assert answer.json()["detail"] == "You asked too often. Wait a minute."


def test_what_did_not_change_costs_nothing(client: Client) -> None:
    """The first visit with a tag finds it, the others are answered from memory."""
    tag = {"If-None-Match": client.get(LOG)["ETag"]}
    assert statuses(lambda: client.get(LOG, headers=tag), 9) == [304] * 9


def test_behind_a_proxy_each_visitor_has_their_own(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def ask(address: str) -> list[int]:
        # What a visitor writes there stands before what the proxy saw.
        told = {"X-Forwarded-For": f"203.0.113.{free_port() % 250}, {address}"}
        return statuses(lambda: Client().get(LOG, headers=told), 4)

    assert ask("192.0.2.1") == [200, 200, 200, 429]
    assert ask("192.0.2.2") == [200, 200, 200, 429]
    assert statuses(lambda: Client(REMOTE_ADDR="").get(LOG), 1) == [200]


def test_a_house_with_a_network_of_its_own_is_one_visitor() -> None:
    last = [f"2001:db8:7:7::{number}" for number in range(1, 5)]
    assert [Client(REMOTE_ADDR=one).get(LOG).status_code for one in last] == [200, 200, 200, 429]


def test_staff_are_counted_by_person() -> None:
    alice, bob = signed_in(given.alice()), signed_in(given.bob())
    ask = "/requests/?q=lamps"
    assert statuses(lambda: alice.get(ask), 4) == [200, 200, 200, 429]
    assert bob.get(ask).status_code == 200
    assert alice.get("/requests/").status_code == 200, "the list itself is no search"


# --- bringing in -------------------------------------------------------------------------


def test_who_brings_in_too_much_loses_nothing_that_was_typed() -> None:
    alice = signed_in(given.alice())
    for _ in range(2):
        assert alice.post("/requests/new/", LETTER).status_code == 302
    answer = alice.post("/requests/new/", LETTER)
    page = answer.content.decode()
    assert (answer.status_code, FoiRequest.objects.count()) == (429, 2)
    assert int(answer["Retry-After"]) > 3500
    assert "You brought in very many requests or files in a short time. Wait until" in page
    form = answer.context["form"]
    assert form["text"].value() == LETTER["text"]
    assert form["received_on"].value() == ["2", "11", "2026"]
    assert "1. How many lamps are there?" in page
    assert alice.get("/requests/new/").status_code == 200
    with override_settings(LIMITS=LIMITS | {"upload": "0"}):
        assert alice.post("/requests/new/", LETTER).status_code == 302


def test_a_file_too_many_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    alice = signed_in(given.alice())

    def send() -> int:
        file = SimpleUploadedFile("request.txt", b"How many lamps are there?")
        answer = alice.post("/requests/new/", {"file": file, "read": "read", "title": "My lamps"})
        page = answer.content.decode()
        if answer.status_code == 429:
            assert "My lamps" in page
            assert "Enter the" not in page
            assert "Choose the file" not in page
        return answer.status_code

    assert [send() for _ in range(2)] == [200, 200]
    monkeypatch.setattr("requests_app.forms.intake.read_received", None)
    assert send() == 429


def test_an_earlier_log_is_counted_too() -> None:
    eve = signed_in(given.eve())
    assert statuses(lambda: eve.post(reverse("log-imports"), {}), 3) == [200, 200, 429]


# --- documents ---------------------------------------------------------------------------


def test_a_document_too_many_is_not_asked_for() -> None:
    alice = signed_in(given.alice())
    first, second = given.complete(), given.complete()

    def submit(case: FoiRequest) -> int:
        page = reverse("submit", args=[case.slug])
        answer = alice.post(page, {"confirmed": "on"})
        if answer.status_code == 429:
            assert "You asked for very many documents in a short time." in answer.content.decode()
        return answer.status_code

    assert submit(first) == 302
    made, recorded = Rendering.objects.count(), AuditEvent.objects.count()
    assert submit(second) == 429
    assert (Rendering.objects.count(), AuditEvent.objects.count()) == (made, recorded)
    with override_settings(LIMITS=LIMITS | {"document": "0"}):
        assert submit(second) == 302


def test_a_letter_too_many_gives_back_what_was_typed() -> None:
    alice = signed_in(given.alice())
    case = given.received()
    page = reverse("notice-new", args=[case.slug, "acknowledgement"])
    words = {"message": "Thank you for writing to us about the lamps."}
    assert alice.post(page, words | {"preview": "preview"}).status_code == 200
    assert alice.post(page, words).status_code == 302
    answer = alice.post(page, words)
    assert answer.status_code == 429
    assert words["message"] in answer.content.decode()


# --- counting ----------------------------------------------------------------------------


@pytest.mark.servers
def test_all_processes_count_together_on_redis(
    client: Client, settings: Settings, redis_url: str
) -> None:
    settings.REDIS_URL = redis_url
    assert statuses(lambda: client.get(LOG), 2) == [200, 200]
    too_often._limiter.cache_clear()  # another process
    assert statuses(lambda: client.get(LOG), 2) == [200, 429]


def test_without_redis_pages_stay_open(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    assert statuses(lambda: client.get(LOG), 6) == [200] * 6
    # For a while it is not asked again.
    assert caplog.text.count("nothing is limited: redis.exceptions.ConnectionError") == 1
    assert "lamps" not in caplog.text


@pytest.mark.parametrize("wrong", ["many", "300", "300/fortnight"])
def test_a_limit_that_is_none_stops_the_start(wrong: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"FOI_LIMIT_UPLOADS is '{wrong}': write how"):
        limits_from({"FOI_LIMIT_UPLOADS": wrong})


def test_forty_requests_on_a_friday_meet_no_limit(settings: Settings) -> None:
    """Each is read from a file first, saved, and answered with seven documents, in one hour."""
    settings.LIMITS = limits_from({})
    request = RequestFactory().post("/")
    request.user = given.alice()
    for _ in range(40):
        for what in [Costly.UPLOAD] * 2 + [Costly.DOCUMENT] * 7:
            count(what, request)
    for _ in range(300 - 80):
        count(Costly.UPLOAD, request)
    with pytest.raises(TooOften):
        count(Costly.UPLOAD, request)


@pytest.mark.parametrize(("https", "proxies", "told"), [(True, 0, 1), (True, 1, 0), (False, 0, 0)])
def test_all_visitors_as_one_is_told_before_it_is_deployed(
    settings: Settings, https: bool, proxies: int, told: int
) -> None:
    settings.HTTPS, settings.ALLAUTH_TRUSTED_PROXY_COUNT = https, proxies
    found = run_checks(include_deployment_checks=True)
    assert [each.id for each in found].count("foi_portal.W002") == told

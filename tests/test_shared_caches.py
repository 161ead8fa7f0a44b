"""A cache between the portal and its readers: what it may keep, and how it is told to let go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from requests_app.actions import publishing, purging, rendering
from requests_app.models import CachePurge
from tests import factories as given
from tests.shared_cache import Cache, shared_cache
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cache(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cache]:
    with shared_cache() as server:
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        settings.PURGE_URL = server.url
        settings.PURGE_HEADER = "Purge-Key: example"
        settings.SHARED_CACHE_SECONDS = 600
        yield server


def addresses(slug: str) -> list[str]:
    record, pdf = (reverse(name, args=[slug]) for name in ("record", "record-pdf"))
    data = reverse("api-record", args=[slug])
    lists = ["/disclosure-log/", "/disclosure-log/corrections/", "/api/v1/records"]
    return [*lists, record, pdf, data]


def test_a_shared_cache_may_keep_what_stands_and_never_what_is_gone(cache: Cache) -> None:
    case = given.published()
    for url in addresses(case.slug):
        answer = Client().get(url)
        assert answer["Cache-Control"] == "public, max-age=0, must-revalidate, s-maxage=600", url
        assert answer["Cache-Tag"] == answer["Surrogate-Key"] == "foi-public"
    page = signed_in(given.alice()).get(reverse("disclosure-log"))
    assert "private" in page["Cache-Control"]
    assert "Cache-Tag" not in page
    publishing.withdraw(case, reason="Wrong.", by=given.carol(), at=given.AT)
    for url in addresses(case.slug)[3:]:
        gone = Client().get(url)
        assert gone.status_code == 410
        assert "s-maxage" not in gone["Cache-Control"]


def test_a_file_that_is_written_as_it_is_read_is_its_readers_own(cache: Cache) -> None:
    """It may have begun before a withdrawal and end after the purge."""
    given.published()
    address = reverse("log-csv")
    sent = Client().get(address)
    same = Client().get(address, headers={"If-None-Match": sent["ETag"]})
    assert (sent.status_code, same.status_code) == (200, 304)
    for answer in (sent, same, signed_in(given.alice()).get(address)):
        assert set(answer["Cache-Control"].split(", ")) == {"private", "no-cache"}
        assert "Cache-Tag" not in answer
        assert "Surrogate-Key" not in answer


def test_a_withdrawal_tells_the_cache(cache: Cache) -> None:
    case = given.published()
    assert not CachePurge.objects.exists()
    publishing.withdraw(case, reason="Wrong.", by=given.carol(), at=given.AT)
    row = CachePurge.objects.get()
    purging.purge(row.pk, at=lambda: given.AT)
    assert cache.told == [("example", {"surrogate_keys": ["foi-public"], "tags": ["foi-public"]})]
    row.refresh_from_db()
    assert row.done_at == given.AT
    purging.purge(row.pk, at=lambda: given.AT)
    assert len(cache.told) == 1


def test_a_cache_that_does_not_answer_is_told_again(
    cache: Cache, broker: Callable[[str], list[int]]
) -> None:
    cache.status = 503
    publishing.withdraw(given.published(), reason="Wrong.", by=given.carol(), at=given.AT)
    row = CachePurge.objects.get()
    purging.purge(row.pk, at=lambda: given.AT)
    row.refresh_from_db()
    assert (row.done_at, row.attempts) == (None, 1)
    assert "503" in row.error
    purging.sweep(at=given.AT + timedelta(seconds=10))
    assert broker("purge_cache") == []
    purging.sweep(at=given.AT + timedelta(seconds=40))
    assert broker("purge_cache") == [row.pk]


def test_a_cache_that_does_not_let_go_is_told_to_machines_and_people(
    cache: Cache, client: Client
) -> None:
    rendering.sweep(at=now())
    publishing.withdraw(given.published(), reason="Wrong.", by=given.carol(), at=now())
    assert client.get("/healthz?all").json()["cache"]["well"]
    assert "may still be read" not in page_of(given.carol())
    CachePurge.objects.update(asked_at=now() - timedelta(minutes=6))
    told = client.get("/healthz?all")
    assert (told.status_code, told.json()["cache"]["well"]) == (503, False)
    assert "may still be read: the cache in front of the portal" in page_of(given.carol())
    assert "may still be read" not in page_of(given.alice()), "who could do nothing about it"
    purging.purge(CachePurge.objects.get().pk, at=now)
    assert client.get("/healthz?all").json()["cache"]["well"]
    assert "may still be read" not in page_of(given.carol())


def page_of(person: User) -> str:
    return signed_in(person).get(reverse("requests")).content.decode()


def test_without_a_cache_nothing_is_kept_and_nobody_is_told() -> None:
    case = given.published()
    assert "no-cache" in Client().get(reverse("record", args=[case.slug]))["Cache-Control"]
    publishing.withdraw(case, reason="Wrong.", by=given.carol(), at=given.AT)
    assert not CachePurge.objects.exists()

"""A page that did not change is not drawn again, and one that did never passes for unchanged."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from requests_app.actions import publishing, topics
from requests_app.models import FoiRequest
from requests_app.views import unchanged
from tests import factories as given
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

LOG = "/disclosure-log/"
RECORD = f"{LOG}cas-1/"
CSV = f"{LOG}records.csv"
PAGES = (
    *(LOG, f"{LOG}?q=lights", f"{LOG}suggestions/?q=li", f"{LOG}corrections/", RECORD),
    *(f"{LOG}feed.atom", CSV, "/sitemap.xml", "/sitemap-records-2026.xml"),
    *("/api/v1/records", "/api/v1/records/cas-1"),
)
HAPPENED = 2


def record() -> FoiRequest:
    return given.published(reference="CAS-1", title="Street lights")


def tag_of(address: str) -> str:
    return str(Client().get(address)["ETag"])


def status_of(address: str, tag: str) -> int:
    return Client().get(address, headers={"If-None-Match": tag}).status_code


@pytest.mark.parametrize("address", PAGES)
def test_an_unchanged_page_is_not_drawn_again(address: str) -> None:
    record()
    drawn = Client().get(address)
    # The first who asks whether it changed has it drawn; what it says is what decides.
    assert status_of(address, drawn["ETag"]) == 304
    with CaptureQueriesContext(connection) as queries:
        again = Client().get(address, headers={"If-None-Match": f'W/"x", {drawn["ETag"]}'})
    assert (again.status_code, again.content, len(queries)) == (304, b"", HAPPENED)
    same = {"ETag", "Cache-Control", "Cross-Origin-Resource-Policy"}
    assert {name: again[name] for name in same if name in again} == {
        name: drawn[name] for name in same if name in drawn
    }
    assert status_of(address, '"another"') == 200
    assert Client().head(address, headers={"If-None-Match": drawn["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", [LOG, RECORD, CSV, "/api/v1/records"])
def test_to_draw_a_page_takes_more(address: str) -> None:
    record()
    assert queries_of(Client(), address) > HAPPENED


def withdraw(case: FoiRequest) -> None:
    publishing.withdraw(case, reason="Wrong.", by=given.carol(), at=given.AT)


def set_topic(case: FoiRequest) -> None:
    topics.set_topics(case, [given.topic("Roads")], by=given.alice(), at=given.AT)


def publish_another(case: FoiRequest) -> None:
    given.published(title="Street signs")


@pytest.mark.parametrize(
    ("happens", "status", "elsewhere"),
    [(withdraw, 410, 200), (set_topic, 200, 200), (publish_another, 304, 200)],
)
def test_what_happens_is_seen_at_once(
    happens: Callable[[FoiRequest], None], status: int, elsewhere: int
) -> None:
    case = record()
    tags = {address: tag_of(address) for address in (RECORD, LOG, CSV)}
    assert {status_of(*one) for one in tags.items()} == {304}
    happens(case)
    assert status_of(RECORD, tags[RECORD]) == status
    assert status_of(LOG, tags[LOG]) == elsewhere
    assert status_of(CSV, tags[CSV]) == elsewhere


def test_a_document_that_is_made_is_seen_at_once() -> None:
    case = given.approved(title="Street lights")
    given.make_documents(case)
    publishing.publish(case, on=given.TODAY, by=given.carol(), at=given.AT, restoring=True)
    tags = {address: tag_of(address) for address in (LOG, CSV)}
    assert {status_of(*one) for one in tags.items()} == {304}
    given.make_documents(case)
    assert {status_of(*one) for one in tags.items()} == {200}


def test_a_topic_that_is_renamed_is_seen_at_once() -> None:
    case = record()
    set_topic(case)
    tags = {address: tag_of(address) for address in (LOG, CSV)}
    assert {status_of(*one) for one in tags.items()} == {304}
    topics.save_topic("Streets", topic=given.topic("Roads"), by=given.dora(), at=given.AT)
    assert {status_of(*one) for one in tags.items()} == {200}


def test_without_what_happened_a_withdrawn_record_would_pass_for_unchanged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unchanged, "_key", lambda request: request.path)
    case = record()
    tag = tag_of(RECORD)
    assert status_of(RECORD, tag) == 304
    withdraw(case)
    assert status_of(RECORD, tag) == 304


def test_who_is_signed_in_is_never_answered_with_a_strangers_tag() -> None:
    record()
    tag = tag_of(LOG)
    assert status_of(LOG, tag) == 304
    browser = signed_in(given.alice())
    assert browser.get(LOG, headers={"If-None-Match": tag}).status_code == 200

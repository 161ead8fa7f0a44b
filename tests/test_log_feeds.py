"""The log for machines: what feed, CSV and sitemap tell, and what they never do."""

from __future__ import annotations

import csv
import io
from datetime import date
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from requests_app.actions import publishing, review
from requests_app.actions import topics as verbs
from requests_app.models import FoiRequest
from requests_app.views import unchanged
from tests import factories as given
from tests.visiting import queries_of

pytestmark = pytest.mark.django_db

FEED = "/disclosure-log/feed.atom"
CSV = "/disclosure-log/records.csv"
ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def feed(**asked: str) -> ET.Element:
    answer = Client().get(FEED, asked)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(answer.text)  # noqa: S314 - our own


def titles(found: ET.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title", "") for entry in found.iter(f"{ATOM}entry")]


def lines() -> list[dict[str, str]]:
    text = Client().get(CSV).getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def publish(title: str, on: date = date(2026, 10, 31), **options: object) -> FoiRequest:
    case = given.approved(title=title, **options)
    given.make_documents(case)
    publishing.publish(case, on=on, by=given.carol(), at=given.AT)
    given.make_documents(case)
    return case


def test_a_feed_of_all_of_a_topic_and_of_a_search() -> None:
    lights = publish("Street lights", reference="CAS-1")
    publish("Road salt", text="1. How much salt?", reference="CAS-2")
    verbs.set_topics(lights, [given.topic()], by=given.alice(), at=given.AT)
    assert titles(feed()) == ["Road salt", "Street lights"]
    assert titles(feed(topic="street-lights")) == ["Street lights"]
    assert titles(feed(q="salt")) == ["Road salt"]
    (entry,) = feed(q="salt").iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == "http://testserver/disclosure-log/cas-2/"
    assert entry.findtext(f"{ATOM}updated") == "2026-10-01T00:00:00+00:00"
    assert "“salt”" in (feed(q="salt").findtext(f"{ATOM}title") or "")


def test_words_of_a_summary_are_words_to_a_reader_that_takes_it_for_html() -> None:
    publish("Signs", text="1. How many <img src=x onerror=alert(1)> where a <b?")
    (entry,) = feed().iter(f"{ATOM}entry")
    summary = entry.find(f"{ATOM}summary")
    assert summary is not None
    assert summary.get("type") == "html"
    assert "&lt;img src=x onerror=alert(1)&gt; where a &lt;b?" in (summary.text or "")


@pytest.mark.parametrize("asked", [{}, {"q": "salt"}, {"topic": "street-lights", "q": "a b"}])
def test_a_feed_names_itself(asked: dict[str, str]) -> None:
    """A reader subscribes to that address: once it was that of the whole log for each."""
    lights = publish("Street lights")
    verbs.set_topics(lights, [given.topic()], by=given.alice(), at=given.AT)
    (own,) = [link for link in feed(**asked).iter(f"{ATOM}link") if link.get("rel") == "self"]
    assert titles(ET.fromstring(Client().get(own.get("href", "")).text)) == titles(feed(**asked))  # noqa: S314 - our own
    query = urlsplit(own.get("href", "")).query
    assert dict(parse_qsl(query)) == asked


@pytest.mark.parametrize("text", ["\x01", "\x00", "a\x01b", "\ufffe", "\x0b"])
def test_a_search_for_what_shows_nothing_is_a_feed(text: str) -> None:
    publish("Street lights")
    feed(q=text)


def test_a_feed_in_which_nothing_is_stays_the_same() -> None:
    """Once it was of the moment in which it was asked for."""
    assert feed(q="zebra").findtext(f"{ATOM}updated") == "2005-01-01T00:00:00+00:00"
    tag = Client().get(FEED, {"q": "zebra"})["ETag"]
    again = Client().get(FEED, {"q": "zebra"}, headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_pages_lead_to_their_feed() -> None:
    publish("Street lights")
    page = Client().get("/disclosure-log/?q=light").text
    assert f'type="application/atom+xml" title="Disclosure log" href="{FEED}"' in page
    assert f'href="{FEED}?q=light"' in page


def test_a_withdrawn_record_is_deleted_by_its_address_and_no_word() -> None:
    case = given.withdrawn(reference="CAS-1")
    found = feed()
    assert titles(found) == []
    (deleted,) = found.iter(TOMBSTONE)
    assert deleted.attrib == {
        "ref": "http://testserver/disclosure-log/cas-1/",
        "when": "2026-11-02T09:30:00+00:00",
    }
    assert "Street lighting" not in Client().get(FEED).text
    review.reopen(case, by=given.alice(), at=given.AT)
    case.refresh_from_db()
    given.publish_draft(case)
    found = feed()
    assert titles(found) == ["Street lighting"]
    assert list(found.iter(TOMBSTONE)) == []
    # A reader that deleted it takes it for newer than the deletion.
    (entry,) = found.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}updated") == "2026-11-02T09:30:01+00:00"


def test_the_whole_log_as_a_file() -> None:
    case = publish("=HYPERLINK(1)", reference="CAS-1")
    verbs.set_topics(case, [given.topic()], by=given.alice(), at=given.AT)
    given.withdrawn(title="Secret", reference="CAS-2")
    (line,) = lines()
    assert line["title"] == "'=HYPERLINK(1)"
    assert (line["month"], line["topics"]) == ("2026-10", "Street lights")
    assert "1,204" in line["response"]
    assert line["address"] == "http://testserver/disclosure-log/cas-1/"


def test_a_site_map_of_what_is_there() -> None:
    publish("Street lights", reference="CAS-1")
    given.withdrawn(reference="CAS-2")
    client = Client()
    index = client.get("/sitemap.xml").text
    assert "http://testserver/sitemap-records-2026.xml" in index
    records = client.get("/sitemap-records-2026.xml").text
    assert "<loc>http://testserver/disclosure-log/cas-1/</loc>" in records
    assert "<lastmod>2026-10-01</lastmod>" in records
    assert "cas-2" not in records
    assert "/disclosure-log/corrections/" in client.get("/sitemap-pages.xml").text
    assert client.get("/sitemap-nothing.xml").status_code == 404
    robots = client.get("/robots.txt")
    assert robots["Content-Type"] == "text/plain"
    assert "Sitemap: http://testserver/sitemap.xml" in robots.text


@pytest.mark.parametrize("address", [FEED, CSV, "/sitemap-records-2026.xml"])
def test_what_a_machine_reads_costs_as_many_queries_however_much_there_is(address: str) -> None:
    publish("First")
    few = queries_of(Client(), address)
    for number in range(4):
        publish(f"Another {number}")
    assert queries_of(Client(), address) == few


@pytest.mark.parametrize("address", [FEED, CSV])
def test_what_did_not_change_is_not_sent_again(address: str) -> None:
    publish("Street lights")
    tag = Client().get(address)["ETag"]
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 304
    assert not Client().get(address).cookies


def test_the_tag_of_the_file_is_of_this_day_and_of_the_address_that_its_lines_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish("Street lights")
    tag = Client().get(CSV)["ETag"]
    elsewhere = Client().get(CSV, headers={"Host": "localhost"})
    assert "http://localhost/" in elsewhere.getvalue().decode()
    assert elsewhere["ETag"] != tag
    monkeypatch.setattr(unchanged, "localdate", lambda: date(2031, 1, 1))
    assert Client().get(CSV, headers={"If-None-Match": tag}).status_code == 200


def test_a_file_that_began_before_a_withdrawal_has_the_tag_of_before() -> None:
    """Whoever asks with it the next time is sent the log anew."""
    case = publish("Street lights", reference="CAS-1")
    began = Client().get(CSV)
    publishing.withdraw(case, reason="Wrong.", by=given.carol(), at=given.AT)
    again = Client().get(CSV, headers={"If-None-Match": began["ETag"]})
    assert again.status_code == 200
    assert "Street lights" not in again.getvalue().decode()

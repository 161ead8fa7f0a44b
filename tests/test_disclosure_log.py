"""The disclosure log as a stranger meets it: what is there, what is gone, what never was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from requests_app.actions import drafting, publishing, review
from requests_app.models import FoiRequest, Publication, Rendering
from tests import factories as given
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

LOG = "/disclosure-log/"


def record(case: FoiRequest) -> str:
    return reverse("record", args=[case.slug])


def pdf(case: FoiRequest) -> str:
    return reverse("record-pdf", args=[case.slug])


def publish(title: str, on: date) -> FoiRequest:
    case = given.approved(title=title)
    given.make_documents(case)
    publishing.publish(case, on=on, by=given.carol(), at=given.AT)
    given.make_documents(case)
    return case


# --- the list --------------------------------------------------------------------------


def test_an_empty_log_says_so() -> None:
    page = Client().get(LOG)
    assert page.status_code == 200
    assert "Nothing has been published yet" in page.text


def test_the_newest_stand_first_under_their_months() -> None:
    publish("Oldest of all", date(2026, 9, 30))
    publish("Early October", date(2026, 10, 1))
    publish("Late October", date(2026, 10, 31))
    text = Client().get(LOG).text
    order = ["October 2026", "Late October", "Early October", "September 2026", "Oldest of all"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert text.count("October 2026") == 1
    assert text.count('govuk-tag--grey">Information provided') == 3
    assert "31 October" not in text


def test_the_log_is_paged_by_25() -> None:
    first = publish("The first of them", date(2026, 9, 1))
    publication = Publication.objects.get()
    for number in range(25):
        case = given.approved(title=f"Case {number}")
        given.make_documents(case)
        publishing.publish(case, on=date(2026, 10, 1), by=given.carol(), at=given.AT)
        given.make_documents(case)
    client = Client()
    assert publication.foi_request == first
    assert "The first of them" not in client.get(LOG).text
    assert client.get(LOG).text.count("app-entry-list__item") == 25
    assert "The first of them" in client.get(LOG, {"page": "2"}).text
    # What is no page leads to one that is.
    for wrong in ("0", "-1", "99", "x", ""):
        assert client.get(LOG, {"page": wrong}).status_code == 200


def test_the_list_costs_as_many_queries_however_many_there_are() -> None:
    publish("One", date(2026, 9, 1))
    few = queries_of(Client(), LOG)
    for number in range(10):
        publish(f"Another {number}", date(2026, 10, 1))
    assert queries_of(Client(), LOG) == few


# --- a record --------------------------------------------------------------------------


def test_a_record_shows_the_whole_response() -> None:
    case = given.published(reference="CAS-84648-H4L3X0")
    assert record(case) == "/disclosure-log/cas-84648-h4l3x0/"
    text = Client().get(record(case)).text
    assert '<h1 class="govuk-heading-xl">Street lighting</h1>' in text
    headings = ["Request</h2>", "Outcome</h2>", "Response</h2>"]
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)
    for words in (
        "CAS-84648-H4L3X0",
        "November 2026",
        "Information provided.",
        "How many of them are LED?",
        "We hold 1,204 of them.",
        "(PDF, 1 kB, 1 page)",
        '<link rel="canonical" href="http://testserver/disclosure-log/cas-84648-h4l3x0/">',
    ):
        assert words in text
    assert "2 November" not in text
    assert given.particulars().licence in text


def test_a_record_names_nobody() -> None:
    page = Client().get(record(given.published()))
    everything = page.text + str(page.headers)
    for words in ("Robin", "Sample", "example.org", "ZZ1", "Nowhere", "alice", "Alice", "Bob"):
        assert words not in everything


def test_an_address_in_capitals_leads_to_the_record() -> None:
    case = given.published(reference="CAS-1")
    answer = Client().get("/disclosure-log/CAS-1/")
    assert (answer.status_code, answer["Location"]) == (301, record(case))
    answer = Client().get("/disclosure-log/CAS-1/response.pdf")
    assert (answer.status_code, answer["Location"]) == (301, pdf(case))


def test_a_record_costs_as_many_queries_however_long_it_is() -> None:
    def cost(count: int) -> int:
        case = given.with_questions(count)
        for block in given.questions(case):
            given.answer(case, [block])
        review.submit(case, by=given.alice(), at=given.AT)
        digest = given.current(case).digest
        given.make_documents(case)
        review.approve(case, digest=digest, comments={}, by=given.bob(), at=given.AT)
        publishing.publish(case, on=given.AT.date(), by=given.carol(), at=given.AT)
        given.make_documents(case)
        return queries_of(Client(), record(case))

    given.particulars()
    assert cost(2) == cost(12)


# --- the document ----------------------------------------------------------------------


def test_the_document_is_served_as_it_was_made() -> None:
    case = given.published(reference="CAS-1")
    row = Publication.objects.get().rendering
    answer = Client().get(pdf(case))
    assert answer.content == bytes(row.documents.get().content or b"")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="cas-1-response.pdf"'
    assert answer["ETag"] == f'"{row.sha256}"'
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["X-Content-Type-Options"] == "nosniff"
    head = Client().head(pdf(case))
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == answer["Content-Length"]


def test_damaged_bytes_are_never_served(caplog: pytest.LogCaptureFixture) -> None:
    case = given.published()
    row = Publication.objects.get().rendering
    Rendering.objects.filter(pk=row.pk).update(sha256="0" * 64)
    answer = Client().get(pdf(case))
    assert answer.status_code == 503
    assert b"%PDF" not in answer.content
    assert "is damaged" in caplog.text


# --- nothing but what is published -----------------------------------------------------


@pytest.mark.parametrize(
    "make", [given.received, given.complete, given.in_review, given.returned, given.approved]
)
def test_what_is_not_published_is_not_found_and_looks_like_what_never_was(
    make: Callable[..., FoiRequest],
) -> None:
    case = make(reference="CAS-1")
    if case.versions.exists():
        given.make_documents(case)
    client = Client()
    never = client.get("/disclosure-log/cas-2/")
    assert never.status_code == 404
    for url in (record(case), pdf(case)):
        answer = client.get(url)
        assert answer.status_code == 404
        assert answer.text == never.text
    assert case.title not in client.get(LOG).text


@pytest.mark.parametrize("state", ["queued", "rendering", "failed"])
def test_what_is_published_is_not_there_before_its_document(state: str) -> None:
    case = given.published()
    Rendering.objects.filter(pk=Publication.objects.get().rendering_id).update(state=state)
    assert Client().get(record(case)).status_code == 404
    assert Client().get(pdf(case)).status_code == 404
    assert "Street lighting" not in Client().get(LOG).text


def test_staff_see_the_log_as_the_public_does() -> None:
    case = given.approved()
    client = signed_in(given.carol())
    assert client.get(record(case)).status_code == 404
    assert "Street lighting" not in client.get(LOG).text


def test_a_withdrawn_record_tells_its_reference_month_and_reason_only() -> None:
    case = given.withdrawn(reference="CAS-1")
    for url in (record(case), pdf(case)):
        answer = Client().get(url)
        assert answer.status_code == 410
        assert "CAS-1" in answer.text
        assert "November 2026" in answer.text
        assert "It was published too early." in answer.text
        for words in ("Street lighting", "1,204", "How many", "2 November"):
            assert words not in answer.text


def test_a_change_of_the_draft_after_a_withdrawal_never_shows() -> None:
    case = given.withdrawn()
    review.reopen(case, by=given.alice(), at=given.AT)
    row = case.answers.get()
    drafting.save_answer(
        row,
        text="A new secret.",
        disposition=row.disposition,
        revision=row.revision,
        by=given.alice(),
        at=given.AT,
    )
    assert Client().get(record(case)).status_code == 410
    assert "A new secret." not in Client().get(record(case)).text


# --- caches ----------------------------------------------------------------------------


def test_pages_and_documents_are_asked_for_again_each_time() -> None:
    case = given.published()
    client = Client()
    tags = {}
    for url in (LOG, record(case), pdf(case)):
        first = client.get(url)
        tags[url] = first["ETag"]
        assert "no-cache" in first["Cache-Control"]
        assert "public" in first["Cache-Control"]
        again = client.get(url, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    publishing.withdraw(case, reason="Too early.", by=given.carol(), at=given.AT)
    gone = client.get(pdf(case), headers={"If-None-Match": tags[pdf(case)]})
    assert gone.status_code == 410
    assert "no-cache" in gone["Cache-Control"]


def test_a_copy_made_for_a_stranger_is_not_kept_by_somebody_who_signed_in() -> None:
    case = given.published()
    tag = Client().get(record(case))["ETag"]
    page = signed_in(given.alice()).get(record(case), headers={"If-None-Match": tag})
    assert page.status_code == 200
    assert "private" in page["Cache-Control"]
    assert "Cookie" in page["Vary"]


def test_a_stranger_is_given_no_cookie() -> None:
    case = given.published()
    client = Client()
    for url in (LOG, record(case), pdf(case), reverse("home")):
        client.get(url)
    assert not client.cookies


def test_nothing_here_takes_a_post() -> None:
    case = given.published()
    for url in (LOG, record(case), pdf(case)):
        assert Client().post(url).status_code == 405

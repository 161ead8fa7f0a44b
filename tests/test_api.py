"""The log for programs: what the API tells, what it refuses, and that its description is true."""

from __future__ import annotations

import json
from datetime import date
from html import unescape
from typing import Any
from wsgiref.types import StartResponse

import pytest
import schemathesis
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse
from hypothesis import HealthCheck, settings
from hypothesis import given as over
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok

from requests_app.actions import publishing, review
from requests_app.actions import topics as verbs
from requests_app.models import FoiRequest, ResponseVersion
from requests_app.views.api.service import api
from tests import factories as given
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

RECORDS = "/api/v1/records"
PROBLEM = "application/problem+json"


def read(address: str, status: int = 200, **asked: str) -> Any:
    answer = Client().get(address, asked)
    assert answer.status_code == status, answer.text
    assert answer["Content-Type"].split(";")[0] == (
        PROBLEM if status >= 400 else "application/json"
    )
    return json.loads(answer.text)


def titles(**asked: str) -> list[str]:
    return [one["title"] for one in read(RECORDS, 200, **asked)["records"]]


def publish(title: str, on: date = date(2026, 10, 31), **options: Any) -> FoiRequest:
    case = given.approved(title=title, **options)
    given.make_documents(case)
    publishing.publish(case, on=on, by=given.carol(), at=given.AT)
    given.make_documents(case)
    return case


def refused(reference: str = "CAS-9") -> FoiRequest:
    """A published record with an exemption, its test and the annex."""
    given.particulars()
    case = given.received(reference=reference, title="Locks")
    first, *others = given.questions(case)
    given.answer(case, others)
    given.weighed(case, [given.claim(given.answer(case, [first], disposition="exempt_all"))])
    review.submit(case, by=given.alice(), at=given.AT)
    given.make_documents(case)
    digest = given.current(case).digest
    review.approve(case, digest=digest, comments={}, by=given.bob(), at=given.AT, restoring=True)
    publishing.publish(case, on=given.TODAY, by=given.carol(), at=given.AT, restoring=True)
    given.make_documents(case)
    return case


# --- lists -----------------------------------------------------------------------------


def test_records_are_searched_filtered_and_sorted_as_on_the_page() -> None:
    lights = publish("Street lights", reference="CAS-1", on=date(2025, 3, 1))
    publish("Road salt", text="1. How much salt?", reference="CAS-2")
    verbs.set_topics(lights, [given.topic()], by=given.alice(), at=given.AT)
    assert titles() == ["Road salt", "Street lights"]
    assert titles(sort="oldest") == ["Street lights", "Road salt"]
    assert titles(q="lights -salt") == titles(topic="street-lights") == ["Street lights"]
    assert titles(year="2026") == ["Road salt"]
    assert titles(year="1999") == titles(exemption="31") == []
    assert titles(outcome="", year="") == titles()
    (one,) = read(RECORDS, q="salt")["records"]
    assert one == {
        "reference": "CAS-2",
        "title": "Road salt",
        "month": "2026-10",
        "outcome": "Information provided",
        "exemptions": [],
        "topics": [],
        "snippet": [
            {"text": "How much ", "marked": False},
            {"text": "salt", "marked": True},
            {"text": "?", "marked": False},
        ],
        "address": "http://testserver/disclosure-log/cas-2/",
        "data": "http://testserver/api/v1/records/cas-2",
    }


def test_pages_lead_to_one_another_and_the_last_is_the_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("requests_app.search.searching.PAGE_SIZE", 1)
    publish("First", reference="CAS-1")
    publish("Second", reference="CAS-2")
    first = read(RECORDS, q="lights")
    assert (first["count"], first["pages"], first["previous"]) == (2, 2, None)
    assert first["next"] == "http://testserver/api/v1/records?q=lights&page=2"
    second = read(first["next"])
    assert (second["page"], second["next"]) == (2, None)
    assert second["records"][0]["title"] != first["records"][0]["title"]
    assert read(RECORDS, 404, page="3")["detail"] == "There is no page 3: the last one is 2."


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"year": "26"}, "year: Give a year of four digits, such as 2026."),
        ({"outcome": "lost"}, "outcome: There is no “lost”."),
        ({"exemption": "99"}, "exemption: There is no “99”."),
        ({"sort": "random"}, "sort: Input should be 'relevance', 'newest' or 'oldest'."),
        ({"page": "0"}, "page: Input should be greater than or equal to 1."),
        ({"page": "one"}, "page: Input should be a valid integer"),
        ({"topic": "a b"}, "topic: Give the slug of a topic"),
        ({"q": "x" * 301}, "q: String should have at most 300 characters."),
    ],
)
def test_a_wrong_parameter_is_named_and_not_left_out(asked: dict[str, str], says: str) -> None:
    told = read(RECORDS, 422, **asked)
    assert told["detail"].startswith(says)
    assert [one["parameter"] for one in told["parameters"]] == list(asked)
    assert (told["status"], told["type"]) == (422, "about:blank")


def test_a_topic_that_is_none_is_not_an_empty_list() -> None:
    assert read(RECORDS, 404, topic="nothing")["detail"] == "There is no topic “nothing”."


def test_what_can_be_asked_for_is_listed() -> None:
    publish("Street lights")
    given.topic()
    told = read("/api/v1/vocabulary")
    assert told["years"] == [2026]
    assert {"slug": "street-lights", "name": "Street lights"} in told["topics"]
    assert {"value": "31", "name": "Section 31: Law enforcement"} in told["exemptions"]
    for one in told["outcomes"]:
        read(RECORDS, outcome=one["value"])


# --- a record --------------------------------------------------------------------------


def test_a_record_tells_questions_answers_exemptions_and_annex() -> None:
    told = read(f"{RECORDS}/{refused().slug}")
    assert (told["reference"], told["month"], told["imported"]) == ("CAS-9", "2026-11", False)
    questions = [block for block in told["request"] if block["kind"] == "question"]
    assert questions[0]["text"] == "How many street lights do you have?"
    withheld = next(one for one in told["answers"] if one["questions"] == [questions[0]["key"]])
    assert withheld["disposition"] == "Withheld"
    assert withheld["claims"][0]["provision"] == "31(1)(a)"
    assert told["exemptions"] == ["31"]
    (section,) = told["annex"]
    assert section["wording"] == "What section 31(1)(a) says, in general."
    assert section["tests"][0]["conclusion"] == "maintain"
    assert told["document"]["address"] == "http://testserver/disclosure-log/cas-9/response.pdf"
    assert Client().get(told["document"]["address"])["ETag"] == f'"{told["document"]["sha256"]}"'
    assert told["authority"] == given.particulars().authority_name
    assert read(f"{RECORDS}/CAS-9") == told


def test_a_record_of_an_earlier_log_has_no_document_yet() -> None:
    case = given.from_earlier_log("CAS-3", "Lanterns", request="How many?", response="Nine.")
    told = read(f"{RECORDS}/{case.slug}")
    assert (told["imported"], told["document"]) == (True, None)
    assert told["answers"][0]["text"] == "Nine."


def test_nothing_of_the_requester_and_no_day_is_told() -> None:
    case = refused()
    answer = Client().get(f"{RECORDS}/{case.slug}")
    for hidden in (given.ROBIN.name, given.ROBIN.email, "2026-11-02T", "Alice", "2026-10-26"):
        assert hidden not in answer.text
    digest = ResponseVersion.objects.get(foi_request=case).digest
    # It is made from the day of receipt too, which could be found by trying days.
    assert digest not in answer.text
    assert "Last-Modified" not in answer


def test_a_withdrawn_record_is_gone_with_its_reason_and_what_replaces_it() -> None:
    case, other = publish("Secret", reference="CAS-1"), publish("Right", reference="CAS-2")
    address = f"{RECORDS}/{case.slug}"
    kept = Client().get(address)["ETag"]
    publishing.withdraw(
        case, reason="It was wrong.", replaced_by=other, by=given.carol(), at=given.AT
    )
    told = read(address, 410)
    assert told["detail"] == "This record was withdrawn. It was wrong."
    assert told["withdrawn"] == {
        "reference": "CAS-1",
        "title": "",
        "reason": "It was wrong.",
        "month": "2026-11",
        "replaced_by": {
            "reference": "CAS-2",
            "title": "Right",
            "address": "http://testserver/disclosure-log/cas-2/",
        },
    }
    assert Client().get(address, headers={"If-None-Match": kept}).status_code == 410
    assert read("/api/v1/corrections")["corrections"] == [told["withdrawn"]]
    (corrected,) = read(f"{RECORDS}/{other.slug}")["corrects"]
    assert corrected["reference"] == "CAS-1"
    assert titles() == ["Right"]


# --- how it is served ------------------------------------------------------------------


def test_what_did_not_change_is_not_sent_again() -> None:
    case = publish("Street lights")
    for address in (RECORDS, f"{RECORDS}/{case.slug}", "/api/v1/openapi.json", "/api/"):
        first = Client().get(address)
        again = Client().get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        assert not first.cookies
        assert "no-cache" in first["Cache-Control"]
        assert "public" in first["Cache-Control"]
    # It reads the same to whoever is signed in.
    mine = signed_in(given.alice()).get(RECORDS)
    assert mine["ETag"] == Client().get(RECORDS)["ETag"]
    assert Client().head(RECORDS)["ETag"] == mine["ETag"]
    assert Client().head(RECORDS).content == b""


def test_a_page_of_any_site_may_read_it_and_nothing_else() -> None:
    publish("Street lights")
    elsewhere = {"Origin": "https://journalist.example.org"}
    answer = Client().get(RECORDS, headers=elsewhere)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Expose-Headers"] == "ETag, Retry-After"
    assert "Access-Control-Allow-Credentials" not in answer
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    asked = {**elsewhere, "Access-Control-Request-Method": "GET"}
    before = Client().options(RECORDS, headers=asked)
    assert (before.status_code, before["Access-Control-Allow-Origin"]) == (200, "*")
    assert "if-none-match" in before["Access-Control-Allow-Headers"]
    for page in (reverse("disclosure-log"), reverse("login"), "/api/"):
        answer = Client().get(page, headers=elsewhere)
        assert "Access-Control-Allow-Origin" not in answer
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v1/records/cas-0", 404),
        ("GET", "/api/v1/records/..%2f..%2fhealthz", 404),
        ("GET", "/api/v2/records", 404),
        ("POST", RECORDS, 405),
        ("DELETE", f"{RECORDS}/cas-1", 405),
    ],
)
def test_every_error_is_a_problem_and_no_page(method: str, address: str, status: int) -> None:
    answer = Client(enforce_csrf_checks=True).generic(method, address)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert json.loads(answer.content)["status"] == status
    assert answer.has_header("Allow") == (status == 405)
    assert "no-store" in answer["Cache-Control"]


def test_what_fails_here_is_a_problem_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("of the database")

    monkeypatch.setattr("requests_app.views.api.records.years", fail)
    answer = Client(raise_request_exception=False).get("/api/v1/vocabulary")
    assert (answer.status_code, answer["Content-Type"]) == (500, PROBLEM)
    assert "database" not in answer.text
    answer = Client().get(RECORDS, headers={"Host": "elsewhere.example.org"})
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)


def test_it_costs_as_many_queries_however_much_there_is() -> None:
    case = refused()
    publish("Not alone")
    addresses = (RECORDS, f"{RECORDS}?q=lights", f"{RECORDS}/{case.slug}", "/api/v1/corrections")
    given.withdrawn(reference="CAS-8")
    few = {address: queries_of(Client(), address) for address in addresses}
    for number in range(3):
        publish(f"Another {number}")
        given.withdrawn(title=f"Gone {number}")
    assert {address: queries_of(Client(), address) for address in addresses} == few


def test_the_page_tells_of_every_address_and_its_parameters() -> None:
    page = Client().get("/api/").text
    described = read("/api/v1/openapi.json")
    for address, told in described["paths"].items():
        assert address in page
        for one in told["get"]["parameters"]:
            assert one["description"] in unescape(page), one["name"]
    assert "http://testserver/api/v1/openapi.json" in page
    assert 'href="/api/"' in Client().get("/disclosure-log/").text


# --- its description -------------------------------------------------------------------


def test_the_description_is_made_once() -> None:
    assert api.get_openapi_schema() is api.get_openapi_schema()


@pytest.fixture
def described() -> schemathesis.BaseSchema:
    """The API as it describes itself, with something to read in it."""
    refused("CAS-1")
    given.withdrawn(reference="CAS-2")
    given.topic()
    # A record that was withdrawn is gone, although its reference is as it should be.
    good = {"expected-statuses": ["2xx", "404", "410"]}
    told = SchemathesisConfig.from_dict({"checks": {"positive_data_acceptance": good}})
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", portal, config=told)


def portal(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
    """The portal as Django's own client asks it: the test's transaction outlives a request."""
    answer: Any = ClientHandler()(environ)
    start_response(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
    return [answer.content]


def test_the_description_is_true(described: schemathesis.BaseSchema) -> None:
    """Whatever it allows is answered as it says; whatever it does not allow is refused."""
    operations = [found.ok() for found in described.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) == 4
    for operation in operations:
        for mode in GenerationMode:
            if mode is GenerationMode.POSITIVE or operation.query:
                _asked(operation.as_strategy(generation_mode=mode))


def test_the_description_of_a_withdrawn_record_is_true(described: schemathesis.BaseSchema) -> None:
    operation = described["/api/v1/records/{slug}"]["GET"]
    operation.Case(path_parameters={"slug": "CAS-2"}).call_and_validate()


def _asked(cases: SearchStrategy[Any]) -> None:
    @over(cases)
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        case.call_and_validate()

    ask()

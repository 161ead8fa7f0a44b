"""The officers' work list over HTTP."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from requests_app.actions import publishing
from requests_app.gate.finding import Stage
from requests_app.workflow import Role
from tests import factories
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

URL = "/requests/"


@pytest.fixture
def alice() -> Client:
    return signed_in(factories.alice())


def page(client: Client, query: str = "") -> str:
    answer = client.get(URL + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_case_is_a_line_with_its_state_and_progress(alice: Client) -> None:
    case = factories.with_questions(3, title="Street lighting")
    factories.answer(case, factories.questions(case)[:1])
    shown = page(alice)
    assert case.reference in shown
    assert "Street lighting" in shown
    assert "Drafting" in shown
    assert "1 of 3 answered" in shown
    assert "26 Oct 2026" in shown
    # Twenty working days after Monday 26 October 2026.
    assert "23 Nov 2026" in shown


def test_an_answer_without_words_answers_nothing(alice: Client) -> None:
    case = factories.with_questions(3)
    factories.answer(case, text="", disposition="")
    assert "0 of 3 answered" in page(alice)


@pytest.mark.parametrize(("days_ago", "overdue"), [(60, True), (0, False)])
def test_what_is_late_is_marked(alice: Client, days_ago: int, *, overdue: bool) -> None:
    factories.received(received_on=localdate() - timedelta(days=days_ago))
    assert ("Overdue" in page(alice)) is overdue


def test_what_was_sent_is_not_late(alice: Client) -> None:
    case = factories.approved(received_on=date(2026, 1, 5))
    assert "Overdue" in page(alice)
    factories.give_reasons(case, Stage.SEND, day=localdate())
    publishing.record_sent(case, sent_on=localdate(), by=factories.carol(), at=factories.AT)
    shown = page(alice)
    assert "Overdue" not in shown
    assert "Sent" in shown


def test_a_year_without_known_holidays_gives_no_due_date(alice: Client) -> None:
    factories.received(received_on=date(2029, 12, 20))
    assert "Not known" in page(alice)


def test_search_finds_reference_and_title_in_any_case(alice: Client) -> None:
    factories.received(reference="CAS-84648-H4L3X0", title="Telephone contracts")
    factories.received(reference="FOI-1", title="Trees")
    for words in ("84648-h4", "telephone"):
        shown = page(alice, f"?q={words}")
        assert "CAS-84648-H4L3X0" in shown
        assert "FOI-1" not in shown


def test_filter_by_state(alice: Client) -> None:
    factories.received(title="Being drafted")
    factories.in_review(title="Being reviewed")
    shown = page(alice, "?state=in_review")
    assert "Being reviewed" in shown
    assert "Being drafted" not in shown


def test_filter_by_officer(alice: Client) -> None:
    factories.received(title="Of Alice")
    factories.received(title="Of Anna", by=factories.person("anna", Role.OFFICER))
    shown = page(alice, "?mine=on")
    assert "Of Alice" in shown
    assert "Of Anna" not in shown


@pytest.mark.parametrize("query", ["?state=nonsense", "?page=nonsense", "?page=99", "?q=%00"])
def test_a_query_that_makes_no_sense_is_no_error(alice: Client, query: str) -> None:
    factories.received()
    page(alice, query)


def test_nothing_found_and_nothing_there_are_told_apart(alice: Client) -> None:
    assert "There are no requests yet." in page(alice)
    assert "No request fits." in page(alice, "?q=nothing")


def test_fifty_to_a_page(alice: Client) -> None:
    for number in range(51):
        factories.with_questions(1, reference=f"FOI-{number:03}")
    first, second = page(alice), page(alice, "?page=2")
    assert first.count('class="govuk-link" href="/requests/foi-') == 50
    assert second.count('class="govuk-link" href="/requests/foi-') == 1
    assert "FOI-050" in second
    # The filters stay when the page is turned.
    assert "q=foi&amp;page=2" in page(alice, "?q=foi")


def test_only_an_officer_is_offered_a_new_request() -> None:
    for who, offered in ((factories.alice(), True), (factories.bob(), False)):
        assert (reverse("request-new") in page(signed_in(who))) is offered


def test_who_may_see_it(client: Client) -> None:
    assert client.get(URL)["Location"] == f"/accounts/login/?next={URL}"
    for who in (factories.dora(), factories.mallory()):
        assert signed_in(who).get(URL).status_code == 403
    assert signed_in(factories.alice()).post(URL).status_code == 405


def test_same_number_of_queries_for_ten_cases_more(alice: Client) -> None:
    factories.approved()
    one = queries_of(alice, URL)
    for _ in range(10):
        factories.approved()
    assert queries_of(alice, URL) == one

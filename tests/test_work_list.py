"""The officers' work list over HTTP."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from requests_app.actions import publishing
from requests_app.actions.base import Refused
from requests_app.gate.finding import Stage
from requests_app.models import FoiRequest
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
    assert ('red">Overdue' in page(alice)) is overdue


def test_what_was_sent_is_not_late(alice: Client) -> None:
    case = factories.approved(received_on=date(2026, 1, 5))
    assert 'red">Overdue' in page(alice)
    factories.give_reasons(case, Stage.SEND, day=localdate())
    publishing.record_sent(case, sent_on=localdate(), by=factories.carol(), at=factories.AT)
    shown = page(alice)
    assert 'red">Overdue' not in shown
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
    shown = page(alice, "?officer=me")
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


# --- headings ---------------------------------------------------------------------------


def headings(shown: str) -> list[tuple[str, str]]:
    return re.findall(r"<caption[^>]*>([^<]+): (\d+)</caption>", shown)


def due(day: date | None, reference: str, **told: object) -> FoiRequest:
    case = factories.received(reference=reference)
    FoiRequest.objects.filter(pk=case.pk).update(due_on=day, **told)
    return case


def test_what_presses_most_stands_first(alice: Client) -> None:
    today = localdate()
    due(today + timedelta(days=9), "FOI-LATER-2")
    due(today + timedelta(days=2), "FOI-LATER-1")
    due(None, "FOI-WAITING", waiting_for="clarification")
    due(today, "FOI-TODAY")
    due(today - timedelta(days=1), "FOI-LATE-2")
    due(today - timedelta(days=8), "FOI-LATE-1")
    factories.published(reference="FOI-DONE")
    shown = page(alice)
    order = re.findall(r">(FOI-[A-Z0-9-]+)</a>", shown)
    assert order == [
        "FOI-LATE-1", "FOI-LATE-2", "FOI-TODAY", "FOI-LATER-1", "FOI-LATER-2", "FOI-WAITING",
        "FOI-DONE",
    ]  # fmt: skip
    assert [count for _, count in headings(shown)] == ["2", "1", "2", "1", "1"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("overdue", ["FOI-LATE"]), ("today", ["FOI-TODAY"]), ("answered", []), ("nonsense", None)],
)
def test_one_heading_alone(alice: Client, query: str, expected: list[str] | None) -> None:
    due(localdate(), "FOI-TODAY")
    due(localdate() - timedelta(days=1), "FOI-LATE")
    found = re.findall(r">(FOI-[A-Z-]+)</a>", page(alice, f"?due={query}"))
    assert found == (["FOI-LATE", "FOI-TODAY"] if expected is None else expected)


def test_the_counts_keep_the_other_filters(alice: Client) -> None:
    due(localdate(), "FOI-TODAY")
    assert 'href="?q=foi&amp;due=today"' in page(alice, "?q=foi&page=1")


# --- officers and teams -----------------------------------------------------------------


def test_a_case_begins_in_the_only_team_of_its_officer(alice: Client) -> None:
    team = factories.team("Central", factories.alice())
    factories.received(reference="FOI-OURS")
    anna = factories.person("anna", Role.OFFICER)
    factories.received(reference="FOI-HERS", by=anna)
    shown = page(alice, f"?team={team.pk}")
    assert "FOI-OURS" in shown
    assert "FOI-HERS" not in shown
    assert "FOI-HERS" in page(alice, "?officer=anna")
    factories.team("Other", factories.alice())
    assert factories.received(reference="FOI-BOTH").team is None


def test_a_case_is_given_to_somebody_else_and_its_deadline_stays(alice: Client) -> None:
    case = factories.received()
    team = factories.team("Central")
    anna = factories.person("anna", Role.OFFICER, name="Anna")
    answer = alice.post(reverse("assign", args=[case.slug]), {"officer": anna.pk, "team": team.pk})
    assert answer.status_code == 302
    moved = FoiRequest.objects.get()
    assert (moved.officer, moved.team, moved.due_on) == (anna, team, case.due_on)
    assert "gave the case to another officer or team" in alice.get(answer["Location"]).text


def test_a_case_goes_to_an_officer_only(alice: Client) -> None:
    case = factories.received()
    shown = alice.post(reverse("assign", args=[case.slug]), {"officer": factories.bob().pk})
    assert "Officer: select one of the options" in shown.text
    assert FoiRequest.objects.get().officer == factories.alice()


def test_two_teams_have_two_names() -> None:
    team = factories.team("Central")
    client = signed_in(factories.eve())
    shown = client.post(reverse("team-new"), {"name": " Central "})
    assert "There is a team called Central already." in shown.text
    client.post(reverse("team", args=[team.pk]), {"name": "East", "members": factories.alice().pk})
    assert list(factories.alice().teams.values_list("name", flat=True)) == ["East"]


def test_a_reference_may_not_be_the_address_of_a_page() -> None:
    with pytest.raises(Refused, match="address of a page"):
        factories.received(reference="Teams")

"""The list of people and posts that may be named in public, and what the gate makes of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from requests_app.actions import naming
from requests_app.compiling import load_draft
from requests_app.gate.finding import Finding
from requests_app.gate.gathering import findings_of
from requests_app.gate.names import may_be_named
from requests_app.models import AuditEvent, DisclosablePerson
from requests_app.workflow import NotAllowed
from tests import factories
from tests.factories import AT, alice, dora, eve
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

PEOPLE = "/library/named-people/"
TODAY = localdate(AT)


@pytest.mark.parametrize(
    ("name", "text", "named", "may"),
    [
        ("Julian Muller", "Ask Julian Muller.", [("Julian Muller", "")], True),
        ("Mr Julian Muller", "Ask Mr Julian Muller.", [("julian muller", "Head of IT")], True),
        ("Julian Muller", "Ask Julian Muller.", [("Dr Julian Muller", "")], True),
        ("Julian Muller", "Ask Julian Muller.", [("Julia Muller", "")], False),
        ("Julian Muller", "The Head of IT is Julian Muller.", [("", "Head of IT")], True),
        ("Julian Muller", "The Head of IT left. Ask Julian Muller.", [("", "Head of IT")], False),
        ("Julian Muller", "The Head of Italy is Julian Muller.", [("", "Head of IT")], False),
        ("Julian Muller", "Ask Julian Muller.", [], False),
    ],
)
def test_who_may_be_named(name: str, text: str, named: list[tuple[str, str]], may: bool) -> None:
    assert may_be_named(name, text, named) is may


def said(day: date = TODAY, text: str = "Ask Julian Muller about it.") -> list[Finding]:
    factories.particulars()
    case = factories.with_questions(1)
    factories.answer(case, text=text)
    found = findings_of(load_draft(case), day=day)
    return [row for row in found if row.rule == "PUB-02"]


class TestGate:
    def test_name_that_is_not_on_the_list_stops_the_response(self) -> None:
        (finding,) = said()
        assert finding.blocks
        assert "Julian Muller, who is not on the list" in finding.message

    def test_name_on_the_list_passes(self) -> None:
        factories.may_be_named("Julian Muller", "Head of IT Operations")
        assert said() == []

    def test_name_beside_a_listed_post_passes(self) -> None:
        factories.may_be_named(post="Head of IT Operations")
        assert said(text="The Head of IT Operations is Julian Muller.") == []

    def test_list_is_that_of_the_day(self) -> None:
        row = factories.may_be_named("Julian Muller", since=TODAY)
        naming.retire_person(row, on=TODAY + timedelta(days=9), reason="Left.", by=dora(), at=AT)
        assert len(said(TODAY - timedelta(days=1))) == 1
        assert said(TODAY + timedelta(days=8)) == []
        assert len(said(TODAY + timedelta(days=9))) == 1


class TestList:
    def test_editor_adds_and_takes_off(self) -> None:
        client = signed_in(dora())
        told = {"name": "Anna Muller", "post": "Chief officer", "reason": "Speaks in public."}
        since = {"since_day": "5", "since_month": "1", "since_year": "2026"}
        assert client.post(f"{PEOPLE}new/", {**told, **since}).status_code == 302
        row = DisclosablePerson.objects.get()
        assert (row.name, row.since, row.added_by) == ("Anna Muller", date(2026, 1, 5), dora())
        assert "Anna Muller" in client.get(PEOPLE).text
        ends = {"on_day": "6", "on_month": "1", "on_year": "2026", "reason": "Left."}
        assert client.post(reverse("nameable-retire", args=[row.pk]), ends).status_code == 302
        page = client.get(PEOPLE).text
        assert "Not to be named any more (1)" in page
        assert [event.verb for event in AuditEvent.objects.order_by("pk")] == [
            "person_may_be_named",
            "person_not_to_be_named",
        ]

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"name": "", "post": ""}, "name"),
            ({"reason": ""}, "reason"),
            ({"since_day": "31", "since_month": "2"}, "since"),
            ({"name": "Anna \u202e Muller"}, "name"),
        ],
    )
    def test_bad_input_stays_on_the_page(self, told: dict[str, str], field: str) -> None:
        typed = {"name": "Anna Muller", "post": "", "reason": "Speaks in public.",
                 "since_day": "5", "since_month": "1", "since_year": "2026"}  # fmt: skip
        answer = signed_in(eve()).post(f"{PEOPLE}new/", {**typed, **told})
        assert answer.status_code == 200
        assert "There is a problem" in answer.text
        assert list(answer.context["form"].errors) == [field]
        assert not DisclosablePerson.objects.exists()

    def test_anybody_else_is_told_who_keeps_it(self) -> None:
        row = factories.may_be_named("Anna Muller")
        for url in (f"{PEOPLE}new/", reverse("nameable-retire", args=[row.pk])):
            answer = signed_in(alice()).post(url)
            assert answer.status_code == 403
            assert "the role library editor or administrator may change the list" in answer.text
        with pytest.raises(NotAllowed):
            naming.retire_person(row, on=TODAY, reason="Left.", by=alice(), at=AT)

    def test_nobody_is_taken_off_twice(self) -> None:
        row = factories.may_be_named("Anna Muller")
        naming.retire_person(row, on=TODAY, reason="Left.", by=dora(), at=AT)
        ends = {"on_day": "6", "on_month": "1", "on_year": "2026", "reason": "Left."}
        answer = signed_in(dora()).post(reverse("nameable-retire", args=[row.pk]), ends)
        assert "They are taken off the list already." in answer.text

    def test_page_costs_the_same_whatever_its_length(self) -> None:
        factories.may_be_named("Anna Muller")
        client = signed_in(alice())
        before = queries_of(client, PEOPLE)
        for number in range(10):
            row = factories.may_be_named(f"Anna Number{number}")
            naming.retire_person(row, on=TODAY, reason="Left.", by=dora(), at=AT)
        assert queries_of(client, PEOPLE) == before

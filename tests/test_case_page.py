"""The page of a case: what is to do, what is missing, who may do what, what was done."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

import requests_app
from requests_app.actions import publishing
from requests_app.gate.finding import Stage
from requests_app.models import AuditEvent, FoiRequest
from requests_app.views.timeline import PHRASES, entries
from requests_app.workflow import Role
from tests import factories
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> Client:
    return signed_in(factories.alice())


def page(client: Client, case: FoiRequest) -> str:
    answer = client.get(reverse("request", args=[case.slug]))
    assert answer.status_code == 200
    return answer.content.decode()


def tasks(shown: str) -> dict[str, str]:
    """The lines of the task list with their states."""
    name = r'task-list__name-and-hint">(.*?)</div>'
    state = r'<div class="govuk-task-list__status"[^>]*>(.*?)</div>'
    lines = re.findall(rf"{name}\s*{state}", shown, re.DOTALL)
    plain = [[re.sub(r"<[^>]+>", "", part).strip() for part in line] for line in lines]
    return {name: state for name, state in plain}  # noqa: C416


class TestSummary:
    def test_says_who_asked_what_when_and_until_when(self, alice: Client) -> None:
        shown = page(alice, factories.received(reference="FOI-7"))
        for said in ("FOI-7", "Street lighting", "26 October 2026", "23 November 2026",
                     "Robin Sample", "robin.sample@example.org", "1 Nowhere"):  # fmt: skip
            assert said in shown

    def test_goes_without_a_requester(self, alice: Client) -> None:
        assert "Not recorded" in page(alice, factories.received(requester=None))

    def test_what_is_late_is_marked_until_it_is_sent(self, alice: Client) -> None:
        case = factories.approved(received_on=date(2026, 1, 5))
        assert "Overdue" in page(alice, case)
        factories.give_reasons(case, Stage.SEND, day=date(2026, 11, 2))
        publishing.record_sent(
            case, sent_on=date(2026, 11, 2), by=factories.alice(), at=factories.AT
        )
        assert "Overdue" not in page(alice, case)


class TestTasks:
    @pytest.fixture(autouse=True)
    def particulars(self, db: None) -> None:
        factories.particulars()

    def test_of_a_new_case(self, alice: Client) -> None:
        assert tasks(page(alice, factories.with_questions(3))) == {
            "Check the split": "3 questions found",
            "Answer the questions": "0 of 3 answered",
            "Record the facts of the case": "0 facts recorded",
            "Weigh the public interest": "Nothing to weigh",
            "Order the annex": "No exemption is claimed",
            "Check the outcome": "Not decided yet",
            "Submit for review": "3 things missing",
        }

    def test_of_a_case_that_is_complete_but_for_its_test(self, alice: Client) -> None:
        case = factories.with_questions(1)
        factories.claim(factories.answer(case, disposition="exempt_all"))
        assert tasks(page(alice, case)) == {
            "Check the split": "1 question found",
            "Answer the questions": "1 of 1 answered",
            "Record the facts of the case": "1 fact recorded",
            "Weigh the public interest": "1 claim to weigh",
            "Order the annex": "1 section in the order of the Act",
            "Check the outcome": "No information provided",
            "Submit for review": "1 thing missing",
        }

    def test_of_a_case_that_is_ready(self, alice: Client) -> None:
        case = factories.with_questions(1)
        row = factories.answer(case, disposition="exempt_all")
        factories.weighed(case, [factories.claim(row)])
        found = tasks(page(alice, case))
        assert found["Weigh the public interest"] == "Weighed"
        assert found["Submit for review"] == "Ready"

    def test_of_a_request_without_a_question(self, alice: Client) -> None:
        case = factories.with_questions(1)
        factories.mark(factories.questions(case)[0], "context")
        found = tasks(page(alice, case))
        assert found["Check the split"] == "1 to mend"

    def test_are_for_officers(self) -> None:
        case = factories.received()
        shown = page(signed_in(factories.bob()), case)
        assert tasks(shown) == {}
        assert reverse("split", args=[case.slug]) not in shown
        assert "has no answer yet" in shown


def test_every_finding_leads_to_a_page_that_is_there(alice: Client) -> None:
    """What is missing, of every kind that one case can have, each link followed."""
    case = factories.with_questions(4, title="Robin Sample asks")
    one, two, three, _ = factories.questions(case)
    factories.answer(case, [one], text="", disposition="")
    factories.answer(case, [two], text="Ask Robin Sample.", disposition="disclosed")
    row = factories.answer(case, [three], disposition="exempt_all")
    factories.claim(row, "31(1)(a)", reason="", likelihood="")
    weak = factories.claim(row, "31(1)(b)")
    factories.weighed(case, [weak], reasons="", for_disclosure=[])
    shown = page(alice, case)
    start = shown.index('id="missing"')
    end = shown.index("What was done", start)
    links = re.findall(r'<a class="govuk-link" href="([^"]+)"', shown[start:end])
    assert len(links) >= 8
    for link in links:
        address, _, anchor = link.replace("&amp;", "&").partition("#")
        answer = alice.get(address)
        assert answer.status_code == 200, link
        assert not anchor or f'id="{anchor}"' in answer.content.decode(), link


STEPS = {
    "submit": ("drafting", {"alice"}),
    "recall": ("in_review", {"alice"}),
    "version": ("in_review", {"bob"}),
    "sent": ("approved", {"alice", "carol"}),
    "publish": ("approved", {"carol"}),
    "reopen": ("approved", {"alice"}),
    "withdraw": ("published", {"carol"}),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("who", ["alice", "bob", "carol", "eve"])
def test_who_is_offered_which_step(step: str, who: str) -> None:
    state, offered_to = STEPS[step]
    case = {
        "drafting": factories.complete,
        "in_review": factories.in_review,
        "approved": factories.approved,
        "published": factories.published,
    }[state]()
    person: User = getattr(factories, who)()
    shown = page(signed_in(person), case)
    if step == "version":
        offered = "Review version 1" in shown
    else:
        offered = reverse(step, args=[case.slug]) in shown
    assert offered is (who in offered_to)


def test_what_was_withdrawn_is_told(alice: Client) -> None:
    shown = page(alice, factories.withdrawn())
    assert "was withdrawn from the log" in shown
    assert "It was published too early." in shown
    assert reverse("reopen", args=[FoiRequest.objects.get().slug]) in shown


def test_versions_are_listed_with_what_became_of_them(alice: Client) -> None:
    case = factories.returned()
    shown = page(alice, case)
    assert reverse("version", args=[case.slug, 1]) in shown
    assert "returned with comments by Bob" in shown


def test_a_post_is_refused(alice: Client) -> None:
    case = factories.received()
    assert alice.post(reverse("request", args=[case.slug])).status_code == 405


def test_same_number_of_queries_for_a_longer_case(alice: Client) -> None:
    def url_of_case(questions: int) -> str:
        case = factories.with_questions(questions)
        for question in factories.questions(case):
            row = factories.answer(case, [question], disposition="exempt_all")
            factories.weighed(case, [factories.claim(row)])
        return reverse("request", args=[case.slug])

    assert queries_of(alice, url_of_case(2)) == queries_of(alice, url_of_case(12))


class TestTimeline:
    def event(self, verb: str, who: str = "alice", day: int = 2, **detail: object) -> AuditEvent:
        person = factories.person(who, Role.OFFICER, name=who.capitalize())
        at = datetime(2026, 11, day, 12, tzinfo=UTC)
        return AuditEvent(verb=verb, actor=person, at=at, detail=detail)

    def told(self, *events: AuditEvent) -> list[str]:
        """The entries, latest first, as one line each."""
        lines = []
        for entry in entries(reversed(events)):
            parts = ", ".join(f"{phrase} x{times}" for phrase, times in entry.parts)
            lines.append(f"{entry.who} {entry.phrase}" + (f": {parts}" if parts else ""))
        return lines

    def test_a_day_of_drafting_is_one_entry(self) -> None:
        assert self.told(
            self.event("received"),
            self.event("answered"),
            self.event("answer_saved"),
            self.event("answer_saved"),
            self.event("claimed", provision="21(1)"),
            self.event("submitted", version=1),
        ) == [
            "Alice submitted version 1 for review",
            (
                "Alice worked on the draft: put questions under an answer x1, "
                "wrote an answer x2, claimed section 21(1) x1"
            ),
            "Alice received the request",
        ]

    def test_another_day_and_another_person_are_entries_of_their_own(self) -> None:
        assert self.told(
            self.event("answer_saved", day=2),
            self.event("answer_saved", day=3),
            self.event("answer_saved", "anna", day=3),
        ) == [
            "Anna worked on the draft: wrote an answer x1",
            "Alice worked on the draft: wrote an answer x1",
            "Alice worked on the draft: wrote an answer x1",
        ]

    def test_a_deed_without_words_is_shown_by_its_name(self) -> None:
        assert self.told(self.event("shredded_twice")) == ["Alice shredded twice"]

    def test_a_detail_that_an_older_row_lacks_is_a_dash(self) -> None:
        assert self.told(self.event("approved")) == ["Alice approved version –"]

    def test_there_are_words_for_every_deed_of_a_case(self) -> None:
        """Every verb that the code records for a case has its phrase."""
        folder = Path(requests_app.__file__).parent
        recorded = {
            verb
            for source in folder.rglob("*.py")
            for verb in re.findall(r'record\(\s*(?:row|case),\s*"(\w+)"', source.read_text())
        }
        assert len(recorded) > 15
        assert recorded <= PHRASES.keys()

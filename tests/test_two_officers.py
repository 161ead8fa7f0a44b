"""Two officers at the same case: facts, the outcome, the order of the annex. The second is told."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from requests_app.actions import arranging, recording
from requests_app.models import Answer, AuditEvent, Claim, FoiRequest
from requests_app.outcome import OutcomeCode
from requests_app.workflow import Role
from tests import factories
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> Client:
    return signed_in(factories.alice())


@pytest.fixture
def alan() -> Client:
    return signed_in(factories.person("alan", Role.OFFICER, name="Alan"))


@pytest.fixture
def zoe() -> Client:
    return signed_in(factories.person("zoe", Role.OFFICER, name="Zoe"))


def hidden(client: Client, url: str, *names: str) -> dict[str, list[str]]:
    """What the page carries of what it shows."""
    page = client.get(url).content.decode()
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    told: dict[str, list[str]] = {}
    for name, value in found:
        if name in names:
            told.setdefault(name, []).append(value.replace("&quot;", '"'))
    assert set(told) == set(names)
    return told


class TestFacts:
    """Both opened the page; Alan saves first."""

    @pytest.fixture
    def case(self) -> FoiRequest:
        case = factories.with_questions(1)
        factories.claim(factories.answer(case, disposition="exempt_all"))
        return case

    def both(self, alice: Client, alan: Client, url: str, **of_alan: object) -> dict[str, object]:
        """What Alice's page carried before Alan saved."""
        seen = hidden(alice, url, "seen")
        assert alan.post(url, hidden(alan, url, "seen") | of_alan).status_code == 302
        return dict(seen)

    def facts_of(self, row: recording.Row) -> dict[str, str]:
        row.refresh_from_db()
        return dict(row.facts)

    @pytest.mark.parametrize("what", ["claim", "answer", "test", "case"])
    def test_who_wrote_something_else_last_is_not_named(
        self, alice: Client, alan: Client, zoe: Client, case: FoiRequest, what: str
    ) -> None:
        row, url, name = WHERE[what](case)
        told = recording.recorded_of(row)
        theirs, mine = two_others(name, told)
        seen = self.both(alice, alan, url, **told | {name: theirs})
        record_elsewhere(zoe, case, besides=what)
        page = alice.post(url, {**seen, **told, name: mine}).content.decode()
        assert "Saved by Alan" in page

    @pytest.mark.parametrize("what", ["claim", "answer", "test", "case"])
    def test_the_second_sees_both_and_loses_neither(
        self, alice: Client, alan: Client, case: FoiRequest, what: str
    ) -> None:
        row, url, name = WHERE[what](case)
        told = recording.recorded_of(row)
        theirs, mine = two_others(name, told)
        seen = self.both(alice, alan, url, **told | {name: theirs})
        answer = alice.post(url, {**seen, **told, name: mine})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Somebody else saved this record meanwhile" in page
        assert "Saved by Alan" in page
        assert self.facts_of(row)[name] == theirs
        again = dict(re.findall(r'name="(seen)" value="([^"]*)"', page))
        again["seen"] = again["seen"].replace("&quot;", '"')
        assert alice.post(url, {**again, **told, name: mine}).status_code == 302
        assert self.facts_of(row).get(name, "") == mine

    def test_words_stand_side_by_side_and_both_go_into_the_form(
        self, alice: Client, alan: Client, case: FoiRequest
    ) -> None:
        row, url, name = WHERE["claim"](case)
        told = {**row.facts}
        seen = self.both(alice, alan, url, **told | {name: "The old locks are weak."})
        answer = alice.post(url, {**seen, **told, name: "The new locks are weak."})
        page = answer.content.decode()
        assert "<del>old </del>" in page
        assert "<ins>new </ins>" in page
        fresh = answer.context["facts_form"]["seen"].value()
        both = answer.context["facts_met"].both
        sent = {**told, "seen": fresh, name: "The new locks are weak.", "both": both}
        shown = alice.post(url, sent).context["facts_form"][name].value()
        assert shown == "The old locks are weak.; The new locks are weak.", "one line, one box"
        assert self.facts_of(row)[name] == "The old locks are weak."

    def test_what_the_second_left_alone_stays_as_the_first_has_it(
        self, alice: Client, alan: Client, case: FoiRequest
    ) -> None:
        """Each changed another fact: nobody need be asked, and nothing is written over."""
        row, url, name = WHERE["claim"](case)
        other = next(one for one in row.facts if one != name)
        told = {**row.facts}
        seen = self.both(alice, alan, url, **told | {name: "The locks are weak."})
        changed = {"yes": "no", "no": "yes"}.get(told[other], "Of the yard.")
        assert alice.post(url, {**seen, **told, other: changed}).status_code == 302
        now = self.facts_of(row)
        assert (now[name], now[other]) == ("The locks are weak.", changed)

    def test_what_is_not_asked_any_more_is_not_lost(self, alice: Client, alan: Client) -> None:
        """Alan's answer takes a question off the page on which Alice is answering it."""
        case = factories.with_questions(1)
        row = factories.claim(factories.answer(case, disposition="exempt_all"), "40(2)")
        factories.record(row, {"special_category": "yes"})
        url = reverse("claim-facts", args=[case.slug, row.pk])
        told = recording.recorded_of(row) | {"special_category_condition": ""}
        seen = self.both(alice, alan, url, **told | {"special_category": "no"})
        mine = {"special_category_condition": "consent"}
        assert alice.post(url, {**seen, **told, **mine}).status_code == 302
        now = self.facts_of(row)
        assert now["special_category"] == "no"
        assert now["special_category_condition"] == mine["special_category_condition"]

    def test_in_the_page_of_a_claim_they_come_as_a_part_of_it(
        self, alice: Client, alan: Client, case: FoiRequest
    ) -> None:
        row, url, name = WHERE["claim"](case)
        seen = self.both(alice, alan, url, **row.facts | {name: "The old locks."})
        there = f"http://testserver{reverse('claim', args=[case.slug, row.pk])}"
        part = alice.post(
            url,
            {**seen, **row.facts, name: "The new locks."},
            headers={"HX-Request": "true", "HX-Current-URL": there},
        )
        page = part.content.decode()
        assert part.status_code == 409
        assert "<html" not in page
        assert part["HX-Reswap"] == "innerHTML show:top"
        assert f'href="{reverse("claim", args=[case.slug, row.pk])}">Take theirs</a>' in page

    def test_who_changes_nothing_records_nothing(self, alice: Client, case: FoiRequest) -> None:
        row, url, _ = WHERE["claim"](case)
        before = AuditEvent.objects.count()
        assert alice.post(url, hidden(alice, url, "seen") | row.facts).status_code == 302
        assert AuditEvent.objects.count() == before

    @pytest.mark.parametrize("seen", ["", "[]", "{", '{"harm": 1}', '{"moon": "x"}'])
    def test_a_page_that_tells_nothing_of_what_it_showed_is_taken_as_before(
        self, alice: Client, case: FoiRequest, seen: str
    ) -> None:
        row, url, name = WHERE["case"](case)
        assert alice.post(url, {"seen": seen, name: "yes"}).status_code == 302
        assert self.facts_of(row)[name] == "yes"


Where = tuple[recording.Row, str, str]


def _claim(case: FoiRequest) -> Where:
    row = Claim.objects.get(answer__foi_request=case)
    return row, reverse("claim-facts", args=[case.slug, row.pk]), "harm"


def _answer(case: FoiRequest) -> Where:
    row = Answer.objects.get(foi_request=case)
    return row, reverse("answer-facts", args=[case.slug, row.pk]), "redaction_considered"


def _test(case: FoiRequest) -> Where:
    factories.weighed(case, [Claim.objects.get(answer__foi_request=case)])
    test = Claim.objects.get(answer__foi_request=case).test
    assert test is not None
    return test, reverse("test-facts", args=[case.slug, test.pk]), "blind_to_requester"


def _case(case: FoiRequest) -> Where:
    return case, reverse("case-facts", args=[case.slug]), "dataset"


WHERE: dict[str, Callable[[FoiRequest], Where]] = {
    "claim": _claim,
    "answer": _answer,
    "test": _test,
    "case": _case,
}
VALUES = {
    "harm": ("tell burglars of the old locks", "tell burglars of the new locks"),
    "redaction_considered": ("given", "not_possible", "all_exempt"),
    "blind_to_requester": ("yes", "no", ""),
    "dataset": ("yes", "no", ""),
}


def two_others(name: str, told: dict[str, str]) -> list[str]:
    """What the two officers say: neither is what is recorded already."""
    return [one for one in VALUES[name] if one != told.get(name, "")][:2]


def record_elsewhere(client: Client, case: FoiRequest, *, besides: str) -> None:
    """Somebody records a fact of another row of the case."""
    row, url, name = WHERE["answer" if besides == "case" else "case"](case)
    told = recording.recorded_of(row)
    value = two_others(name, told)[0]
    assert client.post(url, hidden(client, url, "seen") | told | {name: value}).status_code == 302


class TestOutcome:
    @pytest.fixture
    def case(self) -> FoiRequest:
        return factories.complete()

    def told(self, reason: str) -> dict[str, object]:
        return {"code": OutcomeCode.PARTIALLY_WITHHELD.value, "reason": reason}

    def test_the_second_sees_both_reasons_and_loses_neither(
        self, alice: Client, alan: Client, case: FoiRequest
    ) -> None:
        url = reverse("outcome", args=[case.slug])
        opened = hidden(alice, url, "seen", "kept")
        alan.post(url, hidden(alan, url, "seen") | self.told("An old table was cut short."))
        answer = alice.post(url, opened | self.told("A new table was cut short."))
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Saved by Alan" in page
        assert "<ins>" in page
        assert "A new table was cut short.</textarea>" in page
        case.refresh_from_db()
        assert case.outcome_reason == "An old table was cut short."
        assert "You have text that was not saved" in alice.get(url).content.decode()
        both = alice.post(url, opened | self.told("A new table was cut short.") | {"both": "1"})
        shown = both.content.decode()
        assert "An old table was cut short.\n\nA new table was cut short.</textarea>" in shown
        again = self.told("Two tables.") | {"seen": both.context["form"]["seen"].value()}
        assert alice.post(url, again).status_code == 302
        case.refresh_from_db()
        assert case.outcome_reason == "Two tables."

    def test_the_same_words_meet_nothing(
        self, alice: Client, alan: Client, case: FoiRequest
    ) -> None:
        url = reverse("outcome", args=[case.slug])
        opened = hidden(alice, url, "seen")
        alan.post(url, hidden(alan, url, "seen") | self.told("A table was cut short."))
        assert alice.post(url, opened | self.told("A table was cut short. ")).status_code == 302


class TestOrder:
    @pytest.fixture
    def case(self) -> FoiRequest:
        case = factories.with_questions(3)
        cites = ("40(2)", "31(1)(a)", "21")
        for question, cite in zip(factories.questions(case), cites, strict=True):
            factories.claim(factories.answer(case, [question], disposition="exempt_all"), cite)
        return case

    def order(self, case: FoiRequest) -> list[str]:
        case.refresh_from_db()
        return [cite.partition(" ")[0] for cite in case.annex_order]

    def test_the_second_sees_both_and_takes_one(
        self, alice: Client, alan: Client, case: FoiRequest
    ) -> None:
        url = reverse("annex", args=[case.slug])
        opened = hidden(alice, url, "seen", "order")
        alan.post(url, hidden(alan, url, "seen", "order") | {"down": "21(1)"})
        answer = alice.post(url, opened | {"up": "40(2) with 40(3A)(a)"})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Somebody else changed the order meanwhile" in page
        assert "Saved by Alan" in page
        assert self.order(case) == ["31(1)(a)", "21(1)", "40(2)"]
        assert [one.provision.partition(" ")[0] for one in answer.context["mine"]] == [
            *("21(1)", "40(2)", "31(1)(a)")
        ]
        form = page[page.index('<h3 class="govuk-heading-s">Yours') : page.index("Take yours")]
        taken: dict[str, list[str]] = {}
        for name, value in re.findall(r'name="(seen|order)" value="([^"]*)"', form):
            taken.setdefault(name, []).append(value)
        assert alice.post(url, taken).status_code == 302
        assert self.order(case) == ["21(1)", "40(2)", "31(1)(a)"]

    def test_who_wrote_something_else_last_is_not_named(
        self, alice: Client, alan: Client, zoe: Client, case: FoiRequest
    ) -> None:
        url = reverse("annex", args=[case.slug])
        opened = hidden(alice, url, "seen", "order")
        alan.post(url, hidden(alan, url, "seen", "order") | {"down": "21(1)"})
        record_elsewhere(zoe, case, besides="annex")
        page = alice.post(url, opened | {"up": "40(2) with 40(3A)(a)"}).content.decode()
        assert "Saved by Alan" in page

    def test_who_takes_it_back_to_the_act_is_told_too(
        self, alice: Client, alan: Client, case: FoiRequest
    ) -> None:
        url = reverse("annex", args=[case.slug])
        alice.post(url, {"down": "21(1)"})
        opened = hidden(alice, url, "seen", "order")
        alan.post(url, hidden(alan, url, "seen", "order") | {"down": "21(1)"})
        page = alice.post(url, opened | {"reset": "1"})
        assert page.status_code == 409
        form = page.content.decode().partition("Take theirs")[2].partition("Take yours")[0]
        assert 'name="reset"' in form

    def test_a_claim_made_meanwhile_is_no_other_order(
        self, alice: Client, case: FoiRequest
    ) -> None:
        url = reverse("annex", args=[case.slug])
        opened = hidden(alice, url, "seen", "order")
        factories.claim(Answer.objects.filter(foi_request=case).latest("pk"), "43(2)")
        assert alice.post(url, opened | {"down": "21(1)"}).status_code == 302
        assert self.order(case) == ["31(1)(a)", "21(1)", "40(2)"]

    def test_without_the_digest_the_second_would_write_over_the_first(
        self, alice: Client, alan: Client, case: FoiRequest
    ) -> None:
        """The control: the page's word of what it showed is what tells."""
        url = reverse("annex", args=[case.slug])
        opened = hidden(alice, url, "order")
        alan.post(url, hidden(alan, url, "seen", "order") | {"down": "21(1)"})
        assert alice.post(url, opened | {"up": "40(2) with 40(3A)(a)"}).status_code == 302
        assert self.order(case) == ["21(1)", "40(2)", "31(1)(a)"]


def test_verbs_without_a_page_write_as_they_are_told() -> None:
    case, by, at = factories.complete(), factories.alice(), factories.AT
    arranging.order_annex(case, cites=["21"], by=by, at=at)
    arranging.order_annex(case, cites=[], by=by, at=at)
    case.refresh_from_db()
    assert case.annex_order == []


class TestGuidedStep:
    def test_the_second_sees_both_and_loses_neither(self, alice: Client, alan: Client) -> None:
        case = factories.with_questions(1)
        row = factories.claim(factories.answer(case, disposition="exempt_all"))
        url = reverse("claim-step", args=[case.slug, row.pk, "interest"])
        opened = hidden(alice, url, "seen")
        alan.post(url, hidden(alan, url, "seen") | {"interest": "the old depot"})
        answer = alice.post(url, opened | {"interest": "the new depot"})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "<del>old </del>" in page
        assert "<ins>new </ins>" in page
        row.refresh_from_db()
        assert row.facts["interest"] == "the old depot"
        fresh = {"seen": answer.context["form"]["seen"].value(), "interest": "the new depot"}
        both = alice.post(url, fresh | {"both": "1"}).context["form"]["interest"].value()
        assert both == "the old depot; the new depot"
        assert alice.post(url, fresh).status_code == 302
        row.refresh_from_db()
        assert row.facts["interest"] == "the new depot"

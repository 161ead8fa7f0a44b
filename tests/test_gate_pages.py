"""The gate on pages: what is missing, the facts it asks for, and reasons to go on."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from requests_app.actions import publishing, recording, review
from requests_app.actions.base import Refused
from requests_app.gate.finding import Stage
from requests_app.gate.versions import findings_of_version, frozen_dossier
from requests_app.models import Acknowledgement, Answer, Claim, FoiRequest, VersionDossier
from requests_app.workflow import NotAllowed, WrongState
from tests import factories
from tests.factories import AT, alice, carol
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return signed_in(alice())


@pytest.fixture(autouse=True)
def authority(db: None) -> None:
    factories.particulars()


def withheld(count: int = 1) -> FoiRequest:
    """A case whose answers are withheld and lack what the law asks of their claims."""
    case = factories.with_questions(count)
    for block in factories.questions(case):
        row = factories.answer(case, [block], disposition="exempt_all")
        made = factories.claim(row)
        factories.weighed(case, [made], reasons=f"It outweighs, for the doors of house {block.pk}.")
    return case


def bare(row: recording.Row, *names: str) -> None:
    factories.record(row, dict.fromkeys(names, ""))


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


class TestWhatIsMissing:
    def test_blocks_and_warnings_differ_in_words_and_not_in_colour_alone(
        self, client: Client
    ) -> None:
        case = withheld()
        bare(case, "documents_kept")
        drop_likelihood()
        shown = page(client, "request", case.slug)
        assert ">Must be mended</strong>" in shown
        assert ">Mend, or say why not</strong>" in shown
        assert "1 to mend" in shown
        assert "1 to mend or give a reason for" in shown

    def test_groups_of_many_answers_are_folded(self, client: Client) -> None:
        case = withheld(6)
        for row in Claim.objects.all():
            bare(row, "causal_link")
        shown = page(client, "request", case.slug)
        groups = re.findall(r'<details class="govuk-details app-gate__group"( open)?>', shown)
        assert groups == [" open", *[""] * 5]

    def test_costs_the_same_whatever_the_number_of_answers(self, client: Client) -> None:
        few, many = withheld(2), withheld(8)
        for name in ("request", "submit"):
            address = [reverse(name, args=[case.slug]) for case in (few, many)]
            assert queries_of(client, address[0]) == queries_of(client, address[1])

    def test_page_of_an_answer_shows_its_own(self, client: Client) -> None:
        case = withheld(2)
        first, second = Answer.objects.order_by("pk")
        bare(first, "redaction_considered")
        sentence = "Record whether it would be enough to take something out."
        assert sentence in page(client, "answer", case.slug, first.pk)
        assert sentence not in page(client, "answer", case.slug, second.pk)


def hidden(shown: str) -> dict[str, str]:
    """Which warning the form on a page answers."""
    return dict(re.findall(r'type="hidden" name="(rule|digest|stage)" value="([^"]+)"', shown))


def drop_likelihood() -> None:
    Claim.objects.update(likelihood="")


class TestFacts:
    def test_are_saved_and_lead_back(self, client: Client) -> None:
        case = withheld()
        row = Claim.objects.get()
        url = reverse("claim-facts", args=[case.slug, row.pk])
        answer = client.post(url, {**row.facts, "harm": "help burglars"})
        assert answer["Location"] == reverse("answer", args=[case.slug, row.answer_id])
        row.refresh_from_db()
        assert row.facts["harm"] == "help burglars"

    def test_a_further_question_is_asked_at_once(self, client: Client) -> None:
        case = factories.with_questions(1)
        row = factories.claim(factories.answer(case, disposition="exempt_all"), "40(2)")
        url = reverse("claim-facts", args=[case.slug, row.pk])
        answer = client.post(url, {**row.facts, "special_category": "yes"})
        assert answer["Location"] == url
        assert 'name="special_category_condition"' in page(client, "claim-facts", case.slug, row.pk)

    def test_come_back_as_a_fragment_to_htmx(self, client: Client) -> None:
        case = withheld()
        row = Answer.objects.get()
        bare(row, "redaction_considered")
        url = reverse("answer-facts", args=[case.slug, row.pk])
        told = {"held": "yes", "regime": "foia", "redaction_considered": "not_possible"}
        answer = client.post(url, told, headers={"HX-Request": "true"})
        shown = answer.content.decode()
        assert answer.status_code == 200
        assert "<html" not in shown
        assert "Still missing here" not in shown
        assert 'name="redaction_reason"' in shown

    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("publication_intention_date", ("31", "2", "2026"), "must be a real date"),
            ("precise_url", "our website", "Give a full web address"),
        ],
    )
    def test_what_cannot_be_stored_is_told_beside_it_and_kept(
        self, client: Client, name: str, value: object, words: str
    ) -> None:
        case = factories.with_questions(1)
        cite = "22(1)" if "date" in name else "21(1)"
        row = factories.claim(factories.answer(case, disposition="exempt_all"), cite)
        factories.record(row, {"precise_url": "https://www.example.org/"})
        posted = {**row.facts, name: value}
        if isinstance(value, tuple):
            posted |= dict(
                zip((f"{name}_day", f"{name}_month", f"{name}_year"), value, strict=True)
            )
        answer = client.post(reverse("claim-facts", args=[case.slug, row.pk]), posted)
        shown = answer.content.decode()
        assert "<title>Error: " in shown
        assert words in shown

    def test_of_the_case_and_of_a_test(self, client: Client) -> None:
        case = withheld()
        test = Claim.objects.get().test
        assert test is not None
        for name, args, fact in (
            ("case-facts", [case.slug], "dataset"),
            ("test-facts", [case.slug, test.pk], "blind_to_requester"),
        ):
            client.post(reverse(name, args=args), {fact: "yes"})
        case.refresh_from_db()
        test.refresh_from_db()
        assert case.facts["dataset"] == "yes"
        assert test.facts["blind_to_requester"] == "yes"

    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("no_such_fact", "yes", "no fact"),
            ("living", "yes", "no fact"),
            ("dataset", "perhaps", "yes or no"),
            ("record_date", "yesterday", "real date"),
        ],
    )
    def test_verb_refuses_what_the_data_does_not_know(
        self, name: str, value: str, words: str
    ) -> None:
        case = factories.received()
        with pytest.raises(Refused, match=words) as refused:
            recording.record_facts(case, {name: value}, case=case, by=alice(), at=AT)
        assert refused.value.field == name

    def test_verb_refuses_another_case_and_a_case_under_review(self) -> None:
        here, there = withheld(), factories.in_review()
        row = Claim.objects.get()
        with pytest.raises(Refused, match="another case"):
            recording.record_facts(row, {"harm": "x"}, case=factories.received(), by=alice(), at=AT)
        with pytest.raises(WrongState):
            recording.record_facts(there, {"dataset": "no"}, case=there, by=alice(), at=AT)
        with pytest.raises(NotAllowed):
            recording.record_facts(here, {"dataset": "no"}, case=here, by=carol(), at=AT)


class TestReasons:
    def test_open_the_gate_and_reach_the_reviewer(self, client: Client) -> None:
        case = withheld()
        bare(case, "documents_kept")
        with pytest.raises(review.Incomplete):
            review.submit(case, by=alice(), at=AT)
        shown = page(client, "submit", case.slug)
        posted = dict(
            re.findall(r'type="hidden" name="(rule|digest|stage)" value="([^"]+)"', shown)
        )
        assert posted["rule"] == "GOV-03"
        client.post(reverse("acknowledge", args=[case.slug]), {**posted, "reason": "All on paper."})
        row = Acknowledgement.objects.get()
        assert (row.rule, row.reason, row.acknowledged_by) == ("GOV-03", "All on paper.", alice())
        assert "Reasons given (1)" in page(client, "request", case.slug)
        review.submit(case, by=alice(), at=AT)
        reviewer = signed_in(factories.bob())
        assert "All on paper." in page(reviewer, "version", case.slug, 1)

    def test_without_words_are_asked_for_again(self, client: Client) -> None:
        case = withheld()
        bare(case, "documents_kept")
        shown = page(client, "submit", case.slug)
        posted = dict(
            re.findall(r'type="hidden" name="(rule|digest|stage)" value="([^"]+)"', shown)
        )
        answer = client.post(reverse("acknowledge", args=[case.slug]), posted)
        assert "Give the reason for going on" in answer.content.decode()
        assert not Acknowledgement.objects.exists()

    def test_never_answer_what_must_be_mended(self) -> None:
        case = withheld()
        drop_likelihood()
        (finding,) = (f for f in recording.findings_now(case, Stage.APPROVE, AT.date()) if f.blocks)
        with pytest.raises(Refused, match="must be mended"):
            recording.acknowledge(
                case, rule=finding.rule, digest=finding.digest, reason="No.",
                day=AT.date(), by=alice(), at=AT,
            )  # fmt: skip

    def test_late_letter_needs_one(self, client: Client) -> None:
        case = factories.approved(received_on=date(2026, 1, 5))
        sent = reverse("sent", args=[case.slug])
        shown = page(client, "sent", case.slug)
        assert "The letter is late" in shown
        today = localdate()
        day = {"sent_on_day": today.day, "sent_on_month": today.month, "sent_on_year": today.year}
        refused = client.post(sent, day).content.decode()
        assert "The letter is late" in refused
        posted = dict(
            re.findall(r'type="hidden" name="(rule|digest|stage)" value="([^"]+)"', shown)
        )
        client.post(reverse("acknowledge", args=[case.slug]), {**posted, "reason": "A fire."})
        assert client.post(sent, day)["Location"] == reverse("request", args=[case.slug])


class TestFrozenVersion:
    def test_is_judged_and_not_the_draft_of_now(self) -> None:
        case = factories.in_review()
        Answer.objects.update(text="", disposition="")
        version = factories.current(case)
        assert findings_of_version(version, stage=Stage.APPROVE, day=AT.date()) == ()
        factories.make_documents(case)
        review.approve(case, digest=version.digest, comments={}, by=factories.bob(), at=AT)

    def test_dossier_is_bound_to_its_response(self) -> None:
        version = factories.current(factories.in_review())
        dossier = frozen_dossier(version)
        assert dossier is not None
        assert dossier.response == version.response
        assert dossier.drafters == ("alice",)

    def test_damage_stops_what_leaves_the_house(self) -> None:
        case = factories.approved(received_on=date(2026, 11, 2))
        version = factories.current(case)
        text = version.dossier.content.replace('"drafters":["alice"]', '"drafters":["bobby"]')
        # No verb and no model changes it; only somebody at the database does.
        with_changed(version.dossier, text)
        with pytest.raises(Refused, match="damaged"):
            publishing.record_sent(case, sent_on=date(2026, 11, 2), by=alice(), at=AT)

    def test_older_than_the_gate_goes_on_as_before(self) -> None:
        case = factories.in_review()
        version = factories.current(case)
        remove(version.dossier)
        factories.make_documents(case)
        review.approve(case, digest=version.digest, comments={}, by=factories.bob(), at=AT)


TABLE = VersionDossier._meta.db_table


def with_changed(row: VersionDossier, text: str) -> None:
    statement = f"UPDATE {TABLE} SET content = %s WHERE id = %s"  # noqa: S608 - our own name
    _without_trigger("UPDATE", statement, [text, row.pk])


def remove(row: VersionDossier) -> None:
    statement = f"DELETE FROM {TABLE} WHERE id = %s"  # noqa: S608 - our own name
    _without_trigger("DELETE", statement, [row.pk])


def _without_trigger(event: str, statement: str, values: list[int | str]) -> None:
    with connection.cursor() as cursor:
        on_table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {TABLE}_no_{event}{on_table}")
        cursor.execute(statement, values)

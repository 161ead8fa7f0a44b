"""The guided steps over HTTP: every tree to its end and to each of its stops."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from exemptions.catalogue import Provision, catalogue
from exemptions.facts import Fact, facts
from exemptions.trees import Step, Stop, Tree, tree_for, trees
from requests_app.actions import drafting, guiding, recording
from requests_app.actions.base import Refused
from requests_app.compiling import load_draft, relied_on
from requests_app.gate import asking
from requests_app.gate.finding import Finding
from requests_app.gate.gathering import findings_of
from requests_app.models import Answer, AuditEvent, Claim, FoiRequest
from requests_app.outcome import Disposition
from tests import factories, recorded
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

CITES = [cite for tree in trees().values() for cite in tree.provisions]
# What complete answers leave the gate nothing to say of.
FED = {"EX-05", "EX-06", "EX-10", "EX-12", "EX-14", "EX-16", "EX-17", "CST-01", "CST-02", "VEX-01"}
SOUND = {
    "where_accessible": "https://www.example.org/registers/contracts-2025",
    "opinion_date": "2026-10-20",
    "policy_stage": "formulation",
    "aggregated_working_days": "12",
    "aggregated_persons": "same_person",
    "likelihood": "would_be_likely",
}


@pytest.fixture
def alice() -> Client:
    return signed_in(factories.alice())


@pytest.fixture
def case() -> FoiRequest:
    factories.particulars()
    return factories.with_questions(2)


def the_tree(cite: str) -> Tree:
    tree = tree_for(cite)
    assert tree is not None
    return tree


def refusing(law: Provision) -> str:
    """The disposition of an answer that is refused under this provision; "" for a claim."""
    return next((one for one in Disposition if law in asking.refusals_of(one)), "")


def begun(case: FoiRequest, cite: str) -> Claim | Answer:
    """A claim without a reason, or an answer that refuses and has no words yet."""
    law = catalogue()[cite]
    refused = refusing(law)
    answer = factories.answer(
        case, factories.questions(case)[:1], disposition=refused or "exempt_all", text=""
    )
    if refused:
        Answer.objects.filter(pk=answer.pk).update(facts={})
        answer.refresh_from_db()
        return answer
    factories.wording(cite)
    details = drafting.ClaimDetails(cite)
    return drafting.claim(answer, details, by=factories.alice(), at=factories.AT)


def url(row: Claim | Answer, cite: str = "", step: str = "") -> str:
    """The page of a step, ``check``, or the one that goes on."""
    of_claim = isinstance(row, Claim)
    case = row.answer.foi_request if isinstance(row, Claim) else row.foi_request
    args: list[object] = [case.slug, row.pk, *([] if of_claim else [catalogue()[cite]])]
    name = "step" if step and step != "check" else f"steps{'-check' if step else ''}"
    args += [step] if name == "step" else []
    return reverse(f"{'claim' if of_claim else 'answer'}-{name}", args=args)


def value_for(fact: Fact, given: Mapping[str, str]) -> str:
    if fact.name in given:
        return given[fact.name]
    if fact.name in SOUND:
        return SOUND[fact.name]
    if fact.name == "interest":
        return "the safety of the depot at night"
    return recorded.value_of(fact)


def typed(fact: Fact, value: str) -> dict[str, str]:
    """As the form of a step sends it."""
    if fact.kind != "date":
        return {fact.name: value}
    year, month, day = value.split("-")
    return {
        f"{fact.name}_{part}": v
        for part, v in zip(("day", "month", "year"), (day, month, year), strict=True)
    }


def go(client: Client, row: Claim | Answer, cite: str, **given: str) -> tuple[Any, list[str]]:
    """Answers every question that is put, from the first page to the last.

    Returns the page on which it ends, and the names of the steps in order.
    """
    names: list[str] = []
    page = client.get(url(row, cite), follow=True)
    while "/steps/" in page.request["PATH_INFO"]:
        name = page.request["PATH_INFO"].rstrip("/").rpartition("/")[2]
        if name not in facts():
            break
        assert name not in names
        names.append(name)
        assert facts()[name].label in page.content.decode().replace("&#x27;", "'")
        data = typed(facts()[name], value_for(facts()[name], given))
        page = client.post(page.request["PATH_INFO"], data, follow=True)
        assert page.status_code == 200
    return page, names


def findings(case: FoiRequest) -> list[Finding]:
    case.refresh_from_db()
    return list(findings_of(load_draft(case), day=factories.TODAY))


def rules(case: FoiRequest) -> set[str]:
    return {finding.rule for finding in findings(case)}


def recorded_now(row: Claim | Answer) -> dict[str, str]:
    row.refresh_from_db()
    return recording.recorded_of(row)


# --- every tree -------------------------------------------------------------------------


@pytest.mark.parametrize("cite", CITES)
def test_a_walk_to_the_end_feeds_the_gate(alice: Client, case: FoiRequest, cite: str) -> None:
    row = begun(case, cite)
    asks_before = rules(case) & FED
    page, names = go(alice, row, cite)
    assert page.request["PATH_INFO"] == url(row, cite, "check")
    told = recorded_now(row)
    assert [name for name in names if told.get(name)] == names
    assert AuditEvent.objects.filter(foi_request=case, verb="facts_recorded").count() >= len(names)

    draft = page.context["form"].initial["text"]
    assert len(draft.split()) >= 8
    seen = page.context["form"].initial["seen"]
    text = f"{draft}\n\nAnd this is what the officer added."
    answer = alice.post(url(row, cite, "check"), {"text": text, "seen": seen})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.reason if isinstance(row, Claim) else row.text) == text.strip()
    assert not rules(case) & FED
    if {"12", "14", "31", "40", "41", "43"} & {catalogue()[cite].section} and cite != "14(2)":
        assert asks_before, "the gate asked for nothing of this before"


def stops() -> Iterator[tuple[str, Step, Stop]]:
    for cite in CITES:
        for step in the_tree(cite).steps:
            for stop in step.stops:
                yield cite, step, stop


def leading_to(cite: str, step: Step, stop: Stop) -> dict[str, str]:
    """The answers that lead to a stop: those that its step needs, and its own."""
    given: dict[str, str] = {}
    for condition in step.conditions:
        given[condition.fact] = condition.values[0]
    if stop.sum_of:
        return {**given, **dict.fromkeys(stop.sum_of, "1")}
    return {
        **given,
        step.fact.name: stop.values[0] if stop.values else str(int(stop.over or 0) + 1),
    }


@pytest.mark.parametrize(
    ("cite", "step", "stop"),
    [pytest.param(*row, id=f"{row[0]}-{row[1].fact.name}") for row in stops()],
)
def test_a_stop_says_why_and_where_to_go_and_the_gate_blocks(
    alice: Client, case: FoiRequest, cite: str, step: Step, stop: Stop
) -> None:
    row = begun(case, cite)
    page, names = go(alice, row, cite, **leading_to(cite, step, stop))
    assert page.request["PATH_INFO"] == url(row, cite)
    assert names[-1] == step.fact.name
    shown = page.content.decode()
    assert f"{catalogue()[cite].named} does not apply here" in shown
    assert stop.because in shown
    assert stop.consider in shown
    assert url(row, cite, step.fact.name) in shown
    if isinstance(row, Claim):
        assert "?choose" in shown
        assert reverse("claim-remove", args=[case.slug, row.pk]) in shown
        # A reason that was there already is no way round it.
        words = "It names the people who keep the keys of the depot."
        recording.record_facts(
            row, {"reason": words}, case=case, by=factories.alice(), at=factories.AT
        )
    else:
        assert "Choose again what became of the question" in shown
    assert alice.get(url(row, cite, "check"))["Location"] == url(row, cite)
    blocking = [f for f in findings(case) if f.blocks and f.field]
    told_of = {*stop.sum_of, step.fact.name}
    assert told_of & {finding.field for finding in blocking}, blocking


# --- one question a page ----------------------------------------------------------------


class TestOneQuestion:
    @pytest.fixture
    def row(self, case: FoiRequest) -> Claim:
        row = begun(case, "31(1)(a)")
        assert isinstance(row, Claim)
        return row

    def test_says_where_one_is_and_which_claim_it_is(self, alice: Client, row: Claim) -> None:
        page = alice.get(url(row, step="interest")).content.decode()
        assert "Section 31(1)(a) on question 1" in page
        assert "Question 1 of about 5" in page
        assert '<h1 class="govuk-label-wrapper">' in page
        assert page.count("<h1") == 1
        assert "Narrower than the words of the Act." in page

    @pytest.mark.parametrize(
        "wrong",
        [
            ("31(1)(a)", "interest", {"interest": "  "}, "Enter an answer to “Which", ""),
            ("31(1)(a)", "interest", {"interest": "x" * 501}, "500 characters", "x" * 501),
            ("40(2)", "living", {}, "Select an answer to “Is", ""),
            ("40(2)", "living", {"living": "maybe"}, "select one of the options", ""),
            ("12(1)", "estimate_determine_hours", {"estimate_determine_hours": "a day"},
             "Give a number in digits", "a day"),
            ("12(1)", "estimate_determine_hours", {"estimate_determine_hours": "-1"},
             "Give a number in digits", "-1"),
        ],
    )  # fmt: skip
    def test_tells_beside_the_field_what_is_wrong_and_keeps_what_was_typed(
        self, alice: Client, case: FoiRequest, wrong: tuple[str, str, dict[str, str], str, str]
    ) -> None:
        cite, step, data, says, kept = wrong
        row = begun(case, cite)
        page = alice.post(url(row, cite, step), data).content.decode()
        assert "There is a problem" in page
        assert says in page
        assert f"id_{step}_error" in page
        assert kept in page
        assert step not in recorded_now(row)

    def test_a_date_that_is_none_is_told(self, alice: Client, case: FoiRequest) -> None:
        row = begun(case, "43(2)")
        told = {name: value_for(facts()[name], {}) for name in (
            "whose_interests", "harm", "causal_link", "evidence", "likelihood",
        )} | {"third_party_consulted": "yes"}  # fmt: skip
        recording.record_facts(row, told, case=case, by=factories.alice(), at=factories.AT)
        target = url(row, step="third_party_consulted_on")
        name = "third_party_consulted_on"
        page = alice.post(
            target, {f"{name}_day": "31", f"{name}_month": "2", f"{name}_year": "2026"}
        )
        assert "must be a real date" in page.content.decode()
        assert 'value="31"' in page.content.decode()

    def test_a_text_that_nobody_could_print_is_refused_and_kept(
        self, alice: Client, row: Claim
    ) -> None:
        for name in ("interest", "harm"):
            alice.post(url(row, step=name), {name: "some words"})
        turned = "From here \u202e to the harm"
        page = alice.post(url(row, step="causal_link"), {"causal_link": turned}).content.decode()
        assert "There is a problem" in page
        assert "cannot be printed" in page
        assert turned in page
        assert "causal_link" not in recorded_now(row)
        alice.post(url(row, step="interest"), {"interest": turned})
        assert recorded_now(row)["interest"] == "some words"

    def test_one_that_is_not_on_the_way_leads_to_the_one_that_is(
        self, alice: Client, row: Claim
    ) -> None:
        page = alice.get(url(row, step="likelihood"), follow=True)
        assert page.request["PATH_INFO"] == url(row, step="interest")
        alice.post(url(row, step="likelihood"), {"likelihood": "would"})
        assert "likelihood" not in recorded_now(row)

    def test_an_unknown_one_is_not_found(self, alice: Client, row: Claim) -> None:
        assert alice.get(url(row, step="moon")).status_code == 404
        assert alice.get(url(row, step="living")).status_code == 404

    def test_a_provision_without_steps_has_no_page_of_them(self, alice: Client, row: Claim) -> None:
        other = factories.claim(row.answer, "23(1)")
        assert alice.get(url(other)).status_code == 404

    def test_the_way_back_leads_through_the_questions(self, alice: Client, row: Claim) -> None:
        first = alice.get(url(row, step="interest"))
        assert first.context["back"] == reverse("claim", args=[row.answer.foi_request.slug, row.pk])
        alice.post(url(row, step="interest"), {"interest": "the depot"})
        assert alice.get(url(row, step="harm")).context["back"] == url(row, step="interest")
        again = alice.get(url(row, step="interest")).content.decode()
        assert 'value="the depot"' in again

    def test_the_likelihood_is_that_of_the_claim(self, alice: Client, row: Claim) -> None:
        go(alice, row, "31(1)(a)", likelihood="would")
        row.refresh_from_db()
        assert row.likelihood == "would"
        assert "likelihood" not in row.facts

    def test_many_claims_cost_no_more(self, alice: Client, case: FoiRequest, row: Claim) -> None:
        alice.post(url(row, step="interest"), {"interest": "the depot"})
        few = queries_of(alice, url(row, step="harm"))
        every = [law.cite for law in catalogue().values() if law.is_claimed][:45]
        for cite in every:
            if not row.answer.claims.filter(provision=cite).exists():
                drafting.claim(
                    row.answer, drafting.ClaimDetails(cite), by=factories.alice(), at=factories.AT
                )
        assert row.answer.claims.count() >= 40
        assert queries_of(alice, url(row, step="harm")) == few


# --- leaving, coming back, changing one's mind -------------------------------------------


class TestComingBack:
    def test_goes_on_where_one_left(self, alice: Client, case: FoiRequest) -> None:
        row = begun(case, "41(1)")
        alice.post(url(row, step="source_person"), {"source_person": "A supplier"})
        page = alice.get(url(row), follow=True)
        assert page.request["PATH_INFO"] == url(row, step="quality_of_confidence")
        home = alice.get(reverse("claim", args=[case.slug, row.pk])).content.decode()
        assert "Go on with the questions (1 of about 6 answered)" in home

    def test_an_optional_question_may_stay_empty(self, alice: Client, case: FoiRequest) -> None:
        row = begun(case, "21(1)")
        page, names = go(alice, row, "21(1)", precise_url="")
        assert page.request["PATH_INFO"] == url(row, "21(1)", "check")
        assert names[1] == "precise_url"
        assert "Left empty" in page.content.decode()
        assert alice.get(url(row), follow=True).request["PATH_INFO"] == url(row, step="check")

    def test_a_changed_answer_takes_back_what_followed_from_it(
        self, alice: Client, case: FoiRequest
    ) -> None:
        row = begun(case, "21(1)")
        page, _ = go(alice, row, "21(1)", free_of_charge="no", charge="£5 a copy")
        assert "It costs £5 a copy." in page.context["form"].initial["text"]
        events = AuditEvent.objects.filter(verb="facts_recorded").count()
        page = alice.post(url(row, step="free_of_charge"), {"free_of_charge": "yes"}, follow=True)
        assert page.request["PATH_INFO"] == url(row, step="check")
        shown = page.content.decode()
        assert "Not asked any more, and its answer is taken back: “What does it cost?”" in shown
        assert "£5" not in shown
        assert "charge" not in recorded_now(row)
        assert AuditEvent.objects.filter(verb="facts_recorded").count() == events + 1

    def test_a_changed_answer_asks_what_it_calls_for(self, alice: Client, case: FoiRequest) -> None:
        row = begun(case, "43(2)")
        go(alice, row, "43(2)", third_party_consulted="yes")
        page = alice.post(
            url(row, step="third_party_consulted"), {"third_party_consulted": "no"}, follow=True
        )
        assert page.request["PATH_INFO"] == url(row, step="third_party_not_consulted_reason")
        assert "third_party_response" not in recorded_now(row)

    def test_after_a_stop_the_answer_can_be_changed_and_the_rest_is_still_there(
        self, alice: Client, case: FoiRequest
    ) -> None:
        row = begun(case, "41(1)")
        go(alice, row, "41(1)", actionable="no")
        page = alice.post(url(row, step="actionable"), {"actionable": "yes"}, follow=True)
        assert page.request["PATH_INFO"] == url(row, step="check")

    def test_the_stop_names_what_may_apply_instead(self, alice: Client, case: FoiRequest) -> None:
        row = begun(case, "40(2)")
        page, _ = go(alice, row, "40(2)", living="no")
        assert "Claim section 41(1) instead" in page.content.decode()
        assert "Claim section 38(1)" not in page.content.decode() or "38(1)" in catalogue()


# --- the draft --------------------------------------------------------------------------


class TestTheDraft:
    @pytest.fixture
    def row(self, alice: Client, case: FoiRequest) -> Claim:
        """All answered; the claim has no reason yet."""
        row = begun(case, "41(1)")
        assert isinstance(row, Claim)
        go(alice, row, "41(1)")
        return row

    def save(self, client: Client, row: Claim, **data: str) -> Any:
        seen = client.get(url(row, step="check")).context["form"].initial["seen"]
        return client.post(url(row, step="check"), {"seen": seen, **data}, follow=True)

    def test_shows_every_answer_with_a_way_to_change_it(self, alice: Client, row: Claim) -> None:
        page = alice.get(url(row, step="check")).content.decode()
        for step in the_tree("41(1)").steps:
            assert step.fact.label in page
            assert url(row, step=step.fact.name) in page

    def test_as_it_is_it_is_marked_until_somebody_edits_it(self, alice: Client, row: Claim) -> None:
        draft = alice.get(url(row, step="check")).context["form"].initial["text"]
        home = reverse("claim", args=[row.answer.foi_request.slug, row.pk])
        assert "Put together from the answers" not in alice.get(home).content.decode()
        self.save(alice, row, text=draft)
        assert "Put together from the answers" in alice.get(home).content.decode()
        assert "Put together from the answers" in alice.get(url(row, step="check")).content.decode()
        answer = alice.get(reverse("answer", args=[row.answer.foi_request.slug, row.answer_id]))
        assert "nobody has edited it yet" in answer.content.decode()
        self.save(alice, row, text=f"{draft} It is so.")
        assert "Put together from the answers" not in alice.get(home).content.decode()

    def test_a_reason_written_by_hand_is_shown_and_asked_about(
        self, alice: Client, row: Claim
    ) -> None:
        recording.record_facts(
            row, {"reason": "By hand."}, case=row.answer.foi_request,
            by=factories.alice(), at=factories.AT,
        )  # fmt: skip
        page = self.save(alice, row, text="The draft.")
        assert "Select what shall be done with the words that are there" in page.content.decode()
        assert "By hand." in page.content.decode()
        assert "The draft.</textarea>" in page.content.decode()
        assert recorded_now(row)["reason"] == "By hand."

    @pytest.mark.parametrize(
        ("choice", "reason"),
        [
            ("keep", "By hand."),
            ("replace", "The draft."),
            ("append", "By hand.\n\nThe draft."),
        ],
    )
    def test_and_done_with_as_the_officer_says(
        self, alice: Client, row: Claim, choice: str, reason: str
    ) -> None:
        recording.record_facts(
            row, {"reason": "By hand."}, case=row.answer.foi_request,
            by=factories.alice(), at=factories.AT,
        )  # fmt: skip
        self.save(alice, row, choice=choice, text="The draft.")
        assert recorded_now(row)["reason"] == reason

    def test_a_reason_that_came_meanwhile_is_not_overwritten(
        self, alice: Client, row: Claim
    ) -> None:
        seen = alice.get(url(row, step="check")).context["form"].initial["seen"]
        recording.record_facts(
            row, {"reason": "Meanwhile."}, case=row.answer.foi_request,
            by=factories.alice(), at=factories.AT,
        )  # fmt: skip
        page = alice.post(
            url(row, step="check"), {"seen": seen, "text": "Mine.", "choice": "replace"}
        )
        shown = page.content.decode()
        assert "Somebody else changed the words meanwhile." in shown
        assert "Meanwhile." in shown
        assert "Mine.</textarea>" in shown
        assert recorded_now(row)["reason"] == "Meanwhile."
        now_seen = page.context["form"].data["seen"]
        alice.post(url(row, step="check"), {"seen": now_seen, "text": "Mine.", "choice": "replace"})
        assert recorded_now(row)["reason"] == "Mine."

    def test_words_that_cannot_be_printed_are_told_beside_their_box(
        self, alice: Client, row: Claim
    ) -> None:
        page = self.save(alice, row, text="Turned \u202e round.").content.decode()
        assert "cannot be printed" in page
        assert "id_text_error" in page
        assert recorded_now(row).get("reason") is None

    def test_of_a_claim_that_is_gone_nothing_is_written(self, alice: Client, row: Claim) -> None:
        drafting.remove_claim(row, by=factories.alice(), at=factories.AT)
        with pytest.raises(Refused, match="removed this meanwhile"):
            guiding.write_reason(
                row, "x", seen="", case=row.answer.foi_request,
                by=factories.alice(), at=factories.AT,
            )  # fmt: skip

    def test_no_words_are_no_reason(self, alice: Client, row: Claim) -> None:
        page = self.save(alice, row, text="  ")
        assert "Enter the words, or go back to the answers" in page.content.decode()

    def test_a_qualified_claim_leads_on_to_its_test(self, alice: Client, case: FoiRequest) -> None:
        row = begun(case, "31(1)(a)")
        page, _ = go(alice, row, "31(1)(a)")
        form = page.context["form"].initial
        answer = alice.post(url(row, step="check"), form)
        test = reverse("test-new", args=[case.slug])
        assert answer["Location"] == f"{test}?claim={row.pk}"


class TestTheGateReadsTheDraft:
    def reason_of(self, case: FoiRequest, cite: str, reason: str) -> set[str]:
        row = begun(case, cite)
        recording.record_facts(
            row, {"reason": reason}, case=case, by=factories.alice(), at=factories.AT
        )
        return rules(case)

    def test_sentences_of_the_steps_alone_are_no_reason(self, case: FoiRequest) -> None:
        fixed = "The information was obtained from another person. Disclosure would therefore be a "
        fixed += "breach of confidence for which an action would succeed."
        assert "EX-03" in self.reason_of(case, "41(1)", fixed)

    def test_nor_are_they_around_a_word_or_two(self, case: FoiRequest) -> None:
        assert "EX-03" in self.reason_of(case, "31(1)(a)", "What is at stake is safety.")

    def test_with_the_officers_own_words_they_are(self, case: FoiRequest) -> None:
        words = "What is at stake is the safety of the depot at night."
        assert "EX-03" not in self.reason_of(case, "31(1)(a)", words)


# --- from the other pages -----------------------------------------------------------------


class TestTheWayIn:
    def test_from_a_new_claim_with_what_was_typed(self, alice: Client, case: FoiRequest) -> None:
        answer = factories.answer(case, factories.questions(case)[:1], disposition="exempt_all")
        new = reverse("claim-new", args=[case.slug, answer.pk])
        page = alice.get(f"{new}?provision=31(1)(a)").content.decode()
        assert "Save and answer the questions step by step" in page
        data = {"provision": "31(1)(a)", "reason": "Typed already.", "steps": "…"}
        began = alice.post(new, data, follow=True)
        claim = answer.claims.get()
        assert claim.reason == "Typed already."
        assert began.request["PATH_INFO"] == url(claim, step="interest")

    def test_not_where_there_are_no_questions(self, alice: Client, case: FoiRequest) -> None:
        answer = factories.answer(case, factories.questions(case)[:1], disposition="exempt_all")
        new = reverse("claim-new", args=[case.slug, answer.pk])
        assert "step by step" not in alice.get(f"{new}?provision=23(1)").content.decode()

    @pytest.mark.parametrize("cite", ["12(1)", "12(2)", "14(1)", "14(2)"])
    def test_from_an_answer_that_refuses(self, alice: Client, case: FoiRequest, cite: str) -> None:
        row = begun(case, cite)
        assert isinstance(row, Answer)
        home = reverse("answer", args=[case.slug, row.pk])
        assert f'name="steps" value="{cite}"' in alice.get(home).content.decode()
        data = {
            "text": "Typed.", "disposition": row.disposition,
            "revision": str(row.revision), "steps": cite,
        }  # fmt: skip
        page = alice.post(home, data, follow=True)
        first = the_tree(cite).steps[0].fact.name
        assert page.request["PATH_INFO"] == url(row, cite, first)
        row.refresh_from_db()
        assert row.text == "Typed."

    def test_an_answer_that_is_not_refused_so_has_no_page_of_them(
        self, alice: Client, case: FoiRequest
    ) -> None:
        row = begun(case, "14(1)")
        assert alice.get(url(row, "12(1)")).status_code == 404

    def test_to_refuse_even_to_say_it_is_recorded_and_taken_back(
        self, alice: Client, case: FoiRequest
    ) -> None:
        row = begun(case, "12(2)")
        assert isinstance(row, Answer)
        page, _ = go(alice, row, "12(2)")
        alice.post(url(row, "12(2)", "check"), page.context["form"].initial)
        row.refresh_from_db()
        assert row.facts["cost_confirm_only"] == "yes"
        assert relied_on(row) is catalogue()["12(2)"]
        page, _ = go(alice, row, "12(1)")
        form = page.context["form"].initial
        alice.post(url(row, "12(1)", "check"), {**form, "choice": "replace"})
        row.refresh_from_db()
        assert row.facts["cost_confirm_only"] == "no"
        assert relied_on(row) is catalogue()["12(1)"]

    def test_a_disposition_that_changed_meanwhile_is_told(
        self, alice: Client, case: FoiRequest
    ) -> None:
        row = begun(case, "14(1)")
        assert isinstance(row, Answer)
        page, _ = go(alice, row, "14(1)")
        Answer.objects.filter(pk=row.pk).update(disposition="disclosed")
        answer = alice.post(url(row, "14(1)", "check"), page.context["form"].initial)
        assert answer.status_code == 404
        row.refresh_from_db()
        assert row.text == ""

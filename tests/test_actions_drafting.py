"""Drafting: a question has one answer, nothing typed is lost, and no orphan is left behind."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exemptions.models import Factor, PublicInterestTest
from requests_app.actions import arranging, drafting, intake, recording
from requests_app.actions.base import Refused
from requests_app.actions.drafting import ClaimDetails, StaleAnswer, Weighing
from requests_app.actions.intake import ReceivedRequest, RequesterDetails
from requests_app.models import Answer, Block, Claim, FoiRequest, Requester
from requests_app.splitting import MAX_CHARACTERS
from requests_app.workflow import NotAllowed
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db


def put(case: FoiRequest, blocks: list[Block], answer: Answer | None = None) -> Answer:
    return drafting.answer_questions(
        case, questions=[block.pk for block in blocks], answer=answer, by=factories.alice(), at=AT
    )


def save(answer: Answer, text: str, *, revision: int | None = None) -> Answer:
    return drafting.save_answer(
        answer,
        text=text,
        disposition="disclosed",
        revision=answer.revision if revision is None else revision,
        by=factories.alice(),
        at=AT,
    )


# --- intake -----------------------------------------------------------------------------


def received(**changes: Any) -> FoiRequest:
    request: dict[str, Any] = {
        "title": "Bins",
        "received_on": date(2026, 5, 4),
        "text": "How many bins?",
    }
    return intake.receive(ReceivedRequest(**(request | changes)), by=factories.alice(), at=AT)


def test_text_is_kept_verbatim() -> None:
    text = "\ufeff Dear all,\r\n\r\n1.\tHow many\u00a0bins?\r\n   \r\n"
    assert FoiRequest.objects.get(pk=received(text=text).pk).text == text


def test_reference_is_generated_when_none_is_given() -> None:
    references = {received().reference for _ in range(20)}
    assert len(references) == 20
    assert all(reference.startswith("FOI-2026-") for reference in references)


@pytest.mark.parametrize("taken", ["CAS-1", "cas-1", "Cas/1", " CAS-1 "])
def test_reference_is_unique_also_as_an_address(taken: str) -> None:
    received(reference="CAS-1")
    if taken == "Cas/1":
        received(reference=taken)  # its address is "cas1"
        return
    with pytest.raises(Refused, match="already") as caught:
        received(reference=taken)
    assert caught.value.field == "reference"
    assert FoiRequest.objects.count() == 1


@pytest.mark.parametrize("reference", ["-1", "CAS 1", "CÄS-1", "A" * 41, "CAS-1?", "../1", "_"])
def test_reference_that_cannot_be_an_address_is_refused(reference: str) -> None:
    with pytest.raises(Refused) as caught:
        received(reference=reference)
    assert caught.value.field == "reference"
    assert not FoiRequest.objects.exists()


def test_text_that_is_too_long_is_refused_and_nothing_is_kept() -> None:
    with pytest.raises(Refused) as caught:
        received(text="a" * (MAX_CHARACTERS + 1))
    assert caught.value.field == "text"
    assert not FoiRequest.objects.exists()


def test_only_an_officer_receives() -> None:
    with pytest.raises(NotAllowed):
        intake.receive(
            ReceivedRequest("Bins", date(2026, 5, 4), "How many?"), by=factories.bob(), at=AT
        )


def test_greeting_and_signature_are_left_out_and_kept() -> None:
    case = factories.received()
    left_out = case.blocks.filter(omitted=True)
    assert "Robin Sample" in " ".join(left_out.values_list("text", flat=True))
    assert not case.blocks.filter(omitted=False, text__contains="Robin").exists()
    assert all(block.kind == "context" for block in left_out)


def test_details_are_corrected_and_the_text_stays() -> None:
    case = factories.received()
    intake.correct_details(
        case,
        title=" Other ",
        received_on=date(2026, 10, 1),
        requester=RequesterDetails("Ann Other", postal_address="2 Nowhere"),
        by=factories.alice(),
        at=AT,
    )
    case.refresh_from_db()
    assert (case.title, case.received_on, case.text) == ("Other", date(2026, 10, 1), factories.TEXT)
    assert Requester.objects.get().name == "Ann Other"


# --- answers ----------------------------------------------------------------------------


def test_a_question_moves_from_one_answer_to_another() -> None:
    case = factories.received()
    first, second, *_ = blocks = factories.questions(case)
    together = save(put(case, blocks), "All of it.")
    alone = put(case, [second])
    second.refresh_from_db()
    assert second.answer == alone
    assert set(together.questions.all()) == set(blocks) - {second}
    # The empty one goes when its only question moves back; the one with words stays.
    put(case, [second], together)
    assert list(case.answers.all()) == [together]
    first.refresh_from_db()
    assert first.answer == together


def test_an_answer_with_words_survives_without_questions() -> None:
    case = factories.received()
    (first, *_) = factories.questions(case)
    written = save(put(case, [first]), "Long work.")
    put(case, [first])
    assert Answer.objects.filter(pk=written.pk, text="Long work.").exists()


def test_only_questions_of_this_case_are_answered() -> None:
    case, other = factories.received(), factories.received(reference="OTHER-1")
    context = case.blocks.filter(kind="context").first()
    for wrong in ([], [factories.questions(other)[0]], [context]):
        with pytest.raises(Refused) as caught:
            put(case, wrong)  # type: ignore[arg-type]
        assert caught.value.field == "questions"
    with pytest.raises(Refused, match="another case"):
        put(case, factories.questions(case), put(other, factories.questions(other)))
    assert not case.answers.exists()


def test_the_second_of_two_officers_is_told_and_loses_nothing() -> None:
    case = factories.received()
    answer = put(case, factories.questions(case))
    mine = Answer.objects.get(pk=answer.pk)
    theirs = save(answer, "Theirs.")
    with pytest.raises(StaleAnswer) as caught:
        save(mine, "Mine.", revision=0)
    assert caught.value.theirs.text == "Theirs."
    answer.refresh_from_db()
    assert (answer.text, answer.revision) == ("Theirs.", theirs.revision)
    assert save(answer, "Both.").revision == 2


@pytest.mark.parametrize(
    ("text", "field"),
    [("a" * 60_000, "text"), ("\u202etxt", "text"), ("e" + "\u0301" * 20, "text")],
)
def test_text_that_cannot_be_printed_is_refused(text: str, field: str) -> None:
    case = factories.received()
    answer = put(case, factories.questions(case))
    with pytest.raises(Refused) as caught:
        save(answer, text)
    assert caught.value.field == field
    answer.refresh_from_db()
    assert answer.text == ""


def test_removing_an_answer_takes_its_claims_and_lone_tests() -> None:
    case = factories.received()
    first, second, *_ = factories.questions(case)
    one, other = factories.answer(case, [first]), factories.answer(case, [second])
    shared = factories.weighed(case, [factories.claim(one), factories.claim(other)])
    lone = factories.weighed(case, [factories.claim(one, "31(1)(b)")])
    drafting.remove_answer(one, by=factories.alice(), at=AT)
    assert list(PublicInterestTest.objects.all()) == [shared]
    assert not PublicInterestTest.objects.filter(pk=lone.pk).exists()
    assert Claim.objects.get().answer == other
    first.refresh_from_db()
    assert first.answer is None
    drafting.remove_answer(other, by=factories.alice(), at=AT)
    assert not PublicInterestTest.objects.exists()
    assert not Factor.objects.exists()


# --- claims and tests -------------------------------------------------------------------


def claim(answer: Answer, existing: Claim | None = None, **told: str) -> Claim:
    return drafting.claim(
        answer, ClaimDetails(**told), existing=existing, by=factories.alice(), at=AT
    )


@pytest.fixture
def answer() -> Answer:
    return factories.answer(factories.received())


def test_a_claim_keeps_what_its_limb_needs_and_drops_the_rest(answer: Answer) -> None:
    every: dict[str, Any] = {
        "reason": "Because.",
        "likelihood": "would",
        "where_accessible": "There.",
    }
    crime = claim(answer, provision="31(1)(a)", **every)
    person = claim(answer, provision="40(2)", **every)
    elsewhere = claim(answer, provision="21", **every)
    assert (crime.likelihood, crime.where_accessible) == ("would", "")
    assert (person.provision, person.likelihood) == ("40(2) with 40(3A)(a)", "")
    assert (elsewhere.provision, elsewhere.where_accessible) == ("21(1)", "There.")


@pytest.mark.parametrize("provision", ["99", "", "31(1)(z)", "s31"])
def test_an_unknown_provision_is_refused(answer: Answer, provision: str) -> None:
    with pytest.raises(Refused) as caught:
        claim(answer, provision=provision)
    assert caught.value.field == "provision"


def test_a_provision_is_claimed_once_on_an_answer(answer: Answer) -> None:
    first = claim(answer, provision="21")
    with pytest.raises(Refused, match="claimed on this answer already"):
        claim(answer, provision="21(1)")
    assert claim(answer, first, provision="21(1)", reason="Mended.").pk == first.pk


def test_a_claim_that_becomes_absolute_loses_its_test(answer: Answer) -> None:
    row = factories.claim(answer)
    factories.weighed(answer.foi_request, [row])
    row.refresh_from_db()
    changed = claim(answer, row, provision="40(2)", reason="Junior.")
    assert changed.test is None
    assert not PublicInterestTest.objects.exists()


def test_an_absolute_claim_is_not_weighed(answer: Answer) -> None:
    rows = [factories.claim(answer), factories.claim(answer, "40(2)")]
    with pytest.raises(Refused, match="not qualified"):
        factories.weighed(answer.foi_request, rows)
    assert not PublicInterestTest.objects.exists()


def test_claims_of_another_case_are_not_weighed(answer: Answer) -> None:
    other = factories.answer(factories.received(reference="OTHER-1"))
    test = factories.weighed(other.foi_request, [factories.claim(other)])
    with pytest.raises(Refused, match="Choose the claims"):
        factories.weighed(answer.foi_request, list(test.claims.all()))
    weighing = Weighing(["For."], ["Against."], "maintain", "So.", date(2026, 11, 1))
    with pytest.raises(Refused, match="another case"):
        drafting.weigh(
            answer.foi_request,
            weighing,
            claims=[factories.claim(answer).pk],
            test=test,
            by=factories.alice(),
            at=AT,
        )


def test_weighing_again_replaces_factors_and_claims(answer: Answer) -> None:
    first, second = factories.claim(answer), factories.claim(answer, "31(1)(b)")
    test = factories.weighed(answer.foi_request, [first])
    old = factories.weighed(answer.foi_request, [second])
    weighing = Weighing(["  One. ", " ", "Two."], ["Three."], "maintain", "So.", date(2026, 11, 1))
    drafting.weigh(
        answer.foi_request,
        weighing,
        claims=[second.pk],
        test=test,
        by=factories.alice(),
        at=AT,
    )
    assert list(test.factors.values_list("side", "position", "text")) == [
        ("disclosure", 1, "One."),
        ("disclosure", 2, "Two."),
        ("maintaining", 1, "Three."),
    ]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.test, second.test) == (None, test)
    assert not PublicInterestTest.objects.filter(pk=old.pk).exists()


def test_taking_away_a_claim_or_a_test_leaves_no_orphan(answer: Answer) -> None:
    row = factories.claim(answer)
    test = factories.weighed(answer.foi_request, [row])
    drafting.remove_test(answer.foi_request, test, by=factories.alice(), at=AT)
    row.refresh_from_db()
    assert row.test is None
    factories.weighed(answer.foi_request, [row])
    row.refresh_from_db()
    drafting.remove_claim(row, by=factories.alice(), at=AT)
    assert not PublicInterestTest.objects.exists()


def test_annex_order_and_outcome_are_checked(answer: Answer) -> None:
    case = answer.foi_request
    told: dict[str, Any] = {"by": factories.alice(), "at": AT}
    arranging.order_annex(case, cites=["40(2)", "21", "21(1)"], **told)
    case.refresh_from_db()
    assert case.annex_order == ["40(2) with 40(3A)(a)", "21(1)"]
    with pytest.raises(Refused, match="not a provision"):
        arranging.order_annex(case, cites=["99"], **told)
    for code, reason, field in (
        ("undecided", "So.", "code"),
        ("great", "So.", "code"),
        ("not_held", " ", "reason"),
    ):
        with pytest.raises(Refused) as caught:
            arranging.override_outcome(case, code=code, reason=reason, **told)
        assert caught.value.field == field
    arranging.override_outcome(case, code="not_held", reason="So.", **told)
    arranging.override_outcome(case, code="", reason="Left over.", **told)
    case.refresh_from_db()
    assert (case.outcome_override, case.outcome_reason) == ("", "")


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.tuples(st.sets(st.integers(0, 3), min_size=1), st.booleans()), max_size=8))
def test_whatever_is_moved_every_question_has_at_most_one_answer(
    db: None, steps: list[tuple[set[int], bool]]
) -> None:
    """Each step answers some questions together, anew or under the last answer."""
    case = factories.with_questions(4)
    blocks = factories.questions(case)
    last: Answer | None = None
    for chosen, anew in steps:
        kept = last if last and not anew and Answer.objects.filter(pk=last.pk).exists() else None
        last = put(case, [blocks[index] for index in sorted(chosen)], kept)
        held = [set(answer.questions.values_list("pk", flat=True)) for answer in case.answers.all()]
        assert all(held)
        assert sum(map(len, held)) == len(set().union(*held))
        assert {blocks[index].pk for index in chosen} <= set(
            last.questions.values_list("pk", flat=True)
        )


def test_what_a_colleague_removed_meanwhile_is_refused_or_harmless() -> None:
    case = factories.received()
    row = factories.answer(case)
    who: dict[str, Any] = {"by": factories.alice(), "at": AT}
    made = factories.claim(row)
    test = factories.weighed(case, [made])
    opened = Answer.objects.get(pk=row.pk)
    claimed = Claim.objects.select_related("answer__foi_request").get(pk=made.pk)
    drafting.remove_answer(row, **who)
    told = case.events.count()
    questions = [block.pk for block in factories.questions(case)]
    for verb in (
        lambda: save(opened, "Other words."),
        lambda: drafting.claim(opened, ClaimDetails("31(1)(a)"), **who),
        lambda: drafting.answer_questions(case, questions=questions, answer=opened, **who),
        lambda: recording.record_facts(claimed, {"reason": "So."}, case=case, **who),
    ):
        with pytest.raises(Refused, match="removed this meanwhile"):
            verb()
    drafting.remove_answer(opened, **who)
    drafting.remove_claim(claimed, **who)
    drafting.remove_test(case, test, **who)
    assert case.events.count() == told

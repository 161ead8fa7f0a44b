"""From rows to a response: what the reader is told, and that nobody's rows leak into it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exemptions.models import StandardText
from requests_app.actions import arranging, drafting, splitting
from requests_app.case_files.form import AnswerPart, BlockPart, CaseFile
from requests_app.compiling import answer_rows, compile_response, load_draft
from requests_app.models import Answer, Block, FoiRequest
from requests_app.outcome import Disposition, OutcomeCode
from requests_app.response import Response, canonical_json, digest
from requests_app.workflow import Role
from tests import factories as given
from tests.whole_case import AT, bring_in, drafted, person

pytestmark = pytest.mark.django_db


def compiled(case: FoiRequest) -> Response:
    return compile_response(load_draft(case))


def test_whole_case_reads_as_it_should() -> None:
    response = compiled(bring_in())

    assert (response.reference, response.received_on) == ("CAS-20417-K7P2Q9", date(2026, 3, 2))
    assert response.several_parts
    assert response.outcome.label == "Some information provided"
    # The greeting and the signature are left out, and keys count them all the same.
    assert [block.key for block in response.blocks] == [f"q{n}" for n in range(2, 17)]
    assert [(a.key, a.covers, a.disposition) for a in response.answers] == [
        ("a1", "questions 1 and 2", "disclosed"),
        ("a2", "question 3", "exempt_all"),
        ("a3", "question 4", "disclosed_redacted"),
        ("a4", "the question “Please also send anything which says that more cameras are…”",
         "not_held"),
        ("a5", "questions 1 and 2", "exempt_s21_pointer"),
        ("a6", "question 3", "disclosed"),
    ]  # fmt: skip
    assert [(s.provision, s.uses[0].covers, len(s.tests)) for s in response.annex] == [
        ("31(1)(a)", "question 3 of part 1", 1),
        ("40(2) with 40(3A)(a)", "question 4 of part 1", 0),
        ("21(1)", "questions 1 and 2 of part 2", 0),
    ]
    test = response.annex[0].tests[0]
    assert (test.provisions, test.conclusion, test.decided_on) == (
        ("31(1)(a)",),
        "maintain",
        "2026-03-20",
    )


def test_annex_is_in_the_order_of_the_act_by_default() -> None:
    response = compiled(bring_in(drafted(annex_order=(), acknowledgements=())))
    assert [section.provision for section in response.annex] == [
        "21(1)",
        "31(1)(a)",
        "40(2) with 40(3A)(a)",
    ]


def test_same_rows_have_the_same_digest_and_other_words_another() -> None:
    case = bring_in()
    before = digest(canonical_json(compiled(case)))
    assert digest(canonical_json(compiled(case))) == before
    Answer.objects.filter(text__startswith="48,212").update(text="48,213 payments.")
    assert digest(canonical_json(compiled(case))) != before


def test_row_ids_do_not_show() -> None:
    """Two cases with the same content differ in their reference alone."""
    first, second = (
        canonical_json(compiled(bring_in(drafted(reference=reference))))
        for reference in ("SAME-1", "SAME-2")
    )
    assert first.replace("SAME-1", "SAME-2") == second


def test_a_browser_and_a_file_have_one_digest() -> None:
    case = bring_in()
    before = digest(canonical_json(compiled(case)))
    for answer in Answer.objects.all():
        answer.text = answer.text.replace("\n", "\r\n") + "\r\n"
        answer.save()
    assert digest(canonical_json(compiled(case))) == before


def test_redacted_words_are_not_in_the_response() -> None:
    case = bring_in()
    block = Block.objects.get(text__startswith="Contact: the name")
    officer = person("otto.officer", Role.OFFICER)
    splitting.redact_block(block, passages=["direct telephone number"], by=officer, at=AT)
    texts = [block.text for block in compiled(case).blocks]
    assert (
        "Contact: the name and [personal information removed] of the person who looks after "
        "the cameras." in texts
    )
    assert "direct telephone number" not in canonical_json(compiled(case))


def test_one_test_may_weigh_several_claims() -> None:
    case = bring_in()
    officer = person("otto.officer", Role.OFFICER)
    other = Answer.objects.get(text__startswith="48,212")
    details = drafting.ClaimDetails("31(1)(b)", "Because.", "would")
    second = drafting.claim(other, details, by=officer, at=AT)
    first = next(claim for claim in load_draft(case).claims if claim.test_id)
    weighing = drafting.Weighing(["Openness."], ["Harm."], "maintain", "Both.", date(2026, 3, 1))
    drafting.weigh(case, weighing, claims=[first.pk, second.pk], test=first.test, by=officer, at=AT)
    sections = {section.provision: section for section in compiled(case).annex}
    assert sections["31(1)(a)"].tests == sections["31(1)(b)"].tests
    assert sections["31(1)(a)"].tests[0].provisions == ("31(1)(a)", "31(1)(b)")


def test_preview_of_an_unfinished_draft_is_compiled_too() -> None:
    case_file = CaseFile(
        reference="HALF-1",
        title="Half",
        received_on=date(2026, 5, 5),
        text="1. How many?\n2. Why?",
        blocks=(
            BlockPart("q1", "question", "How many?", "1."),
            BlockPart("q2", "question", "Why?", "2."),
        ),
        answers=(AnswerPart(("q1",)),),
    )
    case = bring_in(case_file)
    response = compiled(case)
    assert response.outcome.code is OutcomeCode.UNDECIDED
    assert [(answer.covers, answer.text) for answer in response.answers] == [("question 1", "")]
    assert response.annex == ()
    StandardText.objects.all().delete()
    drafting.claim(
        Answer.objects.get(),
        drafting.ClaimDetails("31(1)(a)"),
        by=person("imported.officer", Role.OFFICER),
        at=AT,
    )
    assert [(section.wording, section.wording_version) for section in compiled(case).annex] == [
        ("", 0)
    ]


def test_answer_without_questions_is_not_in_the_response() -> None:
    case = bring_in()
    answers = {answer.text[:10]: answer for answer in Answer.objects.all()}
    Block.objects.filter(answer=answers["We hold th"]).update(answer=answers["48,212 pay"])
    response = compiled(case)
    assert len(response.answers) == 5
    assert "31(1)(a)" not in {section.provision for section in response.annex}
    assert list(answer_rows(load_draft(case))) == [answer.key for answer in response.answers]
    assert answers["We hold th"].pk not in answer_rows(load_draft(case)).values()


def test_override_shows_another_outcome_and_keeps_the_derived_one() -> None:
    case = bring_in()
    officer = person("otto.officer", Role.OFFICER)
    arranging.override_outcome(
        case, code=OutcomeCode.GRANTED_IN_FULL, reason="All that matters.", by=officer, at=AT
    )
    case.refresh_from_db()
    outcome = compiled(case).outcome
    assert (outcome.code, outcome.derived) == (
        OutcomeCode.GRANTED_IN_FULL,
        OutcomeCode.PARTIALLY_WITHHELD,
    )
    assert "All that matters." not in canonical_json(compiled(case))


def test_a_draft_is_read_in_the_same_number_of_queries_whatever_its_size() -> None:
    case = bring_in()

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            compiled(case)
        return len(captured)

    before = queries()
    officer = person("otto.officer", Role.OFFICER)
    for index in range(10):
        block = Block.objects.create(
            foi_request=case, position=100 + index, kind="question", text=f"More {index}?"
        )
        answer = drafting.answer_questions(case, questions=[block.pk], by=officer, at=AT)
        drafting.save_answer(
            answer, text="No.", disposition=Disposition.WITHHELD, revision=0, by=officer, at=AT
        )
        made = drafting.claim(
            answer, drafting.ClaimDetails("31(1)(a)", "Because."), by=officer, at=AT
        )
        weighing = drafting.Weighing(["Openness."], ["Harm."], "maintain", "So.", AT.date())
        drafting.weigh(case, weighing, claims=[made.pk], by=officer, at=AT)
    assert len(compiled(case).answers) == 16
    assert queries() == before


def test_equal_reasons_stand_once_in_the_annex_with_all_their_questions() -> None:
    given.particulars()
    case = given.with_questions(4)
    for question in (given.questions(case)[n] for n in (0, 1, 3)):
        row = given.answer(case, [question], disposition="exempt_all")
        given.weighed(case, [given.claim(row)])
    (section,) = compile_response(load_draft(case)).annex
    assert [use.covers for use in section.uses] == ["questions 1, 2 and 4"]


def test_other_reasons_stand_apart() -> None:
    given.particulars()
    case = given.with_questions(2)
    for question in given.questions(case):
        row = given.answer(case, [question], disposition="exempt_all")
        given.claim(row, reason=f"It names the lock of door {question.number}.")
    (section,) = compile_response(load_draft(case)).annex
    assert [use.covers for use in section.uses] == ["question 1", "question 2"]

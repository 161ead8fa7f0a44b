"""The gate: each thing that is missing is found, and said to whom can mend it where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from requests_app.completeness import Finding, Place, Severity, blocking, find_missing

from requests_app.actions.review import requester_of
from requests_app.case_files.form import BlockPart, CaseFile
from requests_app.compiling import load_draft
from requests_app.models import Answer, Block, Claim, FoiRequest
from tests.whole_case import bring_in, drafted, set_particulars

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("authority")]


@pytest.fixture
def authority() -> None:
    set_particulars()


def findings(case: FoiRequest) -> tuple[Finding, ...]:
    return find_missing(load_draft(case), requester_of(case))


def answered(place: int, **changes: Any) -> CaseFile:
    """The complete draft with one answer (counted from 0) changed."""
    case_file = drafted()
    answers = list(case_file.answers)
    answers[place] = replace(answers[place], **changes)
    return replace(case_file, answers=tuple(answers))


def claimed(place: int, **changes: Any) -> CaseFile:
    claim = drafted().answers[place].claims[0]
    return answered(place, claims=(replace(claim, **changes),))


def weighed(**changes: Any) -> CaseFile:
    (test,) = drafted().tests
    return drafted(tests=(replace(test, **changes),))


def untested() -> CaseFile:
    return replace(claimed(1, test=None), tests=())


def unanswered() -> CaseFile:
    case_file = drafted()
    return replace(case_file, answers=case_file.answers[:-1])


def without_questions() -> CaseFile:
    return drafted(
        blocks=(BlockPart("c", "context", "Bins."),), answers=(), tests=(), annex_order=()
    )


# What is wrong: the rule, where it is mended, the field, and words of the sentence.
TABLE: list[tuple[Callable[[], CaseFile], str, Place, str, str]] = [
    (without_questions, "STR-01", Place.SPLIT, "", "has no question"),
    (unanswered, "STR-01", Place.ANSWERS, "", "Question 3 of part 2 has no answer yet."),
    (
        lambda: answered(0, text=" \n"),
        *("STR-01", Place.ANSWER, "text", "Write the answer to questions 1 and 2 of part 1."),
    ),
    (
        lambda: answered(0, disposition=""),
        *("STR-02", Place.ANSWER, "disposition", "Say what became of questions 1 and 2"),
    ),
    (
        lambda: answered(0, disposition="exempt_all"),
        *("EX-01", Place.ANSWER, "claims", "is “Withheld” but claims no exemption"),
    ),
    (
        lambda: answered(4, disposition="disclosed"),
        *("EX-22", Place.ANSWER, "disposition", "is “Disclosed” but claims an exemption"),
    ),
    (
        lambda: answered(2, disposition="exempt_s21_pointer"),
        *("EX-12", Place.ANSWER, "claims", "does not claim section 21"),
    ),
    (lambda: claimed(2, reason=""), "EX-03", Place.CLAIM, "reason", "Section 40(2) with 40(3A)(a)"),
    (lambda: claimed(1, likelihood=""), "EX-04", Place.CLAIM, "likelihood", "Section 31(1)(a)"),
    (lambda: claimed(4, where_accessible=""), "EX-12", Place.CLAIM, "where_accessible", "where"),
    (untested, "PIT-01", Place.CLAIM, "test", "weigh the public interest"),
    (lambda: weighed(for_disclosure=()), "PIT-02", Place.TEST, "for_disclosure", "a factor for"),
    (lambda: weighed(for_maintaining=()), "PIT-02", Place.TEST, "for_maintaining", "a factor for"),
    (lambda: weighed(conclusion=""), "PIT-02", Place.TEST, "conclusion", "where the balance"),
    (lambda: weighed(conclusion="disclose"), "PIT-07", Place.TEST, "conclusion", "for disclosure"),
    (lambda: weighed(reasons=""), "PIT-02", Place.TEST, "reasons", "give the reasons"),
    (lambda: weighed(decided_on=None), "PIT-06", Place.TEST, "decided_on", "give the date"),
    (
        lambda: answered(5, text="As Sam Sample knows, 48,212."),
        *("PUB-01", Place.ANSWER, "", "shows the requester’s name"),
    ),
    (
        lambda: drafted(title="The bins of ZZ9 9ZZ"),
        *("PUB-01", Place.CASE, "", "The title shows the requester’s postcode"),
    ),
    (
        lambda: claimed(2, reason="They live at 12 Invented Row."),
        *("PUB-01", Place.ANSWER, "", "shows the first line of the requester’s address"),
    ),
    (
        lambda: weighed(reasons="Because of ZZ9 9ZZ."),
        *("PUB-01", Place.TEST, "", "A public interest test shows the requester’s postcode"),
    ),
]


def test_a_complete_draft_lacks_nothing() -> None:
    assert findings(bring_in()) == ()


@pytest.mark.parametrize(("build", "rule", "place", "field", "words"), TABLE)
def test_what_is_missing_is_found(
    build: Callable[[], CaseFile], rule: str, place: Place, field: str, words: str
) -> None:
    (finding,) = findings(bring_in(build()))
    assert (finding.rule, finding.place, finding.field) == (rule, place, field)
    assert finding.severity is Severity.BLOCKS
    assert words in finding.message


def test_findings_point_at_rows_that_exist() -> None:
    rows = {Place.ANSWER: Answer, Place.CLAIM: Claim, Place.SPLIT: Block, Place.ANSWERS: Block}
    case_file = answered(0, text="", disposition="exempt_all")
    claim = replace(case_file.answers[1].claims[0], reason="", likelihood="", test=None)
    answers = (case_file.answers[0], replace(case_file.answers[1], claims=(claim,)))
    found = findings(bring_in(replace(case_file, answers=answers, tests=())))
    assert {finding.place for finding in found} == {Place.ANSWERS, Place.ANSWER, Place.CLAIM}
    for finding in found:
        assert rows[finding.place]._default_manager.filter(pk=finding.pk).exists()


def test_a_question_that_is_left_out_is_found() -> None:
    case = bring_in()
    block = Block.objects.get(text="Its name.")
    Block.objects.filter(pk=block.pk).update(omitted=True)
    (finding,) = findings(case)
    assert (finding.place, finding.pk) == (Place.SPLIT, block.pk)
    assert "A question is left out of the response: “Its name.”" in finding.message


def test_name_in_the_request_is_found_and_gone_when_it_is_declared() -> None:
    case = bring_in()
    signature = Block.objects.get(text__endswith="Sam Sample")
    Block.objects.filter(pk=signature.pk).update(omitted=False)
    (finding,) = findings(case)
    assert (finding.rule, finding.place, finding.pk) == ("PUB-01", Place.SPLIT, signature.pk)
    Block.objects.filter(pk=signature.pk).update(redactions=["Sam Sample"])
    assert findings(case) == ()


def test_surname_alone_is_pointed_out_and_stops_nothing() -> None:
    case = bring_in(answered(5, text="Nothing more, Sample said."))
    (finding,) = findings(case)
    assert (finding.rule, finding.severity, finding.place) == (
        "PUB-01",
        Severity.WARNS,
        Place.ANSWER,
    )
    assert "may be the requester’s surname" in finding.message
    assert blocking((finding,)) == ()


def test_provision_without_wording_is_found() -> None:
    case = bring_in()
    # Rows of the library are never deleted in the product; a new limb may have none yet.
    Claim.objects.filter(provision="40(2) with 40(3A)(a)").update(provision="40(2) with 40(3B)")
    found = [finding for finding in findings(case) if finding.place is Place.LIBRARY]
    assert [finding.pk for finding in found] == ["40(2) with 40(3B)"]


def test_claim_of_an_unknown_provision_is_found_and_nothing_breaks() -> None:
    case = bring_in()
    Claim.objects.filter(provision="21(1)").update(provision="99(9)")
    rules = {finding.rule for finding in findings(case)}
    assert "EX-02" in rules


def test_answer_without_questions_is_found() -> None:
    case = bring_in()
    first, second = Answer.objects.order_by("pk")[:2]
    Block.objects.filter(answer=first).update(answer=second)
    found = {finding.rule: finding for finding in findings(case)}
    assert found["STR-03"].pk == first.pk


def test_only_what_blocks_is_blocking() -> None:
    blocks, warns = (
        Finding("A", "s1", severity, "Words.", Place.CASE)
        for severity in (Severity.BLOCKS, Severity.WARNS)
    )
    assert blocking((blocks, warns)) == (blocks,)


def test_a_case_without_requester_names_nobody() -> None:
    case = bring_in(answered(5, text="Ask Sam Sample."))
    assert findings(case)
    case.requester.delete()
    assert findings(case) == ()


@pytest.mark.parametrize("disposition", ["ncnd", "awaiting_pit"])
def test_a_notice_that_the_portal_cannot_write_is_stopped(disposition: str) -> None:
    found = findings(bring_in(answered(1, disposition=disposition)))
    assert "NC-01" in {finding.rule for finding in blocking(found)}

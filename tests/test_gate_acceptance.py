"""The gate on whole cases, brought in as people bring them in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from requests_app.case_files.form import CaseFile, to_json
from requests_app.compiling import compile_response, load_draft
from requests_app.gate.finding import Finding, Stage
from requests_app.gate.gathering import findings_of
from requests_app.models import FoiRequest
from requests_app.response import name_questions
from tests import gate_cases
from tests.stories import SEED
from tests.whole_case import bring_in, drafted, set_particulars

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 20)


def said(case: FoiRequest, *stages: Stage) -> list[Finding]:
    """All that the gate says of a draft at these stages."""
    draft = load_draft(FoiRequest.objects.get(pk=case.pk))
    return [
        finding
        for stage in stages or tuple(Stage)
        for finding in findings_of(draft, day=DAY, stage=stage)
        if finding.stops
    ]


def ids(findings: list[Finding]) -> set[str]:
    return {finding.rule for finding in findings}


COMPLETE = {
    "all disclosed": gate_cases.disclosed,
    "31(1)(a), 40(2) and 21": drafted,
    "neither confirmed nor denied, and the Regulations": gate_cases.refusal,
}


@pytest.mark.parametrize("build", COMPLETE.values(), ids=COMPLETE)
def test_complete_case_passes_at_every_stage(build: Callable[[], CaseFile]) -> None:
    set_particulars()
    assert [finding.message for finding in said(bring_in(build()))] == []


# --- defects in case files -------------------------------------------------------------


def answer(place: int, **changes: Any) -> CaseFile:
    """The whole case with one answer, counted from 0, changed; facts are put over its own."""
    file = drafted()
    rows = list(file.answers)
    facts = _merged(rows[place].facts, changes.pop("facts", {}))
    rows[place] = replace(rows[place], **changes, facts=facts)
    return replace(file, answers=tuple(rows))


def claim(place: int, **changes: Any) -> CaseFile:
    (row,) = drafted().answers[place].claims
    facts = _merged(row.facts, changes.pop("facts", {}))
    return answer(place, claims=(replace(row, **changes, facts=facts),))


def weighing(**changes: Any) -> CaseFile:
    (row,) = drafted().tests
    return drafted(tests=(replace(row, **changes),))


def case(**facts: str) -> CaseFile:
    return drafted(facts=_merged(drafted().facts, facts))


def _merged(before: Any, facts: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in {**before, **facts}.items() if value}


def without(name: str) -> CaseFile:
    file = drafted()
    return replace(file, **{name: getattr(file, name)[:-1]})


# Fact by fact, what a hurried officer leaves out or gets wrong.
DEFECTIVE: dict[str, tuple[CaseFile, set[str]]] = {
    "an answer is missing": (without("answers"), {"STR-01"}),
    "an answer has no words": (answer(5, text=""), {"STR-01"}),
    "nothing became of it": (answer(5, disposition=""), {"STR-02"}),
    "disclosed, but not held": (answer(5, held="no"), {"STR-02"}),
    "environmental": (answer(5, facts={"environmental": "yes"}), {"REG-01"}),
    "section 21 under the EIR": (answer(4, regime="eir"), {"REG-02"}),
    "about themselves": (case(own_personal_data="yes"), {"REG-03"}),
    "no claim": (answer(2, claims=()), {"EX-01"}),
    "an obsolete citation": (
        claim(2, reason="It would contravene the Data Protection Act 1998."),
        {"EX-02"},
    ),
    "no reason": (claim(2, reason=""), {"EX-03"}),
    "no likelihood": (claim(1, likelihood=""), {"EX-04"}),
    "no causal link": (claim(1, facts={"causal_link": ""}), {"EX-05"}),
    "a name in place of an address": (
        claim(4, where_accessible="Contracts register"),
        {"EX-12"},
    ),
    "not opened": (claim(4, facts={"holds_this_information": ""}), {"EX-12"}),
    "no legitimate interests": (
        claim(2, facts={"lia_interest": "", "lia_necessity": "", "lia_balance": ""}),
        {"EX-14"},
    ),
    "grade alone": (
        claim(2, reason="The officer is too junior to be named.", facts={"role_expectation": ""}),
        {"EX-15"},
    ),
    "a claim on what is disclosed": (answer(4, disposition="disclosed"), {"EX-22"}),
    "an order of its own": (drafted(acknowledgements=()), {"EX-22"}),
    "redaction not considered": (answer(1, facts={"redaction_considered": ""}), {"EX-23"}),
    "not weighed": (
        replace(claim(1, test=None), tests=()),
        {"PIT-01"},
    ),
    "one side only": (weighing(for_disclosure=()), {"PIT-02"}),
    "weighed for disclosure": (weighing(conclusion="disclose"), {"PIT-07"}),
    "weighed too early": (weighing(decided_on=date(2026, 2, 1)), {"PIT-06"}),
    "no searches": (answer(3, facts={"search_where": "", "search_by": ""}), {"ASS-02"}),
    "no help": (answer(3, facts={"who_may_hold": ""}), {"ASS-01"}),
    "a spreadsheet as it is": (case(native_spreadsheet="yes"), {"FRM-03"}),
    "a form not kept to": (case(preferred_format="CSV", format_honoured="no"), {"FRM-01"}),
    "a small number": (answer(5, text="| Ward | Cases |\n|---|---|\n| North | 2 |"), {"FIL-05"}),
    "a name": (answer(5, text="Julian Example counted them."), {"PUB-02"}),
    "the requester": (answer(5, text="As Sam Sample knows, 48,212."), {"PUB-01"}),
    "documents not kept": (case(documents_kept=""), {"GOV-03"}),
    "the old name of the UK GDPR": (
        claim(2, reason="It would contravene Article 5 of the GDPR."),
        {"STY-01"},
    ),
    "two things at once": (
        replace(claim(1, likelihood=""), facts={}),
        {"EX-04", "GOV-03"},
    ),
}


def test_there_are_thirty_defective_cases() -> None:
    assert len(DEFECTIVE) >= 30


@pytest.mark.parametrize(("file", "rules"), DEFECTIVE.values(), ids=DEFECTIVE)
def test_case_file_with_a_defect_is_named_its_rules(
    file: CaseFile, rules: set[str], tmp_path: Path
) -> None:
    set_particulars()
    path = tmp_path / "case.json"
    path.write_text(to_json(file))
    call_command("load_case", str(path))
    findings = said(FoiRequest.objects.get())
    assert ids(findings) == rules
    assert all(finding.source and finding.message.endswith(".") for finding in findings)


# --- the published case ----------------------------------------------------------------


@pytest.mark.skipif(not SEED.exists(), reason="the published case is not beside the project")
def test_published_response_has_the_faults_that_are_known_of_it_and_no_other() -> None:
    case = bring_in(gate_cases.with_wordings_of_the_seed(gate_cases.seed()))
    assert ids(said(case)) == {
        *("EX-02", "EX-04", "EX-12", "EX-14", "EX-15", "EX-22"),
        *("PRO-01", "PRO-02", "PUB-02", "STY-01", "STY-02"),
    }


# --- many claims -----------------------------------------------------------------------


def test_annex_of_many_claims_has_no_orphan_no_duplicate_and_right_references() -> None:
    set_particulars()
    case = bring_in(gate_cases.many_claims())
    assert [finding.message for finding in said(case)] == []
    draft = load_draft(FoiRequest.objects.get())
    response = compile_response(draft)
    assert len(draft.claims) == 12
    assert sum(block.answerable for block in response.blocks) == 20

    explained = [section.provision for section in response.annex]
    cited = {claim.provision for answer in response.answers for claim in answer.claims}
    assert len(explained) == len(set(explained)) == 9
    assert set(explained) == cited

    blocks = {block.key: block for block in response.blocks}
    for section in response.annex:
        citing = [
            name_questions([blocks[key] for key in answer.questions])
            for answer in response.answers
            if section.provision in {claim.provision for claim in answer.claims}
        ]
        assert [use.covers for use in section.uses] == citing
        assert bool(section.tests) is section.qualified

"""The commands of the gate: what it says of a case or a file, and the table of its rules."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from requests_app.case_files.form import to_json
from requests_app.gate.rules import ALL_RULES
from requests_app.gate.table import LEFT_OUT, table
from requests_app.management.commands.gate_rules import DOCUMENT
from requests_app.models import FoiRequest
from tests import factories, gate_cases
from tests.whole_case import WHOLE, bring_in, drafted, set_particulars

# The families of the list of checks and how many each has.
CHECKS = {
    "LIB": 2,  # of the portal’s own: the wording library
    "STR": 5,
    "REG": 3,
    "EX": 23,
    "PIT": 7,
    "NC": 3,
    "PRO": 6,
    "TIM": 5,
    "CST": 4,
    "VEX": 2,
    "ASS": 2,
    "FRM": 3,
    "FIL": 6,
    "PUB": 8,
    "GOV": 3,
    "STY": 4,  # the last is the portal’s own
}


def run(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("check_case", *arguments, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


@pytest.mark.django_db
class TestCheckCase:
    @pytest.fixture(autouse=True)
    def authority(self, db: None) -> None:
        set_particulars()

    def test_open_gate_is_said_and_is_no_failure(self) -> None:
        case = bring_in(gate_cases.disclosed())
        assert run(case.reference, "--on", "2026-03-20") == (0, "The gate is open.\n")

    def test_draft_is_judged_as_it_stands(self) -> None:
        case = bring_in(drafted(facts={}))
        status, said = run(case.reference)
        assert status == 1
        assert said.splitlines()[-1].startswith("GOV-03 warns: Record since when the documents")

    def test_file_is_judged_and_not_kept(self) -> None:
        status, said = run(str(WHOLE), "--on", "2026-03-20", "--json")
        assert status == 0
        (finding,) = json.loads(said)
        assert (finding["rule"], finding["severity"]) == ("EX-22", "warns")
        assert finding["reason"].startswith("The reader meets")
        assert not FoiRequest.objects.exists()

    def test_stages_can_be_asked_together(self, tmp_path: Path) -> None:
        path = tmp_path / "case.json"
        path.write_text(to_json(gate_cases.disclosed()))
        stages = ("--stage", "approve", "--stage", "send", "--stage", "publish")
        status, said = run(str(path), *stages, "--on", "2026-05-20")
        assert status == 1
        assert {line.split()[0] for line in said.splitlines()} == {"TIM-01"}

    def test_version_is_judged_as_it_was_frozen(self) -> None:
        case = factories.in_review()
        FoiRequest.objects.filter(pk=case.pk).update(facts={"native_spreadsheet": "yes"})
        assert run(case.reference)[0] == 0

    @pytest.mark.parametrize("name", ["NOWHERE-1", "tests/broken_cases/not-json.json"])
    def test_what_is_no_case_is_told(self, name: str) -> None:
        with pytest.raises(CommandError):
            call_command("check_case", name)


def test_table_of_rules_is_not_stale() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == table(), "Run: python3 manage.py gate_rules"


def test_every_check_is_a_rule_or_is_left_out_with_a_reason() -> None:
    wanted = {
        f"{family}-{number:02}"
        for family, count in CHECKS.items()
        for number in range(1, count + 1)
    }
    ours = [rule.id for rule in ALL_RULES]
    left_out = [rule_id for rule_id, _, why in LEFT_OUT if why]
    assert sorted([*ours, *left_out]) == sorted(wanted)

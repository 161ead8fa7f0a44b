"""Asks the gate about a case, or about a case file that is not loaded, and prints what it says."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.timezone import localdate, now

from requests_app.case_files.form import CaseFile
from requests_app.case_files.loading import load
from requests_app.case_files.problem import BrokenCaseFile
from requests_app.case_files.reading import parse
from requests_app.compiling import load_draft
from requests_app.gate.finding import Finding, Stage, stopping
from requests_app.gate.gathering import findings_of
from requests_app.gate.versions import findings_of_version
from requests_app.models import FoiRequest
from requests_app.workflow import State


class Command(BaseCommand):
    help = (
        "Print what the gate says of a case. A case under way is judged as it was frozen, a draft "
        "as it stands, a file as if it were loaded; nothing is kept of a file. Exit status 1 when "
        "something stops it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", help="The reference of a case, or a case file.")
        parser.add_argument(
            "--stage", choices=[stage.value for stage in Stage], action="append", default=[],
            help="May be repeated. Without it: approve.",
        )  # fmt: skip
        parser.add_argument("--on", type=date.fromisoformat, help="The day; without it today.")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        stages = [Stage(name) for name in options["stage"]] or [Stage.APPROVE]
        day = options["on"] or localdate()
        found = list(dict.fromkeys(_findings(options["case"], stages, day)))
        lines = [_as_json(finding) for finding in found]
        if options["json"]:
            self.stdout.write(json.dumps(lines, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(map(_as_line, found)) or "The gate is open.")
        if stopping(tuple(found)):
            sys.exit(1)


def _findings(name: str, stages: list[Stage], day: date) -> list[Finding]:
    file = Path(name)
    if not file.is_file():
        case = FoiRequest.objects.filter(reference=name).first()
        if case is None:
            raise CommandError(f"There is no case and no file {name}.")
        return _of_case(case, stages, day)
    try:
        case_file = parse(file.read_bytes())
        with transaction.atomic():
            case = load(_as_draft(case_file), at=now()).case
            # Nothing of a file was opened, and nothing is: the gate says what the file says.
            found = _of_draft(case, stages, day, links=False)
            transaction.set_rollback(True)
    except BrokenCaseFile as error:
        raise CommandError(str(error)) from error
    return found


def _as_draft(case_file: CaseFile) -> CaseFile:
    """The case before it was submitted, so that the gate can say all that it has to say."""
    return CaseFile(
        **{
            **{name: getattr(case_file, name) for name in CaseFile.__dataclass_fields__},
            "status": State.DRAFTING.value,
            "submitted_on": None,
            "approved_on": None,
            "sent_on": None,
            "publication": None,
            "versions": (),
        }
    )


def _of_case(case: FoiRequest, stages: list[Stage], day: date) -> list[Finding]:
    if case.state == State.DRAFTING:
        return _of_draft(case, stages, day, links=True)
    version = case.versions.order_by("number").last()
    if version is None:
        return []
    return [row for stage in stages for row in findings_of_version(version, stage=stage, day=day)]


def _of_draft(case: FoiRequest, stages: list[Stage], day: date, *, links: bool) -> list[Finding]:
    draft = load_draft(case)
    return [
        row for stage in stages for row in findings_of(draft, day=day, stage=stage, links=links)
    ]


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "source": finding.source,
        "severity": finding.severity.value,
        "message": finding.message,
        "place": finding.place.value,
        "key": finding.key,
        "field": finding.field,
        "reason": finding.acknowledged.reason if finding.acknowledged else "",
    }


def _as_line(finding: Finding) -> str:
    mark = finding.severity.value if finding.stops else "answered"
    return f"{finding.rule} {mark}: {finding.message} ({finding.source})"

"""Brings a ``CaseFile`` in as rows, through the same verbs and the same gate as the browser.

All of a file or nothing. What a verb refuses is told with the field of the file to blame.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from requests_app.actions import importing
from requests_app.case_files.acting import roles_needed
from requests_app.case_files.drafts import bring_in_draft, supply_wording
from requests_app.case_files.following import load_steps
from requests_app.case_files.form import CaseFile
from requests_app.case_files.incoming import Incoming
from requests_app.case_files.problem import BrokenCaseFile, Problem
from requests_app.case_files.statuses import go_as_far_as_the_status
from requests_app.case_files.versions import restore_versions
from requests_app.models import AuditEvent, FoiRequest
from requests_app.response import unix_lines


@dataclass(frozen=True, slots=True)
class Loaded:
    """The case, and what its bringer should look at."""

    case: FoiRequest
    warnings: tuple[str, ...]


def load(case_file: CaseFile, *, at: datetime) -> Loaded:
    """Brings the case in as it stood; ``at`` is now. Raises BrokenCaseFile, having written nothing.

    The deeds bear the dates of the file; an audit row says when they were brought in.
    """
    _require_new(case_file)
    with (
        transaction.atomic(),
        importing.lent_roles(roles_needed(case_file)) as people,
    ):
        incoming = Incoming(case_file, people, at)
        supply_wording(incoming)
        bring_in_draft(incoming)
        if case_file.versions:
            restore_versions(incoming)
        else:
            go_as_far_as_the_status(incoming)
        load_steps(incoming.case, case_file.steps, people, incoming.blaming)
        importing.note_loaded(incoming.case, by=incoming.officer, at=at)
        incoming.case.refresh_from_db()
    return Loaded(incoming.case, tuple(incoming.warnings))


class AlreadyLoaded(BrokenCaseFile):
    """This very request was brought in from a file before."""


def _require_new(case_file: CaseFile) -> None:
    there = FoiRequest.objects.filter(slug=slugify(case_file.reference)).first()
    if there is None:
        return
    reason = f"There is a case with the reference {case_file.reference} already."
    problems = [Problem("reference", reason)]
    same = (there.reference, there.received_on, unix_lines(there.text)) == (
        case_file.reference,
        case_file.received_on,
        unix_lines(case_file.text),
    )
    if same and AuditEvent.objects.filter(foi_request=there, verb="loaded").exists():
        raise AlreadyLoaded(problems)
    raise BrokenCaseFile(problems)

"""An earlier log brought in by the worker: uploaded, checked line by line, then for good.

Each line is a transaction of its own, together with the count of it: a worker that is killed has
done a line or not, and the next one goes on behind it.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from requests_app import audit
from requests_app.actions import earlier_log
from requests_app.actions.base import Refused
from requests_app.actions.telling import tell, tell_on_commit
from requests_app.earlier_log.entry import EarlierEntry
from requests_app.earlier_log.files import text_lines
from requests_app.earlier_log.lines import LineProblem, LogLine, UnreadableLog, read_lines
from requests_app.models import LogImport, LogImportProblem
from requests_app.workflow import NotAllowed, WrongState

MOST_BYTES = 64_000_000
# A worker goes back to the documents, for which people wait, after this many seconds.
SLICE_SECONDS = 10.0
LEASE = timedelta(seconds=60)
PATIENCE = timedelta(seconds=15)


def upload(name: str, content: bytes, *, by: User, at: datetime) -> LogImport:
    """Keeps the file and has it checked; nothing is published. Raises NotAllowed, Refused."""
    earlier_log.require_loader(by)
    if not content:
        raise Refused("The file is empty.", field="file")
    if len(content) > MOST_BYTES:
        raise Refused(
            f"The file has more than {MOST_BYTES // 1_000_000} MB. Bring it in in parts.",
            field="file",
        )
    with transaction.atomic():
        row = LogImport.objects.create(
            name=name[:200], content=content, uploaded_by=by, uploaded_at=at, told_at=at
        )
        audit.record(None, "log_uploaded", by=by, at=at, log=row.pk)
        tell_on_commit("work_on_log", row.pk)
    return row


def begin(log_import: LogImport, *, by: User, at: datetime) -> None:
    """Brings in what was checked. Raises NotAllowed, WrongState; a second click is one of them."""
    earlier_log.require_loader(by)
    with transaction.atomic():
        begun = LogImport.objects.filter(pk=log_import.pk, state=LogImport.State.CHECKED).update(
            state=LogImport.State.LOADING,
            begun_by=by,
            told_at=at,
            line=0,
            good=0,
            there=0,
            failed=0,
            strange_topics={},
        )
        if begun != 1:
            raise WrongState("This file is not checked, or it is being brought in already.")
        LogImportProblem.objects.filter(log_import=log_import).delete()
        audit.record(None, "log_begun", by=by, at=at, log=log_import.pk)
        tell_on_commit("work_on_log", log_import.pk)


def sweep(*, at: datetime) -> None:
    """Tells the worker again of files that nobody works on."""
    forgotten = list(LogImport.objects.forgotten(at, at - PATIENCE).values_list("pk", flat=True))
    LogImport.objects.filter(pk__in=forgotten).update(told_at=at)
    tell("work_on_log", *forgotten)


def work_on(pk: int, *, at: Callable[[], datetime], seconds: float = SLICE_SECONDS) -> None:
    """Does some lines of a file, unless another worker is at it, and has the next done later."""
    taken = LogImport.objects.claimable(at()).filter(pk=pk).update(lease_until=at() + LEASE)
    if taken != 1:
        return
    row = LogImport.objects.select_related("begun_by").get(pk=pk)
    try:
        finished = _some_lines(row, at, seconds)
    except (UnreadableLog, NotAllowed) as error:
        _end(row, LogImport.State.FAILED, error=str(error))
        return
    if finished:
        checked = row.state == LogImport.State.CHECKING
        _end(row, LogImport.State.CHECKED if checked else LogImport.State.DONE)
        return
    LogImport.objects.filter(pk=pk).update(lease_until=None, told_at=at())
    tell("work_on_log", pk)


def _some_lines(row: LogImport, at: Callable[[], datetime], seconds: float) -> bool:
    """False: the time is up and there are more lines."""
    until = time.monotonic() + seconds
    file = io.BytesIO(bytes(row.content))
    for line in read_lines(text_lines(file), today=localdate(at())):
        if line.number <= row.line:
            continue
        with transaction.atomic():
            became = _take(row, line, at())
            if became == "good" and line.entry is not None:
                _note_topic(row, line.entry)
            _count(row, line, became, at())
        if time.monotonic() > until:
            return False
    return True


def _take(row: LogImport, line: LogLine, at: datetime) -> str | tuple[LineProblem, ...]:
    """What became of a line: good, there, or its problems."""
    if line.entry is None:
        return line.problems
    try:
        if row.state == LogImport.State.CHECKING:
            earlier_log.try_entry(line.entry)
        else:
            earlier_log.bring_in(line.entry, by=row.begun_by or row.uploaded_by, at=at)
    except earlier_log.AlreadyThere:
        return "there"
    except Refused as refused:
        return (LineProblem(line.number, refused.field or "", str(refused)),)
    return "good"


def _note_topic(row: LogImport, entry: EarlierEntry) -> None:
    if earlier_log.has_strange_topic(entry):
        told: dict[str, int] = row.strange_topics
        same = (name for name in told if name.casefold() == entry.topic.casefold())
        name = next(same, entry.topic)
        told[name] = told.get(name, 0) + 1
        row.save(update_fields=["strange_topics"])


def _count(
    row: LogImport, line: LogLine, became: str | tuple[LineProblem, ...], at: datetime
) -> None:
    column = became if isinstance(became, str) else "failed"
    LogImport.objects.filter(pk=row.pk).update(
        line=line.number, lease_until=at + LEASE, **{column: F(column) + 1}
    )
    if not isinstance(became, str):
        LogImportProblem.objects.bulk_create(
            LogImportProblem(log_import=row, line=one.line, column=one.column, message=one.message)
            for one in became
        )


def _end(row: LogImport, state: LogImport.State, *, error: str = "") -> None:
    found = LogImport.objects.filter(pk=row.pk)
    found.update(state=state, error=error, lease_until=None)
    if state == LogImport.State.CHECKED:
        found.update(total=F("good") + F("there") + F("failed"))

"""Proves that every stored deadline is what the function of the case's events gives."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import now

from requests_app import calendars
from requests_app.actions import clock as verbs
from requests_app.due import Due, due, histories
from requests_app.management.starting import WithoutPages
from requests_app.models import FoiRequest
from requests_app.workflow import NotAllowed
from requests_app.working_days import Calendar

BATCH = 500


class Command(WithoutPages):
    help = (
        "Compute the deadline of every case anew and compare it with the stored one. Ends with 1 "
        "if any differs. Cases that were answered keep the date of the table of their day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--recompute",
            metavar="NAME",
            help="First recompute the open cases, in the name of this administrator.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["recompute"]:
            self._recompute(options["recompute"])
        calendar = calendars.current()
        counts = {"checked": 0, "kept": 0, "wrong": 0}
        for case, found, is_open in _each(calendar):
            if not is_open and case.calendar_version != calendar.version:
                counts["kept"] += 1
                continue
            counts["checked"] += 1
            stored = Due(case.due_on, case.waiting_for, case.calendar_version)
            if stored != found:
                counts["wrong"] += 1
                self.stderr.write(f"{case.reference}: stored {_said(stored)}, is {_said(found)}")
        self.stdout.write(
            f"{counts['checked']} deadlines computed with table {calendar.version}, "
            f"{counts['wrong']} of them wrong; {counts['kept']} answered cases keep an older one."
        )
        if counts["wrong"]:
            sys.exit(1)

    def _recompute(self, username: str) -> None:
        try:
            by = User.objects.get(username=username)
            done = verbs.recompute(by=by, at=now())
        except User.DoesNotExist as error:
            raise CommandError(f"There is nobody called {username}.") from error
        except NotAllowed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{done.cases} open cases recomputed, {done.moved} moved.")


def _each(calendar: Calendar) -> Iterator[tuple[FoiRequest, Due, bool]]:
    """Every case with what its columns must say, and whether it is open."""
    keys = list(FoiRequest.objects.handled_here().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        cases = list(FoiRequest.objects.filter(pk__in=keys[start : start + BATCH]).order_by("pk"))
        known = histories(cases)
        still_open = set(
            FoiRequest.objects.open()
            .filter(pk__in=[case.pk for case in cases])
            .values_list("pk", flat=True)
        )
        for case in cases:
            yield case, due(known[case.pk], calendar), case.pk in still_open


def _said(found: Due) -> str:
    day = found.due_on.isoformat() if found.due_on else "no date"
    waiting = f", waiting for the {found.waiting_for}" if found.waiting_for else ""
    return f"{day}{waiting} (table {found.calendar_version or 'none'})"

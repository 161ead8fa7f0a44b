"""Computes a deadline on the command line, with every day passed over and why."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from requests_app import calendars
from requests_app.clock import (
    Deadline,
    Event,
    EventKind,
    ImpossibleEvents,
    deadline,
)
from requests_app.working_days import UnknownYear


def a_date(text: str) -> date:
    return date.fromisoformat(text)


def an_event(text: str) -> Event:
    name, _, day = text.partition("=")
    return Event(EventKind(name), date.fromisoformat(day))


class Command(BaseCommand):
    help = "Say when a request must be answered, and show the counting."

    def add_arguments(self, parser: CommandParser) -> None:
        names = ", ".join(EventKind)
        parser.add_argument("received", type=a_date, help="Date of receipt, like 2026-11-23.")
        parser.add_argument(
            "--days", type=int, help="Working days; otherwise what the events say, 20 or 30."
        )
        parser.add_argument(
            "--event", type=an_event, action="append", default=[], metavar="NAME=DATE",
            help=f"May be repeated. NAME is one of {names}.",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = deadline(
                options["received"],
                options["event"],
                options["days"],
                calendar=calendars.current_or_shipped(),
            )
        except (ImpossibleEvents, UnknownYear) as error:
            self.stderr.write(str(error))
            sys.exit(2)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(found)))
        else:
            self.stdout.write("\n".join(as_lines(found)))


def as_json(found: Deadline) -> dict[str, Any]:
    return {
        "due": found.due and found.due.isoformat(),
        "day_zero": found.day_zero.isoformat(),
        "days": found.days,
        "waiting_for": found.waiting_for,
        "extended_to": found.extended_to and found.extended_to.isoformat(),
        "beyond_40_days": found.beyond_expectation,
        "skipped": [
            {"date": skipped.day.isoformat(), "why": skipped.why, "parts": list(skipped.parts)}
            for skipped in found.skipped
        ],
    }


def as_lines(found: Deadline) -> list[str]:
    lines = [f"Day 0 is {found.day_zero:%A %d %B %Y}."]
    for skipped in found.skipped:
        where = f" ({', '.join(skipped.parts)})" if skipped.parts else ""
        lines.append(f"Not counted: {skipped.day:%A %d %B %Y}, {skipped.why}{where}.")
    if found.due is None:
        return [*lines, f"The clock stands: waiting for the {found.waiting_for}."]
    lines.append(f"Working day {found.days} and the deadline: {found.due:%A %d %B %Y}.")
    if found.extended_to:
        flag = ", later than the 40 days the regulator expects" if found.beyond_expectation else ""
        lines.append(f"Decision on the public interest by {found.extended_to:%A %d %B %Y}{flag}.")
    return lines

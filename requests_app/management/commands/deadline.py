"""Computes a deadline on the command line, with every day passed over and why."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.db import DatabaseError

from requests_app import calendars
from requests_app.clock import Deadline, Event, EventKind, ImpossibleEvents, deadline
from requests_app.management.starting import WithoutPages
from requests_app.working_days import Calendar, UnknownYear


def a_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date like 2026-11-23.") from error


def an_event(text: str) -> Event:
    name, _, day = text.partition("=")
    if name not in set(EventKind):
        names = ", ".join(EventKind)
        raise argparse.ArgumentTypeError(f"“{name}” is no event. Events are {names}.")
    return Event(EventKind(name), a_date(day))


class Command(WithoutPages):
    help = "Say when a request must be answered, and show the counting."

    def add_arguments(self, parser: CommandParser) -> None:
        names = ", ".join(EventKind)
        parser.add_argument("received", type=a_date, help="Date of receipt, like 2026-11-23.")
        parser.add_argument(
            "--days", type=int, help="Working days; otherwise what the events say, 20 or 30."
        )
        parser.add_argument(
            "--event", type=an_event, action="append", default=[], metavar="NAME=DATE",
            help=f"May be repeated. NAME is one of {names}. The date of an extension is the "
            "estimated one, and that of set_by_commissioner and school_days the day that is due.",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            calendar = calendars.current_or_shipped()
            found = deadline(
                options["received"], options["event"], options["days"], calendar=calendar
            )
        except (ImpossibleEvents, UnknownYear) as error:
            self._refuse(str(error))
        except DatabaseError as error:
            self._refuse(f"The database with the bank holidays does not answer: {error}")
        else:
            shown = as_json(found, calendar) if options["json"] else as_text(found)
            self.stdout.write(shown)

    def _refuse(self, reason: str) -> None:
        self.stderr.write(reason)
        sys.exit(2)


def as_json(found: Deadline, calendar: Calendar) -> str:
    said = {
        "due": _iso(found.due),
        "day_zero": found.day_zero.isoformat(),
        "days": found.days,
        "waiting_for": found.waiting_for,
        "lapses_after": _iso(found.lapses_after),
        "extended_to": _iso(found.extended_to),
        "beyond_expectation": found.beyond_expectation,
        "may_move": found.may_move,
        "skipped": [
            {"date": skipped.day.isoformat(), "why": skipped.why, "parts": list(skipped.parts)}
            for skipped in found.skipped
        ],
        "calendar": calendar.version,
    }
    return json.dumps(said, ensure_ascii=False)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def as_text(found: Deadline) -> str:
    lines = [f"Day 0 is {_said(found.day_zero)}."]
    for skipped in found.skipped:
        where = f" ({', '.join(skipped.parts)})" if skipped.parts else ""
        lines.append(f"Not counted: {_said(skipped.day)}, {skipped.why}{where}.")
    if found.due is None:
        lines.append(f"The clock stands: waiting for the {found.waiting_for}.")
        if found.lapses_after:
            lines.append(f"The request lapses if no fee came by {_said(found.lapses_after)}.")
        return "\n".join(lines)
    what = "The day set" if found.set_to else f"Working day {found.days} and the deadline"
    lines.append(f"{what}: {_said(found.due)}.")
    if found.extended_to:
        flag = ", later than the regulator expects" if found.beyond_expectation else ""
        lines.append(f"Decision on the public interest by {_said(found.extended_to)}{flag}.")
    if found.may_move:
        lines.append("The holidays of that year are not all proclaimed: the date may move.")
    return "\n".join(lines)


def _said(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"

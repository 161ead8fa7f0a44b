"""Notes what came of a proof of the whole, so that whoever watches the portal is told of it.

There are two marks for each proof, when it last held and when it last did not; the later counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from requests_app.models import Heartbeat


class Whole(Enum):
    """What is proven, by the mark that a proof leaves."""

    AUDIT = "audit trail"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class LastProof:
    at: datetime
    holds: bool


def note(whole: Whole, *, holds: bool, at: datetime) -> None:
    Heartbeat.objects.update_or_create(name=_mark(whole, holds=holds), defaults={"at": at})


def last_proof(whole: Whole) -> LastProof | None:
    """None: it was never proven."""
    marks = {_mark(whole, holds=holds): holds for holds in (True, False)}
    latest = Heartbeat.objects.filter(name__in=marks).order_by("-at", "-pk").first()
    return LastProof(latest.at, marks[latest.name]) if latest else None


def _mark(whole: Whole, *, holds: bool) -> str:
    return f"{whole.value} {'held' if holds else 'broken'}"

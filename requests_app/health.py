"""Is the portal well? Eleven checks, each with a sentence for whoever is called at night.

Only the database decides whether this host can answer people. The others tell that documents
wait, or that somebody should look: pages still work then, so a host must not be taken away.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.timezone import localtime
from kombu.exceptions import OperationalError

from requests_app import bucket
from requests_app.actions import account_mail, proving, purging, storing
from requests_app.actions.rendering import SWEEP
from requests_app.actions.telling import connection_to_tell
from requests_app.models import Heartbeat, Rendering
from requests_app.stored_documents import any_in_bucket

# The sweep runs every five seconds; a document is made in seconds.
LONGEST_SILENCE = timedelta(seconds=60)
LONGEST_WAIT = timedelta(minutes=5)
FAILED_LATELY = timedelta(days=1)
# Every night: one that was missed is told on the second morning.
LONGEST_UNPROVEN = timedelta(hours=36)
# Megabytes. A request with its files, its answers and both PDFs takes one or two.
LEAST_FREE = 50


@dataclass(frozen=True, slots=True)
class Check:
    """``well`` is False when somebody should look; ``sentence`` tells at what."""

    name: str
    well: bool
    sentence: str


def check_all(at: datetime) -> tuple[Check, ...]:
    """The database first: without it only that is told."""
    database = check_database()
    if not database.well:
        return (database,)
    return (
        database,
        check_broker(),
        check_documents(at),
        check_failures(at),
        check_sweeper(at),
        check_mail(at),
        check_storage(),
        check_cache(at),
        check_bucket(at),
        check_audit(at),
        check_files(),
    )


def check_database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Check("database", well=False, sentence="the database does not answer")
    return Check("database", well=True, sentence="answers")


def check_broker() -> Check:
    """Asks with a short patience: a broker that hangs must not hang this page."""
    try:
        with connection_to_tell() as broker:
            broker.ensure_connection(max_retries=0)
    except (OperationalError, OSError):
        return Check(
            "broker", well=False, sentence="the broker does not answer; the sweeper will catch up"
        )
    return Check("broker", well=True, sentence="answers")


def check_documents(at: datetime) -> Check:
    """How long the oldest document has waited since the broker was first told of it."""
    return _recent(
        "documents",
        Rendering.objects.oldest_waiting(),
        at=at,
        longest=LONGEST_WAIT,
        sentence="the oldest unfinished document has waited {} s",
        nothing=(True, "none waits"),
    )


def check_failures(at: datetime) -> Check:
    """Documents that nobody makes any more unless somebody asks for another try."""
    failed = Rendering.objects.failed_since(at - FAILED_LATELY).count()
    sentence = f"{failed} documents failed within a day and were not made since"
    return Check("failures", failed == 0, sentence if failed else "no document failed within a day")


def check_sweeper(at: datetime) -> Check:
    return _recent(
        "sweeper",
        last_swept(),
        at=at,
        longest=LONGEST_SILENCE,
        sentence="ran {} s ago",
        nothing=(False, "never ran: start the worker with its beat"),
    )


def check_mail(at: datetime) -> Check:
    """Whether people are told what changed of their accounts, and get the links they ask for."""
    return _recent(
        "mail",
        account_mail.waits_since(),
        at=at,
        longest=LONGEST_WAIT,
        sentence="a mail about an account has waited {} s; the log tells what the mail server says",
        nothing=(True, "none about an account waits"),
    )


def check_storage() -> Check:
    """The data folder of this host; a database elsewhere shows a full disk by a silent sweeper."""
    folder = os.statvfs(settings.DATA_DIR)
    if folder.f_flag & os.ST_RDONLY:
        return Check("storage", well=False, sentence="the data folder is read-only")
    free = folder.f_bavail * folder.f_frsize // 1_000_000
    return Check("storage", free >= LEAST_FREE, f"{free} MB are free in the data folder")


def check_cache(at: datetime) -> Check:
    """Whether the shared cache let go of what was withdrawn."""
    return _recent(
        "cache",
        purging.waits_since(),
        at=at,
        longest=LONGEST_WAIT,
        sentence="the shared cache has not let go of a withdrawn record for {} s",
        nothing=(True, "nothing waits for it"),
    )


def check_bucket(at: datetime) -> Check:
    """Whether finished documents can be read and stored, and what was erased has left."""
    if not bucket.is_set() and not any_in_bucket():
        return Check("bucket", well=True, sentence="documents are kept in the database")
    try:
        bucket.ask()
    except bucket.BucketAway as error:
        return Check("bucket", well=False, sentence=f"{error}; PDFs cannot be read")
    return _recent(
        "bucket",
        storing.waits_since(at),
        at=at,
        longest=LONGEST_WAIT,
        sentence="an erased file is still in it after {} s",
        nothing=(True, "answers"),
    )


def check_audit(at: datetime) -> Check:
    """The worker proves the audit trail each night; the log says which row does not hold."""
    proof = proving.last_proof(proving.Whole.AUDIT)
    if proof is None:
        return Check("audit", well=True, sentence="not proven yet; it is each night")
    if not proof.holds:
        return Check("audit", well=False, sentence="broken: see verify_audit")
    return _recent(
        "audit",
        proof.at,
        at=at,
        longest=LONGEST_UNPROVEN,
        sentence="held {} s ago",
        nothing=(True, ""),
    )


def check_files() -> Check:
    """What ``check_files`` last found; how often it runs is the operator's choice."""
    proof = proving.last_proof(proving.Whole.FILES)
    if proof is None:
        return Check("files", well=True, sentence="check_files has not been run yet")
    day = f"{localtime(proof.at):%-d %B %Y}"
    sentence = f"all were there on {day}" if proof.holds else f"faults on {day}: see check_files"
    return Check("files", proof.holds, sentence)


def last_swept() -> datetime | None:
    """When the sweeper last ran; None: it never did."""
    return Heartbeat.objects.filter(name=SWEEP).values_list("at", flat=True).first()


def _recent(
    name: str,
    since: datetime | None,
    *,
    at: datetime,
    longest: timedelta,
    sentence: str,
    nothing: tuple[bool, str],
) -> Check:
    if since is None:
        return Check(name, *nothing)
    age = at - since
    return Check(name, age <= longest, sentence.format(max(0, round(age.total_seconds()))))

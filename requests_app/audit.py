"""Writes the audit trail: one row a deed, in the deed's own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from requests_app.chain import BEGINNING, Deed, Proof, digest_of, plain, prove
from requests_app.models import AuditEvent, FoiRequest

# The key of the lock under which PostgreSQL lets one deed at a time be recorded.
LOCK = 0x466F_4941
BATCH = 2000

# Deeds that shape what a version says. Whoever did one of them may not approve it.
DRAFTING_DEEDS = frozenset(
    {
        "split_corrected",
        "answered",
        "left_open",
        "answer_saved",
        "answer_removed",
        "claimed",
        "claim_removed",
        "test_weighed",
        "test_removed",
        "annex_ordered",
        "wording_adapted",
        "wording_put_back",
        "outcome_overridden",
        "details_corrected",
        "facts_recorded",
        "drafted",
        "submitted",
    }
)


def record(
    case: FoiRequest | None, verb: str, *, by: User | None, at: datetime, **detail: Any
) -> AuditEvent:
    """One row. ``detail`` takes ids, numbers and digests only: content has its own rows.

    ``by`` None: the portal itself. Until the deed is committed no other deed can be recorded, so
    the rows that a deed locks are locked before.
    """
    case_id = case.pk if case else None
    (event,) = _chained([(case_id, detail)], verb, by=by, at=at)
    event.save(force_insert=True)
    return event


def record_each(
    details: Mapping[int, Mapping[str, Any]], verb: str, *, by: User | None, at: datetime
) -> None:
    """One row for each case, by its key, with its own detail; as many queries as for one."""
    AuditEvent.objects.bulk_create(_chained(details.items(), verb, by=by, at=at))


def _chained(
    rows: Iterable[tuple[int | None, Mapping[str, Any]]],
    verb: str,
    *,
    by: User | None,
    at: datetime,
) -> list[AuditEvent]:
    """The rows, not yet stored, each with its place in the chain."""
    sequence, digest = _locked_head()
    actor = by.pk if by else None
    events = []
    for case_id, detail in rows:
        deed = Deed(case_id, actor, verb, at, plain(detail))
        sequence += 1
        digest = digest_of(deed, sequence=sequence, previous=digest)
        events.append(
            AuditEvent(
                sequence=sequence,
                foi_request_id=case_id,
                actor=by,
                verb=verb,
                at=at,
                detail=deed.detail,
                digest=digest,
            )
        )
    return events


def _locked_head() -> tuple[int, str]:
    """The number and the hash of the last row, which stays the last until this deed is done.

    SQLite lets one transaction write at a time. On PostgreSQL a lock of the trail's own does the
    same for those that record; it ends with the transaction.
    """
    _wait_for_others()
    last = AuditEvent.objects.order_by("-sequence").values_list("sequence", "digest").first()
    return last or (0, BEGINNING)


def _wait_for_others() -> None:
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise RuntimeError("An audit row is written in the transaction of the deed it records.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def verify(*, noted: str = "") -> Proof:
    """Proves the whole trail: every row is as it was written, and none is missing.

    ``noted`` is a hash that was kept elsewhere: rows taken from the end are found by it alone.
    """
    rows = AuditEvent.objects.order_by("sequence").iterator(chunk_size=BATCH)
    return prove((row.link for row in rows), noted=noted)


def drafters_of(case: FoiRequest) -> set[int]:
    """The ids of all who ever shaped the draft of this case."""
    deeds = AuditEvent.objects.filter(foi_request=case, verb__in=DRAFTING_DEEDS)
    return set(deeds.values_list("actor_id", flat=True))


def decided_elsewhere(case: FoiRequest) -> frozenset[int]:
    """The numbers of the versions whose review was brought in with a case file.

    A case is brought in once, and its deeds are recorded before that row.
    """
    events = AuditEvent.objects.filter(foi_request=case)
    loaded = events.filter(verb="loaded").values("pk")[:1]
    decided = events.filter(verb__in=("approved", "returned", "recalled"), pk__lt=loaded)
    return frozenset(detail["version"] for detail in decided.values_list("detail", flat=True))


def drafter_names(case: FoiRequest) -> list[str]:
    """The user names of all who ever shaped the draft, in order."""
    deeds = AuditEvent.objects.filter(foi_request=case, verb__in=DRAFTING_DEEDS)
    return sorted(set(deeds.values_list("actor__username", flat=True)))

"""Writes the audit trail: one row a deed, in the deed's own transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from requests_app.models import AuditEvent, FoiRequest

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
        "outcome_overridden",
        "details_corrected",
        "drafted",
        "submitted",
    }
)


def record(
    case: FoiRequest | None, verb: str, *, by: User, at: datetime, **detail: Any
) -> AuditEvent:
    """One row. ``detail`` takes ids, numbers and digests only: content has its own rows."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An audit row is written in the transaction of the deed it records.")
    return AuditEvent.objects.create(foi_request=case, verb=verb, actor=by, at=at, detail=detail)


def drafters_of(case: FoiRequest) -> set[int]:
    """The ids of all who ever shaped the draft of this case."""
    deeds = AuditEvent.objects.filter(foi_request=case, verb__in=DRAFTING_DEEDS)
    return set(deeds.values_list("actor_id", flat=True))

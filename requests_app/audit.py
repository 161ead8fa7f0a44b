"""Writes the audit trail: one row a deed, in the deed's own transaction."""

from __future__ import annotations

from collections.abc import Mapping
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
    case: FoiRequest | None, verb: str, *, by: User, at: datetime, **detail: Any
) -> AuditEvent:
    """One row. ``detail`` takes ids, numbers and digests only: content has its own rows."""
    _in_the_deeds_transaction()
    return AuditEvent.objects.create(foi_request=case, verb=verb, actor=by, at=at, detail=detail)


def record_each(
    details: Mapping[int, Mapping[str, Any]], verb: str, *, by: User, at: datetime
) -> None:
    """One row for each case, by its key, with its own detail; one query for all."""
    _in_the_deeds_transaction()
    AuditEvent.objects.bulk_create(
        AuditEvent(foi_request_id=case_id, verb=verb, actor=by, at=at, detail=dict(detail))
        for case_id, detail in details.items()
    )


def _in_the_deeds_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An audit row is written in the transaction of the deed it records.")


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

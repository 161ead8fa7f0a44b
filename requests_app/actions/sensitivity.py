"""Marking a case as sensitive, so that only its team and those named see it, and ending that."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User

from requests_app import audit
from requests_app.actions.base import Refused, as_stored, locked
from requests_app.models import FoiRequest, SensitivityMark, sensitive_lane
from requests_app.workflow import Verb


def mark_sensitive(
    case: FoiRequest, *, reason: str, named: Collection[User], by: User, at: datetime
) -> SensitivityMark:
    """Closes the case to all but its officer, its team and ``named``. Raises NotAllowed, Refused.

    Marked again, it is open to those named this time. One person is not enough: a case that
    nobody but its officer sees is lost when the officer leaves.
    """
    with locked(case, Verb.MARK_SENSITIVE, by=by) as row:
        if row.team is None and not named:
            raise Refused("Name somebody, or give the case to a team first.", field="named")
        mark = _mark(row, sensitive=True, reason=reason, by=by, at=at)
        lane = _take_sensitive_lane(row)
        row.named.set(named)
        if not FoiRequest.objects.visible_to(by).filter(pk=row.pk).exists():
            raise Refused(
                "You would not see the case any more. Choose yourself, or let somebody of its "
                "team mark it.",
                field="named",
            )
        keys = sorted(person.pk for person in named)
        told = {"mark": mark.pk, "named": keys, "lane": lane}
        audit.record(row, "marked_sensitive", by=by, at=at, **told)
    return mark


def _take_sensitive_lane(case: FoiRequest) -> str:
    """The name of the lane, "" without one. Kept when the mark ends, until a second person acts."""
    if not (case.lane and case.lane.sensitive):
        case.lane = sensitive_lane() or case.lane
        case.save(update_fields=["lane"])
    return case.lane.name if case.lane else ""


def unmark_sensitive(case: FoiRequest, *, reason: str, by: User, at: datetime) -> SensitivityMark:
    """Opens the case to everybody who may read cases. Raises NotAllowed, Refused."""
    with locked(case, Verb.UNMARK_SENSITIVE, by=by) as row:
        if not row.sensitive:
            raise Refused("The case is not marked as sensitive.")
        mark = _mark(row, sensitive=False, reason=reason, by=by, at=at)
        row.named.clear()
        audit.record(row, "unmarked_sensitive", by=by, at=at, mark=mark.pk)
    return mark


def _mark(
    case: FoiRequest, *, sensitive: bool, reason: str, by: User, at: datetime
) -> SensitivityMark:
    reason = as_stored(reason)
    if not reason:
        raise Refused("Say why.", field="reason")
    case.sensitive = sensitive
    case.save(update_fields=["sensitive"])
    return SensitivityMark.objects.create(
        foi_request=case, sensitive=sensitive, reason=reason, marked_by=by, marked_at=at
    )

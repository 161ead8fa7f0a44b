"""Whose data have been kept for long enough. "Today" is a parameter."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, Max, Q, Value
from django.db.models.functions import Coalesce, Greatest

from requests_app.after_answer import open_everywhere
from requests_app.models import AuthorityParticulars, FoiRequest
from requests_app.querysets import FoiRequestQuerySet
from requests_app.workflow import State

ENDED = (State.APPROVED, State.PUBLISHED, State.WITHDRAWN)
_NEVER = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A case whose requester is kept, and the day on which it ended."""

    case: FoiRequest
    ended_on: date


def months_kept(today: date) -> int:
    """For how many months the authority keeps a requester's data; 0: for ever."""
    particulars = AuthorityParticulars.objects.effective(today)
    return particulars.retention_months if particulars else 0


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or the last of a shorter one."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due_for_erasure(today: date, among: FoiRequestQuerySet | None = None) -> list[Kept]:
    """The cases that ended before the period began, the oldest first; five queries at most.

    A case ends with its letter, its publication or the last step of a review or complaint,
    whichever is the latest. One that is open, or was never sent nor published, has not ended.
    """
    months = months_kept(today)
    if not months:
        return []
    ended = ended_cases(FoiRequest.objects.all() if among is None else among)
    cases = list(ended.filter(last__lt=months_before(today, months)).order_by("last", "pk"))
    pending = FoiRequest.objects.filter(pk__in=[case.pk for case in cases])
    open_now = {followed.case.pk for followed in open_everywhere(pending)} if cases else set()
    return [Kept(case, case.last) for case in cases if case.pk not in open_now]


def ended_cases(among: FoiRequestQuerySet) -> FoiRequestQuerySet:
    """Those with a requester that have been answered, with ``last``: the day they ended."""
    days: Sequence[str] = ("sent", "published", "followed")
    found: FoiRequestQuerySet = (
        among.filter(requester__isnull=False, state__in=ENDED)
        .annotate(
            sent=Max("versions__dispatch__sent_on"),
            published=Max("publications__published_on"),
            followed=Max("challenge_steps__on"),
        )
        .filter(Q(sent__isnull=False) | Q(published__isnull=False))
        .annotate(
            last=Greatest(*(Coalesce(day, Value(_NEVER, output_field=DateField())) for day in days))
        )
    )
    return found

"""What holds at the moment of judging, whatever was frozen: particulars, law, deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.utils.timezone import localdate

from exemptions.authority import Authority
from exemptions.dated import law_on
from exemptions.models import DatedSetting
from requests_app import calendars
from requests_app.clock import EXTRA_DAYS_EXPECTED, EventKind
from requests_app.due import groups, histories
from requests_app.gate.dossier import Circumstances, Named
from requests_app.gate.finding import Acknowledged, Stage
from requests_app.gate.mentioning import requester_of
from requests_app.models import Acknowledgement, AuthorityParticulars, DisclosablePerson, FoiRequest
from requests_app.working_days import UnknownYear, nth_working_day_after

# Whoever writes to one of these is answered in public at once (FIL-06).
PUBLISHING_DOMAINS = frozenset({"whatdotheyknow.com"})


def circumstances(case: FoiRequest, day: date, stage: Stage) -> Circumstances:
    """What holds of a draft and of a version alike."""
    particulars = AuthorityParticulars.objects.effective(day)
    requester = requester_of(case)
    authority = particulars.authority if particulars else Authority()
    law = law_on(case.received_on, DatedSetting.objects.with_shipped())
    now = Circumstances(
        stage=stage,
        day=day,
        particulars=particulars.as_value() if particulars else None,
        particulars_entered_on=localdate(particulars.created_at) if particulars else None,
        particulars_confirmed_on=_confirmed_on(particulars),
        disclosable=tuple(Named(row.name, row.post) for row in DisclosablePerson.objects.on(day)),
        authority=authority,
        cost_limit=law.cost_limits[authority.type],
        hourly_rate=law.hourly_rate,
        aggregation_working_days=law.aggregation_working_days,
        recipient_publishes=bool(requester and _publishes(requester.email)),
        acknowledged=tuple(acknowledged_in(case)),
    )
    return _with_clock(now, case)


def _confirmed_on(particulars: AuthorityParticulars | None) -> date | None:
    last = particulars.confirmations.last() if particulars else None
    return localdate(last.confirmed_at) if last else None


def _publishes(email: str) -> bool:
    return email.rpartition("@")[2].casefold() in PUBLISHING_DOMAINS


def acknowledged_in(case: FoiRequest) -> Iterator[Acknowledged]:
    for row in Acknowledgement.objects.filter(foi_request=case).select_related("acknowledged_by"):
        yield Acknowledged(
            row.rule, row.digest, row.reason, row.acknowledged_by.username, row.acknowledged_at
        )


def _with_clock(now: Circumstances, case: FoiRequest) -> Circumstances:
    """The deadlines of the case: with more time for some questions, the rest is due before."""
    calendar = calendars.current()
    now = replace(now, calendar=calendar.version)
    history = histories([case])[case.pk]
    try:
        found = [group.deadline for group in groups(history, calendar)]
        dues = [deadline.due for deadline in found if deadline.due]
        expected = nth_working_day_after(max(dues), EXTRA_DAYS_EXPECTED, calendar) if dues else None
    except UnknownYear as error:
        return replace(now, calendar_problem=str(error))
    extended = [deadline.extended_to for deadline in found if deadline.extended_to]
    return replace(
        now,
        due=min(extended or dues, default=None),
        clear_due=min(dues, default=None) if extended else None,
        extended_to=min(extended, default=None),
        expected_by=expected,
    )


def clarified_on(case: FoiRequest) -> date | None:
    kind = EventKind.CLARIFICATION_RECEIVED
    days = [event.on for event in histories([case])[case.pk].events if event.kind is kind]
    return max(days, default=None)

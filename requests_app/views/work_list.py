"""The officers' work list: what presses most first, and how far each case has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from requests_app.access import StaffRequest, require_reader
from requests_app.actions import purging
from requests_app.after_answer import open_everywhere
from requests_app.forms.work_list import WorkListForm
from requests_app.health import LONGEST_WAIT
from requests_app.models import DeadlineNotice, FoiRequest
from requests_app.querysets import OPEN, Urgency
from requests_app.too_often import Costly, spared

PAGE_SIZE = 50
NOTICES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Heading:
    """The cases of one page under a heading; ``total`` counts those of the other pages too."""

    urgency: Urgency
    cases: tuple[FoiRequest, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases stand under a heading, and the address of those alone."""

    urgency: Urgency
    cases: int
    query: str
    chosen: bool


@require_safe
@spared(Costly.SEARCH)
def work_list(request: StaffRequest) -> HttpResponse:
    require_reader(request.user)
    today = localdate()
    form = WorkListForm(request.GET)
    cases = form.narrow(FoiRequest.objects.handled_here().visible_to(request.user), request.user)
    counts = cases.by_urgency(today)
    shown = cases.work_list(today)
    if form.urgency is not None:
        shown = shown.filter(urgency=form.urgency)
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page"))
    waiting = DeadlineNotice.objects.waiting_for(request.user)
    notices = list(waiting.filter(foi_request__in=FoiRequest.objects.visible_to(request.user)))
    today = localdate()
    challenges = open_everywhere(FoiRequest.objects.visible_to(request.user))
    context = {
        "filters": form,
        "page": page,
        "headings": list(_headings(page.object_list, counts)),
        "counts": list(_counts(counts, request.GET, form.urgency)),
        "narrowed": bool(request.GET),
        "challenges_open": len(challenges),
        "challenges_overdue": sum(one.overdue(today) for one in challenges),
        "notices": notices[:NOTICES_SHOWN],
        "cached_since": _cached_since(),
        "more_notices": max(0, len(notices) - NOTICES_SHOWN),
    }
    return render(request, "requests/work_list.html", context)


def _cached_since() -> datetime | None:
    """Since when a shared cache shows what was withdrawn, if it has not let go of it by now."""
    since = purging.waits_since()
    return since if since and now() - since > LONGEST_WAIT else None


def is_open(case: FoiRequest, *, sent: bool) -> bool:
    """Whether the requester still waits for the answer."""
    return case.state in OPEN and not sent


def _headings(cases: Iterable[FoiRequest], counts: dict[Urgency, int]) -> Iterator[Heading]:
    for number, group in groupby(cases, key=lambda case: case.urgency):  # type: ignore[attr-defined]
        urgency = Urgency(number)
        yield Heading(urgency, tuple(group), counts[urgency])


def _counts(
    counts: dict[Urgency, int], asked: QueryDict, chosen: Urgency | None
) -> Iterator[Count]:
    """A line for each heading that has cases; whichever else was asked for stays asked for."""
    rest = {name: value for name, value in asked.items() if name not in {"due", "page"} and value}
    for urgency, cases in counts.items():
        if cases:
            query = urlencode({**rest, "due": urgency.slug})
            yield Count(urgency, cases, query, chosen=urgency is chosen)

"""The officers' work list: every case, what is due when, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from requests_app.access import StaffRequest, require_reader
from requests_app.after_answer import open_everywhere
from requests_app.forms.work_list import WorkListForm
from requests_app.models import DeadlineNotice, Dispatch, FoiRequest
from requests_app.querysets import OPEN

PAGE_SIZE = 50
NOTICES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A case on the list. ``due`` is None when the bank holidays of its year are not known."""

    case: FoiRequest
    due: date | None
    sent: bool
    overdue: bool


@require_safe
def work_list(request: StaffRequest) -> HttpResponse:
    require_reader(request.user)
    form = WorkListForm(request.GET)
    cases = form.narrow(FoiRequest.objects.work_list(), request.user)
    page = Paginator(cases, PAGE_SIZE).get_page(request.GET.get("page"))
    lines = list(_lines(list(page.object_list), localdate()))
    notices = list(DeadlineNotice.objects.waiting_for(request.user))
    today = localdate()
    challenges = open_everywhere()
    context = {
        "filters": form,
        "page": page,
        "lines": lines,
        "narrowed": bool(request.GET),
        "challenges_open": len(challenges),
        "challenges_overdue": sum(one.overdue(today) for one in challenges),
        "notices": notices[:NOTICES_SHOWN],
        "more_notices": max(0, len(notices) - NOTICES_SHOWN),
    }
    return render(request, "requests/work_list.html", context)


def is_open(case: FoiRequest, *, sent: bool) -> bool:
    """Whether the requester still waits for the answer."""
    return case.state in OPEN and not sent


def _lines(cases: Sequence[FoiRequest], today: date) -> Iterator[Line]:
    dispatched = Dispatch.objects.filter(version__foi_request__in=cases)
    sent = set(dispatched.values_list("version__foi_request_id", flat=True))
    for case in cases:
        open_ = is_open(case, sent=case.pk in sent)
        late = case.due_on is not None and case.due_on < today and open_
        yield Line(case, case.due_on, case.pk in sent, late)

"""The clock of a case: how each deadline is counted, what happened, and the news about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from requests_app import calendars
from requests_app.access import StaffRequest, case_for, case_or_404
from requests_app.actions import clock as verbs
from requests_app.actions import notices
from requests_app.actions.base import roles_of
from requests_app.counting import Counting, listed, show
from requests_app.due import groups, histories
from requests_app.forms.clock import ClockEventForm, StrikeForm, question_name
from requests_app.forms.refusals import posted, refusals_on
from requests_app.models import Block, ClockEvent, DeadlineNotice, FoiRequest
from requests_app.workflow import Verb, allowed_verbs
from requests_app.working_days import Calendar, UnknownYear


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Questions with one deadline, and how that was counted."""

    questions: tuple[Block, ...]
    counting: Counting
    alone: bool

    @property
    def name(self) -> str:
        """``All of the request``, or the questions by their numbers."""
        if self.alone:
            return "All of the request"
        numbers = [block.number or f"in block {block.position}" for block in self.questions]
        return f"Question{'s' if len(numbers) > 1 else ''} {listed(numbers)}"


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """An event with the names of the questions it concerned; none: all of the case."""

    event: ClockEvent
    questions: tuple[str, ...]


@require_safe
def clock(request: StaffRequest, slug: str) -> HttpResponse:
    case = case_or_404(request, slug)
    calendar = calendars.current()
    verbs_allowed = allowed_verbs(
        case.workflow_state, roles_of(request.user), earlier=case.from_earlier_log
    )
    questions = list(case.blocks.answerable().order_by("position"))
    context: dict[str, object] = {
        "case": case,
        "events": list(_events(case)),
        "may_record": Verb.RECORD_EVENT in verbs_allowed,
        "calendar": calendar,
    }
    try:
        context["groups"] = _groups(case, questions, calendar)
    except UnknownYear as error:
        context["unknown"] = str(error)
    return render(request, "clock/clock.html", context)


def _groups(case: FoiRequest, questions: Sequence[Block], calendar: Calendar) -> list[ShownGroup]:
    found = groups(histories([case])[case.pk], calendar)
    return [
        ShownGroup(
            tuple(block for block in questions if block.pk in group.questions),
            show(case.received_on, group.events, group.deadline, calendar=calendar),
            alone=len(found) == 1,
        )
        for group in found
    ]


def _events(case: FoiRequest) -> list[ShownEvent]:
    rows = (
        case.clock_events.select_related("recorded_by", "strike__struck_by")
        .prefetch_related("questions")
        .order_by("on", "pk")
    )
    return [
        ShownEvent(row, tuple(question_name(block) for block in row.questions.all()))
        for row in rows
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def clock_event_new(request: StaffRequest, slug: str) -> HttpResponse:
    case = _case_to_record(request, slug)
    questions = list(case.blocks.answerable().order_by("position"))
    form = ClockEventForm(questions, posted(request), initial={"on": localdate()})
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            verbs.record_event(case, form.details(), by=request.user, at=now())
            messages.success(request, "It is recorded, and the deadlines are computed anew.")
            return redirect("clock", slug=case.slug)
    return render(request, "clock/event_new.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def clock_event_strike(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = _case_to_record(request, slug)
    event = get_object_or_404(case.clock_events.select_related("foi_request"), pk=pk)
    form = StrikeForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            verbs.strike_event(event, **form.cleaned_data, by=request.user, at=now())
            messages.success(request, "It is struck out, and the deadlines are computed anew.")
            return redirect("clock", slug=case.slug)
    context = {"case": case, "form": form, "event": event}
    return render(request, "clock/event_strike.html", context)


def _case_to_record(request: StaffRequest, slug: str) -> FoiRequest:
    """The case, if this person may record events now. The verb asks again, under its lock."""
    return case_for(request, slug, Verb.RECORD_EVENT)


@require_POST
def notice_dismiss(request: StaffRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(DeadlineNotice, pk=pk)
    notices.dismiss_notice(notice, by=request.user, at=now())
    return redirect("requests")


@require_POST
def notices_dismiss(request: StaffRequest) -> HttpResponse:
    notices.dismiss_all(by=request.user, at=now())
    return redirect("requests")

"""What follows an answer: the page of one case, a form for each step, and what is open anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from requests_app import calendars, workflow
from requests_app.access import StaffRequest, case_or_404, require_reader
from requests_app.actions import challenges as verbs
from requests_app.actions.base import roles_of
from requests_app.challenges import (
    REVIEW_DAYS_EXCEPTIONALLY,
    Complaint,
    Review,
    StepKind,
    asked_late,
    complaints,
    review_dates,
    review_due,
    reviews,
)
from requests_app.clock import Skipped, deadline
from requests_app.forms.challenges import (
    ComplaintDecidedForm,
    ComplaintNotifiedForm,
    ReviewAskedForm,
    ReviewDecidedForm,
    ReviewExtendedForm,
    StepForm,
    StrikeStepForm,
)
from requests_app.forms.refusals import posted, refusals_on
from requests_app.models import ChallengeStep, Dispatch, FoiRequest
from requests_app.workflow import Verb
from requests_app.working_days import Calendar, UnknownYear


@dataclass(frozen=True, slots=True)
class Counted:
    """When a review is due and how that was counted; ``unknown`` says why it cannot be."""

    ordinary: date | None = None
    exceptional: date | None = None
    due: date | None = None
    skipped: tuple[Skipped, ...] = ()
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A review or a complaint as the page shows it, with the rows of its steps."""

    challenge: Review | Complaint
    steps: tuple[ChallengeStep, ...]
    counted: Counted | None
    overdue: bool
    asked_late: bool = False
    by_decider: bool = False

    @property
    def opening(self) -> ChallengeStep:
        return self.steps[0]

    @property
    def is_review(self) -> bool:
        return isinstance(self.challenge, Review)

    @property
    def open(self) -> bool:
        return self.challenge.decided is None

    @property
    def extended(self) -> bool:
        return isinstance(self.challenge, Review) and self.challenge.extended is not None


# --- the page of a case ------------------------------------------------------------------------


@require_safe
def challenges(request: StaffRequest, slug: str) -> HttpResponse:
    case = case_or_404(request, slug)
    rows = _rows(case)
    context = {
        "case": case,
        "shown": list(shown(case, rows, today=localdate())),
        "struck": [row for row in rows if row.kind == StepKind.STRUCK],
        "answered_on": _answered_on(case),
        "may": Verb.CHALLENGE in workflow.allowed_verbs(case.workflow_state, roles_of(request.user)),
    }
    return render(request, "challenges/case.html", context)


def shown(case: FoiRequest, rows: list[ChallengeStep], *, today: date) -> Iterator[Shown]:
    """The reviews and the complaints of a case, in the order in which they began."""
    calendar = calendars.current()
    by_key = {row.pk: row for row in rows}
    steps = [row.as_step() for row in rows]
    answered_on = _answered_on(case)
    for review in reviews(steps):
        counted = count(review, calendar)
        yield Shown(
            review,
            _steps(by_key, review.asked, review.extended, review.decided),
            counted,
            overdue=_overdue(review, counted, today),
            asked_late=bool(answered_on) and _asked_late(answered_on, review, calendar),
            by_decider=_by_decider(case, by_key, review),
        )
    for complaint in complaints(steps):
        members = _steps(by_key, complaint.notified, complaint.decided)
        yield Shown(complaint, members, None, overdue=False)

"""The page of a case: where it stands, what is missing, what can be done next, what was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from exemptions.catalogue import catalogue
from requests_app import audit
from requests_app.access import StaffRequest, case_or_404
from requests_app.actions.base import roles_of
from requests_app.actions.reading import Shown, note_read
from requests_app.after_answer import followed
from requests_app.circle import missing_in_circle
from requests_app.compiling import Draft, compile_response, load_draft
from requests_app.gate.finding import Place
from requests_app.gate.gathering import findings_of
from requests_app.gate.mentioning import requester_of
from requests_app.models import Dispatch, FoiRequest, ResponseVersion, Topic, lane_of
from requests_app.progress import Progress, measure
from requests_app.response import Response
from requests_app.views.documents import documents_of
from requests_app.views.findings import shown
from requests_app.views.keeping import unsaved
from requests_app.views.timeline import readers, timeline
from requests_app.views.work_list import is_open
from requests_app.workflow import Role, State, allowed_verbs


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the task list; ``done`` says whether it needs nothing more."""

    title: str
    url: str
    status: str
    done: bool


@require_safe
def request(request: StaffRequest, slug: str) -> HttpResponse:
    case = case_or_404(request, slug)
    roles = roles_of(request.user)
    requester = requester_of(case)
    if requester:
        note_read(case, Shown.CASE, by=request.user, at=now())
    versions = list(case.versions.select_related("submitted_by", "review__reviewer"))
    dispatch = _dispatch_of(versions)
    context: dict[str, object] = {
        "case": case,
        "requester": requester,
        "overdue": case.due_on is not None
        and case.due_on < localdate()
        and is_open(case, sent=dispatch is not None),
        "documents": documents_of(case, at=now(), roles=roles),
        "versions": versions,
        "decided_elsewhere": audit.decided_elsewhere(case),
        "dispatch": dispatch,
        "publications": case.publications.select_related("withdrawal", "version"),
        "verbs": allowed_verbs(State(case.state), roles, earlier=case.from_earlier_log),
        "topics": Topic.objects.filter(case_topics__foi_request=case),
        "timeline": timeline(case),
        "lane": lane_of(case),
        "missing_in_circle": missing_in_circle(case),
        "unsaved": unsaved(request, case),
        "readers": readers(case),
        "after": [(one, one.overdue(localdate())) for one in followed(case)],
    }
    if case.state == State.DRAFTING:
        context |= _draft(case, may_draft=Role.OFFICER in roles)
    return render(request, "requests/case.html", context)


def _dispatch_of(versions: list[ResponseVersion]) -> Dispatch | None:
    """The letter of the current version, if it was sent: a new version needs a new letter."""
    return Dispatch.objects.filter(version=versions[-1]).first() if versions else None


def _draft(case: FoiRequest, *, may_draft: bool) -> dict[str, object]:
    draft = load_draft(case)
    findings = findings_of(draft, day=localdate())
    progress = measure(draft, findings)
    response = compile_response(draft)
    return {
        "progress": progress,
        "outcome": response.outcome,
        "gate": shown(findings, draft),
        "tasks": list(tasks(draft, response, progress)) if may_draft else [],
    }


def tasks(draft: Draft, response: Response, progress: Progress) -> Iterator[Task]:
    """What an officer does with a draft, in order, and how far each step has come."""
    slug = [draft.case.slug]
    to_mend = sum(finding.place is Place.SPLIT for finding in progress.missing)
    yield Task(
        "Check the split",
        reverse("split", args=slug),
        f"{to_mend} to mend" if to_mend else f"{_count(progress.asked, 'question')} found",
        done=not to_mend,
    )
    yield Task(
        "Answer the questions",
        reverse("answers", args=slug),
        f"{progress.answered} of {progress.asked} answered",
        done=0 < progress.asked == progress.answered,
    )
    yield _facts(draft, progress, slug)
    yield _weighing(draft, slug)
    yield _annex(response, slug, own_order=bool(draft.case.annex_order))
    yield Task(
        "Check the outcome", reverse("outcome", args=slug), response.outcome.label, done=True
    )
    missing = len(progress.missing)
    yield Task(
        "Submit for review",
        reverse("submit", args=slug),
        f"{_count(missing, 'thing')} missing" if missing else "Ready",
        done=not missing,
    )


def _facts(draft: Draft, progress: Progress, slug: list[str]) -> Task:
    of_case = sum(f.place is Place.CASE and bool(f.field) for f in progress.missing)
    recorded = _count(len(draft.case.facts), "fact")
    status = f"{of_case} to record" if of_case else f"{recorded} recorded"
    return Task(
        "Record the facts of the case", reverse("case-facts", args=slug), status, not of_case
    )


def _weighing(draft: Draft, slug: list[str]) -> Task:
    qualified = [c for c in draft.claims if c.provision in catalogue() and c.law.qualified]
    open_ = sum(claim.test_id is None for claim in qualified)
    title = "Weigh the public interest"
    if not qualified:
        return Task(title, "", "Nothing to weigh", done=True)
    if open_:
        url = reverse("test-new", args=slug)
        return Task(title, url, f"{_count(open_, 'claim')} to weigh", done=False)
    first = draft.tests[0].pk
    return Task(title, reverse("test", args=[*slug, first]), "Weighed", done=True)


def _annex(response: Response, slug: list[str], *, own_order: bool) -> Task:
    sections = len(response.annex)
    if not sections:
        return Task("Order the annex", "", "No exemption is claimed", done=True)
    order = "in your order" if own_order else "in the order of the Act"
    status = f"{_count(sections, 'section')} {order}"
    return Task("Order the annex", reverse("annex", args=slug), status, done=True)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

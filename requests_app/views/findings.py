"""What the gate says, as pages show it: place by place, what blocks apart from what warns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from requests_app import workflow
from requests_app.access import Located, StaffRequest, case_or_404, located
from requests_app.actions import links, recording
from requests_app.actions.base import roles_of
from requests_app.actions.review import current_version
from requests_app.compiling import Draft, compile_response, load_draft
from requests_app.forms.facts import ReasonForm
from requests_app.forms.refusals import refusals_on
from requests_app.gate.finding import Finding, Place, Stage
from requests_app.models import FoiRequest
from requests_app.response import Response
from requests_app.typed import page_of_form
from requests_app.workflow import State


@dataclass(slots=True)
class Group:
    """The findings of one place of the draft: an answer, the split, the library."""

    heading: str
    lines: list[Located] = field(default_factory=list)

    @property
    def to_mend(self) -> int:
        return sum(line.finding.blocks for line in self.lines)

    @property
    def to_answer(self) -> int:
        return len(self.lines) - self.to_mend


@dataclass(frozen=True, slots=True)
class Shown:
    """Findings for a page. ``answered`` are warnings that got their reason."""

    groups: list[Group]
    answered: list[Located]
    stage: Stage = Stage.APPROVE

    @property
    def to_mend(self) -> int:
        return sum(group.to_mend for group in self.groups)

    @property
    def to_answer(self) -> int:
        return sum(group.to_answer for group in self.groups)


_HEADINGS = {
    Place.CASE: "The case",
    Place.SPLIT: "The split of the request",
    Place.ANSWERS: "Questions without an answer",
    Place.TEST: "Public interest tests",
    Place.ANNEX: "The explanatory annex",
    Place.OUTCOME: "The outcome",
    Place.LIBRARY: "The wording library",
    Place.WORDING: "Wordings of this case’s own",
    Place.PARTICULARS: "The authority’s particulars",
}


def shown(findings: Iterable[Finding], draft: Draft) -> Shown:
    """The findings of a draft, under the answer where an officer looks for them."""
    names = _names(draft)
    groups: dict[str, Group] = {}
    answered = []
    for line in located(findings, draft.case):
        found = line.finding
        if not found.stops:
            answered.append(line)
            continue
        heading = names.get((found.place, found.pk)) or _HEADINGS.get(found.place, "Answers")
        groups.setdefault(heading, Group(heading)).lines.append(line)
    return Shown(list(groups.values()), answered)


def _names(draft: Draft) -> dict[tuple[Place, int | str | None], str]:
    names: dict[tuple[Place, int | str | None], str] = {}
    for answer in draft.answers:
        name = f"Answer to {draft.covers_anywhere(answer) or 'no question'}"
        names[Place.ANSWER, answer.pk] = name
        names |= {(Place.CLAIM, claim.pk): name for claim in answer.claims.all()}
    return names


def shown_of_version(findings: Iterable[Finding], case: FoiRequest, stage: Stage) -> Shown:
    """The findings of a version: it is mended by a new version, so they stand in one list."""
    lines = located(findings, case)
    open_ = [line for line in lines if line.finding.stops]
    answered = [line for line in lines if not line.finding.stops]
    return Shown([Group("Before this can go on", open_)] if open_ else [], answered, stage)


_PAGES = {Stage.APPROVE: "request", Stage.SEND: "sent", Stage.PUBLISH: "publish"}


@require_POST
def acknowledge(request: StaffRequest, slug: str) -> HttpResponse:
    """Keeps the reason for going on in spite of a warning."""
    case = case_or_404(request, slug)
    stage = _stage(request.POST.get("stage", ""))
    workflow.check(recording.VERBS[stage], case.workflow_state, roles_of(request.user))
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            recording.acknowledge(
                case,
                **{**form.cleaned_data, "stage": stage},
                day=localdate(),
                by=request.user,
                at=now(),
            )
            messages.success(request, "The reason is kept in the record.")
            return redirect(_PAGES[stage], slug=case.slug)
    warning = recording.find_warning(
        case, form.data.get("rule", ""), form.data.get("digest", ""), stage, localdate()
    )
    context = {"case": case, "form": form, "finding": warning, "back": _PAGES[stage]}
    return render(request, "requests/acknowledge.html", context)


@require_POST
def links_check(request: StaffRequest, slug: str) -> HttpResponse:
    """Has the worker open the links again, and leads back to the page that asked."""
    case = case_or_404(request, slug)
    links.check_links(case, _response_now(case), by=request.user, at=now())
    messages.success(
        request, "The links are being opened. Look at this page again in a few seconds."
    )
    page = page_of_form(request)
    asked_here = page == request.get_full_path()
    return redirect(reverse("request", args=[case.slug]) if asked_here else page)


def _response_now(case: FoiRequest) -> Response:
    """What a reader gets: the draft as it stands, or the version that was frozen."""
    version = current_version(case)
    if case.state == State.DRAFTING or version is None:
        return compile_response(load_draft(case))
    return version.response


def _stage(name: str) -> Stage:
    return Stage(name) if name in set(Stage) else Stage.APPROVE

"""Review: submitting a draft, reading exactly the version submitted, and deciding on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from requests_app import adapted, audit, workflow
from requests_app.access import StaffRequest, case_for, case_or_404
from requests_app.actions import lanes
from requests_app.actions import review as verbs
from requests_app.actions.base import Refused, require_role, roles_of
from requests_app.actions.review import StaleVersion
from requests_app.circle import missing_in_circle
from requests_app.comparison import Change, compare
from requests_app.compiling import compile_response, load_draft
from requests_app.forms.refusals import refusals_on
from requests_app.forms.review import BypassForm, ConfirmForm, ReviewForm
from requests_app.gate.gathering import findings_of
from requests_app.gds import GdsBoundField
from requests_app.kept import Kept, keep_sent, kept_on
from requests_app.models import Acknowledgement, FoiRequest, ResponseVersion, Review, ReviewComment
from requests_app.response import Response
from requests_app.too_often import Costly, spared
from requests_app.views.documents import documents_of
from requests_app.views.findings import shown
from requests_app.workflow import Role, State, Verb, WrongState

# --- submitting ------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@spared(Costly.DOCUMENT)
def submit(request: StaffRequest, slug: str) -> HttpResponse:
    """What is missing, or the response as it will be frozen and the button that freezes it."""
    case = case_for(request, slug, Verb.SUBMIT)
    form = ConfirmForm(request.POST) if request.method == "POST" else ConfirmForm()
    if form.is_bound:
        with refusals_on(form):
            version = verbs.submit(case, by=request.user, at=now())
            messages.success(request, f"Version {version.number} is submitted for review.")
            return redirect("version", slug=case.slug, number=version.number)
    draft = load_draft(case)
    context = {
        "case": case,
        "form": form,
        "response": compile_response(draft),
        "gate": shown(findings_of(draft, day=localdate()), draft),
        "adapted": adapted.in_draft(draft),
        "missing_in_circle": missing_in_circle(case),
    }
    return render(request, "review/submit.html", context)


@require_POST
def recall(request: StaffRequest, slug: str) -> HttpResponse:
    case = case_or_404(request, slug)
    verbs.recall(case, by=request.user, at=now())
    messages.success(request, "The response is taken back to drafting.")
    return redirect("request", slug=case.slug)


@require_POST
def reopen(request: StaffRequest, slug: str) -> HttpResponse:
    case = case_or_404(request, slug)
    verbs.reopen(case, by=request.user, at=now())
    messages.success(request, "The case is open for drafting again. It will need a new approval.")
    return redirect("request", slug=case.slug)


# --- reading a version -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Beside:
    """What reviewers wrote, and may write, beside the answer with this key."""

    key: str
    comments: list[ReviewComment]
    field: GdsBoundField | None


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on an answer of an earlier version; ``covers`` names its questions."""

    covers: str
    text: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Another version, and what differs; ``mine``: this reader saw that version."""

    version: ResponseVersion
    list: tuple[Change, ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class EarlierReview:
    """A decision on an earlier version, with what was said beside its answers."""

    review: Review
    remarks: list[Remark]


@require_safe
def version(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    case = case_or_404(request, slug)
    row = _version_or_404(case, number)
    kept = kept_on(request)
    step = lanes.waiting_step(row)
    bound = {"digest": row.digest, "step": step.position if step else None}
    form = ReviewForm(row.response, initial=kept.over({}) | bound)
    if Role.REVIEWER in roles_of(request.user):
        verbs.note_seen(row, by=request.user, at=now())
    return _version_page(request, row, form, kept)


@require_POST
def approve(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    return _decide(request, slug, number, verbs.approve, "approved")


@require_POST
def return_(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    return _decide(request, slug, number, verbs.return_, "returned with your comments")


@require_POST
def bypass(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """Goes past a step of the review, for a reason, or shows the page again with that reason."""
    case = case_for(request, slug, Verb.BYPASS)
    row = _version_or_404(case, number)
    if not verbs.may_review(row, request.user):
        raise workflow.NotAllowed(verbs.OWN_WORK)
    form = BypassForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            review = verbs.bypass(case, **form.cleaned_data, by=request.user, at=now())
            said = "approved" if review else "one step further"
            messages.success(request, f"The step is left out. Version {row.number} is {said}.")
            return redirect("version", slug=case.slug, number=row.number)
    kept = kept_on(request, _address(case, row))
    bound = {name: form.data.get(name, "") for name in ("digest", "step")}
    return _version_page(
        request, row, ReviewForm(row.response, initial=bound), kept, bypassing=form
    )


def _decide(
    request: StaffRequest,
    slug: str,
    number: int,
    verb: Callable[..., Review | None],
    done: str,
) -> HttpResponse:
    """Decides, or shows the page again with what was typed: comments take long to write.

    A decision on other words than are under review is answered with what differs.
    """
    case = case_or_404(request, slug)
    require_role(request.user, Role.REVIEWER, "decide on a version")
    row = _version_or_404(case, number)
    form = ReviewForm(row.response, request.POST)
    status = HTTPStatus.OK
    overtaken: Changes | None = None
    if form.is_valid():
        told = form.approval() if verb is verbs.approve else form.decision()
        try:
            review = verb(case, **told, by=request.user, at=now())
        except StaleVersion as stale:
            form.add_error(None, str(stale))
            status = HTTPStatus.CONFLICT
            overtaken = _overtaken(case, row, form)
        except Refused as refused:
            form.add_error(refused.field, str(refused))
        except WrongState as wrong:
            form.add_error(None, str(wrong))
            status = HTTPStatus.CONFLICT
        else:
            kept_on(request, _address(case, row)).put_away(request)
            if review is None:
                done = f"{done} in this step. {_next_step(row)}"
            messages.success(request, f"Version {row.number} is {done}.")
            return redirect("request", slug=case.slug)
        case.refresh_from_db()
        keep_sent(request)
    kept = kept_on(request, _address(case, row))
    return _version_page(request, row, form, kept, overtaken=overtaken, status=status)


def _next_step(row: ResponseVersion) -> str:
    step = lanes.waiting_step(row)
    return f"“{step.name}” comes next" if step else ""


def _address(case: FoiRequest, row: ResponseVersion) -> str:
    return reverse("version", args=[case.slug, row.number])


def _version_or_404(case: FoiRequest, number: int) -> ResponseVersion:
    versions = case.versions.select_related("submitted_by", "review__reviewer")
    row: ResponseVersion = get_object_or_404(versions, number=number)
    return row


def _version_page(
    request: StaffRequest,
    row: ResponseVersion,
    form: ReviewForm,
    kept: Kept,
    *,
    bypassing: BypassForm | None = None,
    overtaken: Changes | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    case, roles = row.foi_request, roles_of(request.user)
    response = row.response
    refusal = _why_no_decision(request, case, row)
    waiting = lanes.waiting_step(row)
    may_bypass = case.workflow_state is State.IN_REVIEW and verbs.may_review(row, request.user)
    if may_bypass and lanes.may_bypass(waiting, request.user):
        bypassing = bypassing or BypassForm(
            initial={"digest": row.digest, "step": waiting.position if waiting else None}
        )
    context = {
        "case": case,
        "version": row,
        "response": response,
        "form": form,
        "refusal": refusal,
        "kept": kept,
        # What was typed stays on the page even when the decision came too late.
        "beside": list(_beside(response, row, form if form.is_bound or not refusal else None)),
        "review": getattr(row, "review", None),
        "decided_elsewhere": row.number in audit.decided_elsewhere(case),
        "earlier": _earlier_reviews(case, row),
        "changes": _changes(case, row, request.user),
        "overtaken": overtaken,
        "steps": row.steps.select_related("team", "decision__decided_by"),
        "waiting": waiting,
        "bypassing": bypassing,
        "documents": documents_of(case, at=now(), roles=roles, source=row),
        "acknowledgements": Acknowledgement.objects.filter(foi_request=case).select_related(
            "acknowledged_by"
        ),
        "adapted": adapted.in_version(row),
    }
    return render(request, "review/version.html", context, status=status)


def _why_no_decision(request: StaffRequest, case: FoiRequest, row: ResponseVersion) -> str:
    """Why this person sees no buttons here; empty when they may decide."""
    if hasattr(row, "review"):
        return "This version has been decided on."
    if case.workflow_state is not State.IN_REVIEW:
        return "This version is not under review."
    try:
        workflow.check(Verb.APPROVE, case.workflow_state, roles_of(request.user))
    except workflow.NotAllowed:
        return "It waits for a reviewer. You do not have that role."
    if not verbs.may_review(row, request.user):
        return "You had a hand in this version, so somebody else must review it."
    return lanes.why_not_approve(lanes.waiting_step(row), request.user)


def _beside(response: Response, row: ResponseVersion, form: ReviewForm | None) -> Iterator[Beside]:
    comments: dict[str, list[ReviewComment]] = {}
    for comment in row.comments.select_related("author"):
        comments.setdefault(comment.answer_key, []).append(comment)
    for answer in response.answers:
        field = form.comment_field(answer.key) if form else None
        yield Beside(answer.key, comments.get(answer.key, []), field)


def _earlier_reviews(case: FoiRequest, row: ResponseVersion) -> list[EarlierReview]:
    reviews = (
        Review.objects.filter(version__foi_request=case, version__number__lt=row.number)
        .select_related("version", "reviewer")
        .prefetch_related("version__comments")
        .order_by("-version__number")
    )
    return [EarlierReview(review, _remarks(review.version)) for review in reviews]


def _remarks(version: ResponseVersion) -> list[Remark]:
    comments = list(version.comments.all())
    answers = version.response.answers if comments else ()
    covers = {answer.key: answer.covers for answer in answers}
    return [Remark(covers.get(one.answer_key, ""), one.text) for one in comments]


def _changes(case: FoiRequest, row: ResponseVersion, reader: User) -> Changes | None:
    """What reads differently since this reader saw a version, or any reviewer decided on one."""
    earlier = case.versions.filter(number__lt=row.number)
    seen = earlier.filter(seen_by__person=reader).order_by("number").last()
    decided = earlier.filter(review__isnull=False).exclude(
        review__decision=Review.Decision.RECALLED
    )
    before = seen or decided.order_by("number").last()
    if before is None:
        return None
    return Changes(before, compare(before.response, row.response), mine=seen is not None)


def _overtaken(case: FoiRequest, row: ResponseVersion, form: ReviewForm) -> Changes | None:
    """The version under review now, and how it differs from the one that was read.

    What was typed stands from now on against the version and the step that the page shows.
    """
    read = case.versions.filter(digest=form.cleaned_data["digest"]).order_by("number").last()
    step = lanes.waiting_step(row)
    form.based_on(row.digest, step.position if step else None)
    current = verbs.current_version(case)
    if current is None or read is None or current == read:
        return None
    return Changes(current, compare(read.response, current.response), mine=True)

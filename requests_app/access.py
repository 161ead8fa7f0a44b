"""The only ways from an address to a case, from a refusal to a page, from a finding to its place.

It knows who may read a case. What may be written, and when, is the business of the actions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from exemptions.facts import facts
from requests_app import workflow
from requests_app.actions.base import roles_of
from requests_app.gate.finding import Finding, Place
from requests_app.kept import rescued
from requests_app.models import FoiRequest
from requests_app.too_often import TooOften
from requests_app.typed import NOT_KEPT, page_of_form, typed_texts
from requests_app.workflow import NotAllowed, Role, Verb, WrongState

# A case shows its requester. The wording of the library is kept without seeing any.
READERS = frozenset({Role.OFFICER, Role.REVIEWER, Role.PUBLISHER, Role.ADMINISTRATOR})


class StaffRequest(HttpRequest):
    """A request behind the sign-in, which ``LoginRequiredMiddleware`` has asked for."""

    user: User


def require_reader(user: User) -> frozenset[Role]:
    """The roles of somebody who may read cases. Raises NotAllowed."""
    roles = roles_of(user)
    if not roles & READERS:
        raise NotAllowed(
            "Only officers, reviewers, publishers and administrators may look at the cases."
        )
    return roles


def case_or_404(request: HttpRequest, slug: str) -> FoiRequest:
    """The case at this address, for whoever may read cases. Raises Http404, NotAllowed.

    A colleague without the role is told so before the case is looked for, and who stands outside
    the circle of a sensitive case is answered as if there were none: neither learns of a case.
    """
    user = request.user
    if not isinstance(user, User):
        raise Http404
    require_reader(user)
    case: FoiRequest = get_object_or_404(
        FoiRequest.objects.visible_to(user).select_related("officer", "team"), slug=slug
    )
    return case


def case_for(request: StaffRequest, slug: str, verb: Verb) -> FoiRequest:
    """The case, if this person may do ``verb`` now: nobody is shown a button that refuses.

    The verb asks again, under its lock. Raises Http404, NotAllowed, WrongState.
    """
    case = case_or_404(request, slug)
    workflow.check(verb, case.workflow_state, roles_of(request.user), earlier=case.from_earlier_log)
    return case


def draft_or_refuse(request: StaffRequest, slug: str) -> FoiRequest:
    """The case, for a page that changes its draft: nobody fills in what cannot be saved.

    Raises Http404, NotAllowed, WrongState. The verb asks the same again, under its lock.
    """
    return case_for(request, slug, Verb.DRAFT)


class RefusalMiddleware:
    """Turns refusals into pages: 403 for who, 409 for when, 429 for how often."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed):
            return refusal(request, "403.html", {"sentence": str(exception)}, status=403)
        if isinstance(exception, WrongState):
            match = request.resolver_match
            slug = match.kwargs.get("slug") if match else None
            context = {"sentence": str(exception), "slug": slug}
            return refusal(request, "409.html", context, status=409)
        if isinstance(exception, TooOften):
            page = refusal(request, "429.html", {"sentence": str(exception)}, status=429)
            return exception.on(page)
        return None


def refusal(
    request: HttpRequest, template: str, context: dict[str, object], *, status: int
) -> HttpResponse:
    """The page of a refusal, with the texts that were sent to it: nobody types twice."""
    typed = typed_texts(request)
    response = render(request, template, {"typed": typed, **context}, status=status)
    if typed:
        response["Cache-Control"] = NOT_KEPT
    return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends who is not signed in to the sign-in, but never away from what they typed."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if request.method != "POST" or request.headers.get("HX-Request"):
            return super().handle_no_permission(request, view_func)
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({}, status=HTTPStatus.UNAUTHORIZED)
        if sender := rescued(request):
            context = {"page": sender.page, "kept": True, "typed": ()}
            return refusal(request, "signed_out.html", context, status=403)
        page = page_of_form(request)
        if typed_texts(request):
            return refusal(request, "signed_out.html", {"page": page}, status=403)
        return redirect_to_login(page)


# --- where a finding is mended ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Located:
    """A finding with the address where it is mended."""

    finding: Finding
    url: str

    @property
    def blocks(self) -> bool:
        return self.finding.blocks


def located(findings: Iterable[Finding], case: FoiRequest) -> list[Located]:
    return [Located(finding, url_of(finding, case)) for finding in findings]


_OF_THE_CASE = frozenset({Place.SPLIT, Place.ANSWERS, Place.ANNEX, Place.OUTCOME})


def url_of(finding: Finding, case: FoiRequest) -> str:
    """The address of the page, and of the field on it, where an officer mends the finding."""
    if finding.place is Place.LIBRARY:
        return reverse("wording", args=[finding.pk])
    if finding.place is Place.WORDING and finding.pk is not None:
        return reverse("wording-adapt", args=[case.slug, finding.pk]) + _anchor_of(finding)
    if finding.place is Place.PARTICULARS:
        return reverse("particulars")
    return _page_of(finding, case) + _anchor_of(finding)


def _page_of(finding: Finding, case: FoiRequest) -> str:
    if finding.place is Place.CASE:
        # The facts of the case have a page of their own; the rest is typed at intake.
        name = "case-facts" if finding.field else "request-details"
        return reverse(name, args=[case.slug])
    if finding.place in _OF_THE_CASE:
        return reverse(finding.place.value, args=[case.slug])
    if finding.pk is None:
        # Of a version: what it was drafted from may have changed since.
        return reverse("request", args=[case.slug])
    if finding.place is Place.CLAIM and finding.field == "test":
        return f"{reverse('test-new', args=[case.slug])}?claim={finding.pk}"
    fact = facts().get(finding.field)
    name = f"{finding.place.value}-facts" if fact and not fact.column else finding.place.value
    return reverse(name, args=[case.slug, finding.pk])


def _anchor_of(finding: Finding) -> str:
    if finding.pk is None and finding.place in {Place.ANSWER, Place.CLAIM, Place.TEST}:
        return ""
    if finding.place is Place.SPLIT and finding.pk:
        return f"#block-{finding.pk}"
    if finding.place is Place.ANSWERS and finding.pk:
        return f"#question-{finding.pk}"
    if finding.place is Place.ANSWER and finding.field == "claims":
        return "#claims"
    if not finding.field or finding.field == "test":
        return ""
    # The group of the field: a set of radios or a date has no one control to name.
    return f"#div_id_{finding.field}"

"""What is held on a requester: shown, taken away for them, erased; and whose time is over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from requests_app.access import StaffRequest, case_for
from requests_app.actions import erasing as verbs
from requests_app.actions.base import require_role, roles_of
from requests_app.actions.reading import Shown, note_read
from requests_app.bucket import BucketAway
from requests_app.forms.erasing import EraseForm
from requests_app.forms.refusals import posted, refusals_on
from requests_app.gate.mentioning import requester_of
from requests_app.held import cases_of, still_named
from requests_app.models import FoiRequest, Requester
from requests_app.retention import due_for_erasure, months_kept
from requests_app.views.requester_file import as_zip
from requests_app.views.stored_pdf import away
from requests_app.workflow import Role, Verb, allowed_verbs


@require_safe
def requester(request: StaffRequest, slug: str) -> HttpResponse:
    """What is held, for whoever may take it away or erase it."""
    case = case_for(request, slug, Verb.EXPORT_REQUESTER)
    person = requester_of(case)
    if person:
        note_read(case, Shown.PERSON, by=request.user, at=now())
    context = {
        "case": case,
        "requester": person,
        "cases": cases_of(person, FoiRequest.objects.visible_to(request.user)) if person else [],
        "months": months_kept(localdate()),
        "erasures": case.erasures.select_related("erased_by"),
        "verbs": allowed_verbs(
            case.workflow_state, roles_of(request.user), earlier=case.from_earlier_log
        ),
    }
    return render(request, "requester/held.html", context)


@require_POST
def requester_export(request: StaffRequest, slug: str) -> HttpResponse:
    """One file of all that is held, for an answer under Article 15 of the UK GDPR."""
    case = case_for(request, slug, Verb.EXPORT_REQUESTER)
    person = get_object_or_404(Requester, foi_request=case)
    cases = cases_of(person, FoiRequest.objects.visible_to(request.user))
    for one in cases:
        verbs.note_export(one, by=request.user, at=now())
    try:
        file = as_zip(person, cases, at=now())
    except BucketAway:
        # A file without its letters would look whole.
        return away(request)
    return HttpResponse(
        file,
        content_type="application/zip",
        headers={
            # Neither the name of the file nor its address names anybody.
            "Content-Disposition": f'attachment; filename="requester-of-{case.slug}.zip"',
            "Cache-Control": "private, no-store",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def requester_erase(request: StaffRequest, slug: str) -> HttpResponse:
    case = case_for(request, slug, Verb.ERASE_REQUESTER)
    person = requester_of(case)
    form = EraseForm(posted(request), reference=case.reference)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            verbs.erase_requester(case, by=request.user, at=now())
            messages.success(request, "The requester’s data are erased.")
            return redirect("request", slug=case.slug)
    named = still_named(case, person) if person else []
    context = {"case": case, "form": form, "named": named, "requester": person}
    return render(request, "requester/erase.html", context)


@require_safe
def retention(request: StaffRequest) -> HttpResponse:
    """Whose data have been kept for long enough: the worker erases them tonight."""
    require_role(request.user, Role.ADMINISTRATOR, "look at what is due to be erased")
    today = localdate()
    visible = FoiRequest.objects.visible_to(request.user)
    context = {"due": due_for_erasure(today, visible), "months": months_kept(today)}
    return render(request, "requester/retention.html", context)

"""The documents of a version: their progress, their bytes for staff, another try.

It must not serve anything to the public: that is ``views.disclosure_log``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from requests_app.access import StaffRequest, case_or_404
from requests_app.actions import rendering as documents_actions
from requests_app.actions.base import roles_of
from requests_app.actions.review import current_version
from requests_app.models import FoiRequest, Publication, Rendering, ResponseVersion
from requests_app.publishing import visible_at
from requests_app.querysets import MAX_ATTEMPTS
from requests_app.views.stored_pdf import stored_pdf
from requests_app.workflow import Role, Verb, allowed_verbs

# The sweeper tells the worker again every 15 seconds, so what waits longer than this since it
# was last told waits because no worker runs.
WORKER_SILENT_AFTER = timedelta(seconds=25)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document as its line tells it."""

    rendering: Rendering
    name: str
    note: str
    may_retry: bool

    @property
    def done(self) -> bool:
        return self.rendering.state == Rendering.State.DONE

    @property
    def failed(self) -> bool:
        return self.rendering.state == Rendering.State.FAILED


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of one version, and whether a page should ask again how they fare."""

    version: ResponseVersion
    rows: tuple[DocumentRow, ...]
    publication: Publication | None
    on_the_log: bool

    @property
    def unfinished(self) -> bool:
        return any(not row.done and not row.failed for row in self.rows)

    @property
    def fingerprint(self) -> str:
        """Differs when the lines read differently, so that a page is told only of changes."""
        lines = [f"{row.rendering.pk} {row.rendering.state} {row.note}" for row in self.rows]
        return hashlib.sha256("\n".join([*lines, str(self.on_the_log)]).encode()).hexdigest()[:16]


def documents_of(
    case: FoiRequest,
    *,
    at: datetime,
    roles: Collection[Role],
    version: ResponseVersion | None = None,
) -> Documents | None:
    """How the documents of a version fare, of the current one unless another is given."""
    version = version or current_version(case)
    if version is None:
        return None
    may_retry = Verb.RETRY_RENDERING in allowed_verbs(case.workflow_state, roles)
    rows = (
        DocumentRow(
            rendering=rendering,
            name=_name(rendering),
            note=_note(rendering, at),
            may_retry=may_retry and rendering.state == Rendering.State.FAILED,
        )
        for rendering in Rendering.objects.filter(version=version)
    )
    publication = Publication.objects.filter(version=version, withdrawal=None).first()
    on_the_log = publication is not None and visible_at(case.slug) == publication
    return Documents(version, tuple(rows), publication, on_the_log)


def _name(rendering: Rendering) -> str:
    if rendering.kind == Rendering.Kind.LETTER:
        if rendering.dated is None:
            return "Letter for the reviewer"
        return f"Letter dated {rendering.dated:%-d %B %Y}"
    if rendering.dated is None:
        return "Public record for the reviewer"
    return f"Public record for {rendering.dated:%B %Y}"


def _note(rendering: Rendering, at: datetime) -> str:
    """What a person who waits wants to know; it changes seldom, because it is read aloud."""
    if rendering.state == Rendering.State.QUEUED:
        waited = at - rendering.queued_at
        if waited < WORKER_SILENT_AFTER:
            return ""
        return f"The worker has not picked this up for {_roughly(waited)}. Is it running?"
    if rendering.state == Rendering.State.RENDERING:
        if rendering.lease_until and rendering.lease_until < at:
            return "The worker stopped while it made this. It is tried again shortly."
        if rendering.attempts > 1:
            return f"Attempt {rendering.attempts} of {MAX_ATTEMPTS}."
    return ""


def _roughly(waited: timedelta) -> str:
    minutes = int(waited.total_seconds()) // 60
    if minutes >= 120:
        return f"more than {minutes // 60} hours"
    if minutes:
        return "more than a minute" if minutes == 1 else f"more than {minutes} minutes"
    return f"{WORKER_SILENT_AFTER.seconds} seconds"


@require_safe
def documents(request: StaffRequest, slug: str) -> HttpResponse:
    """The lines of the documents, as a part of a page or, without JavaScript, as a page.

    ``?version=2`` asks for another version than the current one; ``?seen=…`` names what the
    page shows already, and nothing is sent when that still holds.
    """
    case = case_or_404(request, slug)
    version = _version_asked(case, request.GET.get("version", ""))
    found = documents_of(case, at=now(), roles=roles_of(request.user), version=version)
    if found and request.GET.get("seen") == found.fingerprint:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    part = "requests/_documents.html" if request.headers.get("HX-Request") else None
    context = {"case": case, "documents": found}
    response = render(request, part or "review/documents.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _version_asked(case: FoiRequest, number: str) -> ResponseVersion | None:
    if not number:
        return None
    if not number.isascii() or not number.isdigit() or len(number) > 6:
        raise Http404
    version: ResponseVersion = get_object_or_404(case.versions.all(), number=int(number))
    return version


@require_safe
def document(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """The bytes of a finished document, for staff. A letter names the requester: no-store."""
    case = case_or_404(request, slug)
    rendering = get_object_or_404(_renderings(case), pk=pk, state=Rendering.State.DONE)
    filename = f"{case.slug}-{rendering.kind}.pdf"
    return stored_pdf(request, rendering, filename=filename, cache_control="private, no-store")


@require_POST
def document_retry(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = case_or_404(request, slug)
    rendering = get_object_or_404(_renderings(case).select_related("version__foi_request"), pk=pk)
    documents_actions.retry(rendering, by=request.user, at=now())
    return redirect("version", slug=case.slug, number=rendering.version.number)


def _renderings(case: FoiRequest) -> QuerySet[Rendering]:
    return Rendering.objects.filter(version__foi_request=case)

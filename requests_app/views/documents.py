"""The documents of a version or a notice: their progress, their bytes for staff, another try.

It must not serve anything to the public: that is ``views.disclosure_log``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from requests_app.access import StaffRequest, case_or_404
from requests_app.actions import rendering as documents_actions
from requests_app.actions.base import roles_of
from requests_app.actions.reading import Shown, note_read
from requests_app.actions.review import current_version
from requests_app.models import FoiRequest, Notice, Publication, Rendering, ResponseVersion
from requests_app.publishing import visible_at
from requests_app.querysets import MAX_ATTEMPTS
from requests_app.too_often import Costly, spared
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

    @property
    def erased(self) -> bool:
        return self.rendering.state == Rendering.State.ERASED

    @property
    def final(self) -> bool:
        """Whether nothing becomes of it by itself any more."""
        return self.done or self.failed or self.erased


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of one version or notice, and whether a page should ask again for them."""

    source: ResponseVersion | Notice
    rows: tuple[DocumentRow, ...]
    publication: Publication | None
    on_the_log: bool

    @property
    def of(self) -> str:
        """What they are made from: "version 2", "letter 1"."""
        return f"{self._kind} {self.source.number}"

    @property
    def query(self) -> str:
        """Names them in the address of ``documents``."""
        return f"{self._kind}={self.source.number}"

    @property
    def _kind(self) -> str:
        return "letter" if isinstance(self.source, Notice) else "version"

    @property
    def unfinished(self) -> bool:
        return any(not row.final for row in self.rows)

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
    source: ResponseVersion | Notice | None = None,
) -> Documents | None:
    """How the documents of a version or notice fare, of the current version if none is given."""
    source = source or current_version(case)
    if source is None:
        return None
    may_retry = Verb.RETRY_RENDERING in allowed_verbs(
        case.workflow_state, roles, earlier=case.from_earlier_log
    )
    rows = (
        DocumentRow(
            rendering=rendering,
            name=_name(rendering),
            note=_note(rendering, at),
            may_retry=may_retry and rendering.state == Rendering.State.FAILED,
        )
        for rendering in source.renderings.all()
    )
    if isinstance(source, Notice):
        return Documents(source, tuple(rows), None, on_the_log=False)
    publication = Publication.objects.filter(version=source, withdrawal=None).first()
    on_the_log = publication is not None and visible_at(case.slug) == publication
    return Documents(source, tuple(rows), publication, on_the_log)


def _name(rendering: Rendering) -> str:
    if rendering.kind == Rendering.Kind.NOTICE:
        dated = f" dated {rendering.dated:%-d %B %Y}" if rendering.dated else " to read"
        return f"Letter{dated}"
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
        waited = at - rendering.asked_at
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
    if minutes >= 2 * 24 * 60:
        return f"more than {minutes // (24 * 60)} days"
    if minutes >= 120:
        return f"more than {minutes // 60} hours"
    if minutes:
        return "more than a minute" if minutes == 1 else f"more than {minutes} minutes"
    return f"{WORKER_SILENT_AFTER.seconds} seconds"


@require_safe
def documents(request: StaffRequest, slug: str) -> HttpResponse:
    """The lines of the documents, as a part of a page or, without JavaScript, as a page.

    ``?version=2`` asks for another version than the current one, ``?letter=1`` for a letter
    before the response; ``?seen=…`` names what the page shows already, and nothing is sent
    when that still holds.
    """
    case = case_or_404(request, slug)
    found = documents_of(case, at=now(), roles=roles_of(request.user), source=_asked(request, case))
    if found and request.GET.get("seen") == found.fingerprint:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    part = "requests/_documents.html" if request.headers.get("HX-Request") else None
    context = {"case": case, "documents": found}
    response = render(request, part or "review/documents.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _asked(request: StaffRequest, case: FoiRequest) -> ResponseVersion | Notice | None:
    for name, rows in (("version", case.versions.all()), ("letter", case.notices.all())):
        number = request.GET.get(name, "")
        if not number:
            continue
        if not number.isascii() or not number.isdigit() or len(number) > 6:
            raise Http404
        found: ResponseVersion | Notice = get_object_or_404(rows, number=int(number))
        return found
    return None


@require_safe
def document(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """The bytes of a finished document, for staff. A letter names the requester: no-store."""
    case = case_or_404(request, slug)
    rendering = get_object_or_404(_renderings(case), pk=pk, state=Rendering.State.DONE)
    if rendering.kind != Rendering.Kind.RECORD:
        note_read(case, Shown.LETTER, by=request.user, at=now())
    filename = f"{case.slug}-{rendering.kind}.pdf"
    return stored_pdf(request, rendering, filename=filename, cache_control="private, no-store")


@require_POST
@spared(Costly.DOCUMENT)
def document_retry(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    case = case_or_404(request, slug)
    rows = _renderings(case).select_related("version__foi_request", "notice__foi_request")
    rendering = get_object_or_404(rows, pk=pk)
    documents_actions.retry(rendering, by=request.user, at=now())
    page = "notice" if rendering.notice else "version"
    return redirect(page, slug=case.slug, number=rendering.source.number)


def _renderings(case: FoiRequest) -> QuerySet[Rendering]:
    return Rendering.objects.filter(Q(version__foi_request=case) | Q(notice__foi_request=case))

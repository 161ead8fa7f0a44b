"""What anybody may read: the disclosure log, its records and their PDFs. Nothing here writes.

It reads the log through ``requests_app.publishing`` only. Pages may be stored by a browser or
a proxy but must be asked for again each time, so that a withdrawal takes effect at once.
"""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import condition, conditional_page, require_safe

from requests_app.models import Publication
from requests_app.publishing import by_month, tombstone_at, visible_at
from requests_app.views.caching import revalidated
from requests_app.views.stored_pdf import stored_pdf

PAGE_SIZE = 25


@require_safe
@login_not_required
@conditional_page
def disclosure_log(request: HttpRequest) -> HttpResponse:
    paginator = Paginator(Publication.objects.for_list(), PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    context = {"page": page, "months": by_month(page.object_list)}
    return revalidated(request, render(request, "disclosure_log/list.html", context))


@require_safe
@login_not_required
@conditional_page
def record(request: HttpRequest, slug: str) -> HttpResponse:
    if slug != slug.lower():
        return redirect("record", slug=slug.lower(), permanent=True)
    publication = visible_at(slug)
    if publication is None:
        return _withdrawn_or_404(request, slug)
    context = {
        "publication": publication,
        "response": publication.version.response,
        "rendering": publication.rendering,
        "particulars": publication.rendering.particulars,
        "canonical_url": request.build_absolute_uri(reverse("record", args=[slug])),
    }
    return revalidated(request, render(request, "disclosure_log/record.html", context))


def _pdf_etag(request: HttpRequest, slug: str) -> str | None:
    publication = visible_at(slug)
    return f'"{publication.rendering.sha256}"' if publication else None


def _pdf_made_at(request: HttpRequest, slug: str) -> datetime | None:
    publication = visible_at(slug)
    return publication.rendering.finished_at if publication else None


@require_safe
@login_not_required
@condition(etag_func=_pdf_etag, last_modified_func=_pdf_made_at)
def record_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    if slug != slug.lower():
        return redirect("record-pdf", slug=slug.lower(), permanent=True)
    publication = visible_at(slug)
    if publication is None:
        return _withdrawn_or_404(request, slug)
    return stored_pdf(
        request,
        publication.rendering,
        filename=f"{slug}-response.pdf",
        cache_control="public, no-cache",
    )


def _withdrawn_or_404(request: HttpRequest, slug: str) -> HttpResponse:
    """What was withdrawn says so and why. Its title may be the very thing that had to go."""
    withdrawal = tombstone_at(slug)
    if withdrawal is None:
        raise Http404
    context = {
        "reference": withdrawal.publication.version.response.reference,
        "reason": withdrawal.reason,
        "month": localdate(withdrawal.withdrawn_at),
    }
    page = render(request, "410.html", context, status=HTTPStatus.GONE)
    return revalidated(request, page)

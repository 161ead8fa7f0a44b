"""What anybody may read: the disclosure log, its records and their PDFs. Nothing here writes.

It reads the log through ``requests_app.publishing`` and ``requests_app.corrections`` only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from requests_app.corrections import corrected_by, corrections_of, withdrawals, withdrawn_at
from requests_app.forms.log_search import LogSearchForm
from requests_app.linked_data import DescribedRecord, Document, described
from requests_app.models import AuthorityParticulars, Publication, Topic
from requests_app.publishing import visible_at
from requests_app.rendering.markup import linked_data_block
from requests_app.search.filters import as_query_string
from requests_app.search.query import wanted_words
from requests_app.search.searching import by_month, search
from requests_app.search.suggesting import suggestions
from requests_app.too_often import Costly, spared
from requests_app.views.caching import revalidated, same_for_all
from requests_app.views.stored_pdf import stored_pdf
from requests_app.views.unchanged import unless_unchanged

PAGE_SIZE = 25


@require_safe
@login_not_required
@unless_unchanged
@spared(Costly.SEARCH)
def disclosure_log(request: HttpRequest) -> HttpResponse:
    """The log with its search box: without a search, all of it."""
    form = LogSearchForm(request.GET)
    results = search(form.query, form.filters, sort=form.order, page=request.GET.get("page"))
    context = {
        "search_form": form,
        "results": results,
        "page": results.page,
        "months": by_month(results),
        "chosen": _chosen(form),
        "any_word": _any_word(form),
        "address": as_query_string(form.text, form.filters),
    }
    return revalidated(request, render(request, "disclosure_log/list.html", context))


@require_safe
@login_not_required
@unless_unchanged
@spared(Costly.SEARCH)
def log_suggestions(request: HttpRequest) -> HttpResponse:
    """What the search box offers while somebody types, as options of its list."""
    context = {"suggestions": suggestions(request.GET.get("q", ""))}
    return revalidated(request, render(request, "disclosure_log/suggestions.html", context))


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter in use: its words, and the address of the same search without it."""

    label: str
    without: str


def _chosen(form: LogSearchForm) -> list[Chosen]:
    filters = form.filters
    return [
        Chosen(
            f"{form.fields[name].label}: {form.name_of(name, value)}",
            as_query_string(form.text, replace(filters, **{name: ""})),
        )
        for name, value in filters.items()
        if value
    ]


def _any_word(form: LogSearchForm) -> str:
    """The address of a search for any of the words, where all of them were asked for."""
    words = wanted_words(form.text)
    if len(words) < 2 or "OR" in words:
        return ""
    return as_query_string(" OR ".join(words), form.filters)


@require_safe
@login_not_required
@unless_unchanged
def corrections(request: HttpRequest) -> HttpResponse:
    """What was withdrawn, and what replaced it."""
    page = Paginator(withdrawals(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "corrections": corrections_of(list(page.object_list))}
    return revalidated(request, render(request, "disclosure_log/corrections.html", context))


# --- a record --------------------------------------------------------------------------


@require_safe
@login_not_required
@unless_unchanged
def record(request: HttpRequest, slug: str) -> HttpResponse:
    if slug != slug.lower():
        return redirect("record", slug=slug.lower(), permanent=True)
    publication = visible_at(slug)
    if publication is None:
        return _withdrawn_or_404(request, slug)
    url = request.build_absolute_uri(reverse("record", args=[slug]))
    context = {
        "publication": publication,
        "response": publication.version.response,
        "document": publication.document,
        "topics": Topic.objects.filter(case_topics__foi_request=publication.foi_request),
        "particulars": publication.rendering.particulars,
        "canonical_url": url,
        "linked_data": _linked_data(request, publication, url),
        "corrected": corrected_by(publication),
    }
    return revalidated(request, render(request, "disclosure_log/record.html", context))


def _linked_data(request: HttpRequest, publication: Publication, url: str) -> str:
    response = publication.version.response
    particulars = publication.rendering.particulars or AuthorityParticulars()
    return linked_data_block(
        described(
            DescribedRecord(
                title=response.title,
                reference=response.reference,
                outcome=response.outcome.label,
                published=publication.published_on,
                url=url,
                log_url=request.build_absolute_uri(reverse("disclosure-log")),
                authority=particulars.authority_name,
                authority_url=particulars.website,
                licence=particulars.licence,
                licence_url=particulars.licence_url,
                document=_document(request, publication),
            )
        )
    )


def _document(request: HttpRequest, publication: Publication) -> Document | None:
    made = publication.document
    if made is None:
        return None
    path = reverse("record-pdf", args=[publication.foi_request.slug])
    return Document(request.build_absolute_uri(path), made.size, made.pages, made.sha256)


# --- its document ----------------------------------------------------------------------


def _pdf_etag(request: HttpRequest, slug: str) -> str | None:
    publication = visible_at(slug)
    document = publication.document if publication else None
    return f'"{document.sha256}"' if document else None


def _pdf_made_at(request: HttpRequest, slug: str) -> datetime | None:
    publication = visible_at(slug)
    document = publication.document if publication else None
    return document.finished_at if document else None


@require_safe
@login_not_required
@condition(etag_func=_pdf_etag, last_modified_func=_pdf_made_at)
def record_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    if slug != slug.lower():
        return redirect("record-pdf", slug=slug.lower(), permanent=True)
    publication = visible_at(slug)
    if publication is None:
        return _withdrawn_or_404(request, slug)
    if publication.document is None:
        raise Http404
    answer = stored_pdf(
        request,
        publication.document,
        filename=f"{slug}-response.pdf",
        cache_control="public, no-cache",
    )
    return same_for_all(answer)


def _withdrawn_or_404(request: HttpRequest, slug: str) -> HttpResponse:
    """What was withdrawn says so and why. Its title may be the very thing that had to go."""
    withdrawal = withdrawn_at(slug)
    if withdrawal is None:
        raise Http404
    (correction,) = corrections_of([withdrawal])
    context: dict[str, Any] = {"correction": correction}
    page = render(request, "410.html", context, status=HTTPStatus.GONE)
    return revalidated(request, page)

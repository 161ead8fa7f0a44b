"""The operations of the API. Each costs as many queries however much there is."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from requests_app.corrections import corrected_by, corrections_of, withdrawals, withdrawn_at
from requests_app.models import Topic
from requests_app.publishing import visible_at
from requests_app.search.filters import exemptions, outcomes
from requests_app.search.query import parse
from requests_app.search.searching import PAGE_SIZE, search, years
from requests_app.too_often import Costly, count
from requests_app.views.api.asking import Named, Paging, Search
from requests_app.views.api.problems import Problem, problem
from requests_app.views.api.shapes import (
    CorrectionList,
    NameShape,
    Record,
    RecordList,
    Vocabulary,
    correction_of,
    record_of,
    summary_of,
    topics_of,
)

router = Router()
_NO_PAGE = "There is no page {}: the last one is {}."


@router.get(
    "/records",
    url_name="api-records",
    operation_id="list_records",
    summary="Search and list records",
    response={200: RecordList, 404: Problem, 422: Problem, 429: Problem},
)
def records(request: HttpRequest, asked: Query[Search]) -> Any:
    """The records of the log, 25 a page, found and sorted as on its own page. At most 1,000 are
    listed: who wants more of them narrows the list by year, or takes the whole log as CSV. Who
    asks too often is told with 429 and Retry-After when to go on."""
    count(Costly.SEARCH, request)
    if asked.topic and not Topic.objects.filter(slug=asked.topic).exists():
        return problem(HTTPStatus.NOT_FOUND, f"There is no topic “{asked.topic}”.")
    found = search(parse(asked.q), asked.filters, sort=asked.sort, page=asked.page)
    if asked.page > found.page.paginator.num_pages:
        return _no_page(asked.page, found.page)
    return RecordList(
        count=found.count,
        more=found.more,
        sort=found.sort.value,
        records=[summary_of(hit, request) for hit in found.hits],
        **_places(found.page, request),
    )


@router.get(
    "/records/{slug:slug}",
    url_name="api-record",
    operation_id="read_record",
    summary="Read a record",
    response={200: Record, 404: Problem, 410: Problem},
)
def record(request: HttpRequest, named: Path[Named]) -> Any:
    """The questions, their answers, the exemptions relied on and the explanatory annex. The
    address of a withdrawn record answers 410 with the reason and what replaces it."""
    slug = named.slug.lower()
    publication = visible_at(slug)
    if publication is None:
        return _withdrawn_or_404(request, slug)
    topics = Topic.objects.filter(case_topics__foi_request=publication.foi_request)
    return record_of(
        publication,
        topics=tuple(topics),
        corrects=corrected_by(publication),
        request=request,
    )


def _withdrawn_or_404(request: HttpRequest, slug: str) -> HttpResponse:
    withdrawal = withdrawn_at(slug)
    if withdrawal is None:
        return problem(HTTPStatus.NOT_FOUND, "There is no such record on the log.")
    (correction,) = corrections_of([withdrawal])
    return problem(
        HTTPStatus.GONE,
        f"This record was withdrawn. {correction.reason}",
        withdrawn=correction_of(correction, request),
    )


@router.get(
    "/corrections",
    url_name="api-corrections",
    operation_id="list_corrections",
    summary="List withdrawn records",
    response={200: CorrectionList, 404: Problem, 422: Problem},
)
def corrections(request: HttpRequest, asked: Query[Paging]) -> Any:
    """What was withdrawn, why, and the record that replaces it, the newest first."""
    page = Paginator(withdrawals(), PAGE_SIZE).get_page(asked.page)
    if asked.page > page.paginator.num_pages:
        return _no_page(asked.page, page)
    found = corrections_of(list(page.object_list))
    return CorrectionList(
        count=page.paginator.count,
        corrections=[correction_of(one, request) for one in found],
        **_places(page, request),
    )


@router.get(
    "/vocabulary",
    url_name="api-vocabulary",
    operation_id="read_vocabulary",
    summary="List the values of the filters",
    response={200: Vocabulary},
)
def vocabulary(request: HttpRequest) -> Vocabulary:
    """The years of the log, the authority's topics, and the names of outcomes and exemptions."""
    return Vocabulary(
        years=years(),
        topics=topics_of(tuple(Topic.objects.in_use().order_by("name"))),
        outcomes=[NameShape(value=value, name=name) for value, name in outcomes().items()],
        exemptions=[NameShape(value=value, name=name) for value, name in exemptions().items()],
    )


# --- pages -----------------------------------------------------------------------------


def _places(page: Page[Any], request: HttpRequest) -> dict[str, Any]:
    def address(there: bool, number: int) -> str | None:  # noqa: FBT001
        if not there:
            return None
        asked = request.GET.copy()
        asked["page"] = str(number)
        return request.build_absolute_uri(f"{request.path}?{asked.urlencode()}")

    return {
        "page": page.number,
        "pages": page.paginator.num_pages,
        "next": address(page.has_next(), page.number + 1),
        "previous": address(page.has_previous(), page.number - 1),
    }


def _no_page(asked: int, page: Page[Any]) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, _NO_PAGE.format(asked, page.paginator.num_pages))

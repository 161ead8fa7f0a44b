"""The log for machines: Atom, CSV, sitemap and robots.txt. What is listed is what the pages list.

A feed tells of what was withdrawn by its address only (RFC 6721): no title and no word of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.timezone import localdate
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import condition, require_safe

from requests_app.corrections import withdrawals
from requests_app.forms.log_search import LogSearchForm
from requests_app.models import AuthorityParticulars, LogEntry, Publication, Withdrawal
from requests_app.search.filters import Sort, as_query_string
from requests_app.search.lookup import key_of
from requests_app.search.searching import Hit, search, topics_of, visible_entries, years
from requests_app.spreadsheet import csv_lines
from requests_app.too_often import Costly, spared
from requests_app.views.caching import Answer, never_shared, revalidated
from requests_app.views.unchanged import tag_of_what_happened, unless_unchanged

# The right of access began on that day (s87); no record is older.
_NOTHING_YET = datetime(2005, 1, 1, tzinfo=UTC)
DELETIONS = 50
BATCH = 200
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


# --- Atom ------------------------------------------------------------------------------


class FeedWithDeletions(Atom1Feed):
    """Atom with the addresses of records that a reader should forget."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:at": TOMBSTONES}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for address, when in self.feed["deletions"]:
            attributes = {"ref": address, "when": rfc3339_date(when)}
            handler.addQuickElement("at:deleted-entry", "", attributes)

    def latest_post_date(self) -> datetime:
        """Of an empty feed too, so that it stays the same until something changes."""
        told = [item["updateddate"] for item in self.items]
        return max((*told, *(when for _, when in self.feed["deletions"])), default=_NOTHING_YET)


class LogFeed(Feed):  # type: ignore[type-arg]
    """The newest records of the log, of a topic or of a search."""

    feed_type = FeedWithDeletions

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self._request = request

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> LogSearchForm:
        return LogSearchForm(request.GET)

    def title(self, form: LogSearchForm) -> str:
        particulars = AuthorityParticulars.objects.effective(localdate())
        name = f"Disclosure log of {particulars.authority_name}" if particulars else "FOI log"
        return f"{name}: {form.in_words}" if form.in_words else name

    def link(self, form: LogSearchForm) -> str:
        return self._address_of(form, "disclosure-log")

    def feed_url(self, form: LogSearchForm) -> str:
        """By which a reader subscribes: to this topic or search, not to the whole log."""
        return self._address_of(form, "log-feed")

    def feed_extra_kwargs(self, form: LogSearchForm) -> dict[str, Any]:
        return {"deletions": list(self._deletions())}

    def _deletions(self) -> Iterator[tuple[str, datetime]]:
        gone = list(withdrawals()[:DELETIONS])
        cases = [row.publication.foi_request_id for row in gone]
        # What was corrected at its own address is there again.
        standing = set(
            Publication.objects.visible()
            .filter(foi_request__in=cases)
            .values_list("foi_request_id", flat=True)
        )
        for row in gone:
            if row.publication.foi_request_id not in standing:
                slug = row.publication.foi_request.slug
                yield self._absolute(reverse("record", args=[slug])), row.withdrawn_at

    def items(self, form: LogSearchForm) -> tuple[Hit, ...]:
        hits = search(form.query, form.filters, sort=Sort.NEWEST).hits
        self._taken_back = _taken_back(hit.entry.publication.foi_request_id for hit in hits)
        return hits

    def item_title(self, item: Hit) -> str:
        return item.entry.title

    def item_description(self, item: Hit) -> str:
        beginning = "".join(piece.text for piece in item.snippet)
        # A reader takes a summary for HTML, and the words are a stranger's.
        return escape(f"{item.entry.reference}. {item.entry.outcome}. {beginning}")

    def item_link(self, item: Hit) -> str:
        return self._absolute(item.url)

    def item_updateddate(self, item: Hit) -> datetime:
        """After its deletion in this feed, of what was corrected at its own address (RFC 6721)."""
        corrected = self._taken_back.get(item.entry.publication.foi_request_id)
        begun = _beginning_of(item.month)
        return max(begun, corrected + timedelta(seconds=1)) if corrected else begun

    def item_categories(self, item: Hit) -> tuple[str, ...]:
        return tuple(topic.name for topic in item.topics)

    def _address_of(self, form: LogSearchForm, name: str) -> str:
        asked = as_query_string(form.text, form.filters)
        return self._absolute(reverse(name) + (f"?{asked}" if asked else ""))

    def _absolute(self, path: str) -> str:
        return self._request.build_absolute_uri(path)


def _taken_back(cases: Iterable[int]) -> dict[int, datetime]:
    """Of cases of which a record was withdrawn, the last time."""
    gone = Withdrawal.objects.filter(publication__foi_request__in=set(cases))
    told = gone.values_list("publication__foi_request").annotate(Max("withdrawn_at"))
    return dict(told.order_by())


def _beginning_of(month: date) -> datetime:
    """The day of publication is not told, only its month."""
    return datetime.combine(month, time(), tzinfo=UTC)


@require_safe
@login_not_required
@unless_unchanged
@spared(Costly.SEARCH)
def log_feed(request: HttpRequest) -> HttpResponse:
    return revalidated(request, _without_date(LogFeed(request)(request)))


def _without_date(page: Answer) -> Answer:
    """The newest record may be withdrawn: what is left is older, but it did change."""
    del page["Last-Modified"]
    return page


# --- CSV -------------------------------------------------------------------------------

COLUMNS = (
    *("reference", "title", "month", "outcome", "exemptions", "topics"),
    *("request", "response", "address"),
)


@require_safe
@login_not_required
@never_shared
@condition(etag_func=tag_of_what_happened)
def log_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The whole log, a line for each record, written as it is read."""
    return StreamingHttpResponse(
        csv_lines(_lines(request)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="disclosure-log.csv"'},
    )


def _lines(request: HttpRequest) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    keys = LogEntry.objects.order_by("-key").values_list("key", flat=True).iterator()
    while batch := list(islice(keys, BATCH)):
        entries = visible_entries(batch)
        topics = topics_of(entry.publication.foi_request_id for entry in entries.values())
        for entry in entries.values():
            names = (topic.name for topic in topics.get(entry.publication.foi_request_id, ()))
            yield (
                entry.reference,
                entry.title,
                f"{entry.published_on:%Y-%m}",
                entry.outcome,
                ", ".join(entry.sections),
                ", ".join(names),
                entry.request,
                entry.answers,
                request.build_absolute_uri(reverse("record", args=[entry.slug])),
            )


# --- for those who crawl ---------------------------------------------------------------


class RecordsOfAYear(Paginator):  # type: ignore[type-arg]
    """Counted in the index of the days, with what was withdrawn: the last page may be short."""

    def __init__(self, year: int) -> None:
        self._year = year
        start, end = (key_of(date(one, 1, 1), 0) for one in (year, year + 1))
        records = Publication.objects.visible().filter(entry__key__gte=start, entry__key__lt=end)
        told = records.order_by("-entry__key").values_list("entry__slug", "published_on")
        super().__init__(told, per_page=RecordSitemap.limit)

    @cached_property
    def count(self) -> int:
        return int(Publication.objects.filter(published_on__year=self._year).count())


class RecordSitemap(Sitemap):  # type: ignore[type-arg]
    """The records of a year, in pages: none is as long as the log."""

    limit = 5_000

    def __init__(self, year: int) -> None:
        self._year = year

    @property
    def paginator(self) -> RecordsOfAYear:
        return RecordsOfAYear(self._year)

    def location(self, item: tuple[str, date]) -> str:
        return reverse("record", args=[item[0]])

    def lastmod(self, item: tuple[str, date]) -> date:
        return item[1].replace(day=1)

    def get_latest_lastmod(self) -> None:
        """Django would read every record for it."""


class PageSitemap(Sitemap):  # type: ignore[type-arg]
    """What is public besides the records."""

    def items(self) -> list[str]:
        return ["home", "disclosure-log", "corrections", "api", "statistics", "working-days"]

    def location(self, item: str) -> str:
        return reverse(item)


def _sitemaps() -> dict[str, type[Sitemap[Any]] | Sitemap[Any]]:
    return {"pages": PageSitemap(), **{f"records-{year}": RecordSitemap(year) for year in years()}}


@require_safe
@login_not_required
@unless_unchanged
def sitemap(request: HttpRequest) -> HttpResponse:
    page = sitemap_views.index(request, _sitemaps(), sitemap_url_name="sitemap-section")
    return revalidated(request, _drawn(page))


@require_safe
@login_not_required
@unless_unchanged
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    page = sitemap_views.sitemap(request, _sitemaps(), section)
    return revalidated(request, _drawn(page))


def _drawn(page: HttpResponseBase) -> HttpResponse:
    """Without a date, and as a plain page: Django sends one of a template again, changed or not."""
    text = page.rendered_content  # type: ignore[attr-defined]
    headers = {name: page[name] for name in ("Content-Type", "X-Robots-Tag")}
    return HttpResponse(text, headers=headers)


@require_safe
@login_not_required
@unless_unchanged
def robots(request: HttpRequest) -> HttpResponse:
    context = {"sitemap": request.build_absolute_uri(reverse("sitemap"))}
    page = render(request, "disclosure_log/robots.txt", context, content_type="text/plain")
    return revalidated(request, page)

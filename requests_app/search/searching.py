"""The search of the log: a query, filters and an order in, a page of records out.

It lists at most ``WINDOW`` records, so that a word of half the log costs what one of a thousand
records costs; who wants another thousand narrows the list. Whatever the index says, only what
``PublicationQuerySet`` calls visible is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.urls import reverse

from requests_app.models import CaseTopic, LogEntry, Publication, Topic
from requests_app.search.engine import engine
from requests_app.search.filters import Filters, Sort
from requests_app.search.lookup import REQUEST, TITLE, Lookup, matching, publication_of, standing_in
from requests_app.search.query import Query
from requests_app.search.snippets import Piece, marked, snippet

WINDOW = 1_000
PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Hit:
    """A record of the list. ``month`` is the first day of the month of publication."""

    entry: LogEntry
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    topics: tuple[Topic, ...]

    @property
    def month(self) -> date:
        return self.entry.published_on.replace(day=1)

    @property
    def url(self) -> str:
        return reverse("record", args=[self.entry.slug])


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found. ``more``: there are more than the ``count`` that are listed."""

    query: Query
    filters: Filters
    sort: Sort
    count: int
    more: bool
    page: Page[int]
    hits: tuple[Hit, ...]


def search(
    query: Query,
    filters: Filters | None = None,
    *,
    sort: Sort | None = None,
    page: str | int | None = 1,
) -> Results:
    """What matches; the best first where anything is searched for, else the newest.

    A page that is none leads to one that is.
    """
    filters = filters or Filters()
    sort = sort if query or sort is not Sort.RELEVANCE else None
    sort = sort or (Sort.RELEVANCE if query.wanted else Sort.NEWEST)
    lookup = replace(
        matching(query, filters.facets), limit=WINDOW + 1, oldest_first=sort is Sort.OLDEST
    )
    found = engine().find(lookup)
    listed = found[:WINDOW]
    if sort is Sort.RELEVANCE:
        listed = _best_first(listed, query, lookup)
    shown = Paginator(listed, PAGE_SIZE).get_page(page)
    return Results(
        query=query,
        filters=filters,
        sort=sort,
        count=len(listed),
        more=len(found) > WINDOW,
        page=shown,
        hits=tuple(_hits(list(shown.object_list), query)),
    )


@dataclass(frozen=True, slots=True)
class Month:
    """The records of one month that stand on a page."""

    first_day: date | None
    hits: tuple[Hit, ...]


def by_month(results: Results) -> tuple[Month, ...]:
    """The page under the months of publication; the best matches stand under none."""
    if results.sort is Sort.RELEVANCE:
        return (Month(None, results.hits),) if results.hits else ()
    months = groupby(results.hits, key=lambda hit: hit.month)
    return tuple(Month(first_day, tuple(hits)) for first_day, hits in months)


def _best_first(keys: Sequence[int], query: Query, lookup: Lookup) -> list[int]:
    """Those with all the words in the title, then in the request; the newest of equals first."""
    if len(keys) < 2 or not query.wanted:
        return list(keys)

    def with_all_words_in(part: str) -> set[int]:
        """Of what was found: a phrase may be rare where each of its words is everywhere."""
        wanted = (*lookup.wanted, *standing_in(part, query).wanted)
        bounded = replace(lookup, wanted=wanted, first=min(keys), end=max(keys) + 1)
        return set(engine().find(bounded))

    in_title, in_request = with_all_words_in(TITLE), with_all_words_in(REQUEST)
    return sorted(keys, key=lambda key: (key not in in_title, key not in in_request))


def _hits(keys: Sequence[int], query: Query) -> Iterable[Hit]:
    entries = visible_entries(keys)
    topics = topics_of(entry.publication.foi_request_id for entry in entries.values())
    for key in keys:
        entry = entries.get(key)
        if entry is not None:
            yield Hit(
                entry=entry,
                title=marked(entry.title, query.shown),
                snippet=_snippet(entry, query),
                topics=topics.get(entry.publication.foi_request_id, ()),
            )


def _snippet(entry: LogEntry, query: Query) -> tuple[Piece, ...]:
    """Where the words stand; the beginning of the request where nothing is searched for."""
    return snippet((entry.request, entry.answers, entry.annex), query.shown)


def visible_entries(keys: Iterable[int]) -> dict[int, LogEntry]:
    """The entries with these keys that the public may see, by key.

    Publications are named too, or PostgreSQL may look at all of them before it looks at the keys.
    """
    wanted = list(keys)
    publications = (
        Publication.objects.visible()
        .filter(pk__in=[publication_of(key) for key in wanted], entry__key__in=wanted)
        .select_related("entry")
        .order_by("-entry__key")
    )
    return {row.entry.key: row.entry for row in publications}


def topics_of(cases: Iterable[int]) -> dict[int, tuple[Topic, ...]]:
    """The topics of cases, by the key of the case; one query."""
    rows = CaseTopic.objects.filter(foi_request__in=list(cases)).select_related("topic")
    found: dict[int, tuple[Topic, ...]] = {}
    for row in rows.order_by("topic__name"):
        found[row.foi_request_id] = (*found.get(row.foi_request_id, ()), row.topic)
    return found


def years() -> list[int]:
    """The years of the log, the newest first: from its last record back to its first."""
    days = LogEntry.objects.values_list("published_on", flat=True)
    last, first = days.order_by("-key").first(), days.order_by("key").first()
    return list(range(last.year, first.year - 1, -1)) if first and last else []

"""The ways by which a stranger is told of a record: which part of which answer is which of them.

A list, a search, its snippets and the name of a file are told of apart from each other, so that a
leak says by its name where it is. What is none of them is ``elsewhere`` and is watched as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.test import Client
from django.urls import Resolver404, resolve, reverse

from requests_app.models import FoiRequest, Rendering
from tests.public_crawl import Crawl, Visit, visit_to

OF_ROUTE = {
    "home": "home",
    "disclosure-log": "list",
    "record": "page",
    "record-pdf": "PDF",
    "log-feed": "feed",
    "log-csv": "CSV",
    "api-records": "JSON of lists",
    "api-record": "JSON of a record",
    "sitemap": "sitemap",
    "sitemap-section": "sitemap",
    "log-suggestions": "suggestion",
    "corrections": "corrections",
    "api-corrections": "corrections",
}
OF_HEADER = {"Content-Disposition": "file name", "ETag": "ETag", "Last-Modified": "cache"}
# Asked for by hand: ``own_addresses``, ``file_addresses``.
BY_HAND = ("own address", "file address")
CHANNELS = (
    *dict.fromkeys(OF_ROUTE.values()),
    *("search", "snippet", "metadata", "statistics", *OF_HEADER.values(), "other headers"),
    *BY_HAND,
    "elsewhere",
)
_HEAD = re.compile("<head>.*?</head>", re.DOTALL)
_SNIPPET = re.compile(r'<p class="[^"]*app-entry-list__text">.*?</p>', re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A part of an answer, and the way by which it tells what stands in it."""

    channel: str
    route: str
    url: str
    said: str

    def holds(self, mark: str) -> bool:
        return mark.lower() in self.said.lower()


def pieces_of(crawl: Crawl) -> Iterator[Piece]:
    """Everything that was answered, cut up."""
    for visit in crawl.visits.values():
        yield from _pieces(visit)


def _pieces(visit: Visit) -> Iterator[Piece]:
    route = route_of(visit.url)
    for name, value in visit.headers.items():
        yield Piece(OF_HEADER.get(name, "other headers"), route, visit.url, f"{name}: {value}")
    body = visit.said.partition("\n\n")[2]
    for channel, pattern in (("metadata", _HEAD), ("snippet", _SNIPPET)):
        if channel == "snippet" and (route != "disclosure-log" or "?" not in visit.url):
            continue
        for found in pattern.findall(body):
            yield Piece(channel, route, visit.url, found)
        body = pattern.sub("", body)
    yield Piece(_channel(route, visit.url), route, visit.url, body)


def _channel(route: str, url: str) -> str:
    if route == "disclosure-log" and "?" in url:
        return "search"
    if route.startswith("statistics"):
        return "statistics"
    return OF_ROUTE.get(route, "elsewhere")


def route_of(url: str) -> str:
    try:
        return resolve(url.partition("?")[0]).url_name or ""
    except Resolver404:
        return ""


# --- of one case -------------------------------------------------------------------------


def own_addresses(slug: str) -> tuple[str, ...]:
    record, pdf, data = (
        reverse(name, args=[slug]) for name in ("record", "record-pdf", "api-record")
    )
    return record, pdf, data, reverse("record", args=[slug.upper()])


def answered_as(slug: str) -> list[tuple[int, str]]:
    """What the addresses of a record answer, without the record's own name in it."""
    visits = (visit_to(Client(), url) for url in own_addresses(slug))
    own = re.compile(re.escape(slug), re.IGNORECASE)
    return [(visit.status, _without_length(own.sub("…", visit.said))) for visit in visits]


def _without_length(said: str) -> str:
    return re.sub(r"Content-Length: \d+|ETag: \S+", "", said)


def file_addresses(case: FoiRequest) -> Iterator[str]:
    """Where its files might be had without their record: by whoever knows how they are named."""
    for row in Rendering.objects.filter(version__foi_request=case):
        yield reverse("document", args=[case.slug, row.pk])
        for folder in ("", "static/", "media/", "var/", "disclosure-log/"):
            yield f"/{folder}documents/{row.sha256 or 'none'}.pdf"

"""A stranger who asks for every public address: those the portal has, and those its pages name.

The addresses are read from ``tests/permissions.csv``, which ``test_permissions`` compares with the
portal's own, so that a page which lands tomorrow is asked for tomorrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from requests_app.models import FoiRequest
from tests.permission_cases import parameters_of, url_of
from tests.permission_matrix import ANYBODY, table

MOST_PAGES = 250
# Of the tests' own cases, and of those that stood in an earlier log.
SITEMAP_YEARS = (2026, 2017)
# Of the statistics, which have a page for every quarter there ever was, one year will do; the
# sign-in leads nowhere, and /static/ holds nothing of a case.
_LEFT_OUT = re.compile(r"/(static/|accounts/|statistics/(?!$|2026/))")
# Pages that take no words and tell of no record.
WORDLESS = frozenset({"healthz", "login", "working-days"})
# What people type into a search, whatever its field is called; also the beginning of a word.
FIELDS = ("q", "query", "term", "search", "words")
_LINK = re.compile(
    r"""(?:href|src|action|content)="(/[^"#]*)"|https?://testserver(/[^"'<>\s#]*)|"(/[^"\s<>#]+)\""""
)


@dataclass
class Visit:
    """What one address answered, headers and all."""

    url: str
    status: int
    said: str
    headers: dict[str, str]

    @property
    def validators(self) -> dict[str, str]:
        """What a browser or a cache would ask with the next time."""
        found = {
            "If-None-Match": self.headers.get("ETag", ""),
            "If-Modified-Since": self.headers.get("Last-Modified", ""),
        }
        return {name: value for name, value in found.items() if value}


@dataclass
class Crawl:
    """All visits of one walk, by address."""

    visits: dict[str, Visit] = field(default_factory=dict)

    def telling(self, marks: tuple[str, ...]) -> dict[str, list[str]]:
        """The addresses whose answer holds a mark, each with the marks that it holds."""
        told = {
            url: [mark for mark in marks if mark.lower() in visit.said.lower()]
            for url, visit in self.visits.items()
        }
        return {url: found for url, found in told.items() if found}


def seeds(case: FoiRequest, words: tuple[str, ...]) -> Iterator[str]:
    """Every public address of the portal, of this case where it is of one, and what is typed."""
    for (name, method), rule in table().items():
        if method != "GET" or ANYBODY not in rule.cells.values():
            continue
        url = url_of(name, case, rule.values)
        yield url
        if not parameters_of(name) and name not in WORDLESS and "statistics" not in name:
            for word in words:
                yield url + "?" + "&".join(f"{one}={word}" for one in FIELDS)
    yield f"/disclosure-log/{case.slug.upper()}/"
    # The map leads to years with records only.
    for year in SITEMAP_YEARS:
        yield reverse("sitemap-section", args=[f"records-{year}"])


def crawl(case: FoiRequest, words: tuple[str, ...]) -> Crawl:
    """Visits the seeds and whatever they lead to, as a stranger."""
    client, done = Client(), Crawl()
    waiting = list(dict.fromkeys(seeds(case, words)))
    while waiting and len(done.visits) < MOST_PAGES:
        url = waiting.pop(0)
        if url in done.visits or _LEFT_OUT.match(url):
            continue
        visit = visit_to(client, url)
        done.visits[url] = visit
        waiting.extend(_links_in(visit.said))
    assert not waiting or len(done.visits) < MOST_PAGES, "the crawl did not come to an end"
    return done


def visit_to(client: Client, url: str, **headers: str) -> Visit:
    answer = client.get(url, headers=headers)
    return Visit(url, answer.status_code, _said(answer), dict(answer.headers))


def _said(answer: HttpResponseBase) -> str:
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{headers}\n\n{body.decode('utf-8', 'replace')}"


def _links_in(said: str) -> list[str]:
    found = (next(filter(None, groups)) for groups in _LINK.findall(said))
    return [url.replace("&amp;", "&") for url in found]

"""What the public pages of the log cost at several sizes, each size a database of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from requests_app.management.costs import Cost, cost_of, median_and_95th, middle
from requests_app.management.scratch import lead_to
from requests_app.search.filters import Filters, Sort, as_query_string
from requests_app.search.query import parse
from requests_app.search.searching import PAGE_SIZE, WINDOW, search
from requests_app.search.trial import word

LAST_PAGE = WINDOW // PAGE_SIZE
EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks the log for."""

    text: str = ""
    filters: Filters = EVERYTHING
    sort: Sort | None = None
    page: int = 1

    def search(self) -> None:
        search(parse(self.text), self.filters, sort=self.sort, page=self.page)

    @property
    def told(self) -> str:
        """As the part of an address after "?"."""
        rest = {"sort": self.sort or "", "page": self.page if self.page > 1 else ""}
        told = urlencode({name: value for name, value in rest.items() if value})
        return "&".join(filter(None, (as_query_string(self.text, self.filters), told)))


# By how common the words are, alone and together, in phrases, with filters.
_RANKS = (0, 3, 20, 150, 1_000, 8_000)
SEARCHES = (
    Asked(),
    Asked(page=LAST_PAGE),
    Asked(sort=Sort.OLDEST),
    Asked(filters=Filters(year="2015")),
    Asked(filters=Filters(topic="housing")),
    Asked(filters=Filters(outcome="information-not-held")),
    Asked(filters=Filters(exemption="40", outcome="some-information-provided")),
    *(Asked(word(rank)) for rank in _RANKS),
    Asked(word(0), page=LAST_PAGE),
    Asked(word(0), sort=Sort.OLDEST),
    Asked(f"{word(0)} {word(20)}"),
    Asked(f"{word(60)} {word(90)}"),
    Asked(f"{word(300)} {word(700)}"),
    Asked(f'"{word(0)} {word(1)}"'),
    Asked(f'"{word(4)} {word(9)}"'),
    Asked(f"{word(30)} -{word(2)}"),
    Asked(f"{word(500)} OR {word(900)}"),
    Asked(word(20), Filters(year="2015")),
    Asked(word(20), Filters(topic="schools")),
    Asked(word(20), Filters(exemption="31"), Sort.NEWEST),
)


def pages() -> Iterator[str]:
    """Addresses: a page for each search, then what else the public reads of the log."""
    yield from (f"{reverse('disclosure-log')}?{asked.told}" for asked in SEARCHES)
    yield reverse("home")
    yield reverse("record", args=["trial-0"])
    yield reverse("record", args=["trial-1"])
    yield reverse("corrections")
    for typed in ("ho", word(20)[:3], f"{word(0)} {word(20)[:3]}", f"{word(150)} {word(3)[:2]}"):
        yield f"{reverse('log-suggestions')}?{urlencode({'q': typed})}"
    yield reverse("log-feed")
    yield f"{reverse('log-feed')}?topic=housing"
    yield f"{reverse('log-feed')}?q={word(3)}"
    yield reverse("api-records")
    yield f"{reverse('api-records')}?page={LAST_PAGE}"
    yield f"{reverse('api-records')}?q={word(3)}"
    yield reverse("api-record", args=["trial-1"])
    yield reverse("api-vocabulary")
    yield reverse("sitemap")


@dataclass(frozen=True, slots=True)
class Costs:
    """At one size: of each search without its page, of each page, and the queries of a page."""

    searches: Mapping[str, Cost]
    pages: Mapping[str, Cost]
    queries: Mapping[str, int]


def costs_at(names: Mapping[int, str], *, rounds: int) -> dict[int, Costs]:
    """By size; ``names`` are those of the databases.

    One visitor asks for more than the limits allow, and a page that is refused costs nothing.
    """
    with override_settings(LIMITS=dict.fromkeys(settings.LIMITS, "0")):
        return _costs_at(names, rounds=rounds)


def _costs_at(names: Mapping[int, str], *, rounds: int) -> dict[int, Costs]:
    client = Client(SERVER_NAME="localhost")
    searches = {asked.told: asked.search for asked in SEARCHES}
    asked_for = {page: partial(client.get, page) for page in pages()}
    found: dict[int, list[tuple[list[Cost], list[Cost]]]] = {size: [] for size in names}
    queries = {}
    for _ in range(rounds):
        for size, name in names.items():
            lead_to(name)
            queries[size] = {page: queries_of(call) for page, call in asked_for.items()}
            found[size].append((_costs(searches.values()), _costs(asked_for.values())))
    return {
        size: Costs(
            dict(zip(searches, _middles([alone for alone, _ in rows]), strict=True)),
            dict(zip(asked_for, _middles([whole for _, whole in rows]), strict=True)),
            queries[size],
        )
        for size, rows in found.items()
    }


def queries_of(call: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)


def _costs(calls: Iterable[Callable[[], object]]) -> list[Cost]:
    return [cost_of(call) for call in calls]


def _middles(rounds: Sequence[Sequence[Cost]]) -> list[Cost]:
    return [middle(costs) for costs in zip(*rounds, strict=True)]


def at_95th(costs: Mapping[str, Cost]) -> Cost:
    return Cost(*(median_and_95th(kind)[1] for kind in zip(*costs.values(), strict=True)))

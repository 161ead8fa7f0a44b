"""What the search box offers while somebody types: titles of records and topics, nothing else.

The words before the last are looked up as the search does; the last may be the beginning of one.
It looks through the newest ``WINDOW`` records that have the words before, so that it costs the
same however long the log is. Only what ``PublicationQuerySet`` calls visible is offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from django.db.models import OuterRef, Subquery

from requests_app.models import LogEntry, Topic
from requests_app.search.engine import engine
from requests_app.search.lookup import TITLE, matching, standing_in
from requests_app.search.query import LONGEST, parse
from requests_app.search.searching import WINDOW, visible_entries

MOST = 8
SHORTEST = 2


def suggestions(text: str) -> tuple[str, ...]:
    """At most ``MOST``, topics first; none before two letters of the last word are there."""
    typed = text[:LONGEST].replace("\0", " ").casefold().split()
    if not typed or len(typed[-1]) < SHORTEST:
        return ()
    before, beginning = " ".join(typed[:-1]), typed[-1]
    found = (*_topics(typed), *_titles(before, beginning))
    return tuple(dict.fromkeys(found))[:MOST]


def _topics(typed: list[str]) -> list[str]:
    """Topics that some visible record stands under and whose words begin so.

    Of each topic one record is looked at, whichever the database finds first.
    """
    named = [
        topic
        for topic, name in Topic.objects.order_by("name").values_list("pk", "name")
        if all(_has_beginning(name, one) for one in typed)
    ]
    under = LogEntry.objects.filter(publication__foi_request__case_topics__topic=OuterRef("pk"))
    rows = Topic.objects.filter(pk__in=named).annotate(
        one=Subquery(under.order_by().values("key")[:1])
    )
    found = list(rows.order_by("name").values_list("name", "one"))
    visible = visible_entries(key for _, key in found if key)
    return [name for name, key in found if key in visible]


def _titles(before: str, beginning: str) -> Iterator[str]:
    query = parse(before)
    lookup = standing_in(TITLE, query) if query.wanted else matching(query)
    keys = engine().find(replace(lookup, limit=WINDOW))
    rows = LogEntry.objects.filter(key__in=keys).order_by("-key").values_list("key", "title")
    wanted = list(islice(_beginning_so(rows, beginning), MOST))
    visible = visible_entries(wanted)
    return (visible[key].title for key in wanted if key in visible)


def _beginning_so(rows: Iterable[tuple[int, str]], beginning: str) -> Iterator[int]:
    """The keys of titles that differ."""
    seen: set[str] = set()
    for key, title in rows:
        if title not in seen and _has_beginning(title, beginning):
            seen.add(title)
            yield key


def _has_beginning(text: str, beginning: str) -> bool:
    words = text.casefold().split()
    return any(word.lstrip("“‘\"'(").startswith(beginning) for word in words)

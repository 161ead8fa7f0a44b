"""The log's entries and their search index: made from what is visible, never told by hand.

Every verb that may change what the public sees of a case ends with ``list_again``, inside its own
transaction; so a record and its place in lists and search come and go together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from django.db import transaction

from requests_app.models import CaseTopic, FoiRequest, LogEntry, Publication
from requests_app.querysets import PublicationQuerySet
from requests_app.search.engine import engine
from requests_app.search.entry import entry_of
from requests_app.search.lookup import Indexed

BATCH = 500


def list_again(case: FoiRequest) -> None:
    """Brings the entries of a case in line with what the public may see of it now."""
    _require_transaction()
    _unlist(LogEntry.objects.filter(publication__foi_request=case).values_list("key", flat=True))
    _list(Publication.objects.visible().filter(foi_request=case))


def rebuild() -> Iterator[int]:
    """Makes all entries anew, in one transaction; yields how many are made, after each batch."""
    with transaction.atomic():
        engine().clear()
        LogEntry.objects.all().delete()
        keys = Publication.objects.visible().order_by("pk").values_list("pk", flat=True).iterator()
        done = 0
        while batch := list(islice(keys, BATCH)):
            done += list_publications(batch)
            yield done


def list_publications(keys: Collection[int]) -> int:
    """Lists publications that have no entry yet and are visible. Returns how many."""
    _require_transaction()
    return _list(Publication.objects.visible().filter(pk__in=keys))


def _unlist(keys: Iterable[int]) -> None:
    known = list(keys)
    if known:
        engine().remove(known)
        LogEntry.objects.filter(pk__in=known).delete()


def _list(publications: PublicationQuerySet) -> int:
    """Entries of publications that are visible. Returns how many."""
    rows = list(publications.select_related("version", "foi_request"))
    if not rows:
        return 0
    topics = _topics(row.foi_request_id for row in rows)
    made = [_entry(row, topics.get(row.foi_request_id, [])) for row in rows]
    LogEntry.objects.bulk_create(entry for entry, _ in made)
    engine().put(words for _, words in made)
    return len(made)


def _entry(publication: Publication, topics: Iterable[str]) -> tuple[LogEntry, Indexed]:
    columns, words = entry_of(
        publication.version.response,
        publication=publication.pk,
        published_on=publication.published_on,
        slug=publication.foi_request.slug,
        topics=topics,
    )
    return LogEntry(**columns), words


def _topics(cases: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = CaseTopic.objects.filter(foi_request__in=list(cases))
    for case, slug in rows.values_list("foi_request_id", "topic__slug"):
        found.setdefault(case, []).append(slug)
    return found


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An entry changes in the transaction of the deed that it follows.")

"""The disclosure log as the public reads it: entries and records.

It reads only what ``PublicationQuerySet`` calls visible, and takes every word from the stored
version that was approved; it must not know drafts, requesters or people. What was withdrawn is
told by ``requests_app.corrections``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from requests_app.models import LogEntry, Publication
from requests_app.outcome import OutcomeCode


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. ``month`` is the first day of the month of publication."""

    reference: str
    title: str
    outcome: OutcomeCode
    outcome_label: str
    month: date
    url: str


def entry_of(publication: Publication) -> Entry:
    response = publication.version.response
    return Entry(
        reference=response.reference,
        title=response.title,
        outcome=response.outcome.code,
        outcome_label=response.outcome.label,
        month=publication.published_on.replace(day=1),
        url=reverse("record", args=[publication.foi_request.slug]),
    )


def latest(count: int) -> tuple[Entry, ...]:
    """The newest entries, for the front page.

    They are named by the list, in whose order keys are: to sort what is visible would read it all.
    """
    newest = LogEntry.objects.order_by("-key").values_list("publication", flat=True)[:count]
    found = Publication.objects.for_list().filter(pk__in=list(newest))
    return tuple(entry_of(publication) for publication in found)


def visible_at(slug: str) -> Publication | None:
    """The publication that the public may read at this address."""
    return (
        Publication.objects.visible()
        .filter(foi_request__slug=slug)
        .select_related(
            "foi_request", "version__dispatch", "version__earlier_record", "rendering__particulars"
        )
        .first()
    )

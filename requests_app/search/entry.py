"""An entry of the log made from a published response: what lists show and what finds it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from requests_app.response import Response
from requests_app.search.document import outcome_key, sections_of, texts_of
from requests_app.search.lookup import Indexed, facet, indexed, key_of


def entry_of(
    response: Response, *, publication: int, published_on: date, slug: str, topics: Iterable[str]
) -> tuple[dict[str, Any], Indexed]:
    """The columns of a ``LogEntry`` and the row of the index; ``topics`` are slugs."""
    texts, sections = texts_of(response), sections_of(response)
    key = key_of(published_on, publication)
    facets = (
        facet("outcome", outcome_key(response.outcome.code)),
        *(facet("exemption", section) for section in sections),
        *(facet("topic", topic) for topic in topics),
    )
    columns = {
        "key": key,
        "publication_id": publication,
        "reference": response.reference,
        "slug": slug,
        "title": response.title,
        "outcome": response.outcome.label,
        "published_on": published_on,
        "sections": list(sections),
        "request": texts.request,
        "answers": texts.answers,
        "annex": texts.annex,
    }
    return columns, indexed(key, texts, facets)

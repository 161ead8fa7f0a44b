"""A record as schema.org linked data, for search engines and archives. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Document:
    """The PDF beside the page. ``size`` counts bytes."""

    url: str
    size: int
    pages: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DescribedRecord:
    """What is said of a record; ``published`` is any day of the month. Addresses are absolute."""

    title: str
    reference: str
    outcome: str
    published: date
    url: str
    log_url: str
    authority: str
    authority_url: str
    licence: str
    licence_url: str
    document: Document | None


def described(record: DescribedRecord) -> dict[str, Any]:
    """A ``DigitalDocument``: an authority’s answer is neither news nor a crowd’s."""
    publisher = {"@type": "GovernmentOrganization", "name": record.authority}
    if record.authority_url:
        publisher["url"] = record.authority_url
    content: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DigitalDocument",
        "@id": record.url,
        "url": record.url,
        "name": record.title,
        "identifier": record.reference,
        "abstract": f"Freedom of information response. {record.outcome}.",
        "genre": "Freedom of information response",
        "inLanguage": "en-GB",
        "datePublished": f"{record.published:%Y-%m}",
        "isAccessibleForFree": True,
        "author": publisher,
        "publisher": publisher,
        "isPartOf": {"@type": "Collection", "name": "Disclosure log", "url": record.log_url},
    }
    if record.licence_url or record.licence:
        content["license"] = record.licence_url or record.licence
    if record.document:
        content["encoding"] = _encoding(record.document)
    return content


def _encoding(document: Document) -> dict[str, Any]:
    return {
        "@type": "MediaObject",
        "contentUrl": document.url,
        "encodingFormat": "application/pdf",
        "contentSize": str(document.size),
        "sha256": document.sha256,
    }

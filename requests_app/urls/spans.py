"""Quarters in addresses: ``2026``, ``2026-q3`` or ``2025-q4-to-2026-q3``."""

from __future__ import annotations

from django.urls import register_converter

from requests_app.statistics.quarters import Span


class SpanConverter:
    """A view is given the span itself; what is none is no address."""

    regex = r"[0-9]{4}[0-9a-z-]*"

    def to_python(self, slug: str) -> Span:
        return Span.from_slug(slug)

    def to_url(self, span: Span) -> str:
        return span.slug


register_converter(SpanConverter, "span")

"""Template filters for texts and responses; built into every template by the settings."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from requests_app.rendering import flow, markup, reading
from requests_app.response import Response

register = template.Library()


@register.filter
def markdown(text: str | None) -> SafeString:
    """An officer's text as safe HTML."""
    return markup.to_html(text or "")


@register.filter
def pieces(text: str | None) -> tuple[flow.Piece, ...]:
    """A text as received, in paragraphs and printed lists."""
    return flow.pieces(text or "")


@register.filter
def request_parts(response: Response) -> tuple[reading.Part, ...]:
    return reading.request_parts(response)


@register.filter
def response_parts(response: Response) -> tuple[reading.Part, ...]:
    return reading.response_parts(response)


@register.filter
def annex_sections(response: Response) -> tuple[reading.ShownSection, ...]:
    return reading.annex_sections(response)

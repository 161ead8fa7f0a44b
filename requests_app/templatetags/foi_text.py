"""Template filters for texts: officers' Markdown, and plain text as it was received."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from requests_app.rendering.markup import to_html

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """An officer's text as safe HTML."""
    return to_html(text or "")

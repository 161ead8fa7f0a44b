"""From a ``Response`` to HTML and PDF. It knows values and templates, no rows and no clock."""

from requests_app.rendering.documents import letter_html, record_html
from requests_app.rendering.pdf import RenderedPdf, RenderFailed, render, warm_up

__all__ = ["RenderFailed", "RenderedPdf", "letter_html", "record_html", "render", "warm_up"]

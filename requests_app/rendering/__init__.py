"""From a ``Response`` or ``Notice`` to HTML and PDF. It knows no rows and no clock."""

from requests_app.rendering.documents import letter_html, notice_html, record_html
from requests_app.rendering.pdf import RenderedPdf, RenderFailed, render, warm_up

__all__ = [
    "RenderFailed",
    "RenderedPdf",
    "letter_html",
    "notice_html",
    "record_html",
    "render",
    "warm_up",
]

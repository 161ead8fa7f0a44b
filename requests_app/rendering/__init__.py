"""From a ``Response`` or ``Notice`` to HTML and PDF. It knows no rows and no clock.

The print engine is large and only the worker needs it: it is reached by ``rendering.pdf`` alone,
so that the web's processes never load it.
"""

from requests_app.rendering.documents import letter_html, notice_html, record_html
from requests_app.rendering.isolation import Interrupted, RenderFailed
from requests_app.rendering.rendered import RenderedPdf

__all__ = [
    "Interrupted",
    "RenderFailed",
    "RenderedPdf",
    "letter_html",
    "notice_html",
    "record_html",
]

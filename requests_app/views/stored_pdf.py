"""Answers with the stored bytes of a document, after checking that they are undamaged.

It must not decide who may have them: that is asked before.
"""

from __future__ import annotations

import hashlib
import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from requests_app.models import RenderedDocument, Rendering

logger = logging.getLogger(__name__)


def stored_pdf(
    request: HttpRequest, rendering: Rendering, *, filename: str, cache_control: str
) -> HttpResponse:
    """The PDF, named ``filename`` when it is saved; 503 when the stored bytes are damaged."""
    content = _content_of(rendering)
    if hashlib.sha256(content).hexdigest() != rendering.sha256:
        logger.error("rendering %s is damaged: its bytes do not match its digest", rendering.pk)
        return render(request, "disclosure_log/damaged.html", status=503)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Cache-Control": cache_control,
            "Content-Disposition": f'inline; filename="{filename}"',
            "Content-Length": str(len(content)),
            "ETag": f'"{rendering.sha256}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _content_of(rendering: Rendering) -> bytes:
    """The bytes; none when the row of a finished document is missing."""
    content = (
        RenderedDocument.objects.filter(rendering=rendering)
        .values_list("content", flat=True)
        .first()
    )
    # PostgreSQL hands out a memoryview.
    return bytes(content or b"")

"""Answers with the stored bytes of a document, after checking that they are undamaged.

It must not decide who may have them: that is asked before.
"""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from requests_app.models import Rendering
from requests_app.stored_documents import undamaged

logger = logging.getLogger(__name__)


def stored_pdf(
    request: HttpRequest, rendering: Rendering, *, filename: str, cache_control: str
) -> HttpResponse:
    """The PDF, named ``filename`` when it is saved; 503 when the stored bytes are damaged."""
    content = undamaged(rendering)
    if content is None:
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

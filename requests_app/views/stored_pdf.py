"""Answers with the stored bytes of a document, after checking that they are undamaged.

It must not decide who may have them: that is asked before.
"""

from __future__ import annotations

import logging
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from requests_app.bucket import BucketAway
from requests_app.models import Rendering
from requests_app.stored_documents import undamaged

logger = logging.getLogger(__name__)


def stored_pdf(
    request: HttpRequest, rendering: Rendering, *, filename: str, cache_control: str
) -> HttpResponse:
    """The PDF, named ``filename`` when it is saved; 503 when it is damaged or cannot be had."""
    try:
        content = undamaged(rendering)
    except BucketAway as error:
        logger.warning("rendering %s cannot be read: %s", rendering.pk, error)
        return away(request)
    if content is None:
        logger.error("rendering %s is damaged: its bytes do not match its digest", rendering.pk)
        return _unavailable(request, "disclosure_log/damaged.html")
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


def away(request: HttpRequest) -> HttpResponse:
    """The page while finished documents cannot be read from where they are kept."""
    response = _unavailable(request, "disclosure_log/away.html")
    response["Retry-After"] = "60"
    return response


def _unavailable(request: HttpRequest, template: str) -> HttpResponse:
    response = render(request, template, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Cache-Control"] = "no-store"
    return response

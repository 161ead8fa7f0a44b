"""Answers "not modified" before a page is drawn, where nothing has happened since it was.

The tag of a page is made of what the page says. Each process remembers which tag a page had, and
what had happened until then: the last deed of the audit trail and the last document. Every verb
records its deed in its own transaction, one after the other, so a withdrawal and all else that
takes something away is seen by the next visit; what is remembered is forgotten with the process,
hence with a release of the portal, and after a minute in any case.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.timezone import localdate
from django.views.decorators.http import conditional_page

from requests_app.models import AuditEvent, RenderedDocument

_KEPT = ("ETag", "Cache-Control")
View = Callable[..., HttpResponseBase]


def unless_unchanged(view: View) -> View:
    """``conditional_page`` for what reads the same to every stranger and changes by deeds only."""
    drawn = conditional_page(view)

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        if "If-None-Match" not in request.headers or _may_be_told_more(request):
            return drawn(request, *args, **named)
        # Before the page is drawn: what happens meanwhile makes the next visit draw it again.
        key = _key(request)
        known = caches["tags"].get(key)
        unmodified = _compared(request, known) if known else None
        if unmodified is not None:
            return unmodified
        answer = drawn(request, *args, **named)
        if answer.status_code in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED} and "ETag" in answer:
            caches["tags"].set(key, {name: answer[name] for name in _KEPT if name in answer})
        return answer

    return answered


def _may_be_told_more(request: HttpRequest) -> bool:
    """Whoever is signed in has a header of their own, and a session may hold a message."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _compared(request: HttpRequest, headers: dict[str, str]) -> HttpResponseBase | None:
    """The answer to a visitor who has the page of this tag, or None."""
    found = get_conditional_response(request, etag=headers["ETag"])
    if found is None or found.status_code != HTTPStatus.NOT_MODIFIED:
        return None
    return HttpResponseNotModified(headers=headers)


def tag_of_what_happened(request: HttpRequest) -> str:
    """For ``condition``: the tag of what is too long to be read for one, and changes by deeds only.

    It is made before the answer is read, as above, and lasts until the next deed or the next day.
    """
    return f'"{_key(request)}"'


def _key(request: HttpRequest) -> str:
    """Of the whole address and of all that happened until now; two queries."""
    deed = AuditEvent.objects.order_by("-sequence").values_list("digest", flat=True).first()
    document = RenderedDocument.objects.order_by("-pk").values_list("pk", flat=True).first()
    parts = (request.build_absolute_uri(), localdate().isoformat(), deed, document)
    return sha256(repr(parts).encode()).hexdigest()

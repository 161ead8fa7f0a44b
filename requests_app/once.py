"""Serves a form once, however often it is clicked, and says so the second time.

A page gives each of its forms a token of its own against forgery. So a form that is sent with the
same token and the same words is the same click; a page that is loaded again is another.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from requests_app.actions import once
from requests_app.models import FormSent

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
_PATIENCE = 10.0
SAID_TWICE = "You sent this twice. It was done once."


class OnceMiddleware:
    """Stands behind the sign-in and the messages. Parts of pages and other programs pass by."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = key_of(request)
        if not key:
            return self.get_response(request)
        row = _taken_up(request, key)
        if row is None:
            return _told(request, key)
        try:
            response = self.get_response(request)
        except BaseException:
            once.let_go(row)
            raise
        if response.status_code in {302, 303}:
            once.done(row, response["Location"])
        else:
            once.let_go(row)
        return response


def key_of(request: HttpRequest) -> str:
    """What tells a click from another; "" for what may be served any number of times."""
    user = request.user
    if not isinstance(user, User) or "HX-Request" in request.headers:
        return ""
    # What is too large to read is told as that, and not as a form without its token.
    data = request.POST
    if not data.get(_TOKEN):
        return ""
    files = [(name, str(one), getattr(one, "size", 0)) for name, one in request.FILES.items()]
    sent = [user.pk, request.get_full_path(), list(data.lists()), files]
    return hashlib.sha256(json.dumps(sent).encode()).hexdigest()


def _taken_up(request: HttpRequest, key: str) -> FormSent | None:
    """The row, once it is this request's turn; None when another one did it meanwhile."""
    end = time.monotonic() + _PATIENCE
    while True:
        row = once.take_up(key, by=request.user, at=now())  # type: ignore[arg-type]
        if row or once.led_to(key) or time.monotonic() > end:
            return row
        time.sleep(0.05)


def _told(request: HttpRequest, key: str) -> HttpResponse:
    location = once.led_to(key)
    if location:
        messages.info(request, SAID_TWICE)
        return redirect(location)
    sentence = "You sent this twice, and it is still being done. Wait a moment, then look again."
    return render(request, "409.html", {"sentence": sentence}, status=409)

"""Pages for what went wrong: plain English and a way back."""

from __future__ import annotations

import sys
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from requests_app.access import refusal
from requests_app.kept import rescued
from requests_app.typed import NOT_KEPT, from_own_page, typed_texts


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def too_many(request: HttpRequest) -> HttpResponse:
    """Whoever asks for the same too often has to wait a minute."""
    return render(request, "429.html", status=429)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal(request, "404.html", {}, status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without this visitor's token. Only what came from a page of ours is shown again:
    another site must not put words on this one. A form that is kept comes back filled in."""
    sender = None if "HX-Request" in request.headers else rescued(request)
    if sender:
        if sender.person == request.user:
            return redirect(sender.page)
        return refusal(request, "403_csrf.html", {"kept": True, "typed": ()}, status=403)
    if from_own_page(request):
        return refusal(request, "403_csrf.html", {}, status=403)
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request: who is signed in and whose portal it is are asked of the database,
    which may be the very thing that failed."""
    typed = typed_texts(request)
    # The database is away, has no room or may not be written to: nothing that we did wrong.
    away = isinstance(sys.exc_info()[1], OperationalError)
    status = HTTPStatus.SERVICE_UNAVAILABLE if away else HTTPStatus.INTERNAL_SERVER_ERROR
    was_sent = request.method not in {"GET", "HEAD"}
    words = render_to_string(f"{status.value}.html", {"typed": typed, "was_sent": was_sent})
    response = HttpResponse(words, status=status)
    if typed:
        response["Cache-Control"] = NOT_KEPT
    return response

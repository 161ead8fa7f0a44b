"""Pages for what went wrong: plain English and a way back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from requests_app.access import typed_words


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", {"typed": typed_words(request)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request: who is signed in and whose portal it is are asked of the database,
    which may be the very thing that failed."""
    return HttpResponse(render_to_string("500.html"), status=500)

"""How long a page that anybody may read can be kept.

By default it is asked for again each time. With FOI_SHARED_CACHE_SECONDS a shared cache keeps it
that long, while browsers still ask each time; a withdrawal purges it (``actions.purging``).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control

from requests_app.actions.purging import TAG

Answer = TypeVar("Answer", bound=HttpResponseBase)

# For a view whose answer is written as it is read: one that began before a withdrawal may end, and
# be stored, after the purge.
never_shared = cache_control(private=True, no_cache=True)


def revalidated(request: HttpRequest, response: Answer) -> Answer:
    """The header shows who is signed in, so only a stranger's page may be shared."""
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_cache=True)
        return response
    patch_cache_control(response, public=True, no_cache=True)
    return same_for_all(response)


def same_for_all(response: Answer) -> Answer:
    """Lets a shared cache keep what reads the same to everybody, if there is one.

    What is gone or missing is never kept: it may be there again.
    """
    if settings.SHARED_CACHE_SECONDS and response.status_code == HTTPStatus.OK:
        seconds = settings.SHARED_CACHE_SECONDS
        response["Cache-Control"] = f"public, max-age=0, must-revalidate, s-maxage={seconds}"
        response["Surrogate-Key"] = response["Cache-Tag"] = TAG
    return response

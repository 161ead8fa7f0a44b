"""How long a page that anybody may read can be kept: it is asked for again each time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control


def revalidated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The header shows who is signed in, so only a stranger's page may be shared."""
    sharing = {"private": True} if request.user.is_authenticated else {"public": True}
    patch_cache_control(response, no_cache=True, **sharing)
    return response

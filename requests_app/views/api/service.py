"""The API as a whole: its description, its addresses, and what every answer of it has in common.

Its answers depend on nobody who is signed in, so a shared cache may keep them as it keeps pages.
They bear no Last-Modified: it would tell the day of a publication, of which only the month is
told, and a list that lost a record would look older than it is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema

from requests_app.views.api.problems import MEDIA_TYPE, wrong_parameters
from requests_app.views.api.records import router
from requests_app.views.caching import same_for_all
from requests_app.views.unchanged import unless_unchanged

DESCRIPTION = """The disclosure log for programs: read-only and open to everybody, without a key.
Every answer has an ETag: send it back as If-None-Match, and what did not change is not sent again.
Errors are problem details (RFC 9457). What is withdrawn is gone from here at once."""


class PublicApi(NinjaAPI):
    """Ninja's API, described with the media type that its errors have."""

    @cached_property
    def _described(self) -> dict[str, OpenAPISchema]:
        """By where the addresses begin. To make it takes longer than all else of a page."""
        return {}

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The same for all who ask: it is read and never changed."""
        prefix = reverse("api-description").removesuffix("openapi.json")
        if prefix not in self._described:
            schema = super().get_openapi_schema(path_prefix=prefix)
            for operations in schema["paths"].values():
                for operation in operations.values():
                    _as_problems(operation["responses"])
            self._described[prefix] = schema
        return self._described[prefix]


def _as_problems(responses: dict[int, dict[str, Any]]) -> None:
    for status, told in responses.items():
        if status >= 400:
            told["content"] = {MEDIA_TYPE: told["content"]["application/json"]}


api = PublicApi(
    title="Disclosure log",
    version="1",
    description=" ".join(DESCRIPTION.split()),
    docs_url=None,
    openapi_extra={"externalDocs": {"url": "/api/", "description": "How to use it"}},
)
api.add_router("", router)
api.exception_handler(ValidationError)(wrong_parameters)


def served(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A view of the API as everybody may ask for it, from the page of any site."""
    known = head_as_get(unless_unchanged(require_safe(_kept(view))))

    @login_not_required
    @wraps(view, assigned=())
    def answered(request: HttpRequest, **named: Any) -> HttpResponseBase:
        answer = known(request, **named)
        # Also of what is not modified: a browser keeps the header that came last.
        answer["Cross-Origin-Resource-Policy"] = "cross-origin"
        return answer

    return answered


def _kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view, assigned=())
    def answered(request: HttpRequest, **named: Any) -> HttpResponse:
        answer = view(request, **named)
        if answer.status_code < 400:
            patch_cache_control(answer, public=True, no_cache=True)
        return same_for_all(answer)

    return answered


def head_as_get(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Ninja knows GET only. Whoever sends the answer leaves the body out."""

    @wraps(view)
    def asked(request: HttpRequest, **named: Any) -> HttpResponseBase:
        if request.method != "HEAD":
            return view(request, **named)
        request.method = "GET"
        try:
            return view(request, **named)
        finally:
            request.method = "HEAD"

    return asked


def addresses() -> list[URLPattern]:
    """Ninja's patterns without its namespace and its empty root."""
    patterns, _, _ = api.urls
    return [
        path(str(one.pattern), served(one.callback), name=_NAMES.get(one.name or "", one.name))
        for one in patterns
        if isinstance(one, URLPattern) and one.name != "api-root"
    ]


_NAMES = {"openapi-json": "api-description"}

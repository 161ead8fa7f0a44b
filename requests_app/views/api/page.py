"""The page that tells people how to read the log by program, made from the API's description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from requests_app.views.api.service import api
from requests_app.views.caching import revalidated


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An address of the API in words; ``try_it`` is "" where it needs a record's reference."""

    key: str
    name: str
    address: str
    says: str
    parameters: tuple[Parameter, ...]
    try_it: str


@require_safe
@login_not_required
@conditional_page
def api_page(request: HttpRequest) -> HttpResponse:
    schema = api.get_openapi_schema()
    context = {
        "operations": tuple(_operations(schema)),
        "description": request.build_absolute_uri(reverse("api-description")),
        "example": request.build_absolute_uri(reverse("api-records") + "?q=street+lights"),
    }
    return revalidated(request, render(request, "api/page.html", context))


def _operations(schema: Mapping[str, Any]) -> Iterator[Operation]:
    for address, methods in schema["paths"].items():
        told = methods["get"]
        yield Operation(
            key=told["operationId"],
            name=told["summary"],
            address=address,
            says=" ".join(told["description"].split()),
            parameters=tuple(_parameters(told)),
            try_it="" if "{" in address else address,
        )


def _parameters(told: Mapping[str, Any]) -> Iterator[Parameter]:
    for one in told["parameters"]:
        yield Parameter(one["name"], one.get("description", ""))

"""What went wrong, as JSON (RFC 9457) and never as a page: programs read these addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema
from ninja.errors import ValidationError

from requests_app.views.api.shapes import CorrectionShape

BELOW = "/api/v"
MEDIA_TYPE = "application/problem+json"
_KEPT_HEADERS = ("Allow", "Retry-After", "Vary", "WWW-Authenticate")
_DETAILS = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This API is read with GET.",
    HTTPStatus.TOO_MANY_REQUESTS: "You asked too often. Wait a minute.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong here. It has been noted.",
}


class WrongParameter(Schema):
    """A parameter that cannot be understood."""

    parameter: str
    says: str


class Problem(Schema):
    """Why there is no answer."""

    type: str = Field(description="“about:blank”: the status says what kind it is.")
    title: str
    status: int
    detail: str
    parameters: list[WrongParameter] | None = Field(
        default=None, description="With status 422: what is wrong with which."
    )
    withdrawn: CorrectionShape | None = Field(
        default=None, description="With status 410: why the record was withdrawn."
    )


def problem(status: int, detail: str = "", **more: Any) -> HttpResponse:
    kind = HTTPStatus(status)
    told = Problem(
        type="about:blank",
        title=kind.phrase,
        status=status,
        detail=detail or _DETAILS.get(kind, f"{kind.description or kind.phrase}."),
        **more,
    )
    return HttpResponse(
        told.model_dump_json(exclude_none=True), status=status, content_type=MEDIA_TYPE
    )


def wrong_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = list(_wrong(error))
    detail = " ".join(f"{one.parameter}: {one.says}" for one in wrong)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, parameters=wrong)


def _wrong(error: ValidationError) -> Iterator[WrongParameter]:
    for one in error.errors:
        says = str(one["msg"]).removeprefix("Value error, ")
        yield WrongParameter(parameter=str(one["loc"][-1]), says=says.rstrip(".") + ".")


class ProblemMiddleware:
    """Whatever refused a request of the API, its answer is a problem and no page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code < 400 or not request.path_info.startswith(BELOW):
            return answer
        if answer.headers.get("Content-Type") == MEDIA_TYPE:
            return answer
        told = problem(answer.status_code)
        for name in _KEPT_HEADERS:
            if name in answer.headers:
                told[name] = answer[name]
        return told

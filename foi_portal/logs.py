"""How events are told: one line each, in JSON or as key=value, with ids and never with content.

Python's own ``logging`` is used everywhere; structlog only writes the lines and carries what a
request binds, so that every line of one request bears the same id.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

from requests_app.traces import kind_of, leading_to, trace_of

logger = logging.getLogger("foi_portal.requests")

_TOLD = ("method", "route", "case", "user", "status", "milliseconds")


def _trace(exc_info: ExcInfo) -> str:
    return trace_of(exc_info[1])


_COMMON: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    # Django adds the request itself, with its address and query; only what is named here is told.
    structlog.stdlib.ExtraAdder(allow=_TOLD),
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.ExceptionRenderer(_trace),
)
# Too talkative: they tell every step of every page.
_QUIET = ("weasyprint", "fontTools", "pikepdf")


def configuration(*, as_json: bool) -> dict[str, Any]:
    """Django's ``LOGGING``."""
    line: Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.processors.KeyValueRenderer(
            key_order=["timestamp", "level", "logger", "event"], drop_missing=True
        )
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": WithoutValues,
                "foreign_pre_chain": _COMMON,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    line,
                    _printable,
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {name: {"level": "WARNING"} for name in _QUIET},
    }


class WithoutValues(structlog.stdlib.ProcessorFormatter):
    """Tells of errors their kind and never what they say, whoever logs them and in whatever way.

    Django and Celery write the sentence of an error into their own.
    """

    def format(self, record: logging.LogRecord) -> str:
        record = logging.makeLogRecord(record.__dict__)
        if isinstance(record.args, tuple):
            record.args = tuple(
                kind_of(value) if isinstance(value, BaseException) else value
                for value in record.args
            )
        event = record.getMessage()
        for error in leading_to(record.exc_info[1] if record.exc_info else None):
            for said in filter(None, (repr(error), str(error))):
                event = event.replace(said, kind_of(error))
        record.msg, record.args = event, ()
        return super().format(record)


def _printable(_: WrappedLogger, __: str, line: EventDict | str) -> str:
    """One event is one line, whatever somebody typed: nobody can forge a second one."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in str(line)
    )


class RequestLog:
    """Tells every request in one line: who (an id), what (a route and a reference), how it ended.

    It tells neither addresses nor queries: what is searched for may be a name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.monotonic()
        # It stays bound until the next request: Django tells of a refusal after this returns.
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=uuid4().hex[:12])
        response = self.get_response(request)
        match = request.resolver_match
        logger.log(
            # A machine that asks every few seconds whether all is well is no news.
            logging.DEBUG if match and match.view_name == "healthz" else logging.INFO,
            "request",
            extra={
                "method": request.method,
                "route": match.view_name if match else "",
                "case": match.kwargs.get("slug", "") if match else "",
                "user": _user_id(request),
                "status": response.status_code,
                "milliseconds": round((time.monotonic() - started) * 1000),
            },
        )
        return response


def _user_id(request: HttpRequest) -> int | None:
    """Without asking the session for people who did not need one."""
    user = request.__dict__.get("_cached_user")
    return user.pk if user else None

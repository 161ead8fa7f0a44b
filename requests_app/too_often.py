"""How often one person, or one visitor who is not signed in, may ask for what costs.

Counted on the broker's Redis for all hosts, else in each process by itself. It only spares the
portal: where nothing can be counted, nobody is kept out.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from functools import cache, wraps
from http import HTTPStatus
from typing import TypeVar

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.timezone import localtime, now
from limits import RateLimitItem, parse_many
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter, RateLimiter

from requests_app.traces import kind_of

logger = logging.getLogger(__name__)

# Seconds: as long as a page waits for a silent Redis, and how long it then leaves it alone.
PATIENCE = 1.0
REST = 5.0

_resting_until = 0.0


class Costly(StrEnum):
    """What is counted, by its name in ``settings.LIMITS``."""

    SEARCH = "search"
    UPLOAD = "upload"
    DOCUMENT = "document"


_SAID = {
    Costly.SEARCH: "You searched very often in a short time.",
    Costly.UPLOAD: "You brought in very many requests or files in a short time.",
    Costly.DOCUMENT: "You asked for very many documents in a short time.",
}
Answer = TypeVar("Answer", bound=HttpResponseBase)


class TooOften(Exception):
    """``seconds`` from now it may be tried again; as text, a sentence for whoever asked."""

    def __init__(self, what: Costly, seconds: int) -> None:
        # Pages tell minutes; a second more, and it is certainly over.
        again = localtime(now() + timedelta(seconds=seconds)) + timedelta(minutes=1)
        super().__init__(f"{_SAID[what]} Wait until {again:%H:%M}, then try again.")
        self.seconds = seconds

    def on(self, page: Answer) -> Answer:
        """The page as the answer that tells of it."""
        page.status_code = HTTPStatus.TOO_MANY_REQUESTS
        page["Retry-After"] = str(self.seconds)
        page["Cache-Control"] = "private, no-store"
        return page


View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def spared(what: Costly) -> Callable[[View], View]:
    """A view whose visits are counted: forms that are sent, or searches that are drawn."""

    def counting(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: object, **named: object) -> HttpResponseBase:
            count(what, request)
            return view(request, *args, **named)

        return counted  # type: ignore[return-value]

    return counting


def count(what: Costly, request: HttpRequest) -> None:
    """One more, if this request is one. Raises TooOften."""
    # The log as it is, without a search, reads no more than a page of it.
    costs = bool(request.GET) if what is Costly.SEARCH else request.method == "POST"
    if not costs or time.monotonic() < _resting_until:
        return
    for rate in _rates(settings.LIMITS[what]):
        _hit(what, rate, request)


def _hit(what: Costly, rate: RateLimitItem, request: HttpRequest) -> None:
    """Raises TooOften."""
    global _resting_until  # noqa: PLW0603 - what this process last saw of Redis
    who = _who(request)
    limiter = _limiter(settings.REDIS_URL)
    try:
        if limiter.hit(rate, what, who):
            return
        reset = limiter.get_window_stats(rate, what, who).reset_time
    except StorageError as error:
        logger.warning("nothing is limited: %s", kind_of(error.storage_error))
        _resting_until = time.monotonic() + REST
        return
    raise TooOften(what, max(1, round(reset - time.time()) + 1))


def _who(request: HttpRequest) -> str:
    """The person or the visitor's address, sealed: Redis need not know who visits."""
    user = request.user
    if user.is_authenticated:
        return f"user {user.pk}"
    try:
        address = get_ip(request)
    except (PermissionDenied, ImproperlyConfigured):
        address = "unknown"
    return salted_hmac("requests_app.too_often", address).hexdigest()


@cache
def _rates(written: str) -> tuple[RateLimitItem, ...]:
    """As ``limits`` writes them: "300/minute", several separated by ";"; "0" is none."""
    return () if written == "0" else tuple(parse_many(written))


@cache
def _limiter(redis_url: str) -> RateLimiter:
    if not redis_url:
        return FixedWindowRateLimiter(storage_from_string("memory://"))
    patience = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
    return FixedWindowRateLimiter(storage_from_string(redis_url, wrap_exceptions=True, **patience))

"""What the measurements of a running portal share: a visitor, its documents, how busy it was."""

from __future__ import annotations

import os
import re
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import date
from http.cookiejar import CookieJar

from django.db import connection, transaction
from django.utils.timezone import now

from requests_app.actions.rendering import ask_for
from requests_app.demo import PASSWORD
from requests_app.models import Rendering, ResponseVersion
from requests_app.response import Response, canonical_json, digest
from tests.servers import Product

PATIENCE = 900.0
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """Somebody with a browser: reads pages and sends the forms on them, over HTTP."""

    def __init__(self, product: Product) -> None:
        self._base = product.base_url
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def read(self, path: str) -> str:
        with self._opener.open(self._base + path) as answer:
            return str(answer.read().decode())

    def send(self, path: str, page: str, **fields: str) -> str:
        """Sends the form that stands on ``page``."""
        token = _TOKEN.search(page)
        assert token, f"no form on {path}"
        form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        with self._opener.open(self._base + path, form) as answer:
            return str(answer.read().decode())

    def sign_in(self, username: str) -> None:
        path = "/accounts/login/?next=/requests/"
        page = self.send(path, self.read(path), login=username, password=PASSWORD)
        assert "Sign out" in page, "the sign-in failed"


def wait_until(condition: Callable[[], bool], what: str, *, every: float = 0.005) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(every)


def version_of(response: Response, *, like: ResponseVersion) -> ResponseVersion:
    """One more version of a case, past the forms: as from a database that somebody else wrote."""
    content = canonical_json(response)
    return ResponseVersion.objects.create(
        foi_request=like.foi_request,
        number=like.number + 1,
        content=content,
        digest=digest(content),
        submitted_by=like.submitted_by,
        submitted_at=like.submitted_at,
    )


def records_to_be_made(version: ResponseVersion, count: int, *, first: int = 0) -> list[int]:
    """Asks for this many records of a version in one transaction, each dated another month."""
    with transaction.atomic():
        return [
            ask_for(
                version, Rendering.Kind.RECORD, dated=_month(number), on=now().date(), at=now()
            ).pk
            for number in range(first, first + count)
        ]


def _month(number: int) -> date:
    return date(1900 + number // 12, 1 + number % 12, 1)


def unfinished(keys: list[int]) -> int:
    return Rendering.objects.filter(pk__in=keys, state__in=("queued", "rendering")).count()


def settle() -> None:
    """Waits until the worker has nothing to do, and nothing that it would do then."""
    states = Rendering.State
    at_work = Rendering.objects.filter(state__in=(states.QUEUED, states.RENDERING, states.DEFERRED))
    wait_until(lambda: not at_work.exists(), "the worker did not finish", every=0.1)
    connection.close()


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a program for people


def say_row(name: str, bound: str, found: object) -> None:
    say(f"| {name} | {bound} | {found} |")


def say_how_busy() -> None:
    one, five, _ = os.getloadavg()
    say(f"{os.cpu_count()} cores, load {one:.1f} in the last minute, {five:.1f} in five")

"""The deeds of the officers, reviewers and publishers who go on working while things break."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.utils.timezone import localdate, now

from requests_app.actions import publishing, review, telling
from requests_app.models import FoiRequest, Rendering
from tests import factories as given


def submit() -> int:
    """A case comes in, is drafted and submitted: two documents wait."""
    given.in_review()
    return 1


def submit_and_die() -> int:
    """Killed after the commit, before the broker is told."""
    telling.tell = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    return submit()


def withdraw_and_die() -> int:
    """Killed after the commit, before the worker is told to have the shared cache let go of it."""
    case = FoiRequest.objects.filter(state="published").order_by("pk")[0]
    telling.tell = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    publishing.withdraw(case, reason="A figure was wrong.", by=given.carol(), at=now())
    return 1


def advance() -> int:
    """Every case goes on as far as its documents let it: approved, published."""
    return approve() + _publish()


def retries() -> int:
    """How often the broker was asked once more for what was told already; forgets it."""
    again = _asked["attempts"] - _asked["told"]
    _asked.clear()
    return again


def _counted(what: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def counted(*arguments: Any) -> Any:
        _asked[what] += 1
        return function(*arguments)

    return counted


_asked: Counter[str] = Counter()
telling.connection_to_tell = _counted("attempts", telling.connection_to_tell)
telling.tell = _counted("told", telling.tell)


def approve() -> int:
    """Every case whose documents are made."""
    done = 0
    for case in FoiRequest.objects.filter(state="in_review"):
        version = given.current(case)
        if version.renderings.exclude(state=Rendering.State.DONE).exists():
            continue
        review.approve(case, digest=version.digest, comments={}, by=given.bob(), at=now())
        done += 1
    return done


def _publish() -> int:
    done = 0
    for case in FoiRequest.objects.filter(state="approved"):
        publishing.publish(case, on=localdate(), by=given.carol(), at=now())
        done += 1
    return done


DEEDS: dict[str, Callable[[], int]] = {
    "submit": submit,
    "submit_and_die": submit_and_die,
    "withdraw_and_die": withdraw_and_die,
    "advance": advance,
    "approve": approve,
    "retries": retries,
}

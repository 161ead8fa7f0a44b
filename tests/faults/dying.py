"""A worker that is killed, with all its helpers, when a document reaches one point of its making.

``python -m tests.faults.dying POINT worker …``: the rest is Celery's own command line.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django
from celery.__main__ import main

# Of the steps of requests_app.producing: which, and whether it is done before the end.
POINTS = {"taken up": ("take_up", True), "made": ("finish", False), "stored": ("finish", True)}


def dying(step: Callable[..., Any], *, done: bool) -> Callable[..., Any]:
    def dies(*arguments: Any, **named: Any) -> None:
        if done:
            step(*arguments, **named)
        os.killpg(0, signal.SIGKILL)

    return dies


if __name__ == "__main__":
    name, done = POINTS[sys.argv.pop(1)]
    django.setup()
    # After the set-up: it imports models.
    from requests_app import producing

    setattr(producing, name, dying(getattr(producing, name), done=done))
    main()

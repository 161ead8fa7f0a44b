"""A worker that is killed, with all its helpers, when a document reaches one point of its making,
or stopped while it hands one over to a helper.

``python -m tests.faults.dying POINT worker …``: the rest is Celery's own command line. POINT is one
of POINTS, or HANDING_OVER.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django
from billiard import pool
from celery.__main__ import main

# Of the steps of requests_app.producing: which, and whether it is done before the end.
HANDING_OVER = "handing over"
_HEADER = 4  # bytes
POINTS = {"taken up": ("take_up", True), "made": ("finish", False), "stored": ("finish", True)}


def dying(step: Callable[..., Any], *, done: bool) -> Callable[..., Any]:
    def dies(*arguments: Any, **named: Any) -> None:
        if done:
            step(*arguments, **named)
        os.killpg(0, signal.SIGKILL)

    return dies


def stopped_while_handing_over() -> None:
    """The first half of a task is written to the helper, then a new release stops the worker."""
    sender_of = pool._get_send_offset  # where billiard asks how to write to a pipe
    stopped: list[bool] = []  # once is enough

    def interrupted(connection: Any) -> Callable[[Any, int], int]:
        send = sender_of(connection)

        def send_half(body: Any, offset: int) -> int:
            if stopped or offset or len(body) <= _HEADER:
                return int(send(body, offset))
            stopped.append(True)
            sent = int(send(memoryview(body)[: len(body) // 2], 0))
            os.kill(os.getpid(), signal.SIGQUIT)
            return sent

        return send_half

    pool._get_send_offset = interrupted


if __name__ == "__main__":
    point = sys.argv.pop(1)
    django.setup()
    if point == HANDING_OVER:
        stopped_while_handing_over()
    else:
        # After the set-up: it imports models.
        from requests_app import producing

        name, done = POINTS[point]
        setattr(producing, name, dying(getattr(producing, name), done=done))
    main()

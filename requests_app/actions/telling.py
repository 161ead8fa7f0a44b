"""Tells the worker, through the broker, that rows wait for it. A message is only a hint.

The rows decide, and a sweeper tells of every one that nobody works on. So a broker that is gone or
hangs may cost a page one short wait, and never its answer.
"""

from __future__ import annotations

import logging
import time
from functools import partial

from celery import current_app
from django.db import transaction
from kombu.connection import Connection
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

# Seconds. Without them, a Redis that hangs holds whoever asks it for as long as it hangs.
PATIENCE = 1.0
# How long pages leave a silent broker to the sweeper, so that not each of them waits for it.
REST = 5.0

_resting_until = 0.0


def connection_to_tell() -> Connection:
    """A fresh one each time: a kept one may lead to a broker that was started anew since."""
    connection: Connection = current_app.connection_for_write(
        connect_timeout=PATIENCE,
        transport_options={
            "socket_timeout": PATIENCE,
            "socket_connect_timeout": PATIENCE,
            "max_retries": 0,
        },
    )
    return connection


def tell_on_commit(task: str, *ids: int) -> None:
    """Runs inside the transaction of a verb; after it, the worker is told of these rows.

    ``task`` is the name of a task in ``requests_app.tasks``.
    """
    transaction.on_commit(partial(_tell_unless_resting, task, ids), robust=True)


def _tell_unless_resting(task: str, ids: tuple[int, ...]) -> None:
    if time.monotonic() >= _resting_until:
        tell(task, *ids)


def tell(task: str, *ids: int) -> bool:
    """Tells of all rows over one connection. False: the broker did not take them all."""
    global _resting_until  # noqa: PLW0603 - what this process last saw of the broker
    if not ids:
        # Nobody was asked, so nothing is known anew of a broker that rests.
        return True
    try:
        with connection_to_tell() as connection:
            producer = current_app.amqp.Producer(connection, auto_declare=False)
            for pk in ids:
                current_app.send_task(
                    f"requests_app.tasks.{task}", args=[pk], producer=producer, retry=False
                )
    except (OperationalError, OSError) as error:
        logger.warning("the broker was not told of %s: %s", task, error)
        _resting_until = time.monotonic() + REST
        return False
    _resting_until = 0.0
    return True

"""Many people at the same moment, for which a test needs PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite's test database lives in one connection; test_postgresql.py runs this",
)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Does all at the same moment, each with a connection of its own: results or exceptions."""
    gate = threading.Barrier(len(deeds))
    results: list[object] = [None] * len(deeds)

    def do(place: int) -> None:
        gate.wait()
        try:
            results[place] = deeds[place]()
        except Exception as error:  # noqa: BLE001 - it is what the test asks about
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results

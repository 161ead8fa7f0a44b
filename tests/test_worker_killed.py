"""A worker that is killed in the middle of a render loses nothing. Real processes throughout."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from foi_portal.management.commands.up import worker
from tests.processes import alive, descendants_of
from tests.servers import Product, running, running_product

pytestmark = pytest.mark.servers

PATIENCE = 100.0


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    """The demonstration, whose documents wait: no worker runs yet."""
    with running_product(tmp_path / "data", demo=True, waiting=True, workers=0) as started:
        yield started


def rows(product: Product, query: str) -> list[tuple[object, ...]]:
    """What the database says, without a process of Django's for each look."""
    with contextlib.closing(sqlite3.connect(product.folder / "foi.sqlite3", timeout=20)) as base:
        found = base.execute(query).fetchall()
        base.commit()
    return found


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


def in_progress(product: Product) -> set[object]:
    found = rows(product, "SELECT id FROM requests_app_rendering WHERE state = 'rendering'")
    return {row for (row,) in found}


def states(product: Product) -> set[object]:
    return {state for (state,) in rows(product, "SELECT state FROM requests_app_rendering")}


def let_the_leases_run_out(product: Product) -> None:
    """Two minutes pass in the rows, which is all that the sweeper reads."""
    past = datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=2)
    rows(
        product,
        f"UPDATE requests_app_rendering SET queued_at = '{past}', lease_until = CASE "  # noqa: S608
        f"WHEN lease_until IS NULL THEN NULL ELSE '{past}' END WHERE state != 'done'",
    )


def test_the_sweeper_finishes_what_a_killed_worker_began(product: Product) -> None:
    log = product.folder / "killed.log"
    # No message waits for it: the sweeper, which is in its beat, has to bring the documents.
    argv = worker(name="killed", beat=True)
    with running(argv, log=log, ready=lambda: True, environment=product.env) as killed:
        wait_for(lambda: bool(in_progress(product)), "no document was taken up")
        helpers = descendants_of(killed.pid)
        os.killpg(killed.pid, signal.SIGKILL)
        killed.wait()
        wait_for(lambda: not any(map(alive, helpers)), "a helper outlived its worker")
    lost = in_progress(product)
    assert lost, "the worker was killed between two documents"

    let_the_leases_run_out(product)
    argv = worker(name="heir", beat=True)
    with running(
        argv, log=product.folder / "heir.log", ready=lambda: True, environment=product.env
    ):
        wait_for(lambda: states(product) == {"done"}, "a document was never finished")

    finished = rows(
        product,
        "SELECT r.id, r.attempts, r.sha256, d.content FROM requests_app_rendering r "
        "JOIN requests_app_rendereddocument d ON d.rendering_id = r.id",
    )
    assert len(finished) == len(rows(product, "SELECT id FROM requests_app_rendering"))
    assert {row for row, attempts, *_ in finished if attempts == 2} == lost
    for _, attempts, sha256, content in finished:
        assert attempts in {1, 2}
        assert isinstance(content, bytes)
        assert content.startswith(b"%PDF-")
        assert hashlib.sha256(content).hexdigest() == sha256

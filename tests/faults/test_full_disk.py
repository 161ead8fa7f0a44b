"""F8 and F9: the disk is full, or may not be written to. Told, nothing lost, mended by itself.

The whole portal on SQLite in a small file system of its own, which only root may mount.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.utils.timezone import localdate

from foi_portal.management.commands.up import web, worker
from requests_app.demo import PASSWORD
from tests.faults.site import wait_for
from tests.faults.small_disk import fill, free, mounted
from tests.faults.test_faults import ROUNDS
from tests.faults.visitor import Visitor
from tests.servers import Product, free_port, healthy, running, running_product

pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small file system"),
]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "disk", megabytes=120) as folder:
        yield folder


def remounted(disk: Path, how: str) -> bool:
    done = subprocess.run(
        ["mount", "-o", f"remount,{how}", str(disk)], capture_output=True, check=False
    )
    return done.returncode == 0


def rows(product: Product, query: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(product.folder / "foi.sqlite3", timeout=20)) as base:
        found = base.execute(query).fetchall()
        base.commit()
    return found


def let_the_leases_run_out(product: Product) -> None:
    past = datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=2)
    rows(
        product,
        f"UPDATE requests_app_rendering SET queued_at = '{past}', lease_until = CASE "  # noqa: S608
        f"WHEN lease_until IS NULL THEN NULL ELSE '{past}' END WHERE state != 'done'",
    )


IN_HAND = "SELECT count(*) FROM requests_app_rendering WHERE state = 'rendering'"
UNFINISHED = "SELECT count(*) FROM requests_app_rendering WHERE state <> 'done'"
BROKEN = """
SELECT r.id FROM requests_app_rendering r LEFT JOIN requests_app_rendereddocument d
ON d.rendering_id = r.id WHERE (r.state = 'done') <> (d.id IS NOT NULL)
"""
WORDS = "The words that took an hour to write, about the bridges of Northmere."


def request() -> dict[str, str]:
    """A request as an officer types it."""
    day = localdate()
    dated = {"received_on_day": f"{day.day}", "received_on_month": f"{day.month}"}
    who = {"name": "Jo Example", "email": "jo@example.com"}
    return {"title": "Bridges", "text": WORDS, **who, **dated, "received_on_year": f"{day.year}"}


def is_going_on(product: Product, left: object) -> bool:
    return rows(product, UNFINISHED) < [(left,)]


NO_ROOM = '"storage": {"well": false, "says": "0 MB are free'


def assert_told(officer: Visitor, form: dict[str, str], *, health: str = NO_ROOM) -> None:
    status, page = officer.send("/requests/new/", form | request())
    assert status == 503
    assert "Nothing can be saved just now" in page
    assert WORDS in page, "what was typed is shown again"
    status, told = officer.send("/healthz?all")
    assert status == 503
    assert health in told
    assert officer.send("/healthz")[0] == 200, "the public pages go on"
    assert officer.send("/disclosure-log/")[0] == 200


def test_a_full_disk_is_told_and_loses_nothing(disk: Path) -> None:
    with running_product(disk / "data", demo=True, waiting=True, workers=0) as product:
        officer = Visitor(product.base_url)
        signed_in = officer.fill_in("/accounts/login/", login="demo.officer", password=PASSWORD)
        assert signed_in[0] == 200
        form = officer.form("/requests/new/")
        argv = worker(name="only", beat=True)
        log = product.folder.parent / "worker.log"
        with running(argv, log=log, ready=lambda: True, environment=product.env):
            for _ in range(ROUNDS):
                wait_for(lambda: rows(product, IN_HAND) != [(0,)], "there is nothing to make")
                fill(disk)
                ((left,),) = rows(product, UNFINISHED)
                assert_told(officer, form)
                assert rows(product, BROKEN) == []
                free(disk)
                let_the_leases_run_out(product)
                wait_for(partial(is_going_on, product, left), "nothing is made")
            wait_for(lambda: rows(product, UNFINISHED) == [(0,)], "a document was never finished")
        assert rows(product, BROKEN) == []
        before = rows(product, "SELECT count(*) FROM requests_app_foirequest")
        status, _ = officer.fill_in("/requests/new/", **request())
        assert status == 200
        assert rows(product, "SELECT count(*) - 1 FROM requests_app_foirequest") == before
        product.manage("verify_audit")
        product.manage("check_files")


def test_a_read_only_disk_is_told_and_is_well_again_without_a_restart(disk: Path) -> None:
    with running_product(disk / "data", demo=True, workers=0) as product:
        environment = product.env
    port = free_port()
    visitor = Visitor(f"http://127.0.0.1:{port}")

    def answers() -> bool:
        with contextlib.suppress(OSError):
            return visitor.send("/healthz")[0] in {200, 503}
        return False

    log = disk.parent / "web.log"
    for _ in range(ROUNDS):
        # The helpers of the web server let go of their files a moment after it.
        wait_for(lambda: remounted(disk, "ro"), "somebody still writes to the disk")
        with running(web(port), log=log, ready=answers, environment=environment):
            status, told = visitor.send("/healthz?all")
            assert status == 503, told
            status, page = visitor.send("/disclosure-log/")
            assert status == 503
            assert "This page cannot be shown just now" in page
            assert remounted(disk, "rw")
            assert healthy(port)
            assert visitor.send("/disclosure-log/")[0] == 200

"""F8 with PostgreSQL: the disk of its tables is full. Told, nothing lost, mended by itself."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from foi_portal.management.commands.up import worker
from requests_app.demo import PASSWORD
from tests.faults.site import wait_for
from tests.faults.small_disk import fill, free, mounted
from tests.faults.test_full_disk import assert_told, request
from tests.faults.visitor import Visitor
from tests.servers import Product, new_database, running, running_product

pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small file system"),
]

# Four records of other months, of which each stores its bytes and its words.
ASK = """
from datetime import date
from django.utils.timezone import now
from requests_app.actions.rendering import ask_for
from requests_app.models import ResponseVersion
for month in range(1, 5):
    version = ResponseVersion.objects.latest("pk")
    ask_for(version, "record", dated=date(1900, month, 1), on=now().date(), at=now())
"""
CASES = "SELECT count(*) FROM requests_app_foirequest"
UNFINISHED = "SELECT count(*) FROM requests_app_rendering WHERE state <> 'done'"
BROKEN = """
SELECT count(*) FROM requests_app_rendering r LEFT JOIN requests_app_rendereddocument d
ON d.rendering_id = r.id WHERE (r.state = 'done') <> (d.id IS NOT NULL)
"""


@pytest.fixture
def product(tmp_path: Path, postgres_url: str) -> Iterator[tuple[Product, Path]]:
    url = new_database(postgres_url)
    name = url.rpartition("/")[2]
    # Not in the folders of the test, through which the server may not pass.
    with (
        tempfile.TemporaryDirectory(prefix="foi-disk-") as around,
        mounted(Path(around) / "disk", megabytes=150) as disk,
    ):
        Path(around).chmod(0o711)
        home = disk / "tables"
        home.mkdir()
        shutil.chown(home, "postgres", "postgres")
        with psycopg.connect(postgres_url, autocommit=True) as server:
            place = sql.Identifier(f"small_{name}")
            server.execute(
                sql.SQL("CREATE TABLESPACE {} LOCATION {}").format(place, sql.Literal(str(home)))
            )
            server.execute(
                sql.SQL("ALTER DATABASE {} SET TABLESPACE {}").format(sql.Identifier(name), place)
            )
        try:
            with running_product(
                tmp_path / "data", database_url=url, demo=True, workers=0
            ) as portal:
                yield portal, disk
        finally:
            with psycopg.connect(postgres_url, autocommit=True) as server:
                server.execute(
                    sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
                )
                server.execute(sql.SQL("DROP TABLESPACE {}").format(place))


def count(product: Product, query: str) -> int:
    with psycopg.connect(product.env["DATABASE_URL"]) as connection:
        ((number,),) = connection.execute(query)
    return int(number)


def let_the_leases_run_out(product: Product) -> None:
    """Time passes in the rows, which is all that the sweeper reads."""
    with psycopg.connect(product.env["DATABASE_URL"]) as connection:
        connection.execute(
            "UPDATE requests_app_rendering SET queued_at = now() - interval '1 minute',"
            " lease_until = NULL, state = 'queued' WHERE state <> 'done'"
        )


def test_a_full_disk_of_the_database_is_told_and_loses_nothing(
    product: tuple[Product, Path],
) -> None:
    portal, disk = product
    officer = Visitor(portal.base_url)
    officer.fill_in("/accounts/login/", login="demo.officer", password=PASSWORD)
    form = officer.form("/requests/new/")
    portal.manage("shell", "-c", ASK)
    cases = count(portal, CASES)
    fill(disk)
    log = portal.folder / "worker.log"
    with running(
        worker(name="only", beat=True), log=log, ready=lambda: True, environment=portal.env
    ):
        wait_for(lambda: log.read_text().count("was not stored") >= 4, "nothing was made")
        assert "DiskFull" in log.read_text()
        # A sweeper that cannot write tells of it by its silence.
        assert_told(officer, form, health='"sweeper": {"well": false')
        assert (count(portal, UNFINISHED), count(portal, BROKEN)) == (4, 0)
        free(disk)
        let_the_leases_run_out(portal)
        wait_for(lambda: count(portal, UNFINISHED) == 0, "a document was never finished")
        assert '"sweeper": {"well": true' in officer.send("/healthz?all")[1]
    assert count(portal, BROKEN) == 0
    assert officer.fill_in("/requests/new/", **request())[0] == 200
    assert count(portal, CASES) == cases + 1
    portal.manage("verify_audit")
    portal.manage("check_files")

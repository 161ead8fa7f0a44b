"""A backup is put back whole on another machine, or not at all. Real databases, real commands.

On PostgreSQL the role of the portal makes it, and the other cluster knows no such role.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from foi_portal.backing_up import written_whole
from tests.servers import (
    as_role,
    fill_postgresql,
    manage,
    new_database,
    postgres,
    prepared_sqlite,
    product_environment,
)

pytestmark = pytest.mark.servers

Environment = Mapping[str, str]

READ_THE_LOG = """
import json
from django.conf import settings
from django.test import Client
from django.urls import reverse
from requests_app.models import Publication
settings.ALLOWED_HOSTS = ["testserver"]
told = {}
for publication in Publication.objects.visible():
    for name in ("record", "record-pdf"):
        page = reverse(name, args=[publication.foi_request.slug])
        answer = Client().get(page)
        told[page] = [answer.status_code, len(answer.content) if name == "record-pdf" else 0]
print(json.dumps(told))
"""


ROLE = "portal_in_use"


@dataclass(frozen=True)
class Portal:
    """An empty database of a portal, as its owner and as the portal itself reach it."""

    owner: Environment
    itself: Environment

    @property
    def on_postgresql(self) -> bool:
        return "DATABASE_URL" in self.owner


@pytest.fixture(params=["sqlite", "postgresql"])
def machines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Portal, Portal]]:
    """Two portals that share nothing; the second's cluster lacks the role of the first."""
    with contextlib.ExitStack() as stack:
        addresses = ["", ""]
        if request.param == "postgresql":
            clusters = [request.getfixturevalue("postgres_url"), stack.enter_context(postgres())]
            addresses = [new_database(cluster) for cluster in clusters]
        yield _portal(tmp_path / "here", addresses[0]), _portal(tmp_path / "there", addresses[1])


def _portal(folder: Path, address: str) -> Portal:
    folder.mkdir()
    owner = product_environment(folder, database_url=address, demo=True)
    role = {"DATABASE_URL": address.replace("foi@", f"{ROLE}@")} if address else {}
    return Portal(owner, owner | role)


@pytest.fixture
def here(machines: tuple[Portal, Portal]) -> Portal:
    """A portal with the demonstration, its public record made."""
    portal, _ = machines
    if portal.on_postgresql:
        fill_postgresql(portal.owner["DATABASE_URL"], demo=True)
        as_role(portal.owner["DATABASE_URL"], ROLE)
        manage(portal.owner, "grant_application_role", ROLE)
    else:
        shutil.copy(prepared_sqlite(demo=True), portal.owner["FOI_DATA_DIR"])
    return portal


@pytest.fixture
def there(machines: tuple[Portal, Portal]) -> Portal:
    return machines[1]


def log_of(environment: Environment) -> dict[str, list[int]]:
    told: dict[str, list[int]] = json.loads(
        manage(environment, "shell", "-c", READ_THE_LOG).stdout.splitlines()[-1]
    )
    return told


def refused(environment: Environment, *arguments: str) -> str:
    with pytest.raises(AssertionError) as failed:
        manage(environment, *arguments)
    return str(failed.value)


@pytest.mark.fault("F15")
def test_a_backup_brings_everything_back(here: Portal, there: Portal, tmp_path: Path) -> None:
    file = tmp_path / "foi.backup"
    manage(here.itself, "backup", str(file))
    assert file.stat().st_mode & 0o077 == 0, "it holds requesters' names"
    assert "never replaces another" in refused(here.itself, "backup", str(file))

    restore = ["restore", str(file)]
    if there.on_postgresql:
        restore += ["--role", ROLE]
        assert f"There is no role {ROLE}" in refused(there.owner, *restore)
        as_role(there.owner["DATABASE_URL"], ROLE)
    told = manage(there.owner, *restore).stdout
    assert "rows hold" in told
    assert "0 faults" in told
    published = log_of(here.itself)
    assert published
    assert all(status == 200 for status, _ in published.values())
    assert log_of(there.itself) == published
    head = manage(here.itself, "verify_audit").stdout.split()[-1]
    assert manage(there.itself, "verify_audit", "--head", head).stdout.count(head) == 1


@pytest.mark.parametrize("machines", ["postgresql"], indirect=True)
def test_a_cluster_without_the_role_takes_the_backup_and_tells_what_is_left_to_do(
    here: Portal, there: Portal, tmp_path: Path
) -> None:
    file = tmp_path / "foi.backup"
    manage(here.itself, "backup", str(file))
    assert "grant_application_role gives" in manage(there.owner, "restore", str(file)).stdout


def test_what_is_no_backup_changes_nothing(tmp_path: Path) -> None:
    environment = product_environment(tmp_path, demo=True)
    shutil.copy(prepared_sqlite(demo=True), tmp_path)
    file = tmp_path / "foi.backup"
    manage(environment, "backup", str(file))
    before = (tmp_path / "foi.sqlite3").read_bytes()
    assert "--replace" in refused(environment, "restore", str(file))
    torn = tmp_path / "torn.backup"
    torn.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert "is damaged" in refused(environment, "restore", str(torn), "--replace")
    stranger = tmp_path / "letter.txt"
    stranger.write_text("Dear Sir or Madam, this is no backup.")
    assert "not a backup" in refused(environment, "restore", str(stranger), "--replace")
    assert (tmp_path / "foi.sqlite3").read_bytes() == before


def test_nobody_reads_a_backup_while_it_is_written(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with written_whole(tmp_path / "foi.backup") as unfinished:
            assert stat.S_IMODE(unfinished.stat().st_mode) == 0o600
            unfinished.write_bytes(b"PGDMP")
        assert stat.S_IMODE((tmp_path / "foi.backup").stat().st_mode) == 0o600
    finally:
        os.umask(before)

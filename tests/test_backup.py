"""A backup is put back whole on another machine, or not at all. Real databases, real commands."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.servers import (
    fill_postgresql,
    manage,
    new_database,
    prepared_sqlite,
    product_environment,
)

pytestmark = pytest.mark.servers

Environment = Mapping[str, str]

MAKE_THE_DOCUMENTS = """
from django.utils.timezone import now
from requests_app.models import Rendering
from requests_app.producing import produce
for row in Rendering.objects.filter(state="queued"):
    produce(row.pk, at=now)
"""
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


@pytest.fixture(params=["sqlite", "postgresql"])
def portal(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Environment]:
    """``portal("here")``: the environment of a portal with an empty database of its own."""

    def made(name: str) -> Environment:
        folder = tmp_path / name
        folder.mkdir()
        address = ""
        if request.param == "postgresql":
            address = new_database(request.getfixturevalue("postgres_url"))
        return product_environment(folder, database_url=address, demo=True)

    return made


@pytest.fixture
def here(portal: Callable[[str], Environment]) -> Environment:
    """A portal with the demonstration, its public record made."""
    environment = portal("here")
    if "DATABASE_URL" in environment:
        fill_postgresql(environment["DATABASE_URL"], demo=True)
    else:
        shutil.copy(prepared_sqlite(demo=True), environment["FOI_DATA_DIR"])
    manage(environment, "shell", "-c", MAKE_THE_DOCUMENTS)
    return environment


def log_of(environment: Environment) -> dict[str, list[int]]:
    told: dict[str, list[int]] = json.loads(
        manage(environment, "shell", "-c", READ_THE_LOG).stdout.splitlines()[-1]
    )
    return told


def refused(environment: Environment, *arguments: str) -> str:
    with pytest.raises(AssertionError) as failed:
        manage(environment, *arguments)
    return str(failed.value)


def test_a_backup_brings_everything_back(
    here: Environment, portal: Callable[[str], Environment], tmp_path: Path
) -> None:
    file = tmp_path / "foi.backup"
    manage(here, "backup", str(file))
    assert file.stat().st_mode & 0o077 == 0, "it holds requesters' names"
    assert "never replaces another" in refused(here, "backup", str(file))

    there = portal("there")
    told = manage(there, "restore", str(file)).stdout
    assert "rows hold" in told
    assert "0 faults" in told
    published = log_of(here)
    assert published
    assert all(status == 200 for status, _ in published.values())
    assert log_of(there) == published
    head = manage(here, "verify_audit").stdout.split()[-1]
    assert manage(there, "verify_audit", "--head", head).stdout.count(head) == 1


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

"""The tables are made in few steps, and a portal that made them in many takes them as made."""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from exemptions.append_only import AppendOnly
from tests.servers import (
    fill_postgresql,
    manage,
    migrated_sqlite,
    new_database,
    prepared_sqlite,
    product_environment,
)

pytestmark = pytest.mark.servers


OUR_TABLES = ("exemptions", "requests_app")
Step = tuple[str, str]


def drawn_together() -> Iterator[tuple[Step, Sequence[Step]]]:
    """The migrations that stand for earlier ones, and those."""
    for name, migration in MigrationLoader(connections["default"]).disk_migrations.items():
        if name[0] in OUR_TABLES and migration.replaces:
            yield name, migration.replaces


@pytest.fixture
def older(tmp_path: Path, db: None) -> Path:
    """The database of a portal that was brought here step by step."""
    file = shutil.copy(migrated_sqlite(), tmp_path)
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        for name, steps in drawn_together():
            database.execute("DELETE FROM django_migrations WHERE app = ? AND name = ?", name)
            database.executemany(
                "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2026-11-26')",
                steps,
            )
    return Path(file)


def test_an_older_portal_has_nothing_to_make_again(older: Path) -> None:
    done = manage(product_environment(older.parent), "migrate")
    assert "No migrations to apply." in done.stdout
    with contextlib.closing(sqlite3.connect(older)) as database:
        made = database.execute("SELECT app, name FROM django_migrations").fetchall()
    assert ("requests_app", "0003_what_the_portal_ships") in made


def test_a_portal_halfway_is_stopped_before_anything_is_changed(older: Path) -> None:
    with contextlib.closing(sqlite3.connect(older)) as database, database:
        database.execute("DELETE FROM django_migrations WHERE name LIKE '0020%'")
        before = list(database.iterdump())
    with pytest.raises(AssertionError, match="0020_kept_words_and_answer_versions"):
        manage(product_environment(older.parent), "migrate")
    with contextlib.closing(sqlite3.connect(older)) as database:
        assert list(database.iterdump()) == before


@pytest.mark.django_db
def test_every_table_of_rows_written_once_is_closed_by_the_database() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT lower(name) FROM sqlite_master WHERE type = 'trigger'")
        triggers = {name for (name,) in cursor.fetchall()}
    tables = [model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly)]
    assert len(tables) > 30
    wanted = {f"{table}_no_{event}" for table in tables for event in ("update", "delete")}
    assert wanted <= triggers


# --- with rows --------------------------------------------------------------------------

FIRST = "0003_what_the_portal_ships"
# As the first release would have written them: its models know nothing of what came later.
ROWS_OF_THE_FIRST = f"""
import hashlib
from datetime import UTC, date, datetime
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
call_command("migrate", "requests_app", {FIRST!r}, verbosity=0)
state = MigrationExecutor(connection).loader.project_state(("requests_app", {FIRST!r}))
model = lambda name: state.apps.get_model("requests_app", name)
content, at = b"%PDF-1.7 made before", datetime(2026, 11, 2, tzinfo=UTC)
made = model("Rendering").objects.exclude(version=None).first()
model("Rendering").objects.filter(pk=made.pk).update(
    state="done", sha256=hashlib.sha256(content).hexdigest(), size=len(content), pages=1)
model("RenderedDocument").objects.create(rendering=made, content=content)
case = model("FoiRequest").objects.first()
officer = state.apps.get_model("auth", "User").objects.order_by("pk").first()
model("Reminder").objects.create(
    foi_request=case, officer=officer, due_on=date(2026, 11, 2), milestone="two", at=at)
"""
REFUSED_BY_TRIGGERS = [
    "UPDATE requests_app_rendereddocument SET content = NULL, object_name = 'x'",
    "DELETE FROM requests_app_rendereddocument",
    "UPDATE requests_app_auditevent SET verb = 'nothing'",
    "DELETE FROM requests_app_auditevent",
]
REMINDER = """
INSERT INTO requests_app_reminder (foi_request_id, officer_id, due_on, milestone, at)
SELECT foi_request_id, {officer}, due_on, milestone, at FROM requests_app_reminder WHERE id = 1
"""
REFUSED_BY_CONSTRAINTS = [
    # Neither bytes nor a name: the file would lie nowhere.
    """INSERT INTO requests_app_rendereddocument (rendering_id, content, object_name)
    SELECT rendering_id, NULL, '' FROM requests_app_rendereddocument""",
    REMINDER.format(officer="officer_id"),
]
ALLOWED_SINCE = REMINDER.format(officer="(SELECT max(id) FROM auth_user)")


@dataclass(frozen=True)
class Raw:
    """A portal's database without Django: what its tables and triggers are, and what they take."""

    environment: Mapping[str, str]

    @property
    def address(self) -> str:
        return self.environment.get("DATABASE_URL", "")

    @contextlib.contextmanager
    def connected(self) -> Iterator[Any]:
        if self.address:
            with psycopg.connect(self.address) as connection:
                yield connection
        else:
            file = Path(self.environment["FOI_DATA_DIR"], "foi.sqlite3")
            with contextlib.closing(sqlite3.connect(file)) as database, database:
                database.execute("PRAGMA foreign_keys = ON")
                yield database

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table of the portal, in order of its values."""
        with self.connected() as database:
            return {table: self._rows_of(table, database) for table in self._tables(database)}

    def _tables(self, database: Any) -> list[str]:
        catalogue = (
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            if self.address
            else "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
        names = [name for (name,) in database.execute(catalogue).fetchall()]
        return [name for name in names if name.startswith((*OUR_TABLES, "auth_"))]

    def _rows_of(self, table: str, database: Any) -> list[dict[str, Any]]:
        cursor = database.execute(f"SELECT * FROM {table}")  # noqa: S608 - a name of the catalogue
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return sorted(rows, key=repr)

    def triggers(self) -> set[tuple[str, str]]:
        catalogue = (
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
            if self.address
            else "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        )
        with self.connected() as database:
            return {tuple(row) for row in database.execute(catalogue).fetchall()}

    def said(self, statement: str) -> str:
        """What the database says against it; nothing is kept."""
        try:
            with self.connected() as database:
                database.execute(statement)
                database.rollback()
        except (sqlite3.IntegrityError, psycopg.Error) as error:
            return str(error)
        return ""


@pytest.fixture(params=["sqlite", "postgresql"])
def demonstration(request: pytest.FixtureRequest, tmp_path: Path) -> Raw:
    """The demonstration, whose rows stand in most tables, as the newest release made it."""
    if request.param == "postgresql":
        address = new_database(request.getfixturevalue("postgres_url"))
        fill_postgresql(address, demo=True)
        return Raw(product_environment(tmp_path, database_url=address))
    shutil.copy(prepared_sqlite(demo=True), tmp_path / "foi.sqlite3")
    return Raw(product_environment(tmp_path))


def test_rows_of_the_first_release_come_through_every_later_one(demonstration: Raw) -> None:
    newest = demonstration.triggers()
    manage(demonstration.environment, "shell", "-c", ROWS_OF_THE_FIRST)
    assert demonstration.said(ALLOWED_SINCE), "the first release refused it"
    before = demonstration.rows()
    assert sum(bool(rows) for rows in before.values()) > 30
    assert "object_name" not in before["requests_app_rendereddocument"][0]

    manage(demonstration.environment, "migrate", "--verbosity=0")
    after = demonstration.rows()
    for table, rows in before.items():
        names = rows[0].keys() if rows else ()
        kept = sorted(({name: row[name] for name in names} for row in after[table]), key=repr)
        assert kept == rows, table
    assert demonstration.triggers() == newest
    for statement in REFUSED_BY_TRIGGERS:
        assert "append-only" in demonstration.said(statement)
    for statement in REFUSED_BY_CONSTRAINTS:
        assert re.search("constraint", demonstration.said(statement), re.IGNORECASE)
    assert demonstration.said(ALLOWED_SINCE) == ""


# Somebody asks for a link on the release before; then the portal is updated.
LINK_OF_BEFORE = """
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.timezone import now
from requests_app.actions.account_mail import ADDRESS
from requests_app.models import AccountMail
BEFORE = ("requests_app", "0008_published_is_approved")
AccountMail.objects.create(what="A passkey was added", address="x", asked_at=now(), due_at=now())
call_command("migrate", *BEFORE, verbosity=0)
links = MigrationExecutor(connection).loader.project_state(BEFORE).apps.get_model(
    "requests_app", "PasswordLink").objects
assert not links.exists(), "it would mail a link that nobody asked for"
row = {"address": ADDRESS.closed("a@example.org"), "site": "https://foi.example", "asked_at": now()}
links.create(**row)
links.create(**row, mailed_at=now())
call_command("migrate", verbosity=0)
told = [(ADDRESS.opened(one.address), one.site, one.what, one.due_at == one.asked_at, one.tries)
        for one in AccountMail.objects.all()]
assert told == [("a@example.org", "https://foi.example", "", True, 0)] * 2, told
"""


def test_a_link_that_was_asked_for_before_an_update_is_mailed_after_it(demonstration: Raw) -> None:
    """Also one that a worker had in hand when it was stopped for the update."""
    manage(demonstration.environment, "shell", "-c", LINK_OF_BEFORE)

"""The tables are made in few steps, and a portal that made them in many takes them as made."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from exemptions.append_only import AppendOnly
from tests.servers import manage, migrated_sqlite, product_environment

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

"""Rows that are written once: the model refuses to change them, and so does the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps


class ChangeRefused(Exception):
    """Somebody tried to change or delete a row that must stay as it was written."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise ChangeRefused(f"{self.model.__name__} rows are never changed.")

    def delete(self) -> NoReturn:
        raise ChangeRefused(f"{self.model.__name__} rows are never deleted.")


class AppendOnly(models.Model):
    """A row that is inserted once and never updated or deleted."""

    # Whether the database lets a row go where a trigger finds that the law wants it gone.
    may_be_erased = False

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ChangeRefused(f"{type(self).__name__} {self.pk} was written before.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ChangeRefused(f"{type(self).__name__} {self.pk} is never deleted.")


# --- the same refusal in the database, for migrations -----------------------------------

_SQLITE = """
CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END
$$ LANGUAGE plpgsql
"""
_POSTGRESQL_TRIGGER = """
CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}
FOR EACH {each} EXECUTE FUNCTION refuse_change()
"""
# SQLite knows no TRUNCATE. On PostgreSQL no trigger for rows sees one.
_EVENTS = ("UPDATE", "DELETE")
_POSTGRESQL_EVENTS = (*_EVENTS, "TRUNCATE")


def forbid_changes_again(*tables: str) -> RunPython:
    """For around a new column: SQLite makes the table anew for it, and loses its triggers.

    It stands before and after the change, so that it also works on the way back.
    """

    def restore(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor != "postgresql":
            _forbid(editor, tables)

    return RunPython(restore, restore)


def forbid_changes(*tables: str) -> RunPython:
    """A migration step by which no row of ``tables`` is changed or removed, on either database."""

    def forwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        _forbid(editor, tables)

    def backwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        _allow(editor, tables)

    return RunPython(forwards, backwards)


def allow_changes(*tables: str) -> RunPython:
    """Before rows get a new column that is not empty; ``forbid_changes`` follows it."""

    def forwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        _allow(editor, tables)

    def backwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        _forbid(editor, tables)

    return RunPython(forwards, backwards)


def _forbid(editor: BaseDatabaseSchemaEditor, tables: Iterable[str]) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    if postgresql:
        editor.execute(_POSTGRESQL_FUNCTION, params=None)
    for table in tables:
        _allow(editor, [table])
        for event in _POSTGRESQL_EVENTS if postgresql else _EVENTS:
            each = "STATEMENT" if event == "TRUNCATE" else "ROW"
            trigger = _POSTGRESQL_TRIGGER if postgresql else _SQLITE
            editor.execute(trigger.format(table=table, event=event, each=each), params=None)


def _allow(editor: BaseDatabaseSchemaEditor, tables: Iterable[str]) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    for table in tables:
        for event in _POSTGRESQL_EVENTS:
            drop = f"DROP TRIGGER IF EXISTS {table}_no_{event}"
            editor.execute(f"{drop} ON {table}" if postgresql else drop, params=None)

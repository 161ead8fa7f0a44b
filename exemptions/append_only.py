"""Rows that are written once: the model refuses to change them, and so does the database."""

from __future__ import annotations

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
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def forbid_changes_again(*tables: str) -> RunPython:
    """For around a new column: SQLite makes the table anew for it, and loses its triggers.

    It stands before and after the change, so that it also works on the way back.
    """

    def restore(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            return
        for table in tables:
            for event in ("UPDATE", "DELETE"):
                editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}", params=None)
                editor.execute(_SQLITE.format(table=table, event=event), params=None)

    return RunPython(restore, restore)


def forbid_changes(*tables: str) -> RunPython:
    """A migration step by which UPDATE and DELETE on ``tables`` fail, on SQLite and PostgreSQL."""

    def forwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        postgresql = editor.connection.vendor == "postgresql"
        if postgresql:
            editor.execute(_POSTGRESQL_FUNCTION, params=None)
        trigger = _POSTGRESQL_TRIGGER if postgresql else _SQLITE
        for table in tables:
            for event in ("UPDATE", "DELETE"):
                editor.execute(trigger.format(table=table, event=event), params=None)

    def backwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        on_table = editor.connection.vendor == "postgresql"
        for table in tables:
            for event in ("UPDATE", "DELETE"):
                drop = f"DROP TRIGGER {table}_no_{event}"
                editor.execute(f"{drop} ON {table}" if on_table else drop, params=None)

    return RunPython(forwards, backwards)

"""Gives the role under which the portal runs what it needs on PostgreSQL, and no more.

The owner of a table can switch its triggers off. So the portal connects as another role, which
can neither change nor remove what is append-only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import CommandError, CommandParser
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from exemptions.append_only import AppendOnly
from requests_app.management.starting import WithoutPages

POWERS = """
SELECT rolsuper OR rolcreaterole OR rolreplication, pg_has_role(rolname, current_user, 'MEMBER')
FROM pg_roles WHERE rolname = %s
"""


class Command(WithoutPages):
    help = (
        "Grant an existing role of PostgreSQL what the portal needs. Run it as the owner of the "
        "tables after every migrate; the web and worker hosts then connect as that role."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role")
        parser.add_argument(
            "--sql", action="store_true", help="Print the statements and do nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles; SQLite's file belongs to one user.")
        role = options["role"]
        _check(role)
        statements = list(_grants(role))
        if options["sql"]:
            self.stdout.write("\n".join(f"{statement};" for statement in statements))
            return
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        self.stdout.write(f"{role} may read and add everywhere, and change what is not kept.")


def _check(role: str) -> None:
    """Raises CommandError for a role that no grant would hold back."""
    with connection.cursor() as cursor:
        cursor.execute(POWERS, [role])
        found = cursor.fetchone()
    if found is None:
        raise CommandError(f"There is no role {role}. CREATE ROLE {role} LOGIN PASSWORD '…' first.")
    if any(found):
        raise CommandError(
            f"{role} is a superuser, manages roles, replicates, or owns the tables: it could switch"
            " off what protects them. Make a role without these powers."
        )


def _grants(role: str) -> Iterator[str]:
    name = connection.ops.quote_name(role)
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}"
    yield f"GRANT USAGE ON SCHEMA public TO {name}"
    # SELECT is for a backup, which tells where each sequence stands.
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}"
    rights = _rights()
    # Also of tables that no model has: the cache, and the index of the search.
    for table in sorted(connection.introspection.table_names()):
        what = rights.get(table, "SELECT, INSERT, UPDATE, DELETE")
        yield f"GRANT {what} ON {connection.ops.quote_name(table)} TO {name}"


def _rights() -> dict[str, str]:
    """What may be done with the tables that are not for everything, by their names."""
    # What Django calls private here is documented: the table of a model.
    rights = {MigrationRecorder.Migration._meta.db_table: "SELECT"}  # noqa: SLF001
    for model in apps.get_models():
        if issubclass(model, AppendOnly):
            erasable = ", DELETE" if model.may_be_erased else ""
            rights[model._meta.db_table] = f"SELECT, INSERT{erasable}"  # noqa: SLF001
    return rights

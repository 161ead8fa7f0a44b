"""Databases to measure on: made beside the one that the settings name, and removed afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


@contextmanager
def scratch_database(name: str = "scratch", *, keep: bool = False) -> Iterator[str]:
    """Makes an empty database that is up to date, leads the connection to it and yields its name.

    With ``keep`` it is left there, and found again as it was left: on SQLite in the data folder.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = settings.DATA_DIR / "scratch" if keep else Path(folder)
        home.mkdir(exist_ok=True)
        before = connection.settings_dict["NAME"]
        sqlite = connection.vendor == "sqlite"
        connection.settings_dict["TEST"]["NAME"] = (
            str(home / f"{name}.sqlite3") if sqlite else f"foi_{name}"
        )
        made = connection.creation.create_test_db(
            verbosity=0, autoclobber=True, serialize=False, keepdb=keep
        )
        try:
            yield made
        finally:
            lead_to(made)
            connection.creation.destroy_test_db(before, verbosity=0, keepdb=keep)


def lead_to(name: str) -> None:
    """Leads the connection to another database of the same server."""
    connection.close()
    connection.settings_dict["NAME"] = name

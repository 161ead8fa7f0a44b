"""Copies the whole database into one file and back, with each database's own tools.

The database is the only truth, so one file is everything but the settings, and but the finished
PDFs that lie in a bucket. The secret key is kept apart, because it opens what the backup must not.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from foi_portal.bootstrap.system import postgres_bin

_SQLITE_HEADER = b"SQLite format 3\0"
_PG_DUMP_HEADER = b"PGDMP"
# Roles belong to a cluster. The one that the copy is put back in may have others, or none.
_NO_ROLES = ("--no-owner", "--no-privileges")


class BackupFailed(Exception):
    """No copy was made or put back; the sentence says why, and what there was still stands."""


def save(database: Mapping[str, Any], file: Path) -> None:
    """Writes the copy under its name only when it is whole and on the disk."""
    with written_whole(file) as unfinished:
        if _is_sqlite(database):
            with _opened(Path(database["NAME"])) as source, _opened(unfinished) as copy:
                source.backup(copy)
        else:
            _run(database, "pg_dump", "--format=custom", *_NO_ROLES, f"--file={unfinished}")


def put_back(database: Mapping[str, Any], file: Path) -> None:
    """Replaces all that the database holds with the copy, or changes nothing at all."""
    with file.open("rb") as copied:
        header = copied.read(len(_SQLITE_HEADER))
    wanted = _SQLITE_HEADER if _is_sqlite(database) else _PG_DUMP_HEADER
    if not header.startswith(wanted):
        raise BackupFailed(f"{file.name} is not a backup of the kind of database in use.")
    if _is_sqlite(database):
        with _opened(file) as copy, _opened(Path(database["NAME"])) as target:
            if not _is_whole(copy):
                raise BackupFailed(f"{file.name} is damaged.")
            copy.backup(target)
    else:
        # One transaction: a copy that cannot be read to its end leaves everything as it was.
        options = ("--clean", "--if-exists", *_NO_ROLES, "--single-transaction")
        _run(database, "pg_restore", *options, f"--dbname={_name(database)}", str(file))


def _is_whole(copy: sqlite3.Connection) -> bool:
    try:
        return bool(copy.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def _is_sqlite(database: Mapping[str, Any]) -> bool:
    return str(database["ENGINE"]).endswith("sqlite3")


def _name(database: Mapping[str, Any]) -> str:
    return str(database["NAME"])


@contextmanager
def written_whole(file: Path) -> Iterator[Path]:
    """An empty file to fill, which gets its name when it is whole. Nobody else can ever read it."""
    unfinished = file.with_name(file.name + ".part")
    try:
        unfinished.unlink(missing_ok=True)
        # It holds names and addresses of requesters from its first byte.
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield unfinished
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(file)
    except OSError as error:
        raise BackupFailed(f"{file.name} cannot be written ({error.strerror}).") from error
    except sqlite3.Error as error:
        raise BackupFailed(f"The database cannot be copied ({error}).") from error
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(file, timeout=60)) as connection:
        yield connection


def _run(database: Mapping[str, Any], program: str, *arguments: str) -> None:
    found = shutil.which(program) or _beside_the_server(program)
    if found is None:
        raise BackupFailed(f"{program} is not installed: install PostgreSQL’s client programs.")
    settings = {
        "PGHOST": database["HOST"],
        "PGPORT": str(database["PORT"] or ""),
        "PGUSER": database["USER"],
        # By the environment: arguments can be read by everybody on the machine.
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
    }
    environment = os.environ | {name: value for name, value in settings.items() if value}
    done = subprocess.run(  # noqa: S603 - the programs are PostgreSQL's own
        [found, *arguments], env=environment, text=True, capture_output=True, check=False
    )
    if done.returncode != 0:
        raise BackupFailed(f"{program} failed: {done.stderr.strip()}")


def _beside_the_server(program: str) -> str | None:
    programs = postgres_bin()
    return str(programs / program) if programs and (programs / program).exists() else None

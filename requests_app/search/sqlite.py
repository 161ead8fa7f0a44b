"""The index in SQLite: a table of FTS5 that keeps which row has which term."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import connection

from requests_app.search.lookup import Indexed, Lookup, Terms

TABLE = "requests_app_logindex"
# Terms are ASCII, so this tokenizer only cuts at spaces.
CREATE = (
    f"CREATE VIRTUAL TABLE {TABLE} "
    "USING fts5(terms, tokenize = \"ascii tokenchars '_:'\", detail = none, columnsize = 0)"
)
DROP = f"DROP TABLE {TABLE}"


def put(rows: Iterable[Indexed]) -> None:
    """In the order of their keys: FTS5 writes all it holds before a row that goes back."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {TABLE} (rowid, terms) VALUES (%s, %s)",  # noqa: S608
            sorted((row.key, " ".join(row.terms)) for row in rows),
        )


def remove(keys: Collection[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"DELETE FROM {TABLE} WHERE rowid = %s",  # noqa: S608
            [(key,) for key in keys],
        )


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608


def find(lookup: Lookup) -> list[int]:
    order = "ASC" if lookup.oldest_first else "DESC"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608
            f" AND rowid >= %s AND rowid < %s ORDER BY rowid {order} LIMIT %s",
            [match(lookup), lookup.first, lookup.end, lookup.limit],
        )
        return [key for (key,) in cursor.fetchall()]


def match(lookup: Lookup) -> str:
    """The lookup in the language of FTS5; every term is quoted, so none is an operator."""
    found = " AND ".join(_any_of(group) for group in lookup.wanted)
    return f"({found}) NOT {_any_of(lookup.unwanted)}" if lookup.unwanted else found


def _any_of(group: Iterable[Terms]) -> str:
    alternatives = (" AND ".join(f'"{term}"' for term in terms) for terms in group)
    return f"({' OR '.join(f'({alternative})' for alternative in alternatives)})"

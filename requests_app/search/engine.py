"""What a database must be able to do for the search. The rest of the product knows only this.

A third engine, such as OpenSearch, would be one more module with these four functions. It must
take a write only when the transaction of its record commits, so it would read the rows of
``LogEntry`` after commit rather than be written here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from django.db import connection

from requests_app.search import postgresql, sqlite
from requests_app.search.lookup import Indexed, Lookup


class Engine(Protocol):
    """An index of stems by the key of a log entry."""

    def put(self, rows: Iterable[Indexed]) -> None:
        """Adds rows that are not there yet, in the caller's transaction."""

    def remove(self, keys: Collection[int]) -> None:
        """Takes rows out; what is not there is passed over."""

    def clear(self) -> None:
        """Takes every row out."""

    def find(self, lookup: Lookup) -> list[int]:
        """Keys, in the order and up to the limit that the lookup asks for."""


_ENGINES: dict[str, Engine] = {"sqlite": sqlite, "postgresql": postgresql}


def engine() -> Engine:
    return _ENGINES[connection.vendor]

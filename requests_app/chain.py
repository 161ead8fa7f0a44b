"""The chain of the audit trail: the hash of a row covers its content and the hash before it.

Pure. The form of ``content`` is for ever: a change of it would break every chain that exists.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn

# What stands before the first row.
BEGINNING = "0" * 64


@dataclass(frozen=True, slots=True)
class Deed:
    """What a row of the trail says; ``case`` and ``actor`` are keys, ``at`` is aware."""

    case: int | None
    actor: int | None
    verb: str
    at: datetime
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """A row as it is stored: its number, counted from 1 without a gap, and its hash."""

    sequence: int
    deed: Deed
    digest: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found: how many rows hold, the hash of the last, and the first that does not.

    ``noted`` is the number of the row whose hash was asked for, None if no row has it.
    """

    rows: int
    head: str
    broken: str = ""
    noted: int | None = None


def plain(detail: Mapping[str, Any]) -> dict[str, Any]:
    """The detail as every database gives it back. Raises TypeError for what JSON cannot hold."""
    text = json.dumps(detail, allow_nan=False)
    kept: dict[str, Any] = json.loads(text, parse_float=_refuse_float)
    return kept


def _refuse_float(digits: str) -> NoReturn:
    raise TypeError(f"{digits} may come back as another number: count in whole ones.")


def digest_of(deed: Deed, *, sequence: int, previous: str) -> str:
    """The SHA-256 of a row, in hexadecimal."""
    content = {
        "sequence": sequence,
        "previous": previous,
        "case": deed.case,
        "actor": deed.actor,
        "verb": deed.verb,
        "at": deed.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "detail": deed.detail,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def prove(links: Iterable[Link], *, noted: str = "") -> Proof:
    """Walks the rows in order and stops at the first that does not hold."""
    rows, head, found = 0, BEGINNING, None
    for link in links:
        expected = rows + 1
        if link.sequence != expected:
            return Proof(rows, head, _gap(expected, link.sequence), found)
        if link.digest != digest_of(link.deed, sequence=expected, previous=head):
            return Proof(rows, head, _changed(expected), found)
        rows, head = expected, link.digest
        if head == noted:
            found = rows
    return Proof(rows, head, noted=found)


def _gap(expected: int, found: int) -> str:
    return f"Row {expected} is missing: row {found} stands in its place."


def _changed(sequence: int) -> str:
    return (
        f"Row {sequence} is not what was written after row {sequence - 1}: it or the row before "
        "was changed, inserted or moved."
    )

"""Rows as CSV that a spreadsheet shows and never calculates. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# What makes a spreadsheet take a text for a formula, also behind blanks that it drops.
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def as_csv(rows: Iterable[Sequence[str | int | float]]) -> bytes:
    """UTF-8 with a mark at its beginning, by which spreadsheets know that it is UTF-8."""
    written = io.StringIO()
    csv.writer(written).writerows([_cell(value) for value in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _cell(value: str | float) -> str | int | float:
    """Numbers stay numbers; a text that begins like a formula gets an apostrophe."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_BEGINS_A_FORMULA):
        return f"'{value}"
    return value

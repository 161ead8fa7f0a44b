"""Rows as CSV that a spreadsheet shows and never calculates. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

# What makes a spreadsheet take a text for a formula, also behind blanks that it drops.
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def as_csv(rows: Iterable[Sequence[str | int | float]]) -> bytes:
    """UTF-8 with a mark at its beginning, by which spreadsheets know that it is UTF-8."""
    return b"".join(csv_lines(rows))


def csv_lines(rows: Iterable[Sequence[str | int | float]]) -> Iterator[bytes]:
    """The same line by line, each made when it is asked for: a whole log never is in memory."""
    yield "\ufeff".encode()
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


class _Echo:
    """A file for ``csv`` that hands each line back instead of keeping it."""

    def write(self, line: str) -> bytes:
        return line.encode()


def _cell(value: str | float) -> str | int | float:
    """Numbers stay numbers; a text that begins like a formula gets an apostrophe."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_BEGINS_A_FORMULA):
        return f"'{value}"
    return value

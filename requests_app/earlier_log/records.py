"""Takes the lines of a CSV file apart into records; a broken one costs its own line only. Pure.

It knows quotation marks and the ends of lines, and nothing of what the cells mean.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

LONGEST_CELL = 2_000_000
# Of one row. Each line on which such a cell ends may open another that runs to the end of the
# file: without a bound a file of such lines would be read from each of them to its end.
MOST_CELLS_OF_SEVERAL_LINES = 20
# A run of marks that is not all pairs opens or closes a text.
_OPENS_OR_CLOSES = re.compile(r'(?<!")"(?:"")*(?!")')

_UNCLOSED = "a quotation mark opens a text and none closes it before the next row"
_STRAY = (
    "a quotation mark is not closed, or more stands behind one that closes a text. "
    "Within a text it is written twice"
)
_LONG = f"a cell has more than {LONGEST_CELL:,} characters, or its quotation mark is not closed"

# Whether a line that stands within quotation marks is a row of its own: the closed cells of the
# record's first line are given, then the cells of the line.
IsRow = Callable[[list[str], list[str]], bool]


@dataclass(frozen=True, slots=True)
class Record:
    """``number`` is of the line that it begins on; ``broken`` says why it has no cells, or ""."""

    number: int
    cells: list[str]
    broken: str = ""


class Records:
    """The records of a file in order, each of one line or of more.

    An unclosed quotation mark makes text of the rows behind it. Therefore all but the first line
    of a broken record are read again, as the rows that they may be.
    """

    def __init__(self, lines: Iterable[str], delimiter: str) -> None:
        csv.field_size_limit(LONGEST_CELL)
        # Whoever has read the heading knows what a row looks like.
        self.is_row: IsRow = lambda first, cells: False
        self._source = iter(lines)
        self._delimiter = delimiter
        self._again: deque[str] = deque()
        self._number = 1
        self._taken: list[str] = []
        self._ended = False

    def __iter__(self) -> Iterator[Record]:
        return self

    def __next__(self) -> Record:
        self._number += len(self._taken)
        self._taken = []
        try:
            cells = next(csv.reader(self._feed(), delimiter=self._delimiter, strict=True))
        except csv.Error as error:
            self._again.extendleft(reversed(self._taken[1:]))
            del self._taken[1:]
            return Record(self._number, [], self._why(error))
        return Record(self._number, cells)

    def _feed(self) -> Iterator[str]:
        """The lines of one record: the reader asks for another only within quotation marks."""
        first: list[str] = []
        spanning = 0
        while (line := self._next_line()) is not None:
            self._taken.append(line)
            if len(self._taken) == 2:
                first = self._cells(self._taken[0])[:-1]
            if len(self._taken) > 1:
                spanning += bool(_OPENS_OR_CLOSES.search(line))
                if spanning > MOST_CELLS_OF_SEVERAL_LINES or self.is_row(first, self._cells(line)):
                    raise _Unclosed
            yield line

    def _next_line(self) -> str | None:
        line = self._again.popleft() if self._again else next(self._source, None)
        self._ended = line is None
        return line

    def _cells(self, line: str) -> list[str]:
        """Of a line by itself, as far as it goes."""
        try:
            return next(csv.reader([line], delimiter=self._delimiter))
        except csv.Error:
            return []

    def _why(self, error: csv.Error) -> str:
        if self._ended or isinstance(error, _Unclosed):
            return _UNCLOSED
        return _LONG if "field limit" in str(error) else _STRAY


class _Unclosed(csv.Error):
    """The next row begins, and the record has not ended."""

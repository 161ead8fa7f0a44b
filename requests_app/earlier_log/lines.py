"""Reads a log as CSV, line by line: each is an entry, or tells what is wrong with it. Pure.

A file may have any size: one row is in memory at a time, and the slugs of those before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from exemptions.catalogue import catalogue
from requests_app.characters import FORBIDDEN, kept
from requests_app.earlier_log.entry import EarlierEntry
from requests_app.earlier_log.files import UNREADABLE
from requests_app.earlier_log.outcomes import outcome_of
from requests_app.earlier_log.records import IsRow, Record, Records

REQUIRED = ("reference", "title", "month", "outcome", "request", "response")
OPTIONAL = ("exemptions", "topic")
COLUMNS = (*REQUIRED, *OPTIONAL)
TITLE_LENGTH = 200
OUTCOME_LENGTH = 100
# The right of access began with 2005 (s87); nothing is published in a month to come.
FIRST_YEAR = 2005


class UnreadableLog(ValueError):
    """The file as a whole cannot be read; nothing of it was."""


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong on a line, and in which column ("" of the whole line)."""

    line: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line, numbered as a text editor does; ``entry`` is None when it has problems."""

    number: int
    entry: EarlierEntry | None
    problems: tuple[LineProblem, ...] = ()


@dataclass
class _Reading:
    """What is remembered from line to line."""

    today: date
    first_on: dict[str, int] = field(default_factory=dict)


def read_lines(lines: Iterable[str], *, today: date) -> Iterator[LogLine]:
    """The entries of a CSV file with a heading line, in order. Raises UnreadableLog.

    ``lines`` keep their ends. Columns may stand in any order and under names in capitals.
    """
    source = iter(lines)
    heading = next(source, "").lstrip("\ufeff")
    records = Records(_again(heading, source), _delimiter(heading))
    names = _names(next(records, Record(1, [])))
    records.is_row = _row_under(names)
    reading = _Reading(today)
    for record in records:
        if record.broken:
            problem = LineProblem(record.number, "", f"The line cannot be read: {record.broken}.")
            yield LogLine(record.number, None, (problem,))
        elif any(cell.strip() for cell in record.cells):
            yield _line(record.number, names, record.cells, reading)


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _delimiter(heading: str) -> str:
    """Spreadsheets write commas, semicolons or tabs; the heading tells which."""
    return max(",;\t", key=heading.count)


def _names(heading: Record) -> list[str]:
    if heading.broken:
        raise UnreadableLog(f"The first line cannot be read: {heading.broken}.")
    names = [cell.strip().lower() for cell in heading.cells]
    if any(UNREADABLE.search(name) for name in names):
        raise UnreadableLog("The first line has a byte that is no character. Save it as UTF-8.")
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise UnreadableLog(
            f"The first line must name the columns {', '.join(REQUIRED)}; "
            f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not there."
        )
    unknown = [name for name in names if name and name not in COLUMNS]
    if unknown:
        raise UnreadableLog(
            f"The first line names a column that is not known: {', '.join(unknown)}. "
            f"Known are {', '.join(COLUMNS)}."
        )
    twice = {name for name in names if name and names.count(name) > 1}
    if twice:
        raise UnreadableLog(f"The first line names a column twice: {', '.join(sorted(twice))}.")
    return names


def _row_under(names: list[str]) -> IsRow:
    """Tells rows that an unclosed quotation mark made text of from the lines of an honest text.

    An answer may hold a list with as many commas as a row, and a table with months and decisions.
    So a row is only what has a month, an outcome and a reference written like that of the record.
    """
    reference, month, outcome = map(names.index, ("reference", "month", "outcome"))
    last = max(map(names.index, REQUIRED))

    def is_row(first: list[str], cells: list[str]) -> bool:
        if len(cells) <= last or not cells[reference].strip():
            return False
        if len(first) > reference:
            alike = _form(first[reference]) == _form(cells[reference])
        else:
            # The reference stands behind the text, on the line whose mark closes it.
            alike = not any('"' in cell for cell in cells)
        return (
            alike
            and outcome_of(cells[outcome]) is not None
            and _month_of(cells[month].strip()) is not None
        )

    return is_row


def _form(reference: str) -> str:
    return re.sub(r"\d+", "9", reference.strip().lower())


class _Wrong(ValueError):
    """A cell that will not do."""


def _line(number: int, names: list[str], cells: list[str], reading: _Reading) -> LogLine:
    if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
        said = (
            f"The line has {len(cells)} cells and the heading names {len(names)} columns. "
            "A text with a comma or a quotation mark stands in quotation marks."
        )
        return LogLine(number, None, (LineProblem(number, "", said),))
    row = {name: kept(cell).strip() for name, cell in zip(names, cells, strict=False) if name}
    values: dict[str, object] = {}
    problems = []
    for column, read in _READERS.items():
        try:
            values[column] = read(_readable(row.get(column, "")), reading)
        except _Wrong as wrong:
            problems.append(LineProblem(number, column, str(wrong)))
    problems += _twice(number, row, reading)
    if problems:
        return LogLine(number, None, tuple(problems))
    return LogLine(number, _entry(values, row))


def _entry(values: Mapping[str, object], row: Mapping[str, str]) -> EarlierEntry:
    return EarlierEntry(outcome_words=row["outcome"], **values)  # type: ignore[arg-type]


def _twice(number: int, row: Mapping[str, str], reading: _Reading) -> list[LineProblem]:
    # As addresses are made of references, where dots and slashes do not tell two apart.
    slug = re.sub(r"[^a-z0-9_-]", "", row.get("reference", "").lower())
    first = reading.first_on.setdefault(slug, number)
    if not slug or first == number:
        return []
    return [LineProblem(number, "reference", f"It stands on line {first} already.")]


# --- the cells ---------------------------------------------------------------------------


def _readable(cell: str) -> str:
    lost = UNREADABLE.search(cell)
    if lost:
        byte = ord(lost[0]) - 0xDC00
        raise _Wrong(f"It has a byte that is no character, 0x{byte:X}. Save the file as UTF-8.")
    if found := FORBIDDEN.search(cell):
        raise _Wrong(f"It has a character that cannot be printed: U+{ord(found[0]):04X}.")
    return cell


def _needed(cell: str, what: str, longest: int = 0) -> str:
    if not cell:
        raise _Wrong(f"Give the {what}.")
    if longest and len(cell) > longest:
        raise _Wrong(f"The {what} must have {longest} characters or fewer; it has {len(cell)}.")
    return cell


def _reference(cell: str, reading: _Reading) -> str:
    return _needed(cell, "reference", 40)


def _title(cell: str, reading: _Reading) -> str:
    return " ".join(_needed(cell, "title", TITLE_LENGTH).split())


def _request(cell: str, reading: _Reading) -> str:
    return _needed(cell, "request")


def _response(cell: str, reading: _Reading) -> str:
    return _needed(cell, "response")


def _topic(cell: str, reading: _Reading) -> str:
    return " ".join(cell.split())


_MONTH_FORMS = ("%Y-%m", "%Y-%m-%d", "%m/%Y", "%d/%m/%Y", "%B %Y", "%b %Y", "%b-%y", "%d %B %Y")


def _month(cell: str, reading: _Reading) -> date:
    found = _month_of(_needed(cell, "month"))
    if found is None:
        raise _Wrong(f"Write the month like 2021-03 or March 2021, not “{cell[:40]}”.")
    if found.year < FIRST_YEAR or found > reading.today:
        raise _Wrong(f"The month must be from {FIRST_YEAR} to now, and “{cell}” is not.")
    return found


def _month_of(cell: str) -> date | None:
    for form in _MONTH_FORMS:
        try:
            return datetime.strptime(cell, form).date().replace(day=1)  # noqa: DTZ007 - no hour
        except ValueError:
            continue
    return None


def _outcome(cell: str, reading: _Reading) -> object:
    found = outcome_of(_needed(cell, "outcome", OUTCOME_LENGTH))
    if found is None:
        raise _Wrong(
            f"What “{cell}” means is not known. Write for example Information provided, Some "
            "information provided, Refused or Not held."
        )
    return found


_BETWEEN = re.compile(r"\s*(?:[;,\n|&]|\band\b)\s*", re.IGNORECASE)
_BEFORE = re.compile(r"^(?:foia?\s*)?(?:sections?|sec\.?|ss?\.?)?\s*(?=\d)", re.IGNORECASE)
_REGULATION = re.compile(r"^(?:eir|reg(?:ulation|\.)?)\s*(?:eir\s*)?(?=\d)", re.IGNORECASE)


def _exemptions(cell: str, reading: _Reading) -> tuple[str, ...]:
    cites = [_cite(part) for part in _BETWEEN.split(cell) if part.strip(" .")]
    return tuple(dict.fromkeys(cites))


def _cite(part: str) -> str:
    """The limb, or the section where the log named no limb that the catalogue has."""
    words = part.strip(" .")
    bare = _REGULATION.sub("EIR ", words)
    if bare == words:
        bare = _BEFORE.sub("", words)
    bare = re.sub(r"\s*\(\s*", "(", bare).replace(" )", ")").strip()
    if bare in catalogue():
        return catalogue()[bare].cite
    section = re.match(r"(?:EIR )?\d+[A-Z]?", bare, re.IGNORECASE)
    if section and _is_section(section.group().upper()):
        return bare if section.group() != bare else section.group().upper()
    raise _Wrong(f"“{words[:60]}” is no exemption of the Act. Write for example 31(1)(a) or 40.")


def _is_section(bare: str) -> bool:
    regime, _, number = bare.rpartition(" ")
    return any(
        one.section == number and one.cite.startswith("EIR") == bool(regime)
        for one in catalogue().values()
    )


_READERS = {
    "reference": _reference,
    "title": _title,
    "month": _month,
    "outcome": _outcome,
    "request": _request,
    "response": _response,
    "exemptions": _exemptions,
    "topic": _topic,
}

"""An earlier log with broken lines: each is told, and the rows around it are read as they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.earlier_log.files import text_lines
from requests_app.earlier_log.lines import UnreadableLog, read_lines
from requests_app.earlier_log.records import LONGEST_CELL, MOST_CELLS_OF_SEVERAL_LINES, Records

HEADING = "reference,title,month,outcome,request,response\n"
BACKWARDS = "response,request,outcome,month,title,reference\n"
UNCLOSED = 'OLD-1,Bins,2017-01,Successful,How many?,"No bins.\n'
MANY_UNCLOSED = "".join(UNCLOSED.replace("OLD-1", f"OLD-{n}") for n in range(1, 31))


def row(number: int, response: str = "Nine.") -> str:
    return f"OLD-{number},Title,2017-02,Successful,How many?,{response}\n"


def read(content: str | bytes, heading: str = HEADING) -> list[tuple[int, str]]:
    """Of each line its number and its response, or its problems."""
    raw = content.encode() if isinstance(content, str) else content
    lines = text_lines(io.BytesIO(heading.encode() + raw))
    return [
        (
            line.number,
            line.entry.response if line.entry else " ".join(one.message for one in line.problems),
        )
        for line in read_lines(lines, today=date(2026, 11, 2))
    ]


# --- quotation marks ---------------------------------------------------------------------

OPEN = "none closes it before the next row"
STRAY = "a quotation mark is not closed, or more stands behind one that closes a text"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            UNCLOSED + row(2) + row(3), [(2, OPEN), (3, "Nine."), (4, "Nine.")], id="rows follow"
        ),
        pytest.param(row(2) + UNCLOSED, [(2, "Nine."), (3, OPEN)], id="the last row"),
        pytest.param(
            UNCLOSED + row(2).replace("2017-02", "never") + row(3),
            [(2, OPEN), (3, "Write the month"), (4, "Nine.")],
            id="a bad row and a good one follow",
        ),
        pytest.param(
            UNCLOSED + row(2) + row(3, 'Three."'),
            [(2, OPEN), (3, "Nine."), (4, 'Three."')],
            id="a later row closes it",
        ),
        pytest.param(
            UNCLOSED + row(2, '"Two\nlines."') + row(3),
            [(2, OPEN), (3, "Two\nlines."), (5, "Nine.")],
            id="a text of two lines follows",
        ),
        pytest.param(
            UNCLOSED + row(2, '"\nTwo."') + row(3),
            [(2, OPEN), (3, "Two."), (5, "Nine.")],
            id="a text that begins with the end of a line follows",
        ),
        pytest.param(
            '"OLD-1,Bins,2017-01,Successful,How many?,None.\n' + row(2) + row(3, 'Three."'),
            [(2, OPEN), (3, "Nine."), (4, 'Three."')],
            id="open in the reference",
        ),
        pytest.param(
            row(1, '"No "bins" here."') + row(2), [(2, STRAY), (3, "Nine.")], id="stray marks"
        ),
        pytest.param(
            row(1, '"One\nline and "two"."') + row(2),
            [(2, STRAY), (3, "Give the title."), (4, "Nine.")],
            id="stray marks on a second line",
        ),
        pytest.param(MANY_UNCLOSED, [(n, OPEN) for n in range(2, 32)], id="in each row"),
    ],
)
def test_an_unclosed_mark_costs_its_own_line(text: str, found: list[tuple[int, str]]) -> None:
    told = read(text)
    assert [number for number, _ in told] == [number for number, _ in found]
    for (_, said), (_, expected) in zip(told, found, strict=True):
        assert expected in said
        assert "No bins." not in said


@pytest.mark.parametrize(
    "answer",
    [
        "One.\nTwo.\n\nThree.",
        "A line of many.\n" * 60 + "The last.",
        "We hold\nbeds, chairs, tables, desks, lamps, rugs\nand no more.",
        "Ward,Team,2017-03,5,6,7\nWard,Team,2017-04,5,6,8",
        "17/00123,Extension,2017-03,Granted,Mr X,Ward",
        "First:\n17/00123,Extension,2017-03,Granted,Mr X,Ward",
        "See\nOLD-7,Trees,12,14,15,16\nOLD-8, beds, Refused, ok, so, on",
        "See\n7,Trees,2017-03,14,15,16",
        "See\nOLD-7,Trees,2017-03,Refused,and others",
        "See\nOLD-7,Trees,2017-03,for ever,and,others",
        "See\nOLD-7,Trees,today,Refused,and,others",
        "He said\n“no”, and she, the clerk, said, twice, “yes”",
    ],
)
def test_an_honest_answer_of_several_lines_is_one_text(answer: str) -> None:
    assert read(row(1, f'"{answer}"') + row(2)) == [
        (2, answer),
        (3 + answer.count("\n"), "Nine."),
    ]
    first = f'"{answer}",How many?,Successful,2017-01,Bins,OLD-1\n'
    assert read(first, BACKWARDS) == [(2, answer)]


def test_marks_written_twice_are_marks_of_the_text() -> None:
    said = 'He said\n"no", and\n' + '"no" again, and\n' * 60 + '"yes"'
    written = said.replace('"', '""')
    assert read(row(1, f'"{written}"') + row(2)) == [(2, said), (65, "Nine.")]


@given(st.lists(st.text('ab,;"\n\t', min_size=1), min_size=1, max_size=4), st.sampled_from([0, 1]))
def test_what_a_spreadsheet_writes_is_read_as_it_was(
    texts: list[str], quoting: Literal[0, 1]
) -> None:
    out = io.StringIO(newline="")
    rows = ([f"OLD-{n}", "T", "2017-01", "Refused", "x", f"({t})"] for n, t in enumerate(texts))
    csv.writer(out, quoting=quoting).writerows(rows)
    assert [said for _, said in read(out.getvalue())] == [f"({text})" for text in texts]


def test_the_reference_may_stand_behind_the_open_mark() -> None:
    rows = (
        '"None,How many?,Successful,2017-01,Bins,OLD-1\n',
        "Two.,How many?,Successful,2017-02,Title,OLD-2\n",
        'Three.,How many?,Successful,2017-02,Title",OLD-3\n',
    )
    (one, broken), *others = read("".join(rows), BACKWARDS)
    assert one == 2
    assert OPEN in broken
    assert others == [(3, "Two."), (4, "Three.")]
    honest = '"None\nx,y,Refused,2017-02,Title,\nat all",How many?,Successful,2017-01,Bins,OLD-1\n'
    assert read(honest, BACKWARDS) == [(2, "None\nx,y,Refused,2017-02,Title,\nat all")]


def test_a_row_may_have_several_texts_of_several_lines() -> None:
    one = 'OLD-1,"A title\nof two","2017-01",Successful,"How\nmany?","None\nat all."\n'
    assert read(one + row(2)) == [(2, "None\nat all."), (6, "Nine.")]


def test_a_heading_with_an_open_mark_is_told() -> None:
    with pytest.raises(UnreadableLog, match=OPEN):
        read(row(1), 'reference,title,month,outcome,request,"response\n')


# --- lines that cannot be read -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            row(1, "No\rbins.") + row(2),
            [(2, "No"), (3, "Give the title."), (4, "Nine.")],
            id="a CR ends a line",
        ),
        pytest.param(
            (row(1) + row(2)).replace("\n", "\r"), [(2, "Nine."), (3, "Nine.")], id="only CR"
        ),
        pytest.param(
            (row(1, '"Two\nlines."') + row(2)).replace("\n", "\r\n"),
            [(2, "Two\nlines."), (4, "Nine.")],
            id="CRLF",
        ),
        pytest.param(
            row(1, "x" * (LONGEST_CELL + 1)) + row(2),
            [(2, "a cell has more than 2,000,000 characters"), (3, "Nine.")],
            id="a long cell",
        ),
        pytest.param(
            UNCLOSED + "x" * LONGEST_CELL + "\n" + row(2),
            [(2, "a cell has more than 2,000,000"), (3, "Give the title."), (4, "Nine.")],
            id="a long cell that an open mark makes",
        ),
    ],
)
def test_a_line_that_cannot_be_read_does_not_end_the_file(
    text: str, found: list[tuple[int, str]]
) -> None:
    told = read(text)
    assert [number for number, _ in told] == [number for number, _ in found]
    for (_, said), (_, expected) in zip(told, found, strict=True):
        assert expected in said


def test_a_bare_cr_within_a_line_that_is_given_is_told() -> None:
    lines = [HEADING, row(1, "No\rbins."), row(2, '"Two\n'), 'li\rnes."\n']
    one, two = read_lines(lines, today=date(2026, 11, 2))
    assert (one.number, one.entry, two.number) == (2, None, 3)
    assert two.entry


# --- bytes -------------------------------------------------------------------------------

LOST = "It has a byte that is no character, 0x"


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        pytest.param("Café – £5".encode(), b"Caf\xe9", ["Café – £5", "Café"], id="both encodings"),
        pytest.param(b"Caf\xe9", "Café – £5".encode(), ["Café", "Café – £5"], id="the old first"),
        pytest.param(b"Caf\xe9 \x96 \xa35", b"\x93x\x94", ["Café – £5", "“x”"], id="only the old"),
        pytest.param(b"a\x81b", "Café".encode(), [f"{LOST}81", "Café"], id="neither"),
        pytest.param("Zoë’s ".encode() + b"\xe9", b"Two.", [f"{LOST}E9", "Two."], id="in one line"),
        pytest.param(b'"Caf\xe9\nCaf\xc3\xa9"', b"Two.", ["Café\nCafé", "Two."], id="in one text"),
    ],
)
def test_each_line_is_decoded_by_itself(first: bytes, second: bytes, found: list[str]) -> None:
    rows = row(1, "{}").encode().replace(b"{}", first) + row(2, "{}").encode().replace(
        b"{}", second
    )
    told = [said for _, said in read(rows)]
    assert len(told) == 2
    for said, expected in zip(told, found, strict=True):
        assert said.startswith(expected)


def test_a_lost_byte_is_told_with_its_column_beside_what_else_is_wrong() -> None:
    content = HEADING.encode() + b"OLD-1,T\x81,ne\x81ver,Successful,,None.\n"
    (line,) = read_lines(text_lines(io.BytesIO(content)), today=date(2026, 11, 2))
    assert [(one.line, one.column) for one in line.problems] == [
        *((2, "title"), (2, "month"), (2, "request"))
    ]
    # What is told is stored, and a database takes characters only.
    for one in line.problems:
        one.message.encode()


def test_a_heading_with_a_lost_byte_is_told() -> None:
    lines = text_lines(io.BytesIO(HEADING.encode().replace(b"response", b"response,\x81")))
    with pytest.raises(UnreadableLog, match="byte that is no character") as told:
        list(read_lines(lines, today=date(2026, 11, 2)))
    str(told.value).encode()


# --- how much is read --------------------------------------------------------------------


def test_no_more_is_read_of_a_file_than_its_rows_need() -> None:
    """A file of any size is read with one row of it in memory, an open mark or not."""
    given_out = 0

    def lines() -> Iterator[str]:
        nonlocal given_out
        for line in [HEADING, row(1), UNCLOSED, *(row(n) for n in range(3, 1000))]:
            given_out += 1
            yield line

    found = read_lines(lines(), today=date(2026, 11, 2))
    seen = [(next(found).number, given_out) for _ in range(4)]
    assert seen == [(2, 2), (3, 4), (4, 4), (5, 5)]


@pytest.mark.parametrize(
    "line", ['a","\n', 'a,"\n', '"\n', 'a,"b\n', '""",\n', '"a""\n', UNCLOSED, "a\n"]
)
def test_no_line_is_read_more_often_than_a_row_has_texts(line: str) -> None:
    """Each may open a text, so that those behind it are looked at from each of them."""
    looked_at = 0

    def is_row(first: list[str], cells: list[str]) -> bool:
        nonlocal looked_at
        looked_at += 1
        return False

    records = Records([line] * 2000, ",")
    records.is_row = is_row
    assert len(list(records)) >= 1000
    assert looked_at <= 2000 * MOST_CELLS_OF_SEVERAL_LINES


@pytest.mark.parametrize("character", ["\0", "\x1b", "\u202e", "\ufffe"])
@pytest.mark.parametrize("cell", ["2017-02", "Nine."])
def test_a_character_that_cannot_be_printed_is_told_and_never_repeated(
    cell: str, character: str
) -> None:
    """No database keeps the first of them, be it in a record or in what is told of a row."""
    lines = read(row(1).replace(cell, cell[:2] + character + cell[2:]) + row(2))
    told = f"It has a character that cannot be printed: U+{ord(character):04X}."
    assert lines == [(2, told), (3, "Nine.")]

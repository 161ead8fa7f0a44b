"""An earlier log with broken lines: each is told, and the rows around it are read as they are."""

from __future__ import annotations

import io
from datetime import date

import pytest

from requests_app.earlier_log.files import text_lines
from requests_app.earlier_log.lines import UnreadableLog, read_lines

HEADING = "reference,title,month,outcome,request,response\n"


def row(number: int, response: str = "Nine.", reference: str = "OLD-") -> str:
    return f"{reference}{number},Title,2017-02,Successful,How many?,{response}\n"


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

"""Whole requests, written for these tests in the patterns that real ones have.

They stand in ``requests_to_split``, a file for each family of patterns, each below its name
after ``##``. A question stands in braces with its canonical number: ``{1(a): How many?}``;
``{-: ...}`` has none, ``{2*: ...}`` is a stem. The braces are taken away before the text is
split; ``␍`` is a carriage return and ``␉`` a tab.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from requests_app.splitting import split

_REQUESTS = Path(__file__).parent / "requests_to_split"
_QUESTION = re.compile(r"\{(?P<number>[^:{}*]+)(?P<stem>\*?): (?P<text>[^{}]*)\}")
_CONTROLS = str.maketrans("␍␉", "\r\t")


def requests_of(file: Path) -> dict[str, str]:
    """The marked requests of a file by name."""
    parts = re.split(r"^## (.+)\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {
        f"{file.stem}: {name}": marked.strip("\n").translate(_CONTROLS)
        for name, marked in zip(parts[1::2], parts[2::2], strict=True)
    }


CASES = {
    name: marked
    for file in sorted(_REQUESTS.glob("*.txt"))
    for name, marked in requests_of(file).items()
}


def read(marked: str) -> tuple[str, list[tuple[str, str, bool]]]:
    """The text without its marks, and (number, text, stem) of each question in it."""
    expected = [
        (found["number"].replace("-", ""), found["text"].strip(), bool(found["stem"]))
        for found in _QUESTION.finditer(marked)
    ]
    return _QUESTION.sub(lambda found: found["text"], marked), expected


@pytest.mark.parametrize("name", CASES)
def test_a_request_becomes_its_questions(name: str) -> None:
    text, expected = read(CASES[name])

    questions = [block for block in split(text) if block.kind == "question"]

    assert [(block.number, block.text, block.stem) for block in questions] == expected


def test_every_family_has_its_requests() -> None:
    assert len(CASES) > 150
    assert {name.partition(":")[0] for name in CASES} >= {"context", "labels", "nesting", "prose"}

"""The table of faults names tests that are there, and each is tried as often as it says."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| (F\d+)(?:–F(\d+))? \| ([^|]+) \| `([\w/.]+)::(\w+)` \|$", re.MULTILINE)


def rows() -> list[tuple[str, str, str, str, str]]:
    return ROW.findall((TESTS / "faults" / "README.md").read_text())


def test_the_table_is_whole() -> None:
    named: set[int] = set()
    for first, last, _, _, _ in rows():
        named.update(range(int(first[1:]), int(last or first[1:]) + 1))
    assert named == set(range(1, 18))


def test_each_row_has_its_test_and_its_rounds() -> None:
    for fault, _, what, file, name in rows():
        text = (TESTS / file).read_text()
        assert f"def {name}(" in text, (file, name)
        above = text.partition(f"def {name}(")[0].rpartition("\n\n")[2]
        body = text.partition(f"def {name}(")[2].partition("\n\n\n")[0]
        repeats = "(once" in what or f'pytest.mark.fault("{fault}")' in above or "ROUNDS" in body
        assert repeats, f"{file}::{name} is tried once"

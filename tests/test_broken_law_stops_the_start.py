"""A broken entry of the law stops the program before it serves anybody, by file and line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from exemptions.data_files import DATA

ROOT = Path(__file__).resolve().parent.parent
START = """
import sys
from pathlib import Path
from exemptions import data_files
data_files.DATA = Path(sys.argv[1])
import django
django.setup()
print("started")
"""


def start(data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", START, str(data)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "foi_portal.settings"},
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def test_what_ships_starts(data: Path) -> None:
    done = start(data)
    assert (done.returncode, done.stdout.strip()) == (0, "started"), done.stderr


@pytest.mark.parametrize(
    ("file", "change", "says"),
    [
        ("provisions/31.yaml", ("31(1)(f)", "31(1)(e)"), "31.yaml, line 24: 31(1)(e) stands"),
        ("facts.yaml", ("kind: yes_no", "kind: perhaps"), "facts.yaml, line "),
        ("wording/31.yaml", ("Section 31(1)(a)", "Section {31(1)(a)"), "31.yaml, line "),
        ("trees/31.yaml", ("fact: harm", "fact: harrm"), "31.yaml, line "),
        ("factors.yaml", ('"31":', '"21":'), "factors.yaml, line "),
        ("dated.yaml", ("value: 25", "value: x"), "dated.yaml, line "),
        ("obsolete_citations.yaml", ("example: section 40(4)", "example: x"), "line 15"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.endswith("yaml") else "",
)
def test_a_broken_entry_stops_the_start(
    data: Path, file: str, change: tuple[str, str], says: str
) -> None:
    text = (data / file).read_text()
    assert change[0] in text
    (data / file).write_text(text.replace(change[0], change[1], 1))
    done = start(data)
    assert done.returncode != 0
    assert "started" not in done.stdout
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("exemptions.data_files.BrokenData: ")
    assert says in last

"""The verbs' own tests once more, on a real PostgreSQL, where people really come at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import new_database

HERE = Path(__file__).parent
AGAIN = [
    "test_actions_drafting.py",
    "test_actions_rendering.py",
    "test_actions_review.py",
    "test_actions_workflow.py",
    "test_append_only.py",
    "test_case_files.py",
    "test_compiling.py",
]


@pytest.mark.servers
def test_verbs_hold_on_postgresql(postgres_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--create-db"]
        + [str(HERE / name) for name in AGAIN],
        env=os.environ | {"DATABASE_URL": new_database(postgres_url)},
        cwd=HERE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "skipped" not in done.stdout.splitlines()[-1]

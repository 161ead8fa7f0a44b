"""Where fonts lie: kept while a process lives, cleared after it, and never silently missing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from requests_app.rendering import RenderFailed
from requests_app.rendering.fonts import load_fonts

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

KILLED = """
import os, signal, django
django.setup()
from requests_app.rendering.fonts import load_fonts
kept = load_fonts()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "fonts"


def test_what_a_killed_process_left_is_cleared_and_what_is_in_use_is_kept(folder: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "FOI_DATA_DIR": str(folder.parent)},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    (left,) = folder.iterdir()

    first, _ = load_fonts()
    (mine,) = folder.iterdir()
    assert mine != left

    second, _ = load_fonts()
    assert mine in folder.iterdir()
    assert len(list(folder.iterdir())) == 2
    assert first.font_map != second.font_map


def test_a_font_that_is_not_there_is_an_error(
    folder: Path, tmp_path: Path, settings: Settings
) -> None:
    settings.BASE_DIR = tmp_path
    with pytest.raises(RenderFailed, match=r"source-sans-3-latin-400-normal\.woff2 is missing"):
        load_fonts()
    assert not folder.exists()


def test_a_font_that_cannot_be_read_is_an_error(
    folder: Path, tmp_path: Path, settings: Settings
) -> None:
    static = Path("static") / "build" / "fonts"
    whole = settings.BASE_DIR / static
    if not whole.exists():
        whole = settings.BASE_DIR / "static/node_modules/@fontsource/source-sans-3/files"
    shutil.copytree(whole, tmp_path / static)
    (tmp_path / static / "source-sans-3-latin-600-normal.woff2").write_bytes(b"wOF2 damaged")
    settings.BASE_DIR = tmp_path
    with pytest.raises(RenderFailed, match="Only 7 of 8 fonts"):
        load_fonts()
    assert folder.exists()

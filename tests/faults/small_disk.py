"""A small file system of its own, to fill: only root may mount one."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def mounted(folder: Path, *, megabytes: int) -> Iterator[Path]:
    """The folder, for so long; skips the test on a machine that mounts nothing."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        pytest.skip(f"this machine mounts nothing: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path, *, leave: int = 0) -> None:
    """Until nothing fits any more, then gives back ``leave`` bytes."""
    # Without a buffer, of which a rest would be written at the end, when nothing fits any more.
    with (disk / "filler").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\0" * 65536)
    with (disk / "filler").open("rb+") as file:
        file.truncate(max(0, (disk / "filler").stat().st_size - leave))


def free(disk: Path) -> None:
    (disk / "filler").unlink()

"""What the kernel says of processes: which run, and whose children they are."""

from __future__ import annotations

import contextlib
from pathlib import Path


def alive(process: int) -> bool:
    """Whether the process runs; one that has ended but was not yet collected does not."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] not in "ZX"


def children_of(process: int) -> list[int]:
    """The children of all its threads, also those that have ended and were not collected.

    None when the process has ended meanwhile, for instance since it was itself somebody's child.
    """
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return [
            int(word)
            for listed in Path(f"/proc/{process}/task").glob("*/children")
            for word in listed.read_text().split()
        ]
    return []


def descendants_of(process: int) -> list[int]:
    children = children_of(process)
    return children + [inner for child in children for inner in descendants_of(child)]

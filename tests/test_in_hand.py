"""What a process has in hand holds up the worker's end, and no longer than it lives."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from foi_portal import in_hand


@pytest.fixture
def opened() -> Iterator[None]:
    in_hand._open()
    yield
    in_hand._locked.pop().close()


def process_with_a_task(*, that_finishes: bool) -> tuple[int, int]:
    """Its number, and the end of a pipe that tells when it has the task in hand or finished it."""
    told, tells = os.pipe()
    child = os.fork()
    if child == 0:
        in_hand._take()
        if that_finishes:
            in_hand._let_go()
        os.write(tells, b".")
        signal.pause()
    os.read(told, 1)
    os.close(told)
    return child, tells


def end(child: int, tells: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(tells)


@pytest.mark.usefixtures("opened")
def test_a_task_is_seen_until_its_process_is_killed() -> None:
    assert not in_hand._is_anything()
    one, another = (process_with_a_task(that_finishes=False) for _ in range(2))
    assert in_hand._is_anything()
    end(*one)
    assert in_hand._is_anything(), "the other has one still"
    end(*another)
    assert not in_hand._is_anything()


@pytest.mark.usefixtures("opened")
def test_a_finished_task_holds_nothing_up() -> None:
    child = process_with_a_task(that_finishes=True)
    assert not in_hand._is_anything()
    end(*child)


def test_where_no_worker_was_started_a_task_needs_no_lock() -> None:
    in_hand._take()
    in_hand._let_go()
    assert not in_hand._is_anything()

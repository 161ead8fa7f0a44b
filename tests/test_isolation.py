"""The limited child: what it returns, how it is stopped, and that the parent is unharmed."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from requests_app.rendering.isolation import MEBIBYTE, Limits, RenderFailed, run_limited

SHORT = Limits(wall_seconds=0.5, cpu_seconds=20, memory=200 * MEBIBYTE, result=MEBIBYTE)


def spin() -> None:
    while True:
        pass


def fail() -> None:
    raise RenderFailed("It cannot be made.")


def nest(depth: int = 0) -> int:
    return nest(depth + 1)


def kill_oneself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def stop_like_the_engine() -> None:
    raise KeyboardInterrupt("not an Exception")


def test_a_result_comes_back_whole() -> None:
    assert run_limited(lambda: b"x" * 900_000, SHORT) == b"x" * 900_000


def test_it_runs_in_another_process() -> None:
    assert run_limited(os.getpid) != os.getpid()


@pytest.mark.parametrize(
    ("work", "limits", "says"),
    [
        (spin, SHORT, "longer than"),
        (spin, Limits(wall_seconds=20, cpu_seconds=1), "1 seconds of computing"),
        (lambda: bytearray(400 * MEBIBYTE), SHORT, "200 megabytes"),
        (lambda: b"x" * (2 * MEBIBYTE), SHORT, "larger than 1 megabytes"),
        (fail, SHORT, "It cannot be made."),
        (nest, SHORT, "nested too deeply"),
        (kill_oneself, SHORT, "was killed"),
        (stop_like_the_engine, SHORT, "KeyboardInterrupt"),
    ],
)
def test_each_end_has_its_reason_and_the_next_work_runs(
    work: object, limits: Limits, says: str
) -> None:
    with pytest.raises(RenderFailed, match=says):
        run_limited(work, limits)  # type: ignore[arg-type]
    assert run_limited(lambda: "next", SHORT) == "next"


def test_no_zombie_and_no_open_pipe_is_left() -> None:
    before = sorted(Path("/proc/self/fd").iterdir())
    for work in (lambda: 1, fail, kill_oneself):
        try:
            run_limited(work, SHORT)
        except RenderFailed:
            continue
    assert len(list(Path("/proc/self/fd").iterdir())) == len(before)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_exit_handlers_of_the_parent_do_not_run_in_the_child(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    with trace.open("w") as log:
        log.write("written once")  # still in the parent's buffer when the child exits
        run_limited(lambda: None, SHORT)
    assert trace.read_text() == "written once"

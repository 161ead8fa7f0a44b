"""The limited child: what it returns, how it is stopped, and that the parent is unharmed."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from requests_app.rendering import isolation
from requests_app.rendering.isolation import (
    MEBIBYTE,
    Interrupted,
    Limits,
    RenderFailed,
    run_limited,
)
from tests.processes import children_of

# Time enough for a busy machine; only what never ends is stopped sooner.
SHORT = Limits(wall_seconds=300, cpu_seconds=20, memory=200 * MEBIBYTE, result=MEBIBYTE)


def spin() -> bytes:
    while True:
        pass


def wait() -> bytes:
    time.sleep(600)
    return b""


def fail() -> bytes:
    raise RenderFailed("It cannot be made.")


def nest(depth: int = 0) -> bytes:
    return nest(depth + 1)


def kill_oneself() -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def crash() -> bytes:
    os.kill(os.getpid(), signal.SIGTRAP)
    return b""


def stop_like_the_engine() -> bytes:
    raise KeyboardInterrupt("not an Exception")


def test_a_result_comes_back_whole() -> None:
    assert run_limited(lambda: b"x" * 900_000, SHORT) == b"x" * 900_000


def test_it_runs_in_another_process() -> None:
    assert run_limited(lambda: b"%d" % os.getpid()) != b"%d" % os.getpid()


@pytest.mark.parametrize(
    ("work", "limits", "says"),
    [
        (wait, Limits(wall_seconds=0.5), "not finished after 0.5 seconds"),
        (spin, Limits(wall_seconds=300, cpu_seconds=1), "1 seconds of computing"),
        (lambda: bytes(400 * MEBIBYTE), SHORT, "200 megabytes"),
        (lambda: b"x" * (2 * MEBIBYTE), SHORT, "larger than 1 megabytes"),
        (fail, SHORT, "It cannot be made."),
        (nest, SHORT, "The program failed"),
        (kill_oneself, SHORT, "stopped from outside"),
        (stop_like_the_engine, SHORT, "The program failed"),
        (crash, SHORT, "crashed"),
    ],
)
def test_each_end_has_its_reason_and_the_next_work_runs(
    work: Callable[[], bytes], limits: Limits, says: str
) -> None:
    with pytest.raises(RenderFailed, match=says):
        run_limited(work, limits)
    assert run_limited(lambda: b"next", SHORT) == b"next"


def test_an_end_that_the_machine_brought_is_told_from_one_of_the_document() -> None:
    """Waiting for a busy machine, or being killed, says nothing of the work: it may go again."""
    for work, limits in ((wait, Limits(wall_seconds=0.2)), (kill_oneself, SHORT)):
        with pytest.raises(Interrupted):
            run_limited(work, limits)
    for work, limits in ((spin, Limits(wall_seconds=300, cpu_seconds=1)), (fail, SHORT)):
        with pytest.raises(RenderFailed) as ended:
            run_limited(work, limits)
        assert not isinstance(ended.value, Interrupted)


def test_somebody_watches_while_it_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_WATCH_SECONDS", 0.01)
    seen: list[int] = []

    def watch() -> None:
        seen.append(len(seen))
        if len(seen) == 3:
            raise LookupError("not wanted any more")

    before = children_of(os.getpid())
    with pytest.raises(LookupError):
        run_limited(wait, SHORT, watch=watch)
    assert seen == [0, 1, 2]
    assert children_of(os.getpid()) == before


def test_the_child_has_no_network_and_the_worker_keeps_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second half is the control: what the child is not allowed is there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()

        def call() -> bytes:
            try:
                socket.create_connection(address).close()
            except PermissionError:
                return b"refused"
            return b"reached"

        assert run_limited(call, SHORT) == b"refused"
        assert call() == b"reached"
        monkeypatch.setattr(isolation, "go_offline", lambda: False)
        assert run_limited(call, SHORT) == b"reached"


def test_the_child_cannot_speak_over_a_connection_of_the_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It needs no network for that. The second half is the control."""
    of_the_worker, of_the_database = socket.socketpair()

    def speak() -> bytes:
        try:
            os.write(of_the_worker.fileno(), b"DROP TABLE")
        except OSError as error:
            return str(error.strerror).encode()
        return b"said"

    with of_the_worker, of_the_database:
        assert run_limited(speak, SHORT) == b"Bad file descriptor"
        monkeypatch.setattr(isolation, "_let_go_of_all_but", lambda kept: None)
        assert run_limited(speak, SHORT) == b"said"
        assert of_the_database.recv(100) == b"DROP TABLE"


def test_what_the_child_starts_has_no_network_either() -> None:
    program = "import socket; socket.socket()"

    def start() -> bytes:
        done = subprocess.run(
            [sys.executable, "-I", "-c", program], capture_output=True, check=False
        )
        return done.stderr

    assert b"PermissionError" in run_limited(start, SHORT)


def test_no_zombie_and_no_open_pipe_is_left() -> None:
    before, children = sorted(Path("/proc/self/fd").iterdir()), children_of(os.getpid())
    for work in (lambda: b"1", fail, kill_oneself):
        try:
            run_limited(work, SHORT)
        except RenderFailed:
            continue
    assert len(list(Path("/proc/self/fd").iterdir())) == len(before)
    assert children_of(os.getpid()) == children


def test_exit_handlers_of_the_parent_do_not_run_in_the_child(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    with trace.open("w") as log:
        log.write("written once")  # still in the parent's buffer when the child exits
        run_limited(lambda: b"", SHORT)
    assert trace.read_text() == "written once"


def test_the_child_does_not_outlive_a_killed_worker(tmp_path: Path) -> None:
    trace = tmp_path / "child"

    def sleep() -> bytes:
        trace.write_text(str(os.getpid()))
        time.sleep(60)
        return b""

    worker = os.fork()
    if worker == 0:
        with contextlib.suppress(RenderFailed):
            run_limited(sleep)
        os._exit(0)
    child = int(_wait_for_text(trace))
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    assert _ended(child)


def _wait_for_text(path: Path) -> str:
    for _ in range(500):
        if path.exists() and (text := path.read_text()):
            return text
        time.sleep(0.02)
    raise AssertionError(f"nothing was written to {path.name}")


def _ended(process: int) -> bool:
    for _ in range(500):
        stat = Path(f"/proc/{process}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False

"""The embedded broker is files that several processes write and read at any moment."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu.connection import Connection
from kombu.transport.filesystem import Transport, exchange_queue_t

from foi_portal import broker_in_files
from foi_portal.broker_in_files import WholeFilesTransport
from foi_portal.celery import app

MESSAGE = {"body": "[1]", "properties": {"delivery_tag": "1"}}
KILLED = 9


def channel(folder: Path, kind: type[Transport] = WholeFilesTransport) -> Any:
    """As one process has it."""
    options = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder / "control"),
    }
    (folder / "control").mkdir(exist_ok=True)
    connection: Any = Connection(transport=kind, transport_options=options)  # type: ignore[no-untyped-call]
    return connection.default_channel


def all_of(reader: Any) -> list[Any]:
    found = []
    while True:
        try:
            found.append(reader._get("celery"))
        except Empty:
            return found


# --- whatever happens between two steps of a writer --------------------------------------------
#
# Python tells of each file that is opened, locked, renamed or removed before it is done. A hook
# cannot be taken away again, so there is one, which asks this.

_between: list[Callable[[], None]] = []
_STEPS = {"open", "fcntl.flock", "os.rename", "os.remove"}


def _hook(event: str, _: object) -> None:
    if _between and event in _STEPS:
        happens = _between.pop()
        happens()
        _between.append(happens)


sys.addaudithook(_hook)


@contextmanager
def between_steps(happens: Callable[[], None]) -> Iterator[None]:
    _between.append(happens)
    try:
        yield
    finally:
        _between.clear()


def killed_at_each_step(deed: Callable[[], object]) -> Iterator[int]:
    """A process of its own does it, and is killed before its first step, its second, and so on.

    Yields after each of them, until one came to its end.
    """
    step = 0
    while True:
        if not (pid := os.fork()):
            left = [step]

            def kill(left: list[int] = left) -> None:
                left[0] -= 1
                if left[0] < 0:
                    os._exit(KILLED)

            with between_steps(kill):
                deed()
            os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != KILLED:
            return
        yield step
        step += 1


# --- messages ----------------------------------------------------------------------------------


def taken_while_it_is_written(folder: Path, kind: type[Transport]) -> list[Any]:
    writer, reader = channel(folder, kind), channel(folder, kind)
    found: list[Any] = []
    with between_steps(lambda: found.extend(all_of(reader))):
        writer._put("celery", MESSAGE)
    return found + all_of(reader)


def test_a_worker_that_looks_while_a_message_is_written_gets_all_of_it(tmp_path: Path) -> None:
    assert taken_while_it_is_written(tmp_path, WholeFilesTransport) == [MESSAGE]


def test_with_kombu_it_would_take_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        taken_while_it_is_written(tmp_path, Transport)


def test_two_workers_never_get_the_same_message(tmp_path: Path) -> None:
    one, other = channel(tmp_path), channel(tmp_path)
    for number in range(3):
        one._put("celery", {"number": number})
    found: list[Any] = []
    with between_steps(lambda: found.extend(all_of(other))):
        found += all_of(one)
    assert sorted(message["number"] for message in found) == [0, 1, 2]


def test_who_writes_a_message_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    writer, reader = channel(tmp_path), channel(tmp_path)
    steps = 0
    for _ in killed_at_each_step(lambda: writer._put("celery", MESSAGE)):
        steps += 1
        assert all_of(reader) == []
    assert steps > 1
    assert all_of(reader) == [MESSAGE], "the last one was not killed"


def test_messages_come_in_the_order_in_which_they_were_sent(tmp_path: Path) -> None:
    writer = channel(tmp_path)
    for number in range(50):
        writer._put("celery", {"number": number})
        writer._put("another", {"number": -1})
    assert [message["number"] for message in all_of(channel(tmp_path))] == [*range(50)]


@pytest.mark.parametrize("broken", ["", '{"body": "', "[1]", "\0\0\0"])
def test_a_broken_message_is_told_and_those_behind_it_come(
    tmp_path: Path, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "0_1.celery.msg").write_text(broken)
    writer = channel(tmp_path)
    writer._put("celery", MESSAGE)
    assert all_of(channel(tmp_path)) == [MESSAGE]
    assert "cannot be read" in caplog.text
    assert [file for file in tmp_path.iterdir() if file.is_file()] == []


# --- who listens to an exchange ----------------------------------------------------------------


def bind(channel: Any, queue: str) -> None:
    channel._queue_bind("celery", "celery", "", queue)


def listens(queue: str) -> exchange_queue_t:
    return exchange_queue_t("celery", "", queue)


def seen_while_it_is_bound(folder: Path, kind: type[Transport]) -> list[list[Any]]:
    worker, page = channel(folder, kind), channel(folder, kind)
    seen: list[list[Any]] = []
    with between_steps(lambda: seen.append(page.get_table("celery"))):
        bind(worker, "one")
    return [*seen, page.get_table("celery")]


def test_a_page_that_tells_of_a_document_while_a_worker_starts_reads_a_whole_table(
    tmp_path: Path,
) -> None:
    *before, after = seen_while_it_is_bound(tmp_path, WholeFilesTransport)
    assert after == [listens("one")]
    assert all(table in ([], after) for table in before)
    assert before


def test_with_kombu_it_would_meet_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        seen_while_it_is_bound(tmp_path, Transport)


def test_a_worker_may_be_killed_at_any_moment_of_its_start(tmp_path: Path) -> None:
    steps = 0
    worker, other = channel(tmp_path), channel(tmp_path)
    bind(other, "earlier")
    for step in killed_at_each_step(lambda: bind(worker, "one")):
        steps += 1
        assert listens("one") not in other.get_table("celery")
        bind(other, f"later {step}")
        assert listens(f"later {step}") in other.get_table("celery")
    assert steps > 1
    assert {listens("one"), listens("earlier")} <= {*other.get_table("celery")}


def test_a_worker_that_ends_never_writes_into_a_table_that_is_there(tmp_path: Path) -> None:
    worker = channel(tmp_path)
    bind(worker, "another")
    bind(worker, "one")
    table = tmp_path / "control" / "celery.exchange"
    whole = table.read_text()
    with table.open() as reading:
        worker._delete("one", "celery", "celery", "")
        assert reading.read() == whole
    assert worker.get_table("celery") == [listens("another")]


def test_an_empty_table_that_an_earlier_release_left_is_written_anew(tmp_path: Path) -> None:
    worker = channel(tmp_path)
    (tmp_path / "control" / "celery.exchange").touch()
    assert worker.get_table("celery") == []
    bind(worker, "one")
    assert worker.get_table("celery") == [listens("one")]


def test_who_binds_twice_stands_in_the_table_once_and_who_leaves_no_more(tmp_path: Path) -> None:
    worker = channel(tmp_path)
    for queue in ("one", "two", "one"):
        bind(worker, queue)
    assert sorted(worker.get_table("celery")) == [listens("one"), listens("two")]
    worker._delete("one", "celery", "celery", "")
    assert worker.get_table("celery") == [listens("two")]


# --- what killed processes leave ---------------------------------------------------------------


def unfinished(folder: Path) -> list[str]:
    return [file.suffix for file in folder.iterdir() if file.suffix in {".part", ".taken"}]


def leave_behind(folder: Path) -> None:
    """What a writer and a reader leave that are killed at any of their steps."""
    for step in killed_at_each_step(lambda: channel(folder)._put("celery", {"number": -1})):
        assert step < 20
    all_of(channel(folder))
    for step in range(3):
        channel(folder)._put("celery", {"number": step})
    for step in killed_at_each_step(lambda: channel(folder)._get("celery")):
        assert step < 20


def test_what_killed_processes_left_goes_after_an_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_behind(tmp_path)
    assert set(unfinished(tmp_path)) == {".part", ".taken"}
    left = unfinished(tmp_path)
    assert all_of(channel(tmp_path)) is not None
    assert unfinished(tmp_path) == left
    monkeypatch.setattr(broker_in_files, "LEFT_BEHIND", 0)
    all_of(channel(tmp_path))
    assert unfinished(tmp_path) == []


def test_a_message_that_waited_for_a_day_is_not_taken_for_one(tmp_path: Path) -> None:
    one, other = channel(tmp_path), channel(tmp_path)
    one._put("celery", MESSAGE)
    (message,) = tmp_path.glob("*.msg")
    os.utime(message, (0, 0))
    steps: list[list[Any]] = []

    def looks_once_it_is_taken() -> None:
        steps.append(all_of(other) if steps else [])

    with between_steps(looks_once_it_is_taken):
        assert one._get("celery") == MESSAGE
    assert len(steps) > 1
    assert not any(steps)


def test_the_portal_uses_it() -> None:
    with app.connection_for_write() as connection:
        assert isinstance(connection.transport, WholeFilesTransport)

"""Runs work in a forked child with limits on memory, processor and wall time.

It knows processes and pipes, nothing of documents. A layout engine can be driven into minutes
of C code or gigabytes of memory by a few hundred bytes of text, and a time limit inside the
process does not reach into C. So the work happens in a child of this warm process, which is
killed when its time is up; the parent is never harmed.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

MEBIBYTE = 1024 * 1024
READ_SIZE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """``memory`` comes on top of what the warm parent has mapped already; seconds and bytes."""

    wall_seconds: float = 25.0
    cpu_seconds: int = 20
    memory: int = 1024 * MEBIBYTE
    result: int = 50 * MEBIBYTE


LIMITS = Limits()


class RenderFailed(Exception):
    """A document cannot be made. The message is a sentence that a person understands."""


def run_limited(work: Callable[[], Any], limits: Limits = LIMITS) -> Any:
    """What ``work`` returns (it must pickle), computed in a child. Raises RenderFailed.

    The child is always reaped, whether it returns, fails, is killed or runs out of time.
    """
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        _work_in_child(work, limits, receiving, sending)
    os.close(sending)
    payload = None
    try:
        payload = _read_all(receiving, limits)
    finally:
        os.close(receiving)
        status = _reap(child, kill=payload is None)
    return _result(payload, status, limits)


# --- in the child -----------------------------------------------------------------------


def _work_in_child(
    work: Callable[[], Any], limits: Limits, receiving: int, sending: int
) -> NoReturn:
    """Never returns: no handler, buffer or connection of the parent may run or flush here."""
    code = 1
    try:
        os.close(receiving)
        _forget_the_parents_signals()
        _limit_this_process(limits)
        _send(sending, _attempt(work, limits))
        code = 0
    finally:
        os._exit(code)


def _attempt(work: Callable[[], Any], limits: Limits) -> tuple[str, Any]:
    try:
        return "done", work()
    except RenderFailed as error:
        return "failed", str(error)
    except MemoryError:
        return "failed", _too_much_memory(limits)
    except RecursionError:
        return "failed", "The text is nested too deeply to be laid out."
    except BaseException as error:  # noqa: BLE001 - the engine raises BaseException for fetches
        return "failed", f"The renderer stopped with an error ({type(error).__name__}: {error})."


def _forget_the_parents_signals() -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGCHLD, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)


def _limit_this_process(limits: Limits) -> None:
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _limit(resource.RLIMIT_AS, mapped + limits.memory)
    # The soft limit sends SIGXCPU, which tells the reason; the hard one kills.
    cpu = limits.cpu_seconds + int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 2))
    _limit(resource.RLIMIT_FSIZE, limits.result)
    _limit(resource.RLIMIT_CORE, 0)


def _limit(what: int, amount: int) -> None:
    """Lowers a limit; one that the machine has set lower already stays."""
    _, hard = resource.getrlimit(what)
    amount = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    resource.setrlimit(what, (amount, amount))


def _send(sending: int, message: tuple[str, Any]) -> None:
    payload = memoryview(pickle.dumps(message))
    while payload:
        payload = payload[os.write(sending, payload) :]


# --- in the parent ----------------------------------------------------------------------


def _read_all(receiving: int, limits: Limits) -> bytes:
    """All that the child says until it closes the pipe. Raises RenderFailed on too much."""
    chunks = bytearray()
    deadline = time.monotonic() + limits.wall_seconds
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([receiving], [], [], left)[0]:
            raise RenderFailed(f"It took longer than {limits.wall_seconds:g} seconds.")
        chunk = os.read(receiving, READ_SIZE)
        if not chunk:
            return bytes(chunks)
        chunks += chunk
        if len(chunks) > limits.result:
            raise RenderFailed(f"It is larger than {limits.result // MEBIBYTE} megabytes.")


def _reap(child: int, *, kill: bool) -> int:
    """The child's status once it has ended; no zombie stays behind.

    Without ``kill`` it has closed the pipe, which is the last thing that it does.
    """
    if kill:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _result(payload: bytes, status: int, limits: Limits) -> Any:
    if not payload:
        raise RenderFailed(_why_killed(os.waitstatus_to_exitcode(status), limits))
    # Only our own forked child writes to this pipe.
    kind, value = pickle.loads(payload)  # noqa: S301
    if kind == "failed":
        raise RenderFailed(value)
    return value


def _why_killed(code: int, limits: Limits) -> str:
    if code == -signal.SIGXCPU:
        return f"It needed more than {limits.cpu_seconds} seconds of computing."
    if code == -signal.SIGKILL:
        return "The process that made it was killed."
    if code == 1:
        return _too_much_memory(limits)
    return f"The process that made it ended unexpectedly ({code})."


def _too_much_memory(limits: Limits) -> str:
    return f"It needed more than {limits.memory // MEBIBYTE} megabytes of memory."

"""Runs a piece of work in a forked child with limits on memory, time and size, without a network
and without what its parent had open. Linux only.

The parent is warm, so a fork costs milliseconds. Whatever the work does, be it an endless loop
in C, a memory bomb or a crash, the child ends, is reaped, and the parent learns why. A soft
time limit cannot do that: a signal handler of Python never runs while C code does.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import resource
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from requests_app.rendering.offline import go_offline
from requests_app.traces import trace_of

_DONE, _REFUSED, _NO_MEMORY, _BROKEN = b"D", b"R", b"M", b"B"

logger = logging.getLogger(__name__)

MEBIBYTE = 1 << 20
_CHUNK = MEBIBYTE
_WATCH_SECONDS = 5.0
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Limits:
    """``memory`` comes on top of what the warm parent has mapped already; seconds and bytes.

    Work is judged by the processor time that it takes, which no neighbour makes longer. The
    wall clock only ends what does not compute at all, or a machine that is much too busy.
    """

    wall_seconds: float = 240.0
    cpu_seconds: int = 60
    memory: int = 1024 * MEBIBYTE
    result: int = 50 * MEBIBYTE


LIMITS = Limits()


class RenderFailed(Exception):
    """A document cannot be made; ``reason`` is a sentence that a person understands."""

    tellable = True

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Interrupted(RenderFailed):
    """The machine ended the work, not the document: another attempt may well succeed."""


def run_limited(
    work: Callable[[], bytes],
    limits: Limits = LIMITS,
    *,
    watch: Callable[[], None] | None = None,
) -> bytes:
    """What ``work`` returns, computed in a child of this process. Raises RenderFailed.

    The child is always reaped, whether it returns, fails, is killed or runs out of time. A
    RenderFailed of ``work`` comes back as it is; any other error is logged with its trace.
    ``watch`` is called every few seconds while the child works; what it raises ends the child.
    """
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        _live(work, limits, sending)
    os.close(sending)
    answer = None
    try:
        answer = _listen(receiving, limits, watch)
    finally:
        os.close(receiving)
        status = _reap(child, kill=answer is None)
    return _understand(answer, status, limits)


# --- the child --------------------------------------------------------------------------


def _live(work: Callable[[], bytes], limits: Limits, sending: int) -> NoReturn:
    """Never returns, never runs the parent's exit handlers, never touches what it inherited."""
    try:
        _let_go_of_all_but(sending)
        _settle(limits)
        _say(sending, _result(work))
    except BaseException:  # noqa: BLE001 - whatever happens, this process must not live on
        os._exit(1)
    os._exit(0)


def _let_go_of_all_but(kept: int) -> None:
    """A worker's connections to database and broker need no network to be written to."""
    above_the_standard_ones, above_all = 3, resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    os.closerange(above_the_standard_ones, kept)
    os.closerange(kept + 1, above_all)


def _settle(limits: Limits) -> None:
    logging.disable(logging.CRITICAL)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGUSR1, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    # A killed worker takes its child along; nobody else would end it.
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    os.nice(5)
    with contextlib.suppress(OSError):
        # When the machine runs out of memory, this process goes first.
        Path("/proc/self/oom_score_adj").write_text("500")
    _limit(resource.RLIMIT_AS, _address_space() + limits.memory)
    # At the first limit comes a signal that tells its reason, a second later the kill.
    cpu = limits.cpu_seconds + int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 2))
    _limit(resource.RLIMIT_FSIZE, limits.result)
    _limit(resource.RLIMIT_CORE, 0)
    go_offline()


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (ceiling, ceiling))


def _result(work: Callable[[], bytes]) -> bytes:
    try:
        return _DONE + work()
    except RenderFailed as refusal:
        return _REFUSED + refusal.reason.encode(errors="replace")
    except MemoryError:
        return _NO_MEMORY
    except BaseException as error:  # noqa: BLE001 - the parent logs it
        return _BROKEN + trace_of(error).encode(errors="replace")


def _say(sending: int, message: bytes) -> None:
    view = memoryview(message)
    while view:
        view = view[os.write(sending, view) :]


# --- the parent -------------------------------------------------------------------------


def _listen(receiving: int, limits: Limits, watch: Callable[[], None] | None) -> bytes:
    """All that the child says until it closes the pipe. Raises RenderFailed on too much."""
    heard = bytearray()
    poll = select.poll()
    poll.register(receiving, select.POLLIN)
    deadline = time.monotonic() + limits.wall_seconds
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Interrupted(
                f"It was not finished after {limits.wall_seconds:g} seconds: "
                "the machine was too busy."
            )
        if not poll.poll(min(left, _WATCH_SECONDS) * 1000):
            if watch:
                watch()
            continue
        chunk = os.read(receiving, _CHUNK)
        if not chunk:
            return bytes(heard)
        heard += chunk
        if len(heard) > limits.result:
            raise RenderFailed(f"It is larger than {limits.result // MEBIBYTE} megabytes.")


def _reap(child: int, *, kill: bool) -> int:
    """How the child ended: an exit code, or a signal as a negative number."""
    if kill:
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _understand(answer: bytes, status: int, limits: Limits) -> bytes:
    verdict, content = answer[:1], answer[1:]
    if status == -signal.SIGKILL:
        raise Interrupted(
            "It was stopped from outside, perhaps because the machine ran out of memory."
        )
    if status != 0:
        raise RenderFailed(_death(status, limits))
    if verdict == _REFUSED:
        raise RenderFailed(content.decode())
    if verdict == _NO_MEMORY:
        raise RenderFailed(_too_much_memory(limits))
    if verdict == _BROKEN:
        logger.error("a rendering broke in its child:\n%s", content.decode())
        raise RenderFailed("The program failed while it made this document; the log has details.")
    return content


def _death(status: int, limits: Limits) -> str:
    if status == -signal.SIGXCPU:
        return f"It needed more than {limits.cpu_seconds} seconds of computing."
    if status < 0:
        # The engine's C libraries end the process when they cannot get memory.
        name = signal.Signals(-status).name
        return f"The print engine crashed ({name}), perhaps because it needed too much memory."
    return _too_much_memory(limits)


def _too_much_memory(limits: Limits) -> str:
    return f"It needed more than {limits.memory // MEBIBYTE} megabytes of memory."

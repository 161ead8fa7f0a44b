"""Keeps child programs running and ends them all together; knows nothing of what they are.

Each child leads a process group of its own, so that what it starts can be ended with it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

POLL = 0.2
STEADY = 60.0
LONGEST_WAIT = 30.0


@dataclass
class Child:
    """A program to keep running. ``wait`` is the pause before its next start, in seconds."""

    name: str
    argv: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    start_at: float = 0.0
    wait: float = 0.0


@dataclass
class Supervisor:
    """Starts the children, restarts one that ends, and stops all on SIGINT or SIGTERM."""

    children: Sequence[Child]
    environment: Mapping[str, str]
    say: Callable[[str], object]
    grace: float = 10.0
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self, *, when_started: Callable[[], object]) -> None:
        """Return after a signal, when every child and all it started have ended."""
        handlers = {
            number: signal.signal(number, self._on_signal)
            for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            self.tend()
            when_started()
            while not self.stopping.wait(POLL):
                self.tend()
        finally:
            self._stop()
            for number, handler in handlers.items():
                signal.signal(number, handler)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.stopping.is_set():  # asked twice: somebody is in a hurry
            self.grace = 0.0
        self.stopping.set()

    def tend(self) -> None:
        """Notice what has ended; start what is due."""
        now = time.monotonic()
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                self._lost(child, child.process, now)
            if child.process is None and now >= child.start_at:
                self._start(child, now)

    def _start(self, child: Child, now: float) -> None:
        # Were this process killed outright, the kernel would still end the child.
        tied = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
        child.process = subprocess.Popen(  # noqa: S603 - the programs are this project's own
            [*tied, *child.argv],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        child.started = now

    def _lost(self, child: Child, process: subprocess.Popen[bytes], now: float) -> None:
        # What the dead leader left behind would hold its port or its queue.
        end_group(process.pid, signal.SIGKILL)
        steady = now - child.started > STEADY
        child.wait = 1.0 if steady or not child.wait else min(child.wait * 2, LONGEST_WAIT)
        child.start_at = now + child.wait
        child.process = None
        self.say(
            f"The {child.name} ended unexpectedly ({reason(process.returncode)}); "
            f"it is started again in {child.wait:.0f} s."
        )

    def _stop(self) -> None:
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            # Only the leader: it lets its own helpers finish what they have in hand.
            process.terminate()
        asked = time.monotonic()
        while any(process.poll() is None for process in running):
            # A second signal sets the grace to nothing while this waits.
            if time.monotonic() - asked >= self.grace:
                break
            time.sleep(POLL / 4)
        for process in running:
            end_group(process.pid, signal.SIGKILL)
            process.wait()


def end_group(leader: int, number: signal.Signals) -> None:
    try:
        os.killpg(leader, number)
    except ProcessLookupError:
        return


def reason(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"

"""One line on a terminal that tells how far a long command has come; nothing in a log file."""

from __future__ import annotations

import time

from django.core.management.base import OutputWrapper

EVERY = 0.2


class Progress:
    """Shows the last sentence at most a few times a second, on the same line."""

    def __init__(self, out: OutputWrapper) -> None:
        self._out = out
        self._shown_at = 0.0
        self._width = 0

    def show(self, sentence: str) -> None:
        if not self._out.isatty() or time.monotonic() - self._shown_at < EVERY:
            return
        self._write(sentence)
        self._shown_at = time.monotonic()

    def clear(self) -> None:
        """Before something else is written."""
        if self._width:
            self._write("")
            self._width = 0

    def _write(self, sentence: str) -> None:
        # Past the functions of ``OutputWrapper``, which end every line.
        self._out.write("\r" + sentence.ljust(self._width) + "\r" * (not sentence), ending="")
        self._out.flush()
        self._width = len(sentence)

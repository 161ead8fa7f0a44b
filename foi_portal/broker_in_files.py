"""Kombu's filesystem transport, for several processes that write and read at the same time.

Kombu writes a message under the name by which readers look for it. A worker that looks in between
takes an empty file, cannot read it and ends. The table of who listens to what is begun empty in the
same way, and whoever is killed then leaves one that nobody can read any more. Here a file has its
name only when all of it is there, and a message that is broken all the same (the power went) is
told in the log and left out: messages are hints, and the sweeper tells of what nobody works on.
"""

from __future__ import annotations

import fcntl
import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES
from kombu.transport.filesystem import Channel, Transport, exchange_queue_t
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)

# Seconds after which a file that is no message yet, or no more, is that of a killed process.
LEFT_BEHIND = 3600
_TAKEN, _PART = _UNFINISHED = ".taken", ".part"


class WholeFilesChannel(Channel):
    """Raises ChannelError for a folder that cannot be written or read."""

    # Kombu's own classes call the message by two names.
    def _put(self, queue: str, payload: dict[str, Any], **_: Any) -> None:  # type: ignore[override]
        # By the clock, since names are read in their order, and of one length.
        name = f"{time.time_ns()}_{uuid.uuid4()}.{queue}.msg"
        _write(Path(self.data_folder_out, name), _text_of(payload))

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        """The oldest message, without waiting for one. Raises Empty."""
        for file in sorted(Path(self.data_folder_in).iterdir()):
            if file.suffix in _UNFINISHED:
                _remove_if_left_behind(file)
            if file.name.partition(".")[2] != f"{queue}.msg":
                continue
            # No reader looks for this name. Beside the message: a folder for passing files may be
            # on another disk, and moving there is copying, which two workers can do at once.
            taken = file.with_name(f"{file.name}{_TAKEN}")
            try:
                file.rename(taken)
            except FileNotFoundError:
                continue  # another worker was faster
            except OSError as error:
                raise ChannelError(f"Cannot take {file}") from error
            with suppress(ValueError):
                return _read_and_remove(taken)
            logger.error("A message that cannot be read was left out: %s", file.name)
        raise Empty

    def get_table(self, exchange: str) -> list[Any]:
        """Who listens to an exchange; nobody, if that was never written whole."""
        try:
            found: list[Any] = super().get_table(exchange)  # type: ignore[no-untyped-call]
        except ValueError:
            return []
        return found

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        bound = exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._alone():
            table = self.get_table(exchange)
            if bound not in table:
                self._write_table(exchange, [bound, *table])

    def _delete(
        self, queue: str, exchange: str, routing_key: str, pattern: str, *_: Any, **__: Any
    ) -> None:
        self._purge(queue)  # type: ignore[no-untyped-call]
        bound = exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._alone():
            table = self.get_table(exchange)
            if bound in table:
                self._write_table(exchange, [other for other in table if other != bound])

    def _write_table(self, exchange: str, table: list[Any]) -> None:
        _write(self._exchange_file(exchange), _text_of(table))  # type: ignore[no-untyped-call]

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process changes a table meanwhile."""
        self.control_folder.mkdir(exist_ok=True)
        with (self.control_folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _text_of(value: object) -> str:
    text: str = dumps(value)  # type: ignore[no-untyped-call]
    return text


def _write(file: Path, text: str) -> None:
    """It is there as a whole, or not at all."""
    part = file.with_name(f"{file.name}.{uuid.uuid4()}{_PART}")
    try:
        part.write_text(text)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ChannelError(f"Cannot write {file}") from error


def _remove_if_left_behind(file: Path) -> None:
    """A process takes moments for what killed ones left. The change of the name counts: a message
    may have waited for long before it was taken."""
    with suppress(FileNotFoundError):
        if time.time() - file.stat().st_ctime > LEFT_BEHIND:
            file.unlink()


def _read_and_remove(file: Path) -> dict[str, Any]:
    """Raises ValueError for what is no message."""
    try:
        text = file.read_bytes()
        file.unlink()
    except OSError as error:
        raise ChannelError(f"Cannot read {file}") from error
    message: Any = loads(text)  # type: ignore[no-untyped-call]
    if not isinstance(message, dict):
        raise ValueError("no message")  # noqa: TRY004 - as for what is no JSON
    return dict(message)


class WholeFilesTransport(Transport):
    Channel = WholeFilesChannel


def use_whole_files() -> None:
    """Makes it the transport of all addresses that begin with ``filesystem://``."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:{WholeFilesTransport.__name__}"

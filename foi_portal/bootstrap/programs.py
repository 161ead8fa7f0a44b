"""Running other programs, and what to say when they fail."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class SetUpError(Exception):
    """Why the set-up cannot go on: one sentence what failed, one what to do."""


@dataclass(frozen=True)
class Attempt:
    code: int
    output: str


def attempt(
    argv: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Attempt:
    """Run a program quietly; its words are kept for the case that it fails."""
    try:
        done = subprocess.run(
            argv,
            env=environment,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        return Attempt(127, f"{argv[0]}: {error.strerror}\n")
    except KeyboardInterrupt:
        raise SetUpError("Stopped. What was half done is done afresh next time.") from None
    return Attempt(done.returncode, done.stdout)


@dataclass(frozen=True)
class Reason:
    """Words that apt, pip or npm use when they fail, and what a person can do about it."""

    words: tuple[str, ...]
    advice: str


REASONS = (
    Reason(
        ("Could not get lock", "Unable to acquire the dpkg frontend lock", "is another process"),
        "Another program is installing packages just now. Wait until it has ended and run "
        "the command again.",
    ),
    Reason(
        ("No space left on device", "ENOSPC"),
        "The disk is full. Free about 2 GB and run the command again.",
    ),
    Reason(
        ("a password is required", "is not in the sudoers file", "Permission denied", "EACCES"),
        "This account may not do that. Run the command as root, or as an account that may use "
        "sudo and owns this folder.",
    ),
    Reason(
        ("DO NOT MATCH THE HASHES", "EINTEGRITY"),
        "What was downloaded is not what the lock file names, so it was refused. Look for a "
        "broken proxy or mirror, then run the command again.",
    ),
    Reason(
        (
            *("Temporary failure resolving", "Could not resolve", "Name or service not known"),
            *("Temporary failure in name resolution", "Failed to establish a new connection"),
            *("Network is unreachable", "Connection timed out", "Could not connect to"),
            *("Connection refused", "ConnectTimeoutError", "ENOTFOUND", "EAI_AGAIN"),
            *("ECONNREFUSED", "ETIMEDOUT", "ENETUNREACH", "ERR_SOCKET_TIMEOUT"),
        ),
        "The package servers cannot be reached. Check the network (and the proxy settings, if "
        "you need one) and run the command again.",
    ),
    Reason(
        ("Unable to locate package", "has no installation candidate"),
        "This system's package lists do not have them. The portal is made for Debian 12 and 13 "
        "and Ubuntu 24.04; elsewhere install their like by hand.",
    ),
)


def explain(failed: str, output: str, *, fallback: str) -> str:
    """The last words of a failed program, then what failed and what to do about it."""
    known = (reason.advice for reason in REASONS if any(word in output for word in reason.words))
    advice = next(known, fallback)
    tail = [line for line in output.splitlines() if line.strip()][-8:]
    return "\n".join([*(f"    {line}" for line in tail), f"{failed} {advice}"])


def fingerprint(paths: Iterable[Path]) -> str:
    """One digest for the names and contents of some files."""
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold a lock on a file: two set-ups of one folder take turns."""
    with path.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def say(line: str) -> None:
    print(line, flush=True)

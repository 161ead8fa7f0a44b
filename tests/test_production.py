"""The example for production: systemd, nginx and Django's own check have nothing against it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "foi_portal" / "production"
UNITS = sorted(EXAMPLE.glob("*.service"))


def environment(folder: Path) -> dict[str, str]:
    """What the example file sets, with a folder that is there and a key that is one."""
    lines = [line.partition("=") for line in (EXAMPLE / "portal.env").read_text().splitlines()]
    chosen = {name: value for name, _, value in lines if name and not name.startswith("#")}
    ours = ("FOI_", "DJANGO_", "DATABASE_URL")
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    own = {"FOI_DATA_DIR": str(folder), "FOI_SECRET_KEY": "aB3$xYz" * 10}
    return inherited | chosen | own | {"DJANGO_SETTINGS_MODULE": "foi_portal.settings"}


def test_django_has_nothing_to_say_against_the_environment_file(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment(tmp_path),
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_every_variable_of_the_file_is_in_the_readme() -> None:
    names = re.findall(r"^#?([A-Z_]+)=", (EXAMPLE / "portal.env").read_text(), re.MULTILINE)
    readme = (ROOT / "README.md").read_text()
    told = set(re.findall(r"`([A-Z_]+)`", readme))
    email = {f"FOI_EMAIL{suffix}" for suffix in ("_HOST", "_PORT", "_TLS", "_FROM")}
    assert set(names) <= told | email
    assert len(names) > 10


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        # Where this machine has programs: systemd looks whether they are there.
        words = unit.read_text().replace("/opt/foi-portal", str(ROOT))
        (tmp_path / unit.name).write_text(words)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.glob("*.service")))],
        text=True,
        capture_output=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if any(u.name in line for u in UNITS)]
    assert ours == []
    assert len(UNITS) == 3


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=foi.authority.example"),
            *("-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem")),
        ],
        check=True,
        capture_output=True,
    )
    site = (EXAMPLE / "nginx.conf").read_text()
    for folder in ("/etc/ssl/foi-portal", "/var/log/nginx"):
        site = site.replace(folder, str(tmp_path))
    (tmp_path / "site.conf").write_text(site)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {tmp_path}/{kind}; " for kind in kinds)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{ {temporary}include {tmp_path}/site.conf; }}\n"
    )
    done = subprocess.run(
        ["nginx", "-t", "-e", "stderr", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_nginx_sends_with_static_files_what_the_portal_sends() -> None:
    """Whoever serves them, they bear the headers of every answer."""
    rules = (EXAMPLE / "nginx.conf").read_text()
    sent = set(re.findall(r"add_header (\S+)", rules))
    assert sent >= {
        *("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options"),
        *("Referrer-Policy", "Strict-Transport-Security", "Cross-Origin-Opener-Policy"),
        *("Cross-Origin-Resource-Policy", "Permissions-Policy"),
    }

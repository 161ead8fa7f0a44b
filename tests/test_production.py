"""The example for production: systemd, nginx and Django's own check have nothing against it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.servers import free_port, listens, running
from tests.serving import serving

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "foi_portal" / "production"
UNITS = sorted([*EXAMPLE.glob("*.service"), *EXAMPLE.glob("*.socket")])


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
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / u.name) for u in UNITS)],
        text=True,
        capture_output=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if any(u.name in line for u in UNITS)]
    assert ours == []
    assert len(UNITS) == 4


HEADERS = {
    *("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options"),
    *("Referrer-Policy", "Strict-Transport-Security", "Cross-Origin-Opener-Policy"),
    *("Cross-Origin-Resource-Policy", "Permissions-Policy"),
}
# Over plain HTTP it has no meaning.
ONLY_BY_TLS = {"Strict-Transport-Security"}
with_nginx = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")


def nginx_with_the_example(folder: Path, ports: Mapping[str, int]) -> list[str]:
    """The command of an nginx that uses the example; ``ports`` stand for those in it."""
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=foi.authority.example"),
            *("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")),
        ],
        check=True,
        capture_output=True,
    )
    site = (EXAMPLE / "nginx.conf").read_text()
    for name in ("/etc/ssl/foi-portal", "/var/log/nginx"):
        site = site.replace(name, str(folder))
    for written, port in ports.items():
        assert written in site
        site = site.replace(written, written.replace(re.findall(r"\d+$", written)[0], str(port)))
    (folder / "site.conf").write_text(site)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid;\nevents {{}}\nhttp {{ {temporary}include {folder}/site.conf; }}\n"
    )
    return ["nginx", "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]


@with_nginx
def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    done = subprocess.run(
        [*nginx_with_the_example(tmp_path, {}), "-t"], text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


class Portal(BaseHTTPRequestHandler):
    """Answers with the headers of the portal, and with one that says another thing than nginx."""

    def do_GET(self) -> None:
        self.send_response(200)
        for name in sorted(HEADERS):
            self.send_header(name, "as the portal says")
        self.end_headers()

    def log_message(self, *arguments: Any) -> None:
        """Says nothing."""


@pytest.fixture
def ports(tmp_path: Path) -> Iterator[dict[str, int]]:
    """nginx runs with the example; a portal behind it starts when a test wants one."""
    written = {"listen 80": free_port(), "listen 443": free_port(), "127.0.0.1:8000": free_port()}
    others = {f"listen [::]:{port}": free_port() for port in (80, 443)}
    argv = nginx_with_the_example(tmp_path, written | others)
    with running(
        [*argv, "-g", "daemon off;"],
        log=tmp_path / "nginx.log",
        ready=lambda: listens(written["listen 443"]),
    ):
        yield written


def asked(port: int, request: str, *, tls: bool = True) -> tuple[int, list[str]]:
    """The status, and the names and values of the headers, of what comes back for these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        stream = context.wrap_socket(connection) if tls else connection
        stream.sendall(request.replace("\n", "\r\n").encode())
        head = b""
        while b"\r\n\r\n" not in head and (more := stream.recv(65536)):
            head += more
        if tls:
            stream.close()
    first, *lines = head.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    return int(first.split()[1]), lines


def names_of(lines: list[str]) -> set[str]:
    return {line.partition(":")[0] for line in lines}


HOST = "Host: foi.authority.example"
OWN_ANSWERS = {
    "no portal": (f"GET / HTTP/1.1\n{HOST}\n\n", 502),
    "too large": (f"POST / HTTP/1.1\n{HOST}\nContent-Length: 80000000\n\n", 413),
    "no request": ("GET / HTTP/1.1\n\n", 400),
    "not there": (f"GET /static/none.css HTTP/1.1\n{HOST}\n\n", 404),
}


@with_nginx
@pytest.mark.servers
def test_what_nginx_answers_itself_bears_the_headers_of_the_portal(ports: dict[str, int]) -> None:
    for request, status in OWN_ANSWERS.values():
        found, lines = asked(ports["listen 443"], request)
        assert (found, HEADERS - names_of(lines)) == (status, set())
        assert "Server: nginx" in lines, "its version is nobody's business"
    found, lines = asked(ports["listen 80"], f"GET /requests/?q=1 HTTP/1.1\n{HOST}\n\n", tls=False)
    assert (found, HEADERS - ONLY_BY_TLS - names_of(lines)) == (301, set())
    assert "Location: https://foi.authority.example/requests/?q=1" in lines


@with_nginx
@pytest.mark.servers
def test_nginx_adds_nothing_to_what_the_portal_says(ports: dict[str, int]) -> None:
    with serving(HTTPServer(("127.0.0.1", ports["127.0.0.1:8000"]), Portal)):
        status, lines = asked(ports["listen 443"], OWN_ANSWERS["no portal"][0])
    assert status == 200
    for name in HEADERS:
        assert [line for line in lines if line.startswith(f"{name}:")] == [
            f"{name}: as the portal says"
        ]


def test_every_server_and_every_folder_of_the_example_sends_the_headers() -> None:
    """Also where no nginx is: an ``add_header`` in a location ends those of its server."""
    rules = (EXAMPLE / "nginx.conf").read_text()
    plain, tls = re.findall(r"^server \{\n(.*?)^\}", rules, re.MULTILINE | re.DOTALL)
    assert added(plain) >= HEADERS - ONLY_BY_TLS
    locations = re.findall(r"^    location .*?^    \}", tls, re.MULTILINE | re.DOTALL)
    assert len(locations) == 3
    for location in locations:
        assert added(location) >= HEADERS or not added(location)
        tls = tls.replace(location, "")
    assert added(tls) >= HEADERS


def added(rules: str) -> set[str]:
    return set(re.findall(r"add_header (\S+) .* always;", rules))

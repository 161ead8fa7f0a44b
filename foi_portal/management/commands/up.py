"""Starts the whole product on this machine: database, texts, demonstration, web and worker."""

from __future__ import annotations

import io
import os
import socket
import sys
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from foi_portal.supervisor import Child, Supervisor

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Start the portal on this machine; Ctrl-C stops everything it started."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=port_number, default=8000, help="default: 8000")
        parser.add_argument("--no-demo", action="store_true", help="start without invented cases")

    def handle(self, *args: Any, **options: Any) -> None:
        port: int = options["port"]
        demo = settings.DEMO and not options["no_demo"]
        refuse_taken_port(port)
        self.say("Preparing the database ...")
        sign_ins = prepare(demo=demo)
        self.say("Starting the web server and the worker ...")
        supervisor = Supervisor(
            children=[Child("web server", web(port)), Child("worker", worker())],
            environment={**os.environ, "FOI_DEMO": str(int(demo))},
            say=self.say,
        )
        supervisor.run(when_started=lambda: self.announce(supervisor, port, sign_ins))
        self.say("Stopped.")

    def announce(self, supervisor: Supervisor, port: int, sign_ins: str) -> None:
        while not answers(port):
            if supervisor.stopping.wait(0.2):
                return
            supervisor.tend()
        self.say(f"\nThe FOI portal is at http://{HOST}:{port}/ (Ctrl-C stops it)")
        if sign_ins:
            self.say(sign_ins)

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def port_number(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise ValueError(text)
    return number


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        # As gunicorn does: connections that are just ending do not count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). Stop what uses it, or choose "
                "another one: python3 manage.py up --port 8001"
            ) from error


def prepare(*, demo: bool) -> str:
    """Bring the database up to date; return what to tell people about demo sign-ins."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_standard_texts", verbosity=0)
    if not demo:
        return ""
    told = io.StringIO()
    call_command("load_demo", stdout=told)
    return told.getvalue().strip()


def web(port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "foi_portal.wsgi:application"),
        *("--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "3"),
        # What each would read for itself is read once and shared.
        *("--preload", "--no-control-socket", "--graceful-timeout", "5", "--log-level", "warning"),
    ]


def worker(name: str = "worker", *, beat: bool = True) -> list[str]:
    """Of several workers on one broker, exactly one carries the beat."""
    # Celery warns of root; on a machine where only root can start it, that helps nobody.
    quiet = "ignore:You're running the worker with superuser privileges"
    return [
        *(sys.executable, "-W", quiet, "-m", "celery", "--app", "foi_portal", "--quiet", "worker"),
        *("--hostname", f"{name}@%h", "--concurrency", "2", "--loglevel", "warning"),
        *("--without-gossip", "--without-mingle"),
        *(["--beat"] if beat else []),
    ]


def answers(port: int) -> bool:
    """Whether the web server serves pages by now."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://{HOST}:{port}/healthz", timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False

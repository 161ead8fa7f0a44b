"""The web is stopped in the middle of a request: it answers what it has in hand, and then ends."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from foi_portal.management.commands.up import web
from requests_app.demo import PASSWORD
from tests.faults.site import PATIENCE, wait_for
from tests.faults.test_faults import ROUNDS
from tests.faults.visitor import Visitor
from tests.processes import children_of
from tests.servers import (
    ROOT,
    end,
    fill_postgresql,
    free_port,
    healthy,
    new_database,
    product_environment,
    running,
)

pytestmark = pytest.mark.servers

# Longer than any machine that runs tests is busy; the unit for production gives it as well.
GRACE = ["--graceful-timeout", "60"]
WORKERS = 2
WAITING = (
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
WORDS = "Typed just before the release."


@dataclass(frozen=True)
class Portal:
    folder: Path
    database_url: str

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(query).fetchall()

    @contextmanager
    def served(self) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
        """The port of the web, and its process."""
        port = free_port()
        with running(
            [*web(port), *GRACE],
            log=self.folder / "web.log",
            ready=lambda: healthy(port),
            environment=product_environment(self.folder, database_url=self.database_url, demo=True),
        ) as process:
            yield port, process


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, postgres_url: str) -> Portal:
    made = Portal(tmp_path_factory.mktemp("stopped"), new_database(postgres_url))
    fill_postgresql(made.database_url, demo=True)
    return made


@contextmanager
def in_the_middle_of_a_save(portal: Portal, port: int) -> Iterator[Future[int]]:
    """An officer has sent an answer, which waits for its case until the block ends."""
    officer = Visitor(f"http://127.0.0.1:{port}")
    officer.fill_in("/accounts/login/", login="demo.officer", password=PASSWORD)
    (drafted,) = portal.rows(
        "SELECT c.slug, c.id, min(a.id) FROM requests_app_foirequest c"
        " JOIN requests_app_answer a ON a.foi_request_id = c.id"
        " WHERE c.state = 'drafting' GROUP BY c.slug, c.id"
    )
    slug, case, answer = drafted
    path = f"/requests/{slug}/answers/{answer}/"
    typed = officer.form(path) | {"text": WORDS, "disposition": "disclosed"}
    with (
        ThreadPoolExecutor() as others,
        psycopg.connect(portal.database_url) as somebody,
    ):
        somebody.execute("SELECT 1 FROM requests_app_foirequest WHERE id = %s FOR UPDATE", [case])
        sent = others.submit(officer.send_once, path, typed)
        wait_for(lambda: bool(portal.rows(WAITING)) or sent.done(), "nothing was sent")
        assert not sent.done(), sent.result()
        yield sent


def saved(portal: Portal) -> tuple[int, int]:
    """How often the words stand in the history of an answer, and how often a save is on record."""
    ((words,),) = portal.rows(
        f"SELECT count(*) FROM requests_app_answerversion WHERE text = '{WORDS}'"  # noqa: S608
    )
    ((deeds,),) = portal.rows(
        "SELECT count(*) FROM requests_app_auditevent WHERE verb = 'answer_saved'"
    )
    return int(str(words)), int(str(deeds))


def test_without_grace_the_request_is_lost(portal: Portal) -> None:
    """The control, and what a power cut does: nothing is half done either."""
    before = saved(portal)
    with portal.served() as (port, process), in_the_middle_of_a_save(portal, port) as sent:
        os.killpg(process.pid, signal.SIGKILL)
        with pytest.raises((http.client.HTTPException, OSError)):
            sent.result(timeout=PATIENCE)
    wait_for(_nobody_waits(portal), "the lock was never given back")
    assert saved(portal) == before


@pytest.mark.fault("F11")
def test_a_stop_answers_what_is_in_hand_and_does_it_once(portal: Portal) -> None:
    words, deeds = saved(portal)
    with portal.served() as (port, process):
        with in_the_middle_of_a_save(portal, port) as sent:
            assert len(children_of(process.pid)) == WORKERS
            process.send_signal(signal.SIGTERM)
            # Who has nothing in hand goes at once; the other one waits for its request.
            wait_for(lambda: len(children_of(process.pid)) < WORKERS, "nobody stopped")
            assert len(children_of(process.pid)) == 1
            assert not sent.done()
        assert sent.result(timeout=PATIENCE) == 302
        assert process.wait(timeout=PATIENCE) == 0
    assert saved(portal) == (words + 1, deeds + 1)


# --- who comes meanwhile ------------------------------------------------------------------------

UNIT = ROOT / "foi_portal" / "production" / "foi-web.service"
# What systemd gives to what it starts for a socket (sd_listen_fds(3)).
HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""


@contextmanager
def as_systemd_starts_it(portal: Portal, held: socket.socket) -> Iterator[subprocess.Popen[bytes]]:
    """The unit's own command, on a socket that outlives it."""
    (command,) = re.findall(r"^ExecStart=\S+ (.*)$", UNIT.read_text(), re.MULTILINE)
    words = command.replace("--workers 4", f"--workers {WORKERS}").split()
    environment = product_environment(portal.folder, database_url=portal.database_url, demo=True)
    with (portal.folder / "web.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", HAND_OVER, str(held.fileno()), "-m", "gunicorn", *words],
            env=environment,
            pass_fds=[held.fileno()],
            cwd=ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        end(process)


def test_who_comes_while_the_web_stops_and_starts_waits_and_is_answered(portal: Portal) -> None:
    over = threading.Event()

    def reads_on() -> list[int]:
        visitor, told = Visitor(f"http://127.0.0.1:{port}"), []
        while not over.is_set():
            told.append(visitor.send("/disclosure-log/")[0])
        return told

    with socket.create_server(("127.0.0.1", 0)) as held, ThreadPoolExecutor() as others:
        port = held.getsockname()[1]
        readers = [others.submit(reads_on) for _ in range(4)]
        try:
            for _ in range(ROUNDS):
                # What it is that nobody answers: the web that ran before has ended.
                late = others.submit(Visitor(f"http://127.0.0.1:{port}").send, "/disclosure-log/")
                assert not wait([late], timeout=1).done, "nobody is there to answer"
                with as_systemd_starts_it(portal, held) as process:
                    assert late.result(timeout=PATIENCE)[0] == 200
                    process.send_signal(signal.SIGTERM)
                    assert process.wait(timeout=PATIENCE) == 0
            over.set()
            with as_systemd_starts_it(portal, held):
                assert {status for one in readers for status in one.result()} == {200}
        finally:
            over.set()


def test_without_a_socket_that_is_held_they_are_turned_away(portal: Portal) -> None:
    with portal.served() as (port, process):
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0
        with pytest.raises(urllib.error.URLError, match="refused"):
            Visitor(f"http://127.0.0.1:{port}").send("/disclosure-log/")


def _nobody_waits(portal: Portal) -> Callable[[], bool]:
    return lambda: not portal.rows(WAITING)

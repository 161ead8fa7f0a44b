"""A whole portal on PostgreSQL and Redis whose parts can be broken one by one, and mended."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import redis

from foi_portal.management.commands.up import worker
from tests.processes import alive, descendants_of
from tests.servers import ROOT, Product, free_port, new_database, pings, running_product
from tests.shared_cache import Cache, shared_cache

PATIENCE = 120.0


def wait_for(condition: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def wrong_clock(off: str) -> dict[str, str]:
    """The environment of a program for which it is earlier or later than for the others."""
    (library,) = Path("/usr/lib").glob("*/faketime/libfaketime.so.1")
    # What waits and times out goes by the steady clock, which no one sets.
    return {"LD_PRELOAD": str(library), "FAKETIME": off, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


@dataclass
class Redis:
    """A server that keeps nothing, on one port for its whole life and those of its successors."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        argv = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(
            [*argv, "--dir", str(self.folder), "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        with contextlib.closing(redis.Redis(port=self.port)) as client:
            wait_for(lambda: pings(client), "Redis did not start")

    def kill(self) -> None:
        self.send(signal.SIGKILL)
        if self.process:
            self.process.wait()

    def send(self, number: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def flush(self) -> None:
        with contextlib.closing(redis.Redis(port=self.port)) as client:
            client.flushall()


@dataclass
class Site:
    """The portal with the people who work in it. What is broken is mended by ``mend``."""

    product: Product
    redis: Redis
    database_url: str
    officers: subprocess.Popen[str]
    cache: Cache
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def do(self, deed: str) -> dict[str, object]:
        """One deed, such as ``submit``: ``{"done": 1}``, or ``{"failed": "why"}``."""
        assert self.officers.stdin
        assert self.officers.stdout
        self.officers.stdin.write(f"{deed}\n")
        self.officers.stdin.flush()
        told: dict[str, object] = json.loads(self.officers.stdout.readline())
        return told

    def kill_officers(self, deed: str) -> None:
        """Has them do a deed that kills them; others go on with the work."""
        assert self.officers.stdin
        assert self.officers.stdout
        self.officers.stdin.write(f"{deed}\n")
        self.officers.stdin.flush()
        assert self.officers.stdout.readline() == "", "they outlived it"
        self.officers.wait()
        self.officers.stdin.close()
        self.officers.stdout.close()
        self.officers = officers_at_work(self.product)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(query).fetchall()

    # --- breaking and mending --------------------------------------------------------------

    def start_worker(self, name: str, *, clock: str = "") -> None:
        """``clock`` is how far off it goes, such as "+2h"."""
        with (self.product.folder / f"{name}.log").open("ab") as log:
            self.workers[name] = subprocess.Popen(
                # The second has the beat, so that the first can be killed without the sweeper.
                worker(name=name, beat=name == "second"),
                env={**self.product.env, **(wrong_clock(clock) if clock else {})},
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start_dying_worker(self, point: str) -> subprocess.Popen[bytes]:
        """One that kills itself as soon as a document reaches the point: see ``dying.POINTS``."""
        argv = worker(name="dying", beat=False)
        at = argv.index("celery")
        with (self.product.folder / "dying.log").open("ab") as log:
            return subprocess.Popen(
                [*argv[:at], "tests.faults.dying", point, *argv[at + 1 :]],
                env=self.product.env,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop_worker(self, name: str) -> int:
        """As systemd stops it for a new release; returns its exit status."""
        process = self.workers.pop(name)
        process.send_signal(signal.SIGQUIT)
        return process.wait(timeout=PATIENCE)

    def log_of(self, name: str) -> str:
        return (self.product.folder / f"{name}.log").read_text()

    def kill_worker(self, name: str) -> None:
        process = self.workers.pop(name)
        helpers = descendants_of(process.pid)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        wait_for(lambda: not any(map(alive, helpers)), "a helper outlived its worker")

    def mend(self, workers: Sequence[str] = ("first", "second")) -> None:
        """All that was broken runs again; of what a dead worker held the lease runs out."""
        self.redis.send(signal.SIGCONT)
        if self.redis.process is None or self.redis.process.poll() is not None:
            self.redis.start()
        for name in workers:
            if name not in self.workers:
                self.start_worker(name)
        # Time passes in the rows, which is all that the sweeper reads.
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            connection.execute(
                "UPDATE requests_app_rendering SET queued_at = now() - interval '1 minute',"
                " lease_until = CASE WHEN lease_until IS NULL THEN NULL ELSE"
                " now() - interval '1 second' END WHERE state IN ('queued', 'rendering')"
            )
            connection.execute(
                "UPDATE requests_app_cachepurge SET told_at = now() - interval '1 minute'"
                " WHERE done_at IS NULL"
            )

    def settle(self, patience: float = PATIENCE) -> None:
        """Waits until no document is unfinished. No worker has died but those that were killed."""
        unfinished = "SELECT 1 FROM requests_app_rendering WHERE state IN ('queued', 'rendering')"

        def is_settled() -> bool:
            for name, process in self.workers.items():
                assert process.poll() is None, f"{name} died:\n{self.log_of(name)[-4000:]}"
            return not self.rows(unfinished)

        wait_for(is_settled, "a document was never finished", patience)

    def end(self) -> None:
        if self.officers.stdin:
            self.officers.stdin.close()
        self.officers.wait()
        if self.officers.stdout:
            self.officers.stdout.close()
        for name in list(self.workers):
            self.kill_worker(name)


@contextmanager
def running_site(folder: Path, cluster_url: str) -> Iterator[Site]:
    database_url = new_database(cluster_url)
    with psycopg.connect(database_url, autocommit=True) as connection:
        # Of the tests' own server only this database is crashed: what it said is done must be.
        name = connection.info.dbname
        connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = on')
    server = Redis(folder)
    server.start()
    try:
        with (
            shared_cache() as cache,
            running_product(
                folder / "data",
                database_url=database_url,
                redis_url=server.url,
                workers=0,
                extra_env={"FOI_PURGE_URL": cache.url, "no_proxy": "127.0.0.1"},
            ) as product,
        ):
            site = Site(product, server, database_url, officers_at_work(product), cache)
            try:
                site.mend()
                yield site
            finally:
                site.end()
    finally:
        server.kill()


def officers_at_work(product: Product) -> subprocess.Popen[str]:
    with (product.folder / "officers.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.officers"],
            env=product.env,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )

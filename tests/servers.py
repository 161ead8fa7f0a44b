"""Throw-away servers for the tests: PostgreSQL, Redis, S3, and the product itself as processes.

Each runs on a free loopback port with its files in a temporary folder, and is ended by its
process id. Nothing of the machine's own servers is touched.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email import policy as mail_policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import dj_database_url
import psycopg
import redis
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from psycopg import sql

from foi_portal import backing_up
from foi_portal.bootstrap.programs import one_at_a_time
from foi_portal.bootstrap.system import postgres_bin
from foi_portal.management.commands.up import web, worker
from foi_portal.supervisor import end_group
from tests.environment import SHARED_DIR

Make = Callable[[Mapping[str, str]], object]

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 180.0


class NotReady(Exception):
    """A server that a test needs did not come up; the message holds its last words."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    argv: Sequence[str],
    *,
    log: Path,
    ready: Callable[[], bool],
    environment: Mapping[str, str] | None = None,
    user: str | None = None,
    stop_with: signal.Signals = signal.SIGTERM,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server in a process group of its own while the block lasts."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            argv,
            env=environment,
            cwd=ROOT if user is None else "/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=user,
            group=user,
            extra_groups=[] if user else None,
        )
    try:
        wait_until(ready, process=process, log=log)
        yield process
    finally:
        end(process, stop_with)


def wait_until(ready: Callable[[], bool], *, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise NotReady(f"{process.args!r} is not ready:\n{log.read_text()[-4000:]}")
        time.sleep(0.1)


def end(process: subprocess.Popen[bytes], number: signal.Signals = signal.SIGTERM) -> None:
    process.send_signal(number)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=5)
    end_group(process.pid, signal.SIGKILL)
    process.wait()


# --- PostgreSQL and Redis -----------------------------------------------------------------


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a fresh PostgreSQL cluster, as ``DATABASE_URL`` wants it."""
    programs = postgres_bin()
    if programs is None:
        raise NotReady("PostgreSQL is not installed; `python3 manage.py test` installs it.")
    # initdb refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="foi-pg-"))
    try:
        if user:
            shutil.chown(folder, user, user)
        port = free_port()
        subprocess.run(
            [
                *(str(programs / "initdb"), "--pgdata", str(folder / "data"), "--no-sync"),
                *("--username", "foi", "--auth", "trust", "--no-locale", "--encoding", "UTF8"),
            ],
            user=user,
            group=user,
            extra_groups=[] if user else None,
            cwd="/",
            check=True,
            capture_output=True,
        )
        url = f"postgres://foi@127.0.0.1:{port}/postgres"
        options = {
            "port": str(port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
        }
        argv = [str(programs / "postgres"), "-D", str(folder / "data")]
        for name, value in options.items():
            argv += ["-c", f"{name}={value}"]
        with running(
            argv,
            log=folder / "log",
            ready=lambda: accepts_connections(url),
            user=user,
            stop_with=signal.SIGINT,  # a fast shutdown: clients are disconnected
        ):
            yield url
    finally:
        shutil.rmtree(folder)


def accepts_connections(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def new_database(cluster_url: str, name: str = "") -> str:
    """Make an empty database in the cluster and return its address."""
    name = name or f"foi_{uuid4().hex[:12]}"
    with psycopg.connect(cluster_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{cluster_url.rpartition('/')[0]}/{name}"


def as_role(url: str, role: str) -> str:
    """The same database, as this role reaches it, which is made if there is none."""
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        if known is None:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
    return url.replace("foi@", f"{role}@")


@contextmanager
def redis_server() -> Iterator[str]:
    """The address of a fresh Redis that keeps nothing on disk."""
    port = free_port()
    folder = Path(tempfile.mkdtemp(prefix="foi-redis-"))
    client = redis.Redis(port=port)
    argv = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    try:
        with running(
            [*argv, "--save", "", "--appendonly", "no"],
            log=folder / "log",
            ready=lambda: pings(client),
        ):
            yield f"redis://127.0.0.1:{port}/0"
    finally:
        client.close()
        shutil.rmtree(folder)


def pings(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.exceptions.ConnectionError:
        return False


# --- S3 -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class S3Server:
    """A server that speaks S3 and knows one person, who may do everything with its buckets."""

    url: str
    key: str
    secret: str
    process: subprocess.Popen[bytes]

    def client(self) -> Any:
        return self._client("s3")

    def environment(self, bucket: str) -> dict[str, str]:
        """What a portal is given that keeps its documents there."""
        return {
            "FOI_STORAGE_BUCKET": bucket,
            "FOI_STORAGE_ENDPOINT": self.url,
            "AWS_ACCESS_KEY_ID": self.key,
            "AWS_SECRET_ACCESS_KEY": self.secret,
        }

    def _client(self, service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id=self.key,
            aws_secret_access_key=self.secret,
        )


@contextmanager
def s3_server() -> Iterator[S3Server]:
    """Its buckets are in memory, and gone with it."""
    port = free_port()
    folder = Path(tempfile.mkdtemp(prefix="foi-s3-"))
    url = f"http://127.0.0.1:{port}"
    # Three deeds make the person; from then on it asks everybody for a key that it knows.
    environment = os.environ | {"INITIAL_NO_AUTH_ACTION_COUNT": "3"}
    argv = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)]
    try:
        with running(
            argv, log=folder / "log", ready=lambda: listens(port), environment=environment
        ) as process:
            people = S3Server(url, "nobody", "yet", process)._client("iam")
            people.create_user(UserName="portal")
            everything = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
            policy = json.dumps({"Version": "2012-10-17", "Statement": [everything]})
            people.put_user_policy(UserName="portal", PolicyName="all", PolicyDocument=policy)
            made = people.create_access_key(UserName="portal")["AccessKey"]
            yield S3Server(url, made["AccessKeyId"], made["SecretAccessKey"], process)
    finally:
        shutil.rmtree(folder)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


# --- the product ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Product:
    """The portal, running: web and worker are separate real processes."""

    base_url: str
    env: Mapping[str, str]
    folder: Path
    web: subprocess.Popen[bytes]
    workers: Sequence[subprocess.Popen[bytes]]

    @property
    def log(self) -> str:
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"--- {path.name}\n{path.read_text()[-8000:]}" for path in logs)

    def manage(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a management command on the product's data; a failing one raises with its words."""
        return manage(self.env, *arguments, stdin=stdin)


def manage(
    environment: Mapping[str, str], *arguments: str, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        env=environment,
        cwd=ROOT,
        input=stdin,
        text=True,
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
    return done


def product_environment(
    folder: Path, *, database_url: str = "", redis_url: str = "", demo: bool = False
) -> dict[str, str]:
    """The environment of a product whose data lie in ``folder`` and nowhere else."""
    inherited = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("FOI_", "AWS_", "DATABASE_URL", "DJANGO_"))
    }
    chosen = {
        "DJANGO_SETTINGS_MODULE": "foi_portal.settings",
        "PYTHONPATH": str(ROOT),
        "FOI_SECRET_KEY": "only-for-tests-" * 4,
        "FOI_DATA_DIR": str(folder),
        "FOI_DEMO": str(int(demo)),
        "FOI_CHECK_LINKS": "0",
        "FOI_REQUIRE_SECOND_FACTOR": "0",
        # One visitor asks for what a hundred would.
        **{f"FOI_LIMIT_{name}": "0" for name in ("SEARCHES", "UPLOADS", "DOCUMENTS")},
        "DATABASE_URL": database_url,
        "FOI_REDIS_URL": redis_url,
    }
    return inherited | {key: value for key, value in chosen.items() if value}


# What a worker does with the documents of the demonstration, which wait for one.
MAKE_THE_DOCUMENTS = """
from django.utils.timezone import now
from requests_app.models import Rendering
from requests_app.producing import produce
for row in Rendering.objects.all():
    produce(row.pk, at=now)
"""


def prepared_sqlite(*, demo: bool, waiting: bool = False) -> Path:
    """A SQLite database as `up` would start the product with it, to copy.

    The documents of the demonstration are made, or ``waiting`` for a worker.
    """
    if not demo:
        return _made_once("empty", load_the_texts, begin_with=migrated_sqlite())
    if waiting:
        empty = prepared_sqlite(demo=False)
        return _made_once("waiting", load_the_demonstration, demo=True, begin_with=empty)
    queued = prepared_sqlite(demo=True, waiting=True)
    return _made_once("demonstration", make_the_documents, demo=True, begin_with=queued)


def load_the_texts(environment: Mapping[str, str]) -> None:
    manage(environment, "load_standard_texts", "-v", "0")


def load_the_demonstration(environment: Mapping[str, str]) -> None:
    manage(environment, "load_demo", "-v", "0")


def make_the_documents(environment: Mapping[str, str]) -> None:
    manage(environment, "shell", "-c", MAKE_THE_DOCUMENTS)


def fill_postgresql(url: str, *, demo: bool) -> None:
    """Prepare an empty database as ``prepared_sqlite`` does."""

    def load_and_make(environment: Mapping[str, str]) -> None:
        load_the_demonstration(environment)
        make_the_documents(environment)

    copy = _postgresql_copy("empty", load_the_texts, url, begin_with=migrated_postgresql(url))
    if demo:
        copy = _postgresql_copy("demonstration", load_and_make, url, demo=True, begin_with=copy)
    backing_up.put_back(database_of(url), copy)


def database_of(url: str) -> Mapping[str, Any]:
    return dict(dj_database_url.parse(url))


def migrate(environment: Mapping[str, str]) -> None:
    manage(environment, "migrate", "-v", "0")


def migrated_sqlite() -> Path:
    """A SQLite database with all tables and what migrations write, to copy."""
    return _made_once("migrated", migrate)


def migrated_postgresql(cluster_url: str) -> Path:
    """The same as a backup, which any empty database of any cluster takes."""
    return _postgresql_copy("migrated", migrate, cluster_url)


def _postgresql_copy(
    name: str,
    make: Make,
    cluster_url: str,
    *,
    demo: bool = False,
    begin_with: Path | None = None,
) -> Path:
    """The backup of a database in which something was made once for the whole test run."""

    def make_and_save(environment: Mapping[str, str]) -> None:
        scratch = new_database(cluster_url)
        if begin_with:
            backing_up.put_back(database_of(scratch), begin_with)
        make({**environment, "DATABASE_URL": scratch})
        copy = Path(environment["FOI_DATA_DIR"], "prepared.backup")
        backing_up.save(database_of(scratch), copy)

    return _made_once(f"{name}-postgresql", make_and_save, demo=demo, file="*.backup")


def _made_once(
    name: str,
    make: Make,
    *,
    demo: bool = False,
    begin_with: Path | None = None,
    file: str = "*.sqlite3*",
) -> Path:
    """The database that the first process of the test run to want it has made for all."""
    lock, folder = Path(SHARED_DIR, f"{name}.lock"), Path(SHARED_DIR, name)
    lock.touch()
    with one_at_a_time(lock):
        if not folder.exists():
            # Named when it is whole: a process that fails in between leaves none to the others.
            begun = Path(tempfile.mkdtemp(dir=SHARED_DIR))
            if begin_with:
                shutil.copy(begin_with, begun)
            make(product_environment(begun, demo=demo))
            begun.rename(folder)
    (database,) = folder.glob(file)  # a second file would be a log that is not merged
    return database


@contextmanager
def running_product(
    folder: Path,
    *,
    database_url: str = "",
    redis_url: str = "",
    demo: bool = False,
    waiting: bool = False,
    workers: int = 1,
    extra_env: Mapping[str, str] | None = None,
) -> Iterator[Product]:
    """Set up and run the portal while the block lasts; its logs are printed at the end.

    Without addresses it runs on its embedded defaults, and the documents of the demonstration may
    be ``waiting`` for a worker. Only the first worker has the beat.
    """
    folder.mkdir(parents=True, exist_ok=True)
    environment = product_environment(
        folder, database_url=database_url, redis_url=redis_url, demo=demo
    ) | dict(extra_env or {})
    if database_url:
        fill_postgresql(database_url, demo=demo)
    else:
        shutil.copy(prepared_sqlite(demo=demo, waiting=waiting), folder)
    port = free_port()
    with contextlib.ExitStack() as stack:
        web_process = stack.enter_context(
            running(
                web(port),
                log=folder / "web.log",
                ready=lambda: healthy(port),
                environment=environment,
            )
        )
        worker_processes = [
            stack.enter_context(
                running(
                    worker(name=f"worker{number}", beat=number == 0),
                    log=folder / f"worker{number}.log",
                    ready=lambda: True,
                    environment=environment,
                )
            )
            for number in range(workers)
        ]
        product = Product(
            f"http://127.0.0.1:{port}", environment, folder, web_process, worker_processes
        )
        try:
            yield product
        finally:
            print(product.log)  # noqa: T201 - pytest shows it when the test failed


def healthy(port: int) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


# --- mail ------------------------------------------------------------------------------


class SmtpSink:
    """A mail server that keeps what it is given; ``port`` is free and on loopback."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.port = free_port()

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.original_content or b""
        self.messages.append(
            message_from_bytes(content, _class=EmailMessage, policy=mail_policy.default)
        )
        return "250 OK"


@contextmanager
def smtp_sink() -> Iterator[SmtpSink]:
    sink = SmtpSink()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()

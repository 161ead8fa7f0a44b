"""What is told to those who watch the portal: lines in the log, and numbers."""

from __future__ import annotations

import importlib
import json
import logging
import logging.config
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import dj_database_url
import psycopg
import pytest
from aiosmtpd.controller import Controller
from django.db import OperationalError
from django.db import connection as django_connection
from django.db.utils import load_backend
from django.test import Client
from django.urls import clear_url_caches, reverse
from pytest_django import Settings

from foi_portal import logs, urls
from requests_app.actions.mailing import Letter, send
from requests_app.models import FoiRequest
from requests_app.rendering.isolation import RenderFailed, run_limited
from tests import factories as given
from tests.servers import free_port
from tests.visiting import queries_of, signed_in

pytestmark = pytest.mark.django_db

NASTY = "one\r\ntwo\u2028three\x1b[31mfour\x85five"


@contextmanager
def told(*, as_json: bool) -> Iterator[list[str]]:
    """The lines that the configured handler writes while the block lasts."""
    configured = logs.configuration(as_json=as_json)
    formatter = logging.config.DictConfigurator(configured).configure_formatter(
        configured["formatters"]["line"]
    )
    stream, lines = StringIO(), list[str]()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        # Not splitlines, which knows of more than the end of a line.
        lines.extend(stream.getvalue().removesuffix("\n").split("\n"))


@pytest.mark.parametrize("as_json", [True, False])
def test_an_event_is_one_line_whatever_somebody_typed(*, as_json: bool) -> None:
    with told(as_json=as_json) as lines:
        logging.getLogger("somebody").warning("not found: %s", NASTY)
        try:
            int(NASTY)
        except ValueError:
            logging.getLogger("somebody").exception("it failed")
    assert len(lines) == 2
    assert all(line.isprintable() for line in lines)
    assert "Traceback" in lines[1]


def test_a_request_tells_ids_and_no_content() -> None:
    case = given.complete()
    alice = signed_in(given.alice())
    path = reverse("request", args=[case.slug])
    with told(as_json=True) as lines:
        alice.get(path, {"q": "Zebedee Quillfeather"})
    (event,) = [json.loads(line) for line in lines if "milliseconds" in line]
    expected = {
        "method": "GET",
        "route": "request",
        "case": case.slug,
        "user": given.alice().pk,
        "status": 200,
        "level": "info",
    }
    assert event.items() >= expected.items()
    assert "Quillfeather" not in "".join(lines)
    assert case.title not in "".join(lines)


def test_all_lines_of_a_request_bear_its_id(client: Client) -> None:
    with told(as_json=True) as lines:
        client.get("/nowhere/?q=Quillfeather")
        client.get("/nowhere/?q=Quillfeather")
    ids = [json.loads(line)["request_id"] for line in lines]
    assert len(ids) == 4, "Django's warning and the request, twice"
    assert len(set(ids)) == 2
    assert "Quillfeather" not in "".join(lines)


# Whose name and address stand wherever an error may take them from.
CANARY = "Zebedee Quillfeather"
ADDRESS = "z.quillfeather@canary.example.org"


KINDS = (psycopg.Error, OperationalError, ValueError)


def assert_no_canary(lines: list[str]) -> None:
    said = "".join(lines).casefold()
    assert "traceback" in said or "did not leave" in said
    for mark in ("zebedee", "quillfeather", "canary.example"):
        assert mark not in said


def failing_row(url: str) -> None:
    """PostgreSQL quotes the whole row, beside what the error is about."""
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TEMPORARY TABLE requester (name text, due date NOT NULL)")
        connection.execute("INSERT INTO requester VALUES (%s, NULL)", [CANARY])


def same_key_twice(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TEMPORARY TABLE person (email text CONSTRAINT one UNIQUE)")
        connection.execute("INSERT INTO person VALUES (%(it)s), (%(it)s)", {"it": ADDRESS})


def value_of_another_kind(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("SELECT %s::integer", [CANARY])


def search_gone_wrong(_: str) -> None:
    column = CANARY.partition(" ")[0]
    with django_connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE temp.canaries USING fts5(words)")
        cursor.execute("SELECT * FROM canaries WHERE words MATCH %s", [f"{column}: x"])


def field_of_another_kind(_: str) -> None:
    FoiRequest.objects.get(pk=CANARY)


def lost_in_translation(_: str) -> None:
    CANARY.replace("e", "\ud800").encode()


WRONG = {
    failing_row: "NotNullViolation: 23502, requester, due",
    same_key_twice: "UniqueViolation: 23505, person, one",
    value_of_another_kind: "InvalidTextRepresentation: 22P02",
    search_gone_wrong: "OperationalError: SQLITE_ERROR",
    field_of_another_kind: "ValueError",
    lost_in_translation: "UnicodeEncodeError",
}


@pytest.mark.servers
@pytest.mark.parametrize("go_wrong", WRONG, ids=lambda deed: deed.__name__)
def test_an_error_is_told_without_what_it_quotes(
    go_wrong: Callable[[str], None], postgres_url: str
) -> None:
    with pytest.raises(KINDS) as caught:
        go_wrong(postgres_url)
    error = caught.value
    assert re.search("zebedee|quillfeather|ud800", ascii(error), re.IGNORECASE)
    outer = RuntimeError(f"of {CANARY}")
    outer.__cause__ = error
    # As Django and Celery log an error: with its trace, and its words in their own sentence.
    with told(as_json=True) as lines:
        logging.getLogger("django.request").error("failed (%s)", error, exc_info=error)
        logging.getLogger("celery.app.trace").error(
            "Task %(name)s: %(exc)s", {"name": "render", "exc": repr(error)}, exc_info=error
        )
        logging.getLogger("somebody").error("it failed", exc_info=outer)
    assert_no_canary(lines)
    assert len(lines) == 3
    for line in lines:
        assert WRONG[go_wrong] in line
        assert f"in {go_wrong.__name__}" in line


def test_what_is_no_content_is_told() -> None:
    with told(as_json=True) as lines:
        try:
            psycopg_of_django("postgres://foi@127.0.0.1:1/foi")
        except OperationalError:
            logging.getLogger("somebody").exception("it failed")
        logging.getLogger("somebody").warning("%s", RenderFailed("It is larger than 50 megabytes."))
        logging.getLogger("somebody").warning("%s", AttributeError("it has no attribute 'pages'"))
    assert "Connection refused" in lines[0]
    assert "It is larger than 50 megabytes." in lines[1]
    assert "no attribute 'pages'" in lines[2]


def psycopg_of_django(url: str) -> None:
    wrapper = load_backend("django.db.backends.postgresql").DatabaseWrapper
    defaults = django_connection.settings_dict | {"OPTIONS": {}, "CONN_HEALTH_CHECKS": False}
    wrapper(defaults | dict(dj_database_url.parse(url))).ensure_connection()


class RefusingServer:
    """A mail server that repeats to whom it does not deliver, as many do."""

    async def handle_RCPT(self, *arguments: Any) -> str:  # noqa: N802 - aiosmtpd's name
        return f"550 no such mailbox: {arguments[3]}"


def test_a_refused_mail_is_told_by_its_rows(settings: Settings) -> None:
    port = free_port()
    server = Controller(RefusingServer(), hostname="127.0.0.1", port=port)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    letter = Letter(ADDRESS, f"1 new record: {CANARY}", f"Dear {CANARY}")
    server.start()
    try:
        with told(as_json=True) as lines:
            assert not send(letter, about="Alert 7")
    finally:
        server.stop()
    events = [json.loads(line) for line in lines]
    ours = [event["event"] for event in events if event["logger"].startswith("requests_app")]
    assert_no_canary(ours)
    (line,) = ours
    assert line == "a mail about Alert 7 did not leave: smtplib.SMTPRecipientsRefused"


def test_a_child_that_breaks_tells_where_and_not_of_what() -> None:
    def work() -> bytes:
        raise ValueError(CANARY)

    with told(as_json=True) as lines, pytest.raises(RenderFailed, match="the log has details"):
        run_limited(work)
    assert_no_canary(lines)
    assert "in work" in lines[0]
    assert "ValueError" in lines[0]


@pytest.fixture
def metrics(settings: Settings) -> Iterator[dict[str, str]]:
    """Metrics are switched on; what one must bear to read them."""
    settings.METRICS_TOKEN = "a long secret"
    importlib.reload(urls)
    clear_url_caches()
    yield {"Authorization": "Bearer a long secret"}
    settings.METRICS_TOKEN = ""
    importlib.reload(urls)
    clear_url_caches()


def test_metrics_are_off(client: Client) -> None:
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize("borne", [{}, {"Authorization": "Bearer another"}])
def test_without_the_token_metrics_are_not_found(
    client: Client, metrics: dict[str, str], borne: dict[str, str]
) -> None:
    assert client.get("/metrics", headers=metrics).status_code == 200
    assert client.get("/metrics", headers=borne).status_code == 404


def test_metrics_count_from_the_database(metrics: dict[str, str]) -> None:
    watcher = Client(headers=metrics)
    given.in_review()
    answer = watcher.get("/metrics")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert 'foi_documents{state="queued"} 2.0' in lines
    assert 'foi_documents{state="failed"} 0.0' in lines
    assert 'foi_cases{urgency="overdue"} 1.0' in lines

    few = queries_of(watcher, "/metrics")
    given.in_review()
    assert queries_of(watcher, "/metrics") == few

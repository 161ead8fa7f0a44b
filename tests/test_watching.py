"""What is told to those who watch the portal: lines in the log, and numbers."""

from __future__ import annotations

import importlib
import json
import logging
import logging.config
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.test import Client
from django.urls import clear_url_caches, reverse
from pytest_django import Settings

from foi_portal import logs, urls
from tests import factories as given
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

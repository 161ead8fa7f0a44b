"""The broker hangs, is gone, is started anew: a page waits for it once at most, and shortly."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from celery import current_app

from requests_app import health
from requests_app.actions import telling
from requests_app.models import FoiRequest, Rendering
from tests import factories as given
from tests.faults.site import Redis

Commit = Callable[..., AbstractContextManager[object]]


class Hung:
    """A Redis that takes connections and never says a word."""

    def __init__(self) -> None:
        self.connections: list[socket.socket] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"redis://127.0.0.1:{self.socket.getsockname()[1]}/0"
        self.thread = threading.Thread(target=self.listen)
        self.thread.start()

    def listen(self) -> None:
        while True:
            try:
                self.connections.append(self.socket.accept()[0])
            except OSError:
                return

    def end(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        for one in (self.socket, *self.connections):
            one.close()


@pytest.fixture(autouse=True)
def at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test begins with what another one saw of the broker."""
    monkeypatch.setattr(telling, "_resting_until", 0.0)
    monkeypatch.setattr(telling, "PATIENCE", 0.2)


@pytest.fixture
def hung(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hung]:
    server = Hung()
    monkeypatch.setattr(current_app.conf, "broker_write_url", server.url)
    yield server
    server.end()


def test_a_broker_that_hangs_is_waited_for_once(
    db: None, hung: Hung, django_capture_on_commit_callbacks: Commit
) -> None:
    """Four documents in two transactions: the first of them waits, the sweeper tells of all."""
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            given.in_review()
    assert FoiRequest.objects.filter(state="in_review").count() == 2
    assert Rendering.objects.filter(state="queued").count() == 4
    assert len(hung.connections) == 1


def test_without_its_rest_every_document_would_wait(
    db: None,
    hung: Hung,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    monkeypatch.setattr(telling, "REST", 0.0)
    with django_capture_on_commit_callbacks(execute=True):
        given.in_review()
    assert len(hung.connections) == 2


def test_many_rows_are_told_over_one_connection_and_the_first_failure_ends_it(hung: Hung) -> None:
    assert not telling.tell("render", *range(100))
    assert len(hung.connections) == 1


def test_the_sweeper_asks_a_broker_that_rests(hung: Hung, broker: object) -> None:
    telling.tell("render", 1)
    assert not telling.tell("render", 2)
    assert len(hung.connections) == 2


def test_to_have_nothing_to_tell_does_not_end_the_rest(
    db: None, hung: Hung, django_capture_on_commit_callbacks: Commit
) -> None:
    telling.tell("render", 1)
    assert telling.tell("open_link")
    with django_capture_on_commit_callbacks(execute=True):
        telling.tell_on_commit("render", 2)
    assert len(hung.connections) == 1


def test_once_it_answered_pages_tell_it_again(
    db: None,
    hung: Hung,
    broker: Callable[[str], list[int]],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    telling.tell("render", 1)
    monkeypatch.setattr(current_app.conf, "broker_write_url", current_app.conf.broker_url)
    assert telling.tell("render", 2)
    with django_capture_on_commit_callbacks(execute=True):
        given.in_review()
    assert len(broker("render")) == 1 + 2


def test_health_asks_a_broker_that_hangs_once(hung: Hung) -> None:
    assert not health.check_broker().well
    assert len(hung.connections) == 1


@pytest.mark.servers
def test_a_redis_that_was_started_anew_is_told_at_the_first_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Redis(tmp_path)
    monkeypatch.setattr(current_app.conf, "broker_write_url", server.url)
    try:
        for _ in range(2):
            server.start()
            assert telling.tell("render", 1)
            server.kill()
            assert not telling.tell("render", 1)
    finally:
        server.kill()

"""The signs of life: what machines are told when something is not well."""

from __future__ import annotations

from datetime import timedelta

import pytest
from celery import current_app
from django.db import DatabaseError, connection
from django.test import Client
from django.utils.timezone import now

from requests_app.actions import rendering
from requests_app.models import Rendering
from tests import factories as given
from tests.servers import free_port
from tests.visiting import queries_of

pytestmark = pytest.mark.django_db


def told(client: Client, path: str = "/healthz?all") -> tuple[int, dict[str, bool]]:
    answer = client.get(path)
    return answer.status_code, {name: check["well"] for name, check in answer.json().items()}


CHECKS = ("database", "broker", "documents", "sweeper", "storage", "cache", "bucket")
WELL = dict.fromkeys(CHECKS, True)


def test_all_is_well_after_a_sweep(client: Client) -> None:
    rendering.sweep(at=now())
    assert told(client) == (200, WELL)
    assert told(client, "/healthz") == (200, WELL)


@pytest.mark.parametrize("age", [None, timedelta(seconds=61)])
def test_a_sweeper_that_is_silent_is_told(client: Client, age: timedelta | None) -> None:
    if age:
        rendering.sweep(at=now() - age)
    assert told(client) == (503, WELL | {"sweeper": False})
    assert told(client, "/healthz")[0] == 200, "pages work without it"


def test_a_document_that_waits_too_long_is_told_however_often_the_broker_was_reminded(
    client: Client,
) -> None:
    given.in_review()
    Rendering.objects.update(asked_at=now())
    rendering.sweep(at=now())
    assert told(client) == (200, WELL)
    Rendering.objects.update(asked_at=now() - timedelta(minutes=6), queued_at=now())
    assert told(client) == (503, WELL | {"documents": False})


def test_a_broker_that_cannot_be_reached_is_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendering.sweep(at=now())
    monkeypatch.setattr(current_app.conf, "broker_write_url", f"redis://127.0.0.1:{free_port()}/0")
    assert told(client) == (503, WELL | {"broker": False})
    assert told(client, "/healthz")[0] == 200


@pytest.mark.parametrize("path", ["/healthz", "/healthz?all"])
def test_without_a_database_nothing_is_served(client: Client, path: str) -> None:
    def down(*_: object) -> None:
        raise DatabaseError("gone")

    with connection.execute_wrapper(down):
        assert told(client, path) == (503, {"database": False})


def test_it_costs_the_same_however_many_documents_wait(client: Client) -> None:
    given.in_review()
    few = queries_of(client, "/healthz")
    for _ in range(3):
        given.in_review()
    assert queries_of(client, "/healthz") == few

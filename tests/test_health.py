"""The signs of life: what machines are told when something is not well."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from celery import current_app
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.utils.timezone import now

from requests_app.actions import proving, rendering
from requests_app.models import Rendering
from requests_app.querysets import MAX_ATTEMPTS
from requests_app.tasks import verify_audit
from tests import factories as given
from tests.append_only import append_only_rows_may_go
from tests.servers import free_port
from tests.visiting import queries_of

pytestmark = pytest.mark.django_db


def told(client: Client, path: str = "/healthz?all") -> tuple[int, dict[str, bool]]:
    answer = client.get(path)
    return answer.status_code, {name: check["well"] for name, check in answer.json().items()}


CHECKS = (
    *("database", "broker", "documents", "failures", "sweeper", "mail", "storage"),
    *("cache", "bucket", "audit", "files"),
)
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


def test_a_document_that_failed_is_told_for_a_day_or_until_it_is_made(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    document, other = Rendering.objects.filter(version__foi_request=given.in_review())
    long_ago = now() - timedelta(hours=1)
    Rendering.objects.update(asked_at=now())
    Rendering.objects.filter(pk=document.pk).update(
        state="rendering", attempts=MAX_ATTEMPTS, lease_until=long_ago
    )
    rendering.sweep(at=now())
    assert f"rendering {document.pk} failed" in caplog.text
    assert f"rendering {other.pk}" not in caplog.text
    assert told(client) == (503, WELL | {"failures": False})
    assert told(client, "/healthz")[0] == 200, "pages work without it"

    document.refresh_from_db()
    rendering.retry(document, by=given.alice(), at=now())
    assert told(client) == (200, WELL)
    document.refresh_from_db()
    taken = rendering.take_up(document.pk, at=now())
    assert taken
    caplog.clear()
    Rendering.objects.filter(pk=document.pk).update(attempts=MAX_ATTEMPTS)
    taken.attempts = MAX_ATTEMPTS
    rendering.put_back(taken, "The machine was too busy.", at=now() - timedelta(hours=25))
    assert f"rendering {document.pk} failed" in caplog.text
    assert told(client) == (200, WELL), "a day is over"


def test_a_broken_audit_trail_is_told_until_a_proof_holds(client: Client) -> None:
    given.complete()
    rendering.sweep(at=now())
    call_command("verify_audit", stdout=StringIO())
    assert told(client) == (200, WELL)
    with append_only_rows_may_go(), connection.cursor() as cursor:
        cursor.execute("UPDATE requests_app_auditevent SET verb = verb || 'x' WHERE sequence = 2")
    verify_audit()
    assert told(client) == (503, WELL | {"audit": False})
    with append_only_rows_may_go(), connection.cursor() as cursor:
        cursor.execute("UPDATE requests_app_auditevent SET verb = rtrim(verb, 'x')")
    verify_audit()
    assert told(client) == (200, WELL)


def test_a_proof_that_was_left_out_is_told(client: Client) -> None:
    rendering.sweep(at=now())
    proving.note(proving.Whole.AUDIT, holds=True, at=now() - timedelta(hours=37))
    assert told(client) == (503, WELL | {"audit": False})


def test_files_that_are_lost_are_told(client: Client) -> None:
    given.in_review()
    Rendering.objects.update(asked_at=now())
    rendering.sweep(at=now())
    call_command("check_files", stdout=StringIO())
    assert told(client) == (200, WELL)
    Rendering.objects.update(state="done", finished_at=now())
    with pytest.raises(SystemExit):
        call_command("check_files", stdout=StringIO(), stderr=StringIO())
    assert told(client) == (503, WELL | {"files": False})


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

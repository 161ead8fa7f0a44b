"""Documents in the making: one worker at a time, nothing lost, nothing tried for ever."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.db import OperationalError, connection, transaction

from requests_app import tasks
from requests_app.actions import rendering, review
from requests_app.actions.rendering import LEASE, PATIENCE
from requests_app.models import (
    FoiRequest,
    RenderedDocument,
    RenderedText,
    Rendering,
    Requester,
    Review,
)
from requests_app.producing import produce
from requests_app.querysets import MAX_ATTEMPTS
from requests_app.rendering import Interrupted, RenderedPdf
from requests_app.rendering.isolation import LIMITS
from requests_app.workflow import NotAllowed, WrongState
from tests import factories
from tests.at_once import at_once, needs_postgresql
from tests.factories import AT

# pytest-django's way to run what waits for the commit; a broken one is logged, as in the product.
Commit = Callable[..., AbstractContextManager[object]]
PDF = RenderedPdf(b"%PDF-1.7", hashlib.sha256(b"%PDF-1.7").hexdigest(), 1, "Words.")


@pytest.fixture
def record(db: None) -> Rendering:
    """A record that waits for the worker since AT."""
    return Rendering.objects.get(version__foi_request=factories.in_review(), kind="record")


def state_of(row: Rendering) -> tuple[str, int]:
    return Rendering.objects.values_list("state", "attempts").get(pk=row.pk)


# --- taking up, finishing, failing ------------------------------------------------------


def test_a_document_is_made_once(record: Rendering) -> None:
    taken = rendering.take_up(record.pk, at=AT)
    assert taken is not None
    assert rendering.take_up(record.pk, at=AT) is None
    assert rendering.finish(taken, PDF, at=AT)
    assert state_of(record) == ("done", 1)
    assert bytes(RenderedDocument.objects.get().content or b"") == PDF.content
    assert RenderedText.objects.get().text == "Words."
    assert rendering.take_up(record.pk, at=AT + 2 * LEASE) is None
    assert not rendering.finish(taken, PDF, at=AT)
    assert not rendering.fail(taken, "Too late.", at=AT)
    assert state_of(record) == ("done", 1)


def test_a_document_that_a_dead_worker_held_is_taken_up_again(record: Rendering) -> None:
    first = rendering.take_up(record.pk, at=AT)
    assert first is not None
    assert rendering.take_up(record.pk, at=AT + LEASE - timedelta(seconds=1)) is None
    second = rendering.take_up(record.pk, at=AT + LEASE + timedelta(seconds=1))
    assert second is not None
    # The first was not dead but slow: its result comes too late and changes nothing.
    assert not rendering.finish(first, PDF, at=AT)
    assert not rendering.fail(first, "Slow.", at=AT)
    assert state_of(record) == ("rendering", 2)
    assert rendering.finish(second, PDF, at=AT)


def test_a_lease_that_is_renewed_outlasts_a_slow_render(record: Rendering) -> None:
    taken = rendering.take_up(record.pk, at=AT)
    assert taken is not None
    later = AT + LEASE - timedelta(seconds=1)
    assert rendering.renew(taken, at=later)
    assert rendering.take_up(record.pk, at=later + LEASE - timedelta(seconds=1)) is None
    assert rendering.take_up(record.pk, at=later + LEASE + timedelta(seconds=1)) is not None
    assert not rendering.renew(taken, at=later)


def test_an_interrupted_document_is_tried_again_and_in_the_end_says_why(
    record: Rendering, broker: Callable[[str], list[int]]
) -> None:
    at = AT
    for attempt in range(1, MAX_ATTEMPTS + 1):
        taken = rendering.take_up(record.pk, at=at)
        assert taken is not None
        assert rendering.put_back(taken, "The machine was too busy.", at=at)
        assert not rendering.put_back(taken, "The machine was too busy.", at=at)
        at += PATIENCE + timedelta(seconds=1)
        if attempt < MAX_ATTEMPTS:
            assert state_of(record) == ("queued", attempt)
            assert swept(record, at) == 1
    assert broker("render") == [record.pk] * (MAX_ATTEMPTS - 1)
    record.refresh_from_db()
    assert (record.state, record.attempts) == ("failed", MAX_ATTEMPTS)
    assert record.error == "Tried 3 times. The machine was too busy."


def test_a_failed_document_says_why_and_is_tried_again_on_demand(record: Rendering) -> None:
    taken = rendering.take_up(record.pk, at=AT)
    assert taken is not None
    assert rendering.fail(taken, "It has a character that no font can print.", at=AT)
    record.refresh_from_db()
    assert (record.state, record.error) == (
        *("failed", "It has a character that no font can print."),
    )
    assert rendering.take_up(record.pk, at=AT + 2 * LEASE) is None
    rendering.retry(record, by=factories.bob(), at=AT)
    rendering.retry(record, by=factories.bob(), at=AT)
    assert state_of(record) == ("queued", 0)
    with pytest.raises(NotAllowed):
        rendering.retry(record, by=factories.dora(), at=AT)


def test_a_retry_leaves_alone_what_is_not_failed(record: Rendering) -> None:
    taken = rendering.take_up(record.pk, at=AT)
    rendering.retry(record, by=factories.alice(), at=AT)
    assert state_of(record) == ("rendering", 1)
    assert taken is not None
    assert rendering.finish(taken, PDF, at=AT)
    rendering.retry(record, by=factories.alice(), at=AT)
    assert state_of(record) == ("done", 1)


def test_a_full_disk_of_the_worker_is_no_fault_of_the_document(
    record: Rendering, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> RenderedPdf:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("requests_app.producing.render", full)
    for attempt in range(1, MAX_ATTEMPTS):
        produce(record.pk, at=lambda: AT)
        assert state_of(record) == ("queued", attempt)
    produce(record.pk, at=lambda: AT)
    record.refresh_from_db()
    assert record.error == (
        "Tried 3 times. The worker could not use its disk (No space left on device)."
    )


def test_a_database_without_room_for_the_document_takes_it_later(
    record: Rendering, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith('INSERT INTO "requests_app_rendereddocument"'):
            raise OperationalError("database or disk is full")
        return execute(sql, *rest)

    monkeypatch.setattr("requests_app.producing.render", lambda *_, **__: PDF)
    with connection.execute_wrapper(no_room):
        produce(record.pk, at=lambda: AT)
    assert state_of(record) == ("queued", 1)
    assert not RenderedDocument.objects.exists()
    produce(record.pk, at=lambda: AT)
    assert state_of(record) == ("done", 2)


def test_a_worker_leaves_what_the_machine_interrupted_and_what_another_has(
    record: Rendering, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> RenderedPdf:
        raise Interrupted("It was stopped from outside.")

    def taken_over(*_: object, watch: Callable[[], None], **__: object) -> RenderedPdf:
        watch()
        Rendering.objects.filter(pk=record.pk).update(attempts=3)
        watch()
        return PDF

    monkeypatch.setattr("requests_app.producing.render", interrupted)
    produce(record.pk, at=lambda: AT)
    assert state_of(record) == ("queued", 1)
    monkeypatch.setattr("requests_app.producing.render", taken_over)
    produce(record.pk, at=lambda: AT)
    assert state_of(record) == ("rendering", 3)
    assert not RenderedDocument.objects.exists()


def test_a_fault_of_the_program_is_told_on_the_page_and_not_tried_again(
    record: Rendering, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> RenderedPdf:
        raise KeyError("margin")

    monkeypatch.setattr("requests_app.producing.render", broken)
    with pytest.raises(KeyError):
        produce(record.pk, at=lambda: AT)
    record.refresh_from_db()
    assert (record.state, record.lease_until) == ("failed", None)
    assert record.error == "The program failed while it made this document."


def test_a_database_that_is_away_for_a_moment_does_not_end_the_work(
    record: Rendering, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> bool:
        raise OperationalError("the connection was lost")

    def slow(*_: object, watch: Callable[[], None], **__: object) -> RenderedPdf:
        watch()
        return PDF

    monkeypatch.setattr("requests_app.producing.renew", away)
    monkeypatch.setattr("requests_app.producing.render", slow)
    produce(record.pk, at=lambda: AT)
    assert state_of(record) == ("done", 1)


def test_a_letter_to_somebody_who_was_erased_says_why_it_is_not_made(record: Rendering) -> None:
    letter = Rendering.objects.get(kind="letter")
    Requester.objects.all().delete()
    produce(letter.pk, at=lambda: AT)
    letter.refresh_from_db()
    assert letter.state == "failed"
    assert letter.error == "The requester’s name and address are not there any more."


def test_a_document_is_asked_for_once(
    record: Rendering,
    broker: Callable[[str], list[int]],
    django_capture_on_commit_callbacks: Commit,
) -> None:
    assert record.version is not None
    with django_capture_on_commit_callbacks(execute=True):
        again = rendering.ask_for(
            record.version, Rendering.Kind.RECORD, dated=None, on=AT.date(), at=AT
        )
    assert (again, broker("render")) == (record, [])


# --- the sweeper ------------------------------------------------------------------------


def swept(record: Rendering, at: datetime) -> int:
    """Only this document waits; the letter is out of the way."""
    Rendering.objects.exclude(pk=record.pk).update(state="failed")
    return rendering.sweep(at=at)


def test_the_worker_is_told_again_of_what_was_lost(
    record: Rendering, broker: Callable[[str], list[int]]
) -> None:
    assert swept(record, AT + PATIENCE) == 0
    assert broker("render") == []
    late = AT + PATIENCE + timedelta(seconds=1)
    assert swept(record, late) == 1
    assert broker("render") == [record.pk]
    # It is not told every few seconds, but as patiently as the first time.
    assert swept(record, late + timedelta(seconds=5)) == 0
    assert swept(record, late + PATIENCE + timedelta(seconds=1)) == 1


def test_a_document_in_hand_is_left_alone(
    record: Rendering, broker: Callable[[str], list[int]]
) -> None:
    rendering.take_up(record.pk, at=AT + PATIENCE)
    assert swept(record, AT + PATIENCE + LEASE) == 0
    assert swept(record, AT + PATIENCE + LEASE + timedelta(seconds=1)) == 1
    assert broker("render") == [record.pk]


def test_a_document_that_kills_its_worker_fails_for_good(record: Rendering) -> None:
    at = AT
    for attempt in range(1, MAX_ATTEMPTS + 1):
        assert rendering.take_up(record.pk, at=at) is not None
        assert state_of(record) == ("rendering", attempt)
        at += LEASE + timedelta(seconds=1)
    assert rendering.take_up(record.pk, at=at) is None
    assert swept(record, at) == 1
    record.refresh_from_db()
    assert (record.state, record.error) == (
        *("failed", "The worker stopped 3 times while it made this document."),
    )
    assert swept(record, at + LEASE) == 0


# --- telling the worker -----------------------------------------------------------------


def submitted() -> FoiRequest:
    case = factories.complete()
    review.submit(case, by=factories.alice(), at=AT)
    return case


def waiting() -> list[int]:
    return sorted(Rendering.objects.filter(state="queued").values_list("pk", flat=True))


def test_the_worker_is_told_on_commit_and_not_before(
    db: None, broker: Callable[[str], list[int]], django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        submitted()
        assert broker("render") == []
    assert broker("render") == waiting()
    assert len(waiting()) == 2


def test_what_is_rolled_back_is_never_told(
    db: None, broker: Callable[[str], list[int]], django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        submitted()
        transaction.set_rollback(True)
    assert broker("render") == waiting() == []


def test_a_broker_that_is_gone_stops_nobody(
    db: None, broker: Callable[[str], list[int]], django_capture_on_commit_callbacks: Commit
) -> None:
    folder = Path(settings.BROKER_DIR)
    aside = folder.rename(folder.with_name("gone"))
    try:
        with django_capture_on_commit_callbacks(execute=True):
            case = submitted()
    finally:
        aside.rename(folder)
    case.refresh_from_db()
    assert case.state == "in_review"
    assert len(waiting()) == 2
    assert rendering.sweep(at=AT + 2 * PATIENCE) == 2
    assert broker("render") == waiting()


# --- many at once -----------------------------------------------------------------------


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_once_make_one_decision() -> None:
    case = factories.in_review()
    factories.make_documents(case)
    version = factories.current(case)

    def decide(decision: Callable[..., object]) -> Callable[[], object]:
        stale = FoiRequest.objects.get(pk=case.pk)
        return lambda: decision(
            stale, digest=version.digest, comments={}, comment="So.", by=factories.bob(), at=AT
        )

    factories.bob()
    results = at_once(*(decide(each) for each in (review.approve, review.return_) * 2))
    assert Review.objects.count() == 1
    assert len([result for result in results if isinstance(result, WrongState)]) == 3


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_take_a_document_up_once() -> None:
    row = Rendering.objects.filter(version__foi_request=factories.in_review()).first()
    assert row is not None
    results = at_once(*[lambda: rendering.take_up(row.pk, at=AT)] * 8)
    assert len([result for result in results if result is not None]) == 1
    assert state_of(row) == ("rendering", 1)


def test_the_worker_kills_a_task_only_long_after_its_child_had_to_end() -> None:
    """What ends a document is its child's own limit, which tells why; the row then decides."""
    of_all = current_app.conf.task_time_limit
    assert LIMITS.wall_seconds + 30 < tasks.render.time_limit < of_all
    assert tasks.render.soft_time_limit is None, "it does not reach the print engine"
    assert {task.time_limit for task in (tasks.sweep, tasks.verify_audit)} == {of_all}
    # Who is killed is not asked for again by the broker: the lease runs out, and the sweeper is.
    assert current_app.conf.task_acks_on_failure_or_timeout
    assert timedelta(seconds=tasks.render.time_limit) > LEASE

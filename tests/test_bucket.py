"""Finished documents in a bucket: as private, as whole and as surely gone as in the database.

A real S3 server keeps it; see ``tests/buckets.py`` for how it fails.
"""

from __future__ import annotations

import hashlib
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.storage import storages
from django.db import DatabaseError, OperationalError, connection, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from requests_app import bucket as objects
from requests_app import stored_documents
from requests_app.actions import erasing, publishing, rendering, storing
from requests_app.bucket import BucketAway
from requests_app.models import FileRemoval, FoiRequest, RenderedDocument, Rendering
from requests_app.producing import produce
from requests_app.rendering import RenderedPdf
from requests_app.stored_documents import Place
from tests import factories as given
from tests.buckets import AWAY, Bucket
from tests.factories import AT
from tests.test_check_files import check, page_of
from tests.visiting import signed_in

pytestmark = pytest.mark.django_db

BYTES = b"%PDF-1.7 the very bytes"
NAME = f"documents/{hashlib.sha256(BYTES).hexdigest()}.pdf"
PDF = RenderedPdf(BYTES, hashlib.sha256(BYTES).hexdigest(), 1, "Words.")


def waiting() -> Rendering:
    """A public record that waits for the worker."""
    return Rendering.objects.get(version__foi_request=given.in_review(), kind="record")


def published(content: bytes = BYTES) -> FoiRequest:
    case = given.approved()
    given.make_documents(case, content)
    publishing.publish(case, on=given.TODAY, by=given.carol(), at=AT, restoring=True)
    given.make_documents(case, content)
    return case


def pdf_of(case: FoiRequest) -> str:
    return reverse("record-pdf", args=[case.slug])


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The print engine has another test; here it is what becomes of its bytes."""
    monkeypatch.setattr("requests_app.producing.render", lambda *_, **__: PDF)


# --- what lies where ---------------------------------------------------------------------


def test_a_finished_document_lies_in_the_bucket_and_is_read_through_the_portal(
    bucket: Bucket,
) -> None:
    case = published()
    assert bucket.names() == [NAME], "the same bytes lie there once"
    assert bucket.read(NAME) == BYTES
    rows = RenderedDocument.objects.all()
    assert {(row.content, row.object_name) for row in rows} == {(None, NAME)}
    answer = Client().get(pdf_of(case))
    assert (answer.status_code, answer.content) == (200, BYTES)
    assert answer["ETag"] == f'"{PDF.sha256}"'
    letter = Rendering.objects.filter(kind="letter").first()
    assert letter is not None
    assert page_of(letter) == 200


def test_nobody_reads_the_bucket_but_the_portal(bucket: Bucket) -> None:
    published()
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
            bucket.address_of(NAME), timeout=5
        )
    with refused.value as answer:
        assert answer.code == 403
    with pytest.raises(RuntimeError, match="no address"):
        storages["documents"].url(NAME)


def test_without_the_settings_all_is_in_the_database(bucket: Bucket) -> None:
    bucket.forget()
    case = published()
    assert bucket.names() == []
    assert all(bytes(row.content) == BYTES for row in RenderedDocument.objects.all())
    assert Client().get(pdf_of(case)).content == BYTES


def test_a_row_says_where_its_file_is_in_exactly_one_place(db: None) -> None:
    row = waiting()
    for kept in ({"content": b"%PDF", "object_name": NAME}, {"content": None, "object_name": ""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            RenderedDocument.objects.create(rendering=row, **kept)


# --- the real print engine; lost, damaged, left over ---------------------------------------


def test_a_lost_or_damaged_object_is_told_never_served_and_made_again(bucket: Bucket) -> None:
    row = waiting()
    produce(row.pk, at=lambda: AT)
    row.refresh_from_db()
    (name,) = bucket.names()
    made = bucket.read(name)
    assert (name, made[:5]) == (f"documents/{row.sha256}.pdf", b"%PDF-")
    assert check() == (0, "1 finished documents checked, 0 faults, 0 left.\n", "")
    assert page_of(row) == 200
    for harm, fault in (
        (lambda: bucket.lose(name), "its file is not there"),
        (lambda: bucket.write(name, b"%PDF-1.7 x"), "not the one that was made"),
    ):
        harm()  # type: ignore[no-untyped-call]
        code, _, told = check()
        assert code == 1
        assert fault in told
        assert page_of(row) == 503
        assert check("--repair")[0] == 0
        assert bucket.read(name) == made
        assert page_of(row) == 200


def test_what_no_row_names_is_told_and_removed_on_demand(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    published()
    left_over = f"documents/{'0' * 64}.pdf"
    bucket.write(left_over, b"%PDF-1.7 left over")
    assert check()[0] == 0, "it may be on its way to its row"
    monkeypatch.setattr(stored_documents, "YOUNG", timedelta(0))
    code, summary, told = check("--repair")
    assert (code, "1 faults, 1 left" in summary) == (1, True)
    assert f"{left_over} is in the bucket, but no document refers to it" in told
    assert check("--remove-unused")[0] == 0
    assert bucket.names() == [NAME]


@pytest.mark.usefixtures("stand_in")
def test_what_a_rollback_leaves_is_the_next_attempts(bucket: Bucket) -> None:
    def no_room(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith('INSERT INTO "requests_app_rendereddocument"'):
            raise OperationalError("database or disk is full")
        return execute(sql, *rest)

    row = waiting()
    with connection.execute_wrapper(no_room):
        produce(row.pk, at=lambda: AT)
    row.refresh_from_db()
    assert (row.state, bucket.names()) == ("queued", [NAME])
    assert not RenderedDocument.objects.exists()
    assert stored_documents.unused(now() + timedelta(hours=2)) == [NAME]
    produce(row.pk, at=lambda: AT)
    row.refresh_from_db()
    assert (row.state, bucket.names()) == ("done", [NAME])
    assert stored_documents.unused(now() + timedelta(hours=2)) == []
    assert not FileRemoval.objects.exists(), "nothing of it has to go"


# --- left behind -------------------------------------------------------------------------


class Killed(BaseException):
    """As a worker is that nobody asks."""


@pytest.fixture
def left_behind(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> Rendering:
    """A document whose worker was killed at AT, between the bucket and the row."""

    def die(*_: object) -> None:
        raise Killed

    row = waiting()
    taken = rendering.take_up(row.pk, at=AT)
    assert taken is not None
    with monkeypatch.context() as dying:
        dying.setattr(rendering, "keep", die)
        with pytest.raises(Killed):
            rendering.finish(taken, PDF, at=AT)
    assert (bucket.names(), RenderedDocument.objects.count()) == ([NAME], 0)
    return taken


def swept(at: datetime, broker: Callable[[str], list[int]]) -> list[int]:
    """Those of which the worker was told, after it did them."""
    storing.sweep(at=at)
    told = broker("remove_file")
    for pk in told:
        storing.remove(pk)
    return told


DAY_AFTER = AT + timedelta(days=1, minutes=1)


def test_what_a_killed_worker_left_goes_a_day_later_and_what_others_put_stays(
    bucket: Bucket,
    left_behind: Rendering,
    broker: Callable[[str], list[int]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A portal whose database is older than the bucket, or another's, knows of no such row."""
    foreign = f"documents/{'0' * 64}.pdf"
    bucket.write(foreign, b"%PDF-1.7 of another portal")
    assert swept(DAY_AFTER - timedelta(hours=2), broker) == []
    assert storing.waits_since(DAY_AFTER - timedelta(hours=2)) is None, "nothing is overdue"
    assert sorted(bucket.names()) == sorted([foreign, NAME])
    with caplog.at_level("INFO"):
        (number,) = swept(DAY_AFTER, broker)
    assert bucket.names() == [foreign]
    assert f"file removal {number}: it is not in the bucket any more" in caplog.text
    assert PDF.sha256 not in caplog.text
    assert not FileRemoval.objects.exists()


def test_what_is_made_after_all_stays(
    bucket: Bucket, left_behind: Rendering, broker: Callable[[str], list[int]]
) -> None:
    Rendering.objects.filter(pk=left_behind.pk).update(state="queued")
    taken = rendering.take_up(left_behind.pk, at=AT + timedelta(hours=23))
    assert taken is not None
    assert rendering.finish(taken, PDF, at=AT + timedelta(hours=23))
    assert swept(DAY_AFTER, broker) == []
    assert bucket.names() == [NAME]


def test_a_file_that_is_being_written_is_never_taken(
    bucket: Bucket, left_behind: Rendering, broker: Callable[[str], list[int]]
) -> None:
    """Another worker has just put the same bytes there; its row is not committed yet."""
    storing.stored(BYTES, PDF.sha256, Place.BUCKET, at=DAY_AFTER)
    (number,) = swept(DAY_AFTER, broker)
    assert bucket.names() == [NAME]
    assert not FileRemoval.objects.filter(pk=number).exists()
    storing.keep(left_behind, {"content": None, "object_name": NAME})
    assert not FileRemoval.objects.exists()


def test_without_a_bucket_nothing_is_noted(db: None) -> None:
    published()
    assert not FileRemoval.objects.exists()


# --- away --------------------------------------------------------------------------------


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize("how", AWAY)
def test_a_bucket_that_is_away_is_tried_again_and_in_the_end_told_on_the_case(
    bucket: Bucket, how: str
) -> None:
    row = waiting()
    with bucket.away(how) as told:
        for _ in range(3):
            row.refresh_from_db()
            assert row.state == "queued"
            produce(row.pk, at=lambda: AT)
    row.refresh_from_db()
    assert row.state == "failed"
    assert row.error.startswith("Tried 3 times. The document could not be stored: the bucket ")
    assert told in row.error
    assert not RenderedDocument.objects.exists()
    page = signed_in(given.bob()).get(reverse("request", args=[row.foi_request.slug])).text
    assert "could not be stored" in page
    rendering.retry(row, by=given.bob(), at=AT)
    produce(row.pk, at=lambda: AT)
    row.refresh_from_db()
    assert (row.state, bucket.names()) == ("done", [NAME])


def test_pages_answer_while_the_bucket_is_away_and_pdfs_say_so(bucket: Bucket) -> None:
    case = published()
    rendering.sweep(at=now())
    kept = Client().get(pdf_of(case))["ETag"]
    letter = Rendering.objects.filter(kind="letter").first()
    assert letter is not None
    assert Client().get("/healthz?all").status_code == 200
    with bucket.away("stopped"):
        assert Client().get(reverse("record", args=[case.slug])).status_code == 200
        answer = Client().get(pdf_of(case))
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert answer["Cache-Control"] == "no-store"
        assert "This document cannot be shown just now" in answer.text
        assert Client().get(pdf_of(case), headers={"If-None-Match": kept}).status_code == 304
        assert page_of(letter) == 503
        export = reverse("requester-export", args=[case.slug])
        assert signed_in(given.alice()).post(export).status_code == 503
        assert Client().get("/healthz").status_code == 200
        health = Client().get("/healthz?all")
        assert health.status_code == 503
        assert "cannot be reached" in health.json()["bucket"]["says"]
        with pytest.raises(Exception, match="The files cannot be checked: the bucket cannot"):
            check()
    assert Client().get(pdf_of(case)).content == BYTES


def test_a_bucket_whose_settings_are_gone_is_told(bucket: Bucket) -> None:
    case = published()
    rendering.sweep(at=now())
    bucket.forget()
    assert Client().get(pdf_of(case)).status_code == 503
    says = Client().get("/healthz?all").json()["bucket"]["says"]
    assert "no bucket is named in FOI_STORAGE_BUCKET" in says


# --- erased ------------------------------------------------------------------------------


def erased_case() -> FoiRequest:
    """Its letter and its record have bytes of their own."""
    case = given.approved()
    given.sent(case)
    for kind in ("record", "letter"):
        waits = Rendering.objects.filter(version__foi_request=case, state="queued")
        others = list(waits.exclude(kind=kind).values_list("pk", flat=True))
        Rendering.objects.filter(pk__in=others).update(state="failed")
        given.make_documents(case, f"%PDF-1.7 {kind}".encode())
        Rendering.objects.filter(pk__in=others).update(state="queued")
    return case


def test_an_erasure_takes_the_letter_out_of_the_bucket_and_leaves_the_record(
    bucket: Bucket, broker: Callable[[str], list[int]]
) -> None:
    case = erased_case()
    record = f"documents/{hashlib.sha256(b'%PDF-1.7 record').hexdigest()}.pdf"
    assert len(bucket.names()) == 2
    erasing.erase_requester(case, by=given.eve(), at=now())
    removal = FileRemoval.objects.get()
    with bucket.away("stopped"):
        storing.remove(removal.pk)
    assert len(bucket.names()) == 2
    assert FileRemoval.objects.exists(), "a bucket that is away forgets no erasure"

    later = now() + timedelta(minutes=6)
    storing.sweep(at=later)
    assert broker("remove_file") == [removal.pk]
    FileRemoval.objects.update(asked_at=now() - timedelta(minutes=6))
    says = Client().get("/healthz?all").json()["bucket"]
    assert (says["well"], "an erased file is still in it" in says["says"]) == (False, True)

    storing.remove(removal.pk)
    storing.remove(removal.pk)
    assert bucket.names() == [record]
    assert not FileRemoval.objects.exists()


def test_bytes_that_another_document_has_as_well_stay(bucket: Bucket) -> None:
    case = given.approved()
    given.sent(case)
    given.make_documents(case, BYTES)
    erasing.erase_requester(case, by=given.eve(), at=now())
    storing.remove(FileRemoval.objects.get().pk)
    assert bucket.names() == [NAME]
    assert not FileRemoval.objects.exists()


def test_a_letter_that_is_stored_too_late_leaves_the_bucket_again(bucket: Bucket) -> None:
    case = given.approved()
    given.make_documents(case)
    given.sent(case)
    row = Rendering.objects.filter(kind="letter", state="queued").first()
    assert row is not None
    taken = rendering.take_up(row.pk, at=AT)
    assert taken is not None
    erasing.erase_requester(case, by=given.eve(), at=now())
    assert not rendering.finish(taken, PDF, at=now())
    assert NAME in bucket.names()
    for removal in FileRemoval.objects.all():
        storing.remove(removal.pk)
    assert NAME not in bucket.names()


# --- moved -------------------------------------------------------------------------------


def moved(to: str) -> tuple[int, str, str]:
    return check(to, command="move_files")


def test_files_are_moved_to_the_bucket_and_back_while_they_are_read(bucket: Bucket) -> None:
    bucket.forget()
    case = published()
    count = Rendering.objects.filter(state="done").count()
    bucket.use()
    assert Client().get(pdf_of(case)).content == BYTES
    assert moved("bucket") == (0, f"{count} files moved to the bucket, 0 left.\n", "")
    assert moved("bucket") == (0, "0 files moved to the bucket, 0 left.\n", "")
    assert RenderedDocument.objects.count() == count
    assert not RenderedDocument.objects.exclude(content=None).exists()
    assert (bucket.names(), Client().get(pdf_of(case)).content) == ([NAME], BYTES)

    assert moved("database") == (0, f"{count} files moved to the database, 0 left.\n", "")
    for removal in FileRemoval.objects.all():
        storing.remove(removal.pk)
    assert bucket.names() == []
    assert RenderedDocument.objects.count() == count
    assert Client().get(pdf_of(case)).content == BYTES
    assert check()[0] == 0


def test_a_move_that_was_stopped_goes_on(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket.forget()
    published()
    bucket.use()
    count, puts = Rendering.objects.filter(state="done").count(), []
    put = objects.put

    def once(name: str, content: bytes) -> None:
        puts.append(name)
        if len(puts) == 2:
            raise BucketAway("the bucket cannot be reached (for a moment)")
        put(name, content)

    monkeypatch.setattr(objects, "put", once)
    with pytest.raises(Exception, match=r"Stopped after 1 files: .* Run it again"):
        moved("bucket")
    assert RenderedDocument.objects.filter(content=None).count() == 1
    assert moved("bucket") == (0, f"{count - 1} files moved to the bucket, 0 left.\n", "")
    assert check()[0] == 0


def test_what_is_damaged_is_not_moved(bucket: Bucket) -> None:
    published()
    bucket.write(NAME, b"%PDF-1.7 x")
    count = Rendering.objects.filter(state="done").count()
    code, summary, told = moved("database")
    assert (code, summary) == (1, f"0 files moved to the database, {count} left.\n")
    assert "its file is lost or damaged" in told


def test_the_database_lets_a_file_go_only_when_it_lies_elsewhere(bucket: Bucket) -> None:
    bucket.forget()
    published()
    row = Rendering.objects.filter(kind="record", state="done").first()
    assert row is not None
    bare: models.QuerySet[RenderedDocument] = models.QuerySet(RenderedDocument)
    kept = bare.filter(rendering=row)
    RenderedDocument.objects.create(rendering=row, content=None, object_name="documents/other.pdf")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        kept.filter(object_name="").delete()
    assert storing.stored(BYTES, row.sha256, Place.DATABASE, at=AT)["content"] == BYTES
    RenderedDocument.objects.create(rendering=row, content=None, object_name=NAME)
    kept.filter(object_name="").delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        kept.filter(object_name=NAME).delete()


def test_there_is_nowhere_to_move_to_without_a_bucket(db: None) -> None:
    with pytest.raises(Exception, match="FOI_STORAGE_BUCKET names no bucket"):
        moved("bucket")

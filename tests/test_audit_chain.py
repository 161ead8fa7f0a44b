"""The audit trail is a chain: whoever breaks it is found, and nobody who only works on it is."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from hypothesis import given
from hypothesis import strategies as some

from requests_app import audit
from requests_app.chain import BEGINNING, Deed, Link, digest_of, plain, prove
from requests_app.models import AuditEvent, FoiRequest
from requests_app.tasks import verify_audit
from tests import factories
from tests.append_only import append_only_rows_may_go
from tests.at_once import at_once, needs_postgresql
from tests.factories import AT

# --- the pure chain --------------------------------------------------------------------


def chain(length: int = 4) -> list[Link]:
    links, previous = [], BEGINNING
    for sequence in range(1, length + 1):
        deed = Deed(sequence % 2, 1, f"verb{sequence}", AT, {"n": sequence})
        previous = digest_of(deed, sequence=sequence, previous=previous)
        links.append(Link(sequence, deed, previous))
    return links


def test_a_chain_holds() -> None:
    links = chain()
    proof = prove(links, noted=links[1].digest)
    assert (proof.rows, proof.head, proof.broken, proof.noted) == (4, links[3].digest, "", 2)
    assert prove([]).head == BEGINNING


def rewritten(link: Link, previous: str) -> Link:
    """A forger's row, whose own hash is right."""
    deed = Deed(link.deed.case, 99, link.deed.verb, link.deed.at, link.deed.detail)
    return Link(link.sequence, deed, digest_of(deed, sequence=link.sequence, previous=previous))


@pytest.mark.parametrize(
    ("harm", "rows", "said"),
    [
        (lambda c: [c[0], c[2], c[3]], 1, "Row 2 is missing"),
        (lambda c: [c[0], c[2], c[1], c[3]], 1, "Row 2 is missing"),
        (lambda c: [c[0], c[0], *c[1:]], 1, "Row 2 is missing"),
        (lambda c: [c[0], rewritten(c[1], c[0].digest), *c[2:]], 2, "Row 3 is not what"),
        (lambda c: [c[0], Link(2, c[2].deed, c[1].digest), *c[2:]], 1, "Row 2 is not what"),
        (lambda c: c[1:], 0, "Row 1 is missing"),
    ],
)
def test_a_harmed_chain_is_told_by_its_first_broken_row(
    harm: Callable[[list[Link]], list[Link]], rows: int, said: str
) -> None:
    proof = prove(harm(chain()))
    assert proof.rows == rows
    assert proof.broken.startswith(said)


@pytest.mark.parametrize(
    "other",
    [
        Deed(2, 1, "verb", AT, {"n": 1}),
        Deed(None, 1, "verb", AT, {"n": 1}),
        Deed(1, None, "verb", AT, {"n": 1}),
        Deed(1, 1, "verbs", AT, {"n": 1}),
        Deed(1, 1, "verb", AT + timedelta(microseconds=1), {"n": 1}),
        Deed(1, 1, "verb", AT, {"n": "1"}),
        Deed(1, 1, "verb", AT, {"n": 1, "m": None}),
    ],
)
def test_every_part_of_a_deed_is_covered(other: Deed) -> None:
    deed = Deed(1, 1, "verb", AT, {"n": 1})
    told = digest_of(deed, sequence=1, previous=BEGINNING)
    assert digest_of(other, sequence=1, previous=BEGINNING) != told
    assert digest_of(deed, sequence=2, previous=BEGINNING) != told
    assert digest_of(deed, sequence=1, previous="1" + BEGINNING[1:]) != told


def test_a_deed_is_the_same_in_every_zone_and_order() -> None:
    here = Deed(1, 1, "verb", datetime(2026, 6, 1, 12, tzinfo=UTC), {"a": 1, "b": 2})
    summer = timezone(timedelta(hours=1))
    there = Deed(1, 1, "verb", datetime(2026, 6, 1, 13, tzinfo=summer), {"b": 2, "a": 1})
    told = [digest_of(deed, sequence=1, previous=BEGINNING) for deed in (here, there)]
    assert told[0] == told[1]


def test_this_form_is_for_ever() -> None:
    deed = Deed(7, 3, "approved", AT, {"version": 2, "digest": "é"})
    assert digest_of(deed, sequence=5, previous=BEGINNING) == (
        "23c83488974b33bcaa4db921b6fb84f5643c9cae4d8fd622c5e3860234652338"
    )


@pytest.mark.parametrize("value", [1.5, float("nan"), object()])
def test_what_might_come_back_otherwise_is_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        plain({"value": value})


# --- in the database -------------------------------------------------------------------


values = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-(2**53), 2**53)
    | some.text(some.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from("ab"), inner),
    max_leaves=6,
)


@pytest.mark.django_db
@given(detail=some.dictionaries(some.sampled_from(["a", "b", "c"]), values, max_size=3))
def test_any_detail_comes_back_as_it_was_hashed(detail: dict[str, object]) -> None:
    with transaction.atomic():
        audit.record(None, "tried", by=None, at=AT, **detail)
    assert audit.verify().broken == ""


@pytest.fixture
def worked(db: None) -> FoiRequest:
    """A case with a history, of which some rows were written together."""
    case = factories.published()
    factories.received(title="Another")
    factories.holiday()
    return case


def verified(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=out, stderr=err)
    except SystemExit as stop:
        return int(str(stop.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def bare() -> models.QuerySet[AuditEvent]:
    return models.QuerySet(AuditEvent).order_by("sequence")


def test_work_leaves_a_chain_without_a_gap(worked: FoiRequest) -> None:
    count = AuditEvent.objects.count()
    assert list(bare().values_list("sequence", flat=True)) == list(range(1, count + 1))
    head = bare().last()
    assert head is not None
    code, out, err = verified()
    assert (code, err) == (0, "")
    assert out == f"{count} rows hold. The last has the hash {head.digest}\n"


def test_a_deed_that_fails_leaves_no_gap(worked: FoiRequest) -> None:
    with transaction.atomic():
        audit.record(worked, "tried", by=factories.alice(), at=AT)
        transaction.set_rollback(True)
    factories.reason_noted(worked)
    assert verified()[0] == 0


def test_many_rows_cost_as_many_queries_as_one(
    worked: FoiRequest, django_assert_num_queries: Callable[[int], nullcontext[None]]
) -> None:
    by = factories.alice()
    queries = 3 if connection.vendor == "postgresql" else 2
    others = [factories.received(title=f"Case {number}").pk for number in range(5)]
    for cases in ([worked.pk], [worked.pk, *others]):
        details = {pk: {"n": pk} for pk in cases}
        with transaction.atomic(), django_assert_num_queries(queries):
            audit.record_each(details, "tried", by=by, at=AT)
    assert audit.verify().broken == ""


def _changed() -> None:
    bare().filter(sequence=3).update(verb="nothing")


def _told_of_another() -> None:
    bare().filter(sequence=3).update(actor=factories.carol())


def _removed() -> None:
    bare().filter(sequence=3).delete()


def _inserted() -> None:
    end = bare().count() + 1
    AuditEvent(sequence=end, verb="forged", at=AT, digest="0" * 64).save()


def _moved() -> None:
    bare().filter(sequence=3).update(sequence=1000)
    bare().filter(sequence=4).update(sequence=3)
    bare().filter(sequence=1000).update(sequence=4)


@pytest.mark.parametrize(
    ("harm", "first"), [(_changed, 3), (_told_of_another, 3), (_removed, 3), (_moved, 3)]
)
def test_harm_is_found_with_its_first_row(
    worked: FoiRequest, harm: Callable[[], None], first: int
) -> None:
    with append_only_rows_may_go():
        harm()
    code, out, err = verified()
    assert code == 1
    assert out.startswith(f"{first - 1} rows hold.")
    assert err.startswith(f"Row {first} is ")


def test_a_row_that_was_put_in_is_found(worked: FoiRequest) -> None:
    """This, the database lets anybody do who may write: only the chain tells."""
    _inserted()
    code, _, err = verified()
    assert code == 1
    assert f"Row {bare().count()} is not what was written" in err


def test_rows_taken_from_the_end_are_found_by_a_head_that_was_kept(worked: FoiRequest) -> None:
    head = audit.verify().head
    factories.reason_noted(worked)
    code, out, _ = verified("--head", head)
    assert code == 0
    assert f"Row {bare().count() - 1} has the hash that was kept." in out
    with append_only_rows_may_go():
        bare().filter(sequence__gte=bare().count() - 1).delete()
    assert verified()[0] == 0
    code, _, err = verified("--head", head)
    assert code == 1
    assert head in err


def test_every_night_the_head_stands_in_the_log(
    worked: FoiRequest, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    verify_audit()
    assert audit.verify().head in caplog.text
    with append_only_rows_may_go():
        _changed()
    caplog.clear()
    verify_audit()
    assert [record.levelname for record in caplog.records] == ["CRITICAL"]
    assert "Row 3" in caplog.text


# --- many at once ----------------------------------------------------------------------


def deeds(count: int) -> list[Callable[[], object]]:
    by = factories.alice()
    case = factories.received()

    def each() -> None:
        with transaction.atomic():
            audit.record(case, "tried", by=by, at=AT)
            audit.record_each({case.pk: {"n": 1}}, "tried", by=by, at=AT)

    return [each] * count


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_chain() -> None:
    assert at_once(*deeds(10)) == [None] * 10
    proof = audit.verify()
    assert (proof.rows, proof.broken) == (21, "")


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_without_waiting_writers_take_the_same_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: if it fails, the test above proves nothing."""
    ten = deeds(10)
    all_have_read = threading.Barrier(10, timeout=60)
    waited: set[int] = set()

    def read_together(*args: Any, **options: Any) -> str:
        if threading.get_ident() not in waited:
            waited.add(threading.get_ident())
            all_have_read.wait()
        return digest_of(*args, **options)

    monkeypatch.setattr(audit, "_wait_for_others", lambda: None)
    monkeypatch.setattr(audit, "digest_of", read_together)
    results = at_once(*ten)
    assert len([result for result in results if isinstance(result, IntegrityError)]) == 9
    # Even then the chain holds: a place is taken once.
    assert audit.verify().broken == ""

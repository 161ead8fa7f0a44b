"""Rows that are written once: the model refuses to change them, and so does the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models import ProtectedError

from exemptions.append_only import AppendOnly, ChangeRefused
from requests_app.actions import dated, library, naming, publishing, review
from requests_app.clock import EventKind
from requests_app.models import AuditEvent, FoiRequest
from tests import factories
from tests.factories import AT

APPEND_ONLY: list[type[AppendOnly]] = [
    model for model in apps.get_models() if issubclass(model, AppendOnly)
]


@pytest.fixture
def history(db: None) -> FoiRequest:
    """A case that has left a row of every kind."""
    factories.holiday()
    text = factories.wording("31(1)(a)")
    library.review_wording(
        text.provision,
        review_by=date(2028, 1, 1),
        note="",
        latest=1,
        by=factories.dora(),
        at=AT,
    )
    dated.add_dated_setting(
        "hourly_rate",
        effective_from=date(2030, 1, 1),
        value=30,
        source="An order.",
        by=factories.eve(),
        at=AT,
    )
    row = factories.particulars()
    library.confirm_particulars(row, by=factories.dora(), at=AT)
    person = factories.may_be_named("Anna Muller")
    naming.retire_person(person, on=date(2026, 12, 1), reason="Left.", by=factories.dora(), at=AT)
    _submitted_with_a_claim()
    case = factories.returned(comments={"a1": "Which year?"}, reference="RETURNED-1")
    factories.extended(case)
    factories.struck(factories.happened(case, EventKind.CLARIFICATION_ASKED))
    factories.challenge_struck(factories.review_asked(case))
    factories.replaced(factories.from_earlier_log(), reference="REPLACED-1")
    review.note_seen(factories.current(case), by=factories.bob(), at=AT)
    case = factories.published()
    factories.reason_noted(case)
    publishing.record_sent(case, sent_on=date(2026, 11, 3), by=factories.alice(), at=AT)
    publishing.withdraw(case, reason="Wrong.", by=factories.carol(), at=AT)
    factories.erased()
    factories.sensitive(case)
    return case


def _submitted_with_a_claim() -> None:
    case = factories.with_questions(1, reference="CLAIMS-1")
    factories.particulars()
    claim = factories.claim(factories.answer(case, disposition="exempt_all"))
    factories.weighed(case, [claim])
    review.submit(case, by=factories.alice(), at=AT)


def test_these_rows_are_append_only() -> None:
    assert {model.__name__ for model in APPEND_ONLY} == {
        *("Notice", "NoticeDecision", "NoticeDispatch"),
        *("AuditEvent", "AuthorityParticulars", "BankHoliday", "ClockEvent", "ClockEventStrike"),
        *("ChallengeStep", "Dispatch", "Drafter", "EarlierRecord", "Publication"),
        *(
            "RenderedDocument",
            "RenderedText",
            "Replacement",
            "ResponseVersion",
            "Review",
            "ReviewComment",
        ),
        *("StandardTextDecision", "StandardTextVersion", "Withdrawal", "WordingUse"),
        *("RequesterErasure", "SensitivityMark"),
        *("Acknowledgement", "AnswerVersion", "DatedSetting", "VersionDossier"),
        *("ParticularsConfirmation", "DisclosablePerson", "DisclosableRetirement"),
        *("ReviewStep", "StepDecision", "VersionSeen"),
    }


@contextmanager
def refused_by_the_database() -> Iterator[None]:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        yield


def test_rows_stay_as_they_were_written(history: FoiRequest, subtests: pytest.Subtests) -> None:
    for model in APPEND_ONLY:
        with subtests.test(model=model.__name__):
            _stays_as_it_was_written(model)


def _stays_as_it_was_written(model: type[AppendOnly]) -> None:
    manager = model._default_manager
    row = manager.first()
    assert row is not None
    before: dict[str, Any] = dict(manager.values().get(pk=row.pk))
    count = manager.count()
    field = model._meta.concrete_fields[1].attname

    for change in (
        row.save,
        row.delete,
        lambda: manager.filter(pk=row.pk).delete(),
        lambda: manager.filter(pk=row.pk).update(**{field: before[field]}),
        lambda: manager.bulk_update([row], [field]),
        lambda: manager.update_or_create({field: before[field]}, pk=row.pk),
    ):
        with pytest.raises(ChangeRefused), transaction.atomic():
            change()

    # Somebody who goes round the model, with a query set of Django's own or with SQL.
    bare: models.QuerySet[Any] = models.QuerySet(model).filter(pk=row.pk)
    column = model._meta.concrete_fields[1].column
    statements = [
        f"UPDATE {model._meta.db_table} SET {column} = {column}",  # noqa: S608 - our own names
        f"DELETE FROM {model._meta.db_table}",  # noqa: S608
    ]
    if connection.vendor == "postgresql":
        # What was inserted in this transaction must not be in the way of the attempt.
        statements.append(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {model._meta.db_table} CASCADE")
    for statement in statements:
        with refused_by_the_database(), connection.cursor() as cursor:
            cursor.execute(statement)
    with refused_by_the_database():
        bare.update(**{field: before[field]})
    with refused_by_the_database():
        bare._raw_delete(bare.db)

    assert dict(manager.values().get(pk=row.pk)) == before
    assert manager.count() == count


def test_a_case_with_a_history_is_not_deleted(history: FoiRequest) -> None:
    with pytest.raises(ProtectedError):
        history.delete()
    assert AuditEvent.objects.filter(foi_request=history).exists()


def test_rows_that_people_edit_are_free(history: FoiRequest) -> None:
    """The control: the same statement on a draft's row goes through."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE requests_app_answer SET text = text")
        assert cursor.rowcount > 0

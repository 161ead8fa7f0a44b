"""Many cases at once: copies of one with every row that belongs to it, past the verbs.

For tests and measurements that need numbers only. The audit trail is not copied, because it is one
chain; what is published is listed as the verbs list it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max

from exemptions.models import PublicInterestTest
from requests_app.actions import listing
from requests_app.models import Answer, AnswerVersion, AuditEvent, FoiRequest, LogEntry, Publication

_NOT_COPIED = (AuditEvent, LogEntry)
_AT_ONCE = 250

Model = type[models.Model]
# The rows of each table, by their keys.
Rows = dict[Model, dict[int, models.Model]]


def copy_case(case: FoiRequest, times: int) -> None:
    """Adds this many cases that differ from ``case`` by their reference only."""
    rows = _rows_of(case)
    for begun in range(0, times, _AT_ONCE):
        _add_copies(rows, min(_AT_ONCE, times - begun))


def _add_copies(rows: Rows, times: int) -> None:
    spans = {model: max(found) for model, found in rows.items()}
    tops = {model: _top(model) for model in rows}
    shifts = [
        {model: tops[model] + number * spans[model] for model in rows} for number in range(times)
    ]
    with transaction.atomic():
        # The database asks of a publication that what it publishes was approved before.
        for model, found in sorted(rows.items(), key=lambda item: item[0] is Publication):
            copies = [_copy(row, rows, shift) for shift in shifts for row in found.values()]
            model._default_manager.bulk_create(copies)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(rows)):
                cursor.execute(statement)
        added = Publication.objects.filter(entry=None, pk__gt=tops.get(Publication, 0))
        listing.list_publications(list(added.values_list("pk", flat=True)))


def _top(model: Model) -> int:
    return model._default_manager.aggregate(top=Max("pk"))["top"] or 0


def _rows_of(case: FoiRequest) -> Rows:
    """The case and whatever points to it, or to what points to it; the tests of its claims."""
    found: Rows = {FoiRequest: {case.pk: case}}
    tests = PublicInterestTest.objects.filter(claims__answer__foi_request=case).distinct()
    if tests:
        found[PublicInterestTest] = {row.pk: row for row in tests}
    waiting = list(found)
    while waiting:
        owner = waiting.pop()
        for relation in _pointing_to(owner):
            model, name = relation.related_model, relation.field.name
            rows = model._default_manager.filter(**{f"{name}__in": list(found[owner])})
            new = {row.pk: row for row in rows if row.pk not in found.get(model, {})}
            if new:
                found.setdefault(model, {}).update(new)
                waiting.append(model)
    return found


def _pointing_to(model: Model) -> Iterator[Any]:
    for field in model._meta.get_fields(include_hidden=True):
        if isinstance(field, models.ManyToOneRel) and field.related_model not in _NOT_COPIED:
            yield field


def _copy(row: models.Model, rows: Rows, shift: dict[Model, int]) -> models.Model:
    """With its own key, and those of what is copied with it, moved to where the copies lie."""
    model = type(row)
    values = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
    for field in model._meta.concrete_fields:
        to = model if field.primary_key else field.related_model
        if to in rows and values[field.attname] in rows[to]:
            values[field.attname] += shift[to]
    if model is FoiRequest:
        values["reference"] = f"COPY-{values['id']}"
        values["slug"] = values["reference"].lower()
    if model is AnswerVersion:
        values["answer_pk"] += shift.get(Answer, 0)
    return model(**values)

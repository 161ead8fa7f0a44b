"""What factories write from memory is what the verbs write, and nothing else is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import factories as given
from tests.remembered import begin

pytestmark = pytest.mark.django_db


@contextmanager
def as_a_test(*, may_remember: bool = True) -> Iterator[CaptureQueriesContext]:
    """What is written in the block is undone, as that of a test is."""
    with transaction.atomic():
        begin(may_remember=may_remember)
        with CaptureQueriesContext(connection) as queries:
            yield queries
        transaction.set_rollback(True)


def content() -> dict[str, list[dict[str, Any]]]:
    """Every row; when an account was made is told by the clock."""
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name != "date_joined"}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in apps.get_models()
    }


def test_memory_writes_what_the_verbs_write() -> None:
    found = []
    for may_remember in (False, True, True):
        with as_a_test(may_remember=may_remember):
            given.alice()
            given.withdrawn(reference="ONE")
            given.published(reference="TWO")
            found.append(content())
    assert found[0] == found[1] == found[2]
    assert len(found[0]["FoiRequest"]) == 2


def test_it_asks_nothing_but_the_row_that_it_returns() -> None:
    counted = []
    for _ in range(2):
        with as_a_test() as queries:
            case = given.in_review(reference="ASKED")
        counted.append([one["sql"] for one in queries if one["sql"].startswith("SELECT")])
        assert case.reference == "ASKED"
    assert len(counted[0]) > 10
    assert len(counted[1]) == 2  # beside it the counter of keys


def test_who_wrote_something_else_goes_by_the_verbs() -> None:
    counted = []
    for writes in (False, False, True):
        with as_a_test() as queries:
            given.alice()
            if writes:
                User.objects.update(first_name="Another")
            given.received(reference="NAMED")
        counted.append(len(queries))
    by_verbs, by_memory, after_a_write = counted
    assert by_memory < by_verbs / 2 < after_a_write


def test_a_test_that_replaces_something_does_not_remember() -> None:
    counted = []
    for may_remember in (True, False):
        with as_a_test(may_remember=may_remember) as queries:
            given.received(reference="REPLACED")
        counted.append(len(queries))
    with as_a_test() as queries:
        given.received(reference="REPLACED")
    assert counted[0] - 1 == counted[1] > len(queries)

"""The command that measures the renderer runs and prints each row; its numbers are not tested."""

from __future__ import annotations

import os
from io import StringIO

import pytest
from django.core.management import call_command

from requests_app.models import RenderedDocument, Rendering
from requests_app.rendering.measuring import compare, in_a_child, spread
from tests import factories

ROWS = (
    *("worker’s render ÷ naive render", "warm ÷ cold process", "limited child ÷ warm in process"),
    *("with finisher ÷ plain PDF/UA-1", "stored version to stored file"),
    *("processor time a page, 6 questions", "memory a page, 6 questions"),
    *("two worker processes ÷ two bare loops", "growth of the worker a render"),
)


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_each_row_is_printed_and_nothing_is_kept() -> None:
    factories.in_review()
    documents = Rendering.objects.count()
    said = StringIO()
    small = {"pairs": 1, "usual": 2, "short": 2, "long": [6], "long_pairs": 1, "renders": 1}
    call_command("benchmark_rendering", **small, stdout=said)
    for row in ROWS:
        assert row in said.getvalue()
    assert "no version" not in said.getvalue()
    assert Rendering.objects.count() == documents
    assert not RenderedDocument.objects.exists()


def test_which_goes_first_changes_from_pair_to_pair() -> None:
    order: list[str] = []

    def work(name: str) -> None:
        order.append(name)
        sum(range(10**5))

    compare(lambda: work("one"), lambda: work("other"), pairs=3)
    assert order == ["one", "other", "other", "one", "one", "other"]


def test_the_middle_stands_with_its_quartiles() -> None:
    assert str(spread([1.0, 2.0, 3.0, 4.0, 100.0])) == "3.00 (1.50–52.00)"


def test_work_that_fails_in_its_child_is_told() -> None:
    assert in_a_child(lambda: None).memory > 0
    with pytest.raises(RuntimeError):
        in_a_child(lambda: os.kill(os.getpid(), 9))

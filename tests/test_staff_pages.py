"""Every page takes as many queries however many cases and questions there are."""

from __future__ import annotations

import pytest

from tests.permission_cases import drafting
from tests.permission_matrix import table
from tests.speed.staff_pages import WHOLE_LOG, costs_of, grow, some_cases

pytestmark = pytest.mark.django_db


def test_no_page_asks_more_of_the_database_as_it_fills() -> None:
    cases = some_cases(10)
    few = costs_of(drafting(reference="FEW", questions=5))
    grow(cases, 60)
    many = costs_of(drafting(reference="MANY", questions=50))
    differing = {page: (few[page], many[page]) for page in few if few[page] != many[page]}
    assert differing == {}
    addresses = {name for name, method in table() if method == "GET"} - WHOLE_LOG
    assert {name for name, _ in few} == addresses
    assert not [cost for cost in few.values() if isinstance(cost, str)]

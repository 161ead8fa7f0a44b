"""Who may do what: every address × everybody × every state × GET and POST, from one table.

``tests/permissions.csv`` is the policy. A difference in it is a change of who may do what, and is
read as one. How it is written stands in ``tests/permission_matrix.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from requests_app.models import FoiRequest
from requests_app.urls import accounts
from tests import factories as given
from tests.permission_cases import IN_STATE, form_of, refused, url_of
from tests.permission_matrix import (
    METHODS,
    NO_CASE,
    STATES,
    Answer,
    Rule,
    Visitors,
    as_row,
    author,
    names,
    observed,
    problem_of,
    quietly,
    table,
)
from tests.test_signing_in import names_of

pytestmark = pytest.mark.django_db

HOW_TO = """
These addresses have no row in tests/permissions.csv. Below is what the portal answers today. Read
it: is this who may do it? Then put the lines into the table, where their neighbours stand.
"""


# Addresses that only a draft with such an answer has.
ONLY_REFUSED = ("answer-steps", "answer-step", "answer-steps-check")


def columns_of(name: str, rules: dict[tuple[str, str], Rule]) -> tuple[str, ...]:
    return next(rules[name, method].columns for method in METHODS if (name, method) in rules)


def asked(
    state: str, case: FoiRequest, rules: dict[tuple[str, str], Rule], visitors: Visitors
) -> Iterator[tuple[str, Answer, str]]:
    """Everything that this state is asked: how it is called, the answer, what is wrong with it."""
    odd = refused() if state in {"drafting", "returned"} else case
    for name in sorted({name for name, _ in rules}):
        if state not in columns_of(name, rules):
            continue
        values = next(rule.values for (of, _), rule in rules.items() if of == name)
        url = url_of(name, odd if name in ONLY_REFUSED else case, values)
        for method in METHODS:
            rule = rules.get((name, method))
            for who in visitors:
                if not (rule.asks(who, state) if rule else _asks_for_the_method(who, state)):
                    continue
                answer = visitors.ask(who, method, url, form_of(name, case))
                yield f"{who} {method} {name}", answer, problem_of(rule, who, state, answer)


def _asks_for_the_method(who: str, state: str) -> bool:
    """A method that an address does not know is refused before anybody or a case is looked at."""
    return who in {"O", "N"} and state in {NO_CASE, "drafting"}


@pytest.mark.parametrize("state", [NO_CASE, *STATES])
def test_who_is_let_in(state: str) -> None:
    """Each refusal left the database as it was, and showed nothing of the requester."""
    case = IN_STATE["drafting" if state == NO_CASE else state]()
    problems, count = [], 0
    with quietly():
        for called, answer, problem in asked(state, case, table(), Visitors.arrive()):
            count += 1
            if problem:
                problems.append(f"{called} {problem}")
            if not answer.let_in:
                problems += [f"{called} shows {mark}" for mark in marks_in(answer)]
    assert problems == []
    assert count > 100


def test_a_sensitive_case_is_not_there_for_others() -> None:
    """Every address, as those outside the circle see it: no page, no list, no word of the case."""
    case = IN_STATE["drafting"]()
    given.sensitive(case, given.bob(), author())
    rules, problems = table(), []
    visitors = Visitors.arrive()
    with quietly():
        for (name, method), rule in rules.items():
            column = "drafting" if rule.of_a_case else NO_CASE
            url = url_of(name, case, rule.values)
            for who in "XPARLN":
                answer = visitors.ask(who, method, url, form_of(name, case))
                called = f"{who} {method} {name}"
                outside = rule.of_a_case and who in OUTSIDE
                if problem := problem_of(rule, who, column, answer, outside=outside):
                    problems.append(f"{called} {problem}")
                if who != "R" and case.reference in answer.said:
                    problems.append(f"{called} tells of the case")
    assert problems == []


OUTSIDE = frozenset("XPA")
MARKS = (given.ROBIN.name, given.ROBIN.email, "1 Nowhere")


def marks_in(answer: Answer) -> list[str]:
    return [mark for mark in MARKS if mark in answer.said]


def test_the_matrix_is_as_large_as_it_should_be() -> None:
    """A table that shrinks is a hole: about 3,300 questions were wanted, and are asked."""
    rules = table()
    people = 10
    asked = sum(people * len(rule.columns) for rule in rules.values())
    assert asked > 3300


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    rules = table()
    here = list(names())
    assert len(here) == len(set(here))
    # The addresses of one's own account have their own table, in test_signing_in.
    here = [name for name in here if name not in names_of(accounts.urlpatterns)]
    missing = set(here) - {name for name, _ in rules}
    assert not missing, HOW_TO + "\n".join(lines_for(sorted(missing)))
    assert {name for name, _ in rules} <= set(here), "The table has a row for no address."


def lines_for(missing: list[str], values: dict[str, str] | None = None) -> Iterator[str]:
    """Rows that say what the portal does now with these addresses."""
    with quietly():
        yield from _lines_for(missing, values or {}, Visitors.arrive())


def _lines_for(missing: list[str], values: dict[str, str], visitors: Visitors) -> Iterator[str]:
    cells: dict[tuple[str, str], dict[str, str]] = {}
    for state, make in IN_STATE.items():
        case = make()
        odd = refused() if state in {"drafting", "returned"} else case
        for name in missing:
            told = values.get(name, "")
            try:
                url = url_of(name, odd if name in ONLY_REFUSED else case, told)
            except KeyError as error:
                yield f"{name}: say in the column ``values`` what {error} of its address names."
                continue
            column = state if case.slug in url or odd.slug in url else NO_CASE
            for method in METHODS:
                answers = {
                    who: visitors.ask(who, method, url, form_of(name, case)) for who in visitors
                }
                if answers["O"].status != 405:
                    cells.setdefault((name, method), {})[column] = observed(answers)
    for (name, method), letters in cells.items():
        yield as_row(name, method, values.get(name, ""), letters)

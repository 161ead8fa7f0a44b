"""What every page costs in queries, while cases and questions grow in number.

The addresses are those of ``tests/permissions.csv``, which has a row for each that there is; they
are visited in every state of a case in which they let somebody in. The database is a scratch one
beside that which the settings name.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from http import HTTPStatus

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment

from requests_app.management.scratch import scratch_database
from requests_app.models import FoiRequest
from tests import factories as given
from tests.copying import copy_case
from tests.permission_cases import WAY, drafting, refused, url_of
from tests.permission_matrix import ANYBODY, NO_CASE, OF_THE_VISIT, PEOPLE, Rule, Visitors, table
from tests.speed.site import say

# Not pages: they hand out the whole log, piece by piece.
WHOLE_LOG = {"log-csv"}
ONLY_REFUSED = ("answer-steps", "answer-step", "answer-steps-check")
FEW_CASES, FEW_QUESTIONS = 10, 5

# They come by the clock, whatever the page.
_BY_THE_CLOCK = re.compile(f"^SAVEPOINT|^RELEASE|^BEGIN|^COMMIT|{OF_THE_VISIT.pattern}")

# By address and state: how many queries, or why there is no number.
Costs = dict[tuple[str, str], int | str]


def costs_of(case: FoiRequest) -> Costs:
    """Takes a draft through all states and visits in each every page that it has there."""
    visitors = Visitors.arrive()
    found: Costs = {}
    for state in ("drafting", *(step.__name__ for step in WAY)):
        if state != "drafting":
            case = next(step for step in WAY if step.__name__ == state)(case)
        columns = {state} if state != "drafting" else {state, NO_CASE}
        found |= {(name, state): cost for name, cost in _costs_in(case, columns, visitors)}
    return found


def _costs_in(
    case: FoiRequest, columns: set[str], visitors: Visitors
) -> Iterator[tuple[str, int | str]]:
    odd = refused() if "drafting" in columns else case
    for name, rule, column in pages(columns):
        who = visitor(rule, column)
        url = url_of(name, odd if name in ONLY_REFUSED else case, rule.values)
        yield name, queries_of(visitors.clients[who], url)


def pages(columns: set[str]) -> Iterator[tuple[str, Rule, str]]:
    for (name, method), rule in table().items():
        if method != "GET" or name in WHOLE_LOG:
            continue
        for column in sorted(columns & set(rule.columns)):
            if visitor(rule, column):
                yield name, rule, column


def visitor(rule: Rule, column: str) -> str:
    """The first whom this page lets in; nothing if it lets nobody in."""
    if rule.cells[column] == ANYBODY:
        return "nobody"
    return next((who for who in PEOPLE if rule.lets_in(who, column)), "")


def queries_of(client: Client, url: str) -> int | str:
    """How many, without those that keep until when somebody is signed in."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    if response.status_code not in {HTTPStatus.OK, HTTPStatus.FOUND}:
        return f"answered {response.status_code}"
    return sum(not _BY_THE_CLOCK.search(query["sql"]) for query in queries)


def some_cases(many: int) -> list[FoiRequest]:
    """As many cases as are wanted, in all states."""
    given.team()  # of which the first would cost its page one query more
    made = []
    for steps in range(len(WAY) + 1):
        case = drafting(reference=f"SOME-{steps}")
        for step in WAY[:steps]:
            step(case)
        made.append(case)
    grow(made, many)
    return made


def grow(cases: list[FoiRequest], many: int) -> None:
    """Copies of these cases, until there are so many."""
    each, rest = divmod(max(0, many - FoiRequest.objects.count()), len(cases))
    for place, case in enumerate(cases):
        copy_case(case, each + (place < rest))


def main(cases: int = 10_000, questions: int = 500) -> None:
    """Prints the table; what differs is marked."""
    setup_test_environment()
    logging.disable(logging.WARNING)
    with scratch_database():
        some = some_cases(FEW_CASES)
        few = costs_of(drafting(reference="FEW-1", questions=FEW_QUESTIONS))
        long = costs_of(drafting(reference="MANY-1", questions=questions))
        grow(some, cases)
        full = costs_of(drafting(reference="FEW-2", questions=FEW_QUESTIONS))
    usual = f"{FEW_CASES} cases, {FEW_QUESTIONS} questions"
    say(f"| page | state | {usual} | {questions:,} questions | {cases:,} cases |")
    for page in sorted(few):
        told = (few[page], long[page], full[page])
        mark = "" if len(set(told)) == 1 else " differs"
        say(f"| {' | '.join(map(str, (*page, *told)))} |{mark}")
    same = sum(few[page] == long[page] == full[page] for page in few)
    say(f"{same} of {len(few)} pages take the same number of queries")

"""Who may do what: the table ``tests/permissions.csv`` tried on the real portal.

A row is an address and a method; its cells say who is let in, by letters:

    O officer who has the case    X officer of another team    R reviewer    P publisher
    L library editor    A administrator    N signed in without a role
    S author: drafted the case and is a reviewer besides

Column ``any`` is for addresses of no case. ``*`` in a cell: anybody, also who is not signed in. A
number: that is the answer to anybody. Who stands after ``!`` holds the role and is refused all the
same (403), because it is their own work. Who stands in another cell of the row only, is told that
the case is in the wrong state (409); who stands in none, that they lack the role (403). Who is not
signed in, or is deactivated, is sent to the sign-in. A method without a row is not allowed (405).

A case that is marked sensitive needs no columns: those of its team and those named are let in as to
any other, and for everybody else who may read cases it is not there (404), whatever the cell says.
"""

from __future__ import annotations

import csv
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from requests_app.workflow import Role
from tests import factories as given

TABLE = Path(__file__).parent / "permissions.csv"
STATES = ("drafting", "returned", "in_review", "approved", "failed", "published", "withdrawn")
NO_CASE = "any"
METHODS = ("GET", "POST")
ANYBODY = "*"


def author() -> User:
    return given.person("sam", Role.OFFICER, Role.REVIEWER, name="Sam")


def neighbour() -> User:
    return given.person("xenia", Role.OFFICER, name="Xenia")


def deactivated() -> User:
    return given.person("dan", *Role, name="Dan")


PEOPLE: dict[str, Callable[[], User]] = {
    "O": given.alice,
    "X": neighbour,
    "R": given.bob,
    "P": given.carol,
    "L": given.dora,
    "A": given.eve,
    "N": given.mallory,
    "S": author,
}
STRANGERS = ("nobody", "D")
READERS = frozenset("OXRPAS")


# --- the table -------------------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    """The cells of one address and method, by column, and what its address names besides a case."""

    cells: Mapping[str, str]
    values: str = ""

    @property
    def of_a_case(self) -> bool:
        return not self.cells.get(NO_CASE)

    @property
    def columns(self) -> tuple[str, ...]:
        return STATES if self.of_a_case else (NO_CASE,)

    @property
    def is_public(self) -> bool:
        return any(ANYBODY in cell for cell in self.cells.values())

    def lets_in(self, who: str, column: str) -> bool:
        return self.cells[column] == ANYBODY or who in self.cells[column].partition("!")[0]

    def asks(self, who: str, column: str) -> bool:
        """Whether this question tells anything new: a page takes some hundredths of a second.

        Everybody is asked in the first state. After that, of those let in one is enough, and
        who is never let in is asked in two states more.
        """
        if column == self.columns[0]:
            return True
        if self.lets_in(who, column):
            first = next(state for state in self.columns if self.lets_in(who, state))
            return column == first or self.cells[column].startswith((who, ANYBODY))
        if any(self.lets_in(who, state) for state in self.columns):
            return True
        return who in READERS and column in {"in_review", "published"}

    def status(self, who: str, column: str) -> int:
        """What somebody is answered who is not let in."""
        cell = self.cells[column]
        if cell.isdecimal():
            return int(cell)
        if who in cell.partition("!")[2]:
            return 403
        if any(who in cell for cell in self.cells.values()):
            return 409
        return 403


def table() -> dict[tuple[str, str], Rule]:
    with TABLE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    rules = {(row.pop("address"), row.pop("method")): Rule(row, row.pop("values")) for row in rows}
    assert len(rules) == len(rows), "Two rows for one address and method."
    return rules


def names(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[str]:
    """The names of all addresses that the portal has."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield pattern.name


def as_row(name: str, method: str, values: str, letters: Mapping[str, str]) -> str:
    """A line of the table."""
    cells = [letters.get(column, "") for column in (NO_CASE, *STATES)]
    return ",".join([name, method, values, *cells])


# --- trying it -------------------------------------------------------------------------


@dataclass
class Visitors:
    """A browser for each, signed in once."""

    clients: dict[str, Client] = field(default_factory=dict)

    @classmethod
    def arrive(cls) -> Visitors:
        found = cls({"nobody": Client()})
        for letter, person in (*PEOPLE.items(), ("D", deactivated)):
            found.clients[letter] = Client()
            found.clients[letter].force_login(person())
        User.objects.filter(username="dan").update(is_active=False)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.clients)

    def ask(self, who: str, method: str, url: str, form: Mapping[str, str] | None = None) -> Answer:
        """What the portal answers, and whether a row changed; whatever it did is undone."""
        writes: list[str] = []
        with transaction.atomic(), connection.execute_wrapper(_noting(writes)):
            visit = self.clients[who].post if method == "POST" else self.clients[who].get
            # Strangers type nothing: what they had typed would be shown to them again.
            response = visit(url, None if who in STRANGERS else form)
            transaction.set_rollback(True)
        return Answer(response, bool(writes))


@dataclass(frozen=True)
class Answer:
    response: HttpResponseBase
    changed: bool

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def said(self) -> str:
        """The page; the bytes of a document as they are."""
        content: bytes = getattr(self.response, "content", b"")
        return content.decode("latin-1")

    @property
    def let_in(self) -> bool:
        """What is missing in an empty form is told on the page; nothing else may stop anybody."""
        return self.status in {200, 302} and not self.sent_to_sign_in

    @property
    def sent_to_sign_in(self) -> bool:
        return self.response.get("Location", "").startswith(f"{reverse('login')}?next=")


def observed(answers: Mapping[str, Answer]) -> str:
    """The cell that says what everybody is answered today."""
    if answers["nobody"].let_in:
        return ANYBODY
    readers = {answers[who].status for who in READERS}
    if len(readers) == 1 and readers <= {404, 410}:
        return str(readers.pop())
    return "".join(who for who in PEOPLE if answers[who].let_in)


@contextmanager
def quietly() -> Iterator[None]:
    """Thousands of refusals are not worth a line in the log each."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


# Kept with every visit, whatever it is answered: until when somebody is signed in, and that a form
# was sent.
OF_THE_VISIT = re.compile("django_session|staffsession|formsent|portal_cache")


def _noting(writes: list[str]) -> Callable[..., Any]:
    """Notes every statement that writes to a row of the work."""

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not OF_THE_VISIT.search(sql):
            writes.append(sql)
        return execute(sql, *rest)

    return note


def problem_of(
    rule: Rule | None, who: str, column: str, answer: Answer, *, outside: bool = False
) -> str:
    """What is wrong with an answer, or nothing. ``rule`` None: the method has no row."""
    expected = _expected(rule, who, column, outside=outside)
    if expected == "in":
        return "" if answer.let_in else f"is answered {answer.status}, not let in"
    right = answer.sent_to_sign_in if expected == "sign in" else answer.status == int(expected)
    if not right:
        return f"is answered {answer.status}, not {expected}"
    return "changed the database though refused" if answer.changed else ""


def _expected(rule: Rule | None, who: str, column: str, *, outside: bool) -> str:
    if rule is None:
        return "405"
    if rule.lets_in(who, column) and not (outside and who in READERS):
        return "in"
    if who in STRANGERS and not rule.is_public:
        return "sign in"
    if outside and who in READERS and not rule.is_public:
        return "404"
    return str(rule.status(who, column))

"""No address takes a field that its page does not ask for: state, owner, digest, role, date, key.

Every address that may be posted to is tried, in each state in which somebody may: once as its page
would be filled in, and once with the name of every column of the database besides. The rows must be
the same after both. A new address comes in by its row in ``tests/permissions.csv``, which it needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from requests_app.gds import DATE_PARTS, DateInput
from requests_app.models import FoiRequest
from tests import factories as given
from tests.permission_cases import IN_STATE, refused, url_of
from tests.permission_matrix import NO_CASE, OF_THE_VISIT, PEOPLE, STATES, Rule, quietly, table
from tests.test_permissions import ONLY_REFUSED

pytestmark = pytest.mark.django_db

OURS = ("requests_app", "exemptions", "auth", "account")
HOSTILE = {
    "state": "published",
    "status": "published",
    "digest": "0" * 64,
    "sha256": "0" * 64,
    "snapshot_sha": "0" * 64,
    "published_at": "2001-01-01",
    "approved_at": "2001-01-01",
    "role": "Administrator",
    "roles": "Administrator",
    "groups": "1",
    "case": "1",
    "by": "1",
    "at": "2001-01-01T00:00:00",
    "email": "mallory@evil.example",
    "username": "mallory",
    "password": "chosen by somebody else",
}
LOG = b"reference,title,month,outcome,request,response\n"
TYPED: Mapping[type[forms.Field], Any] = {
    forms.FileField: SimpleUploadedFile(
        "log.csv", b"reference,title,month,outcome,request,response\n"
    ),
    forms.BooleanField: "on",
    forms.IntegerField: "1",
    forms.EmailField: "new@northmere.example",
    forms.URLField: "https://www.example.org/x",
}
# What a page asks for without a form of Django's; each was looked at.
_OF_A_BLOCK = frozenset({"kind", "label", "omitted", "revision"})
ASKED: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("block-kind", "block-label", "block-omit", "block-move"), _OF_A_BLOCK),
    **dict.fromkeys(("block-indent", "block-outdent", "block-join"), _OF_A_BLOCK),
    "answer-restore": frozenset({"revision"}),
    "claim-new": frozenset({"reason", "likelihood", "where_accessible"}),
}
# So many addresses must write something, or the test tries nothing.
LEAST = {NO_CASE: 20, "drafting": 35, "in_review": 1, "approved": 2}


def columns() -> set[str]:
    """The names of all columns and relations that a careless form could fill."""
    models = [model for label in OURS for model in apps.get_app_config(label).get_models()]
    fields = [field for model in models for field in model._meta.get_fields()]
    names = {field.name for field in fields}
    return names | {f"{name}_id" for name in names} | {"pk", "is_superuser", "is_staff"}


@contextmanager
def writes() -> Iterator[list[tuple[str, ...]]]:
    """What is written, but for the moment at which it is, and the hashes that hang on that."""
    found: list[tuple[str, ...]] = []
    now = re.compile(rf"{datetime.now(UTC):%Y-%m-%d}[ T][\d:.+]+")
    chained = re.compile("[0-9a-f]{64}")
    # Another one each time.
    sealed = re.compile(r"^gAAAA[\w=-]{60,}$")

    def note(execute: Any, sql: str, params: Any, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not OF_THE_VISIT.search(sql):
            told = [sealed.sub("sealed", now.sub("now", plainly(value))) for value in params or ()]
            if "auditevent" in sql:
                told = [chained.sub("hash", value) for value in told]
            found.append((sql, *told))
        return execute(sql, params, *rest)

    with connection.execute_wrapper(note):
        yield found


def plainly(value: object) -> str:
    return bytes(value).hex() if isinstance(value, memoryview) else str(value)


# --- filling a form in -----------------------------------------------------------------


def filled(client: Client, url: str) -> dict[str, Any]:
    """What somebody would send who fills in every box of the form at this address."""
    for ask in (client.get, client.post):
        with transaction.atomic():
            page = ask(url)
            transaction.set_rollback(True)
        form = (page.context or {}).get("form") if page.context else None
        if isinstance(form, forms.BaseForm):
            return {name: value for field in form for name, value in sent_for(field)}
    return {}


def sent_for(bound: forms.BoundField) -> Iterator[tuple[str, Any]]:
    value = bound.value()
    if isinstance(bound.field.widget, DateInput):
        day = value if isinstance(value, date) else given.TODAY
        for part in DATE_PARTS:
            yield f"{bound.html_name}_{part}", str(getattr(day, part))
    else:
        yield bound.html_name, value or _typed_into(bound.field)


def _typed_into(field: forms.Field) -> Any:
    """What would do; a text that may stay empty stays empty."""
    if isinstance(field, forms.ChoiceField):
        offered = [one for one, _ in flat(field.choices) if one]
        return offered[:1] if isinstance(field, forms.MultipleChoiceField) else "".join(offered[:1])
    for kind, text in TYPED.items():
        if isinstance(field, kind):
            return text
    return "Words 1" if field.required else ""


def flat(choices: Any) -> Iterator[tuple[str, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from flat(label)
        else:
            yield str(value), label


def unasked(name: str, asked: Mapping[str, Any]) -> dict[str, str]:
    other = str(given.mallory().pk)
    taken = set(asked) | ASKED.get(name, frozenset())
    names = sorted((columns() | set(HOSTILE)) - taken)
    return {one: HOSTILE.get(one, other) for one in names}


# --- trying it -----------------------------------------------------------------------------


def posted(client: Client, url: str, data: Mapping[str, Any]) -> tuple[int, list[tuple[str, ...]]]:
    for value in data.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    with transaction.atomic(), writes() as written:
        status = client.post(url, data).status_code
        transaction.set_rollback(True)
    return status, written


def who_may(rule: Rule, column: str) -> str:
    cell = rule.cells.get(column, "").partition("!")[0]
    return next((who for who in ("A", *PEOPLE) if who in cell or cell == "*"), "")


def tried(state: str, case: FoiRequest) -> Iterator[tuple[str, str, str]]:
    """Name, address and whom to be: each address in the first state that lets anybody in."""
    odd = refused() if state == "drafting" else case
    for (name, method), rule in table().items():
        if method != "POST" or state not in rule.columns:
            continue
        first = next((column for column in rule.columns if who_may(rule, column)), None)
        if first == state:
            on = odd if name in ONLY_REFUSED else case
            yield name, url_of(name, on, rule.values), who_may(rule, state)


@pytest.mark.parametrize("state", [NO_CASE, *STATES])
def test_rows_are_the_same_with_and_without_fields_that_nobody_asked_for(state: str) -> None:
    case = IN_STATE["drafting" if state == NO_CASE else state]()
    clients = {who: Client() for who in PEOPLE}
    for who, client in clients.items():
        client.force_login(PEOPLE[who]())
    problems, wrote = [], 0
    with quietly():
        for name, url, who in list(tried(state, case)):
            data = filled(clients[who], url)
            plain = posted(clients[who], url, data)
            more = posted(clients[who], url, {**unasked(name, data), **data})
            wrote += bool(plain[1])
            if plain != more:
                other = [one for one in more[1] if one not in plain[1]]
                problems.append(f"{name} as {who}: {plain[0]}, {more[0]}, {other[:1]}")
    assert not problems, "\n".join(problems)
    assert wrote >= LEAST.get(state, 0)


def test_the_trial_sees_a_field_that_is_taken() -> None:
    """The number of a block is asked for, so sending another one writes another row."""
    case = given.received()
    client = Client()
    client.force_login(given.alice())
    url = url_of("block-label", case, "pk=block")
    with quietly():
        assert posted(client, url, {"label": "7."}) == posted(client, url, {"label": "7."})
        assert posted(client, url, {"label": "7."}) != posted(client, url, {"label": "8."})

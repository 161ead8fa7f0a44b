"""``add_person``: who is added, with which roles, and what it refuses."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from requests_app.actions.base import roles_of
from requests_app.management.commands.add_person import PASSWORD_VARIABLE, ROLES
from requests_app.workflow import Role

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)


def add(*arguments: str) -> str:
    out = io.StringIO()
    call_command("add_person", *arguments, stdout=out)
    return out.getvalue()


def test_a_person_is_added_with_their_roles() -> None:
    roles = ("--role", "officer", "--role", "library-editor", "--role", "officer")
    said = add("ann", *roles, "--name", "Ann de Groot", "--email", "ann@example.org")
    person = User.objects.get()
    assert roles_of(person) == {Role.OFFICER, Role.LIBRARY_EDITOR}
    assert (person.get_full_name(), person.email) == ("Ann de Groot", "ann@example.org")
    assert not person.is_superuser
    assert not person.is_staff
    assert authenticate(username="ann", password=PASSWORD) == person
    assert said == "ann may sign in: officer, library editor.\n"


def test_every_role_can_be_given() -> None:
    assert set(ROLES.values()) == set(Role)
    for name, role in ROLES.items():
        add(name, "--role", name)
        assert roles_of(User.objects.get(username=name)) == {role}


def test_the_password_comes_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("another long password\nnot this\n"))
    add("ann", "--role", "officer", "--password-stdin")
    assert authenticate(username="ann", password="another long password")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ann"], "arguments are required: --role"),
        (["ann", "--role", "king"], "invalid choice: 'king'"),
        (["a b", "--role", "officer"], "Username: Enter a valid username"),
        (["ann", "--role", "officer", "--email", "nonsense"], "Email: Enter a valid email"),
        (["ann", "--role", "officer", "--name", f"A {'x' * 151}"], "Last name: "),
    ],
)
def test_what_it_refuses(arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        add(*arguments)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("password", "said"),
    [("", "empty"), ("short", "too short"), ("12345678901", "numeric"), ("password123", "common")],
)
def test_a_weak_password_is_refused(
    password: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, password)
    with pytest.raises(CommandError, match=said):
        add("ann", "--role", "officer")
    assert not User.objects.exists()


def test_a_user_name_is_given_once_however_it_is_written() -> None:
    add("ann", "--role", "officer")
    with pytest.raises(CommandError, match="There is a person with the user name Ann already"):
        add("Ann", "--role", "reviewer")
    assert roles_of(User.objects.get()) == {Role.OFFICER}


def test_without_a_terminal_it_says_how_to_give_the_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(PASSWORD_VARIABLE)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(CommandError, match="--password-stdin"):
        add("ann", "--role", "officer")

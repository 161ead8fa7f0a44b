"""``manage.py add_person``: a person who signs in, with the roles they hold."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from requests_app.workflow import Role

ROLES = {role.name.lower().replace("_", "-"): role for role in Role}
PASSWORD_VARIABLE = "FOI_PERSON_PASSWORD"  # noqa: S105 - the name of the variable


class Command(BaseCommand):
    help = "Adds a person who may sign in, with one or more roles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--role",
            action="append",
            choices=sorted(ROLES),
            required=True,
            help="May be given several times. Nobody ever reviews their own work.",
        )
        parser.add_argument("--name", default="", help="First name and surname, as pages show it.")
        parser.add_argument("--email", default="")
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help=f"Read the password from standard input. Otherwise it is asked for, "
            f"or taken from {PASSWORD_VARIABLE}.",
        )

    def handle(self, *, username: str, role: list[str], **options: Any) -> None:
        first_name, _, last_name = options["name"].strip().rpartition(" ")
        person = User(
            username=User.normalize_username(username),
            first_name=first_name,
            last_name=last_name,
            email=User.objects.normalize_email(options["email"]),
        )
        self._check(person)
        password = self._password(from_stdin=options["password_stdin"])
        self._check_password(password, person)
        person.set_password(password)
        roles = [ROLES[name] for name in dict.fromkeys(role)]
        with transaction.atomic():
            person.save()
            person.groups.set(Group.objects.filter(name__in=[held.value for held in roles]))
        held = ", ".join(one.value.lower() for one in roles)
        self.stdout.write(f"{person.username} may sign in: {held}.")

    def _check(self, person: User) -> None:
        if User.objects.filter(username__iexact=person.username).exists():
            raise CommandError(f"There is a person with the user name {person.username} already.")
        try:
            person.full_clean(exclude=["password"])
        except ValidationError as error:
            raise CommandError(_sentences(error)) from error

    def _password(self, *, from_stdin: bool) -> str:
        if from_stdin:
            return sys.stdin.readline().rstrip("\r\n")
        if PASSWORD_VARIABLE in os.environ:
            return os.environ[PASSWORD_VARIABLE]
        if not sys.stdin.isatty():
            raise CommandError(
                "There is no terminal to ask for the password. "
                f"Use --password-stdin or set {PASSWORD_VARIABLE}."
            )
        password = getpass("Password: ")
        if getpass("The same again: ") != password:
            raise CommandError("The two passwords differ. Nobody was added.")
        return password

    def _check_password(self, password: str, person: User) -> None:
        if not password:
            raise CommandError("The password is empty. Nobody was added.")
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise CommandError(f"{_sentences(error)} Nobody was added.") from error


def _sentences(error: ValidationError) -> str:
    """The messages of a validation error in one line, each after the field that it blames."""
    if hasattr(error, "error_dict"):
        return " ".join(
            f"{field.replace('_', ' ').capitalize()}: {message}"
            for field, messages in error.message_dict.items()
            for message in messages
        )
    return " ".join(error.messages)

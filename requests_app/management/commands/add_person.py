"""``manage.py add_person``: a person who signs in, with the roles they hold."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from requests_app.actions.base import Refused
from requests_app.actions.people import PersonDetails, add_person
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
        roles = [ROLES[name] for name in dict.fromkeys(role)]
        details = PersonDetails(options["name"], options["email"], frozenset(roles))
        password = self._password(from_stdin=options["password_stdin"])
        self._check_password(password, username, details)
        try:
            person = add_person(username, details, password=password, by=None, at=now())
        except Refused as refused:
            blamed = f"{refused.field.replace('_', ' ').capitalize()}: " if refused.field else ""
            raise CommandError(f"{blamed}{refused} Nobody was added.") from refused
        held = ", ".join(one.value.lower() for one in roles)
        self.stdout.write(f"{person.username} may sign in: {held}.")

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

    def _check_password(self, password: str, username: str, details: PersonDetails) -> None:
        if not password:
            raise CommandError("The password is empty. Nobody was added.")
        person = User(username=username, first_name=details.name, email=details.email)
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise CommandError(f"{' '.join(error.messages)} Nobody was added.") from error

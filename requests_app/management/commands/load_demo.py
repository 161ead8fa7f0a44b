"""Loads the demonstration: invented people, an invented authority and three invented cases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import now

from requests_app.actions.library import add_particulars
from requests_app.case_files.loading import load
from requests_app.case_files.reading import parse
from requests_app.demo import FOLDER, PARTICULARS, PASSWORD, PEOPLE, DemoPerson
from requests_app.models import AuthorityParticulars, FoiRequest
from requests_app.workflow import Role


class Command(BaseCommand):
    help = "Load the demonstration. Repeating it adds what is missing and changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="load it although FOI_DEMO is not set"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO and not options["force"]:
            raise CommandError(
                "This is not a demonstration (FOI_DEMO is not set). The demonstration's people "
                "have a password that everybody knows; --force loads them all the same."
            )
        at = now()
        call_command("load_standard_texts", verbosity=0)
        with transaction.atomic():
            people = [ensure_person(person) for person in PEOPLE]
            ensure_particulars(people, at)
        for file in sorted(FOLDER.glob("*.json")):
            case_file = parse(file.read_bytes())
            if not FoiRequest.objects.filter(slug=slugify(case_file.reference)).exists():
                load(case_file, at=at)
        for person in PEOPLE:
            self.stdout.write(f"{person.role}: {person.username}, password {PASSWORD}")


def ensure_person(person: DemoPerson) -> User:
    """The demo person; somebody who has the name already keeps everything they have."""
    user, created = User.objects.get_or_create(
        username=person.username, defaults={"first_name": person.name}
    )
    if created:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        user.groups.set(Group.objects.filter(name__in=[role.value for role in person.roles]))
    return user


def ensure_particulars(people: list[User], at: datetime) -> None:
    if AuthorityParticulars.objects.exists():
        return
    administrator = next(
        user
        for user, person in zip(people, PEOPLE, strict=True)
        if Role.ADMINISTRATOR in person.roles
    )
    add_particulars(by=administrator, at=at, **PARTICULARS)

"""Who may come in and what they may do: people, their roles, their accounts open and closed.

Nobody signs themselves up. Every deed takes effect at the person's next page: roles are read
anew each time, and the sessions of a closed account are removed in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import transaction

from requests_app import audit
from requests_app.actions.account_mail import tell_of_change
from requests_app.actions.base import Refused, require_role
from requests_app.models import StaffSession
from requests_app.workflow import Role


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """``name`` is first name and surname as pages show it; ``email`` may be empty."""

    name: str
    email: str
    roles: frozenset[Role]


def add_person(
    username: str,
    details: PersonDetails,
    *,
    password: str | None = None,
    by: User | None,
    at: datetime,
) -> User:
    """A person who may come in. ``by`` None: from the command line of the host.

    Without a password they set one by mail, or come by single sign-on. Raises NotAllowed, Refused.
    """
    _require_administrator(by, "add people")
    person = User(username=User.normalize_username(username.strip()))
    with transaction.atomic():
        if User.objects.filter(username__iexact=person.username).exists():
            raise Refused(
                f"There is a person with the user name {person.username} already.",
                field="username",
            )
        person.set_password(password)
        _write(person, details)
        audit.record(None, "person_added", by=by, at=at, person=person.pk, **_roles(details))
    return person


def change_person(person: User, details: PersonDetails, *, by: User, at: datetime) -> None:
    """Name, address and roles. Raises NotAllowed, Refused."""
    with _administering(person, "change people", by=by) as row:
        if Role.ADMINISTRATOR not in details.roles:
            _refuse_the_last_administrator(row, field="roles")
        before = row.email
        _write(row, details)
        if row.email != before:
            what = "An administrator changed your e-mail address"
            # The earlier one too: whoever took the account over reads only the new one.
            tell_of_change(row, what, at=at, to=[before, row.email])
        audit.record(None, "person_changed", by=by, at=at, person=row.pk, **_roles(details))


def close_account(person: User, *, by: User, at: datetime) -> None:
    """Lets somebody in no more, and ends what they have open. Raises NotAllowed, Refused."""
    with _administering(person, "close accounts", by=by) as row:
        if row == by:
            raise Refused("Another administrator has to close your own account.")
        _refuse_the_last_administrator(row)
        row.is_active = False
        row.save(update_fields=["is_active"])
        _end_sessions(row)
        audit.record(None, "account_closed", by=by, at=at, person=row.pk)


def open_account(person: User, *, by: User, at: datetime) -> None:
    """Lets somebody in again, with the roles that they had. Raises NotAllowed."""
    with _administering(person, "open accounts", by=by) as row:
        row.is_active = True
        row.save(update_fields=["is_active"])
        audit.record(None, "account_opened", by=by, at=at, person=row.pk)


def reset_second_factor(person: User, *, by: User, at: datetime) -> None:
    """For who lost phone and recovery codes: they set a new one up. Raises NotAllowed, Refused."""
    with _administering(person, "reset a second factor", by=by) as row:
        if row == by:
            raise Refused("Another administrator has to reset your own second factor.")
        removed, _ = Authenticator.objects.filter(user=row).delete()
        _end_sessions(row)
        tell_of_change(row, "An administrator reset your second factor", at=at)
        audit.record(None, "second_factor_reset", by=by, at=at, person=row.pk, removed=removed)


@contextmanager
def _administering(person: User, phrase: str, *, by: User) -> Iterator[User]:
    """The person's row, locked, for an administrator; everything inside is one transaction."""
    _require_administrator(by, phrase)
    with transaction.atomic():
        # All administrators, in one order: two of them closing each other leave one.
        keys = User.objects.filter(groups__name=Role.ADMINISTRATOR.value).values("pk")
        list(User.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
        yield User.objects.select_for_update().get(pk=person.pk)


def _require_administrator(by: User | None, phrase: str) -> None:
    if by is not None:
        require_role(by, Role.ADMINISTRATOR, phrase)


def _write(person: User, details: PersonDetails) -> None:
    """Raises Refused."""
    person.first_name, _, person.last_name = " ".join(details.name.split()).rpartition(" ")
    person.email = User.objects.normalize_email(details.email.strip())
    others = User.objects.exclude(pk=person.pk)
    if person.email and others.filter(email__iexact=person.email).exists():
        raise Refused("Another person has this e-mail address already.", field="email")
    try:
        person.full_clean(exclude=["password"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(" ".join(messages), field=field) from error
    person.save()
    person.groups.set(Group.objects.filter(name__in=[role.value for role in details.roles]))


def _refuse_the_last_administrator(person: User, *, field: str | None = None) -> None:
    administrators = User.objects.filter(is_active=True, groups__name=Role.ADMINISTRATOR.value)
    keys: Collection[int] = administrators.values_list("pk", flat=True)
    if set(keys) == {person.pk}:
        raise Refused("This is the only administrator. Make another one first.", field=field)


def _end_sessions(person: User) -> None:
    StaffSession.objects.filter(person=person).delete()


def _roles(details: PersonDetails) -> dict[str, list[str]]:
    return {"roles": sorted(role.value for role in details.roles)}

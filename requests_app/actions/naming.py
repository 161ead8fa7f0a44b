"""The list of people and posts that may be named in public: adding, and taking off."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from requests_app import audit
from requests_app.actions.base import Refused, as_stored, require_any
from requests_app.models import DisclosablePerson, DisclosableRetirement
from requests_app.rendering.markup import TextTooComplex, check_characters
from requests_app.workflow import Role

KEEPERS = (Role.LIBRARY_EDITOR, Role.ADMINISTRATOR)
PHRASE = "change the list of people who may be named"


def add_person(
    *, name: str, post: str, reason: str, since: date, by: User, at: datetime
) -> DisclosablePerson:
    """Somebody may be named from a day on; without a name, whoever holds the post.

    Raises NotAllowed, Refused.
    """
    require_any(by, KEEPERS, PHRASE)
    told = {"name": as_stored(name), "post": as_stored(post), "reason": as_stored(reason)}
    if not told["name"] and not told["post"]:
        raise Refused("Enter a name, a post, or both.", field="name")
    if not told["reason"]:
        raise Refused("Say why they may be named.", field="reason")
    for field, text in told.items():
        try:
            check_characters(text)
        except TextTooComplex as error:
            raise Refused(str(error), field=field) from error
    with transaction.atomic():
        row = DisclosablePerson.objects.create(since=since, added_by=by, added_at=at, **told)
        audit.record(None, "person_may_be_named", by=by, at=at, person=row.pk)
    return row


def retire_person(
    person: DisclosablePerson, *, on: date, reason: str, by: User, at: datetime
) -> DisclosableRetirement:
    """Takes somebody off the list from a day on; the row stays. Raises NotAllowed, Refused."""
    require_any(by, KEEPERS, PHRASE)
    if not reason.strip():
        raise Refused("Say why they are not to be named any more.", field="reason")
    with transaction.atomic():
        if DisclosableRetirement.objects.filter(person=person).exists():
            raise Refused("They are taken off the list already.")
        row = DisclosableRetirement.objects.create(
            person=person, on=on, reason=as_stored(reason), retired_by=by, retired_at=at
        )
        audit.record(None, "person_not_to_be_named", by=by, at=at, person=person.pk)
    return row

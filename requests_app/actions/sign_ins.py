"""Sign-ins and what becomes of them, in the log: an event, a person's id, and nothing typed.

A wrong password is a line too. What was typed as a name may be a password in the wrong box, so
only the id of whom it names is told, if it names anybody; never a name and never an address.
django-allauth and Django offer signals for this. They would be hooks that no caller shows, which
the house does without, and Django's hands over the credentials; every one of these events passes
a method of the adapters or a form of ours, which say so where it happens.
"""

from __future__ import annotations

import logging

from django.contrib.auth.models import User
from django.db.models import Q

_LOG = logging.getLogger(__name__)


def note(event: str, person: User | None) -> None:
    """What a person did, in a few words: "signed in with password"."""
    _LOG.info("%s", event, extra={"user": person.pk if person else None})


def note_refusal(event: str, person: User | None) -> None:
    """What came to nothing, such as a wrong password; None: it is of nobody here."""
    _LOG.warning("%s", event, extra={"user": person.pk if person else None})


def person_named(login: str) -> User | None:
    """Whom a name or e-mail address that was typed means."""
    return User.objects.filter(Q(username__iexact=login) | Q(email__iexact=login)).first()

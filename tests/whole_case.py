"""One whole case, in our own words, for tests that need rows: it is brought in as a case file is.

It has every shape that matters: two parts whose numbering restarts, a scope list, a prompt
without a number, an answer to several questions, and sections 31(1)(a), 40(2) and 21.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group, User

from requests_app.case_files.form import CaseFile
from requests_app.case_files.loading import load
from requests_app.case_files.reading import parse
from requests_app.models import AuthorityParticulars, FoiRequest
from requests_app.workflow import Role

WHOLE = Path(__file__).with_name("whole_case.json")
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def whole_case(**changes: Any) -> CaseFile:
    """The case as it was published; ``changes`` are fields of the file."""
    return replace(parse(WHOLE.read_bytes()), **changes)


def drafted(**changes: Any) -> CaseFile:
    """The case as it was before it was submitted: complete."""
    steps = {"submitted_on": None, "approved_on": None, "sent_on": None, "publication": None}
    return whole_case(status="drafting", **(steps | changes))


def bring_in(case_file: CaseFile | None = None) -> FoiRequest:
    return load(case_file or drafted(), at=AT).case


def person(username: str, *roles: Role) -> User:
    """Somebody with these roles, perhaps known already from a case file."""
    user = User.objects.filter(username=username).first() or User.objects.create_user(username)
    user.is_active = True
    user.save()
    user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    return user


def set_particulars(effective_from: date = date(2020, 1, 1), **fields: Any) -> AuthorityParticulars:
    defaults = {
        "authority_name": "Northmere District Council",
        "authority_address": "1 Example Street\nNorthmere",
        "foi_email": "foi@northmere.example",
        "review_how": "Write to us.",
        "regulator_name": "Information Commissioner",
        "regulator_short_name": "ICO",
        "regulator_address": "Wycliffe House",
        "regulator_url": "https://ico.org.uk/make-a-complaint/",
        "created_at": AT,
    }
    return AuthorityParticulars.objects.create(effective_from=effective_from, **(defaults | fields))

"""Keeping the wording and the particulars: every change is a new row, the old ones stay."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from exemptions.catalogue import UnknownProvision, catalogue
from exemptions.models import StandardText, StandardTextVersion
from requests_app import audit
from requests_app.actions.base import Refused, require_role
from requests_app.models import AuthorityParticulars
from requests_app.rendering.markup import TextTooComplex, check_limits
from requests_app.workflow import Role


def save_wording(
    provision: str,
    *,
    body: str,
    note: str,
    owner: str,
    review_by: date,
    latest: int,
    by: User,
    at: datetime,
) -> StandardText:
    """Keeps owner and review date, and adds a version when the wording changed.

    ``latest`` is the number of the version that the editor saw (0: none); when another was
    saved meanwhile, Refused is raised and nothing is overwritten.
    """
    require_role(by, Role.LIBRARY_EDITOR, "change the wording of the library")
    try:
        cite = catalogue()[provision].cite
        check_limits(body)
    except UnknownProvision as error:
        raise Refused(str(error), field="provision") from error
    except TextTooComplex as error:
        raise Refused(str(error), field="body") from error
    if not body.strip():
        raise Refused("Write the wording. To stop using it, claim another provision.", field="body")
    with transaction.atomic():
        text, _ = StandardText.objects.select_for_update().update_or_create(
            provision=cite, defaults={"owner": owner, "review_by": review_by}
        )
        number = text.versions.aggregate(number=Max("number"))["number"] or 0
        if number != latest:
            raise Refused(
                f"Somebody else saved version {number} while you were writing. "
                "Your text is still here: compare and save again.",
                field="body",
            )
        current = text.current
        if current is None or current.body != body:
            StandardTextVersion.objects.create(
                standard_text=text,
                number=number + 1,
                body=body,
                note=note,
                created_by=by,
                created_at=at,
            )
        audit.record(None, "wording_saved", by=by, at=at, provision=cite)
    return text


def add_particulars(*, by: User, at: datetime, **fields: Any) -> AuthorityParticulars:
    """Adds particulars that take effect on a day; letters of earlier days keep the old ones."""
    require_role(by, Role.ADMINISTRATOR, "change the authority’s particulars")
    with transaction.atomic():
        row = AuthorityParticulars.objects.create(created_by=by, created_at=at, **fields)
        audit.record(None, "particulars_added", by=by, at=at, particulars=row.pk)
    return row

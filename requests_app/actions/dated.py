"""Adding a word or a number of the law from a day on; what held before stays."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from exemptions.authority import AuthorityType
from exemptions.models import DatedSetting
from requests_app import audit
from requests_app.actions.base import Refused, require_role
from requests_app.workflow import Role


def add_dated_setting(
    name: str, *, effective_from: date, value: Any, source: str, by: User, at: datetime
) -> DatedSetting:
    """Adds a value that holds from a day. Raises NotAllowed, Refused.

    ``value`` is a text for the sovereign, pounds by type of authority for the cost limit, and a
    whole number for the others.
    """
    require_role(by, Role.ADMINISTRATOR, "change the numbers and words of the law")
    if name not in set(DatedSetting.Name):
        raise Refused("The law has no such setting here.", field="name")
    if not source.strip():
        raise Refused("Say which instrument says so.", field="source")
    if not _fits(name, value):
        raise Refused("Give words for the sovereign, and whole numbers above 0 for the rest.")
    with transaction.atomic():
        row = DatedSetting.objects.create(
            name=name,
            effective_from=effective_from,
            value=value,
            source=source.strip(),
            created_by=by,
            created_at=at,
        )
        audit.record(None, "dated_setting_added", by=by, at=at, setting=row.pk)
    return row


def _fits(name: str, value: Any) -> bool:
    if name == DatedSetting.Name.SOVEREIGN:
        return isinstance(value, str) and bool(value.strip())
    if name == DatedSetting.Name.COST_LIMIT:
        known = {kind.value for kind in AuthorityType}
        return isinstance(value, dict) and set(value) == known and all(map(_counts, value.values()))
    return _counts(value)


def _counts(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0

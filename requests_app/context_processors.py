"""What every page knows: whose portal it is and whether it is a demonstration."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate

from requests_app.actions.base import roles_of
from requests_app.models import AuthorityParticulars


def site(request: HttpRequest) -> dict[str, Any]:
    """``site``: ``authority_name``, ``foi_email``, ``demo``; the visitor's ``roles``.

    They are read only if a page uses them.
    """
    return {
        "site": SimpleLazyObject(_site),
        "roles": SimpleLazyObject(lambda: _roles(request)),
    }


def _site() -> dict[str, Any]:
    particulars = AuthorityParticulars.objects.effective(localdate())
    return {
        "authority_name": particulars.authority_name if particulars else "",
        "foi_email": particulars.foi_email if particulars else "",
        "demo": settings.DEMO,
    }


def _roles(request: HttpRequest) -> frozenset[str]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return frozenset()
    return frozenset(role.value for role in roles_of(user))

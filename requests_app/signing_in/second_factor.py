"""No page for staff before a second factor, where the portal asks for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from requests_app.actions.base import roles_of
from requests_app.models import StaffSession

# In the session of somebody who has just set their first second factor up.
_SET_UP = "second_factor_set_up"
# In the session of somebody who showed one where they came from.
_AT_THE_ISSUER = "second_factor_at_the_issuer"


class SecondFactorMiddleware:
    """Sends a person with a role to set a second factor up, until this session has shown one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_: Any
    ) -> HttpResponse | None:
        open_to_all = not getattr(view, "login_required", True)
        if open_to_all or getattr(view, "before_second_factor", False) or passed(request):
            return None
        return redirect("mfa_index")


def passed(request: HttpRequest) -> bool:
    """Whether this session may see pages for staff: it showed a second factor, or needs none."""
    user = request.user
    if not (settings.REQUIRE_SECOND_FACTOR and isinstance(user, User)):
        return True
    return has_shown_one(request) or not roles_of(user)


def has_shown_one(request: HttpRequest) -> bool:
    """A code or a passkey was asked for at sign-in, or set up in this very session.

    That an account has one is not enough: an older session, perhaps of whoever stole the
    password, must not come in by the factor that its owner sets up elsewhere.
    """
    user = request.user
    records = get_authentication_records(request, user)
    return user.pk in {request.session.get(_SET_UP), request.session.get(_AT_THE_ISSUER)} or any(
        record["method"] == "mfa" for record in records
    )


def note_set_up(request: HttpRequest) -> None:
    """This session has just set a second factor up; those that knew the password only end."""
    request.session[_SET_UP] = request.user.pk
    others = StaffSession.objects.filter(person_id=request.user.pk)
    others.exclude(session_key=request.session.session_key).delete()


def note_shown_at_the_issuer(request: HttpRequest, person: User) -> None:
    request.session[_AT_THE_ISSUER] = person.pk


def before_second_factor(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view that somebody needs before they have a second factor."""
    view.before_second_factor = True  # type: ignore[attr-defined]
    return view

"""The front door: home for everybody, sign-in for staff, and a sign of life for machines."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from requests_app.access import READERS
from requests_app.actions.base import roles_of
from requests_app.demo import PASSWORD, PEOPLE
from requests_app.forms.sign_in import StaffSignInForm
from requests_app.publishing import latest

NEWEST = 5


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html", {"latest": latest(NEWEST)})


class SignIn(LoginView):
    template_name = "registration/login.html"
    authentication_form = StaffSignInForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        """Whoever may not see cases begins in the library."""
        user = self.request.user
        if isinstance(user, User) and not roles_of(user) & READERS:
            return reverse("library")
        return super().get_default_redirect_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = [(person.username, person.role, PASSWORD) for person in PEOPLE]
        context = super().get_context_data(**kwargs)
        # Django's own "site", a host name, would hide ours.
        del context["site"]
        return {**context, "demo_people": people if settings.DEMO else []}

"""The front door: home for everybody, sign-in for staff, and a sign of life for machines."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from requests_app.demo import PASSWORD, PEOPLE
from requests_app.publishing import latest
from requests_app.views.account import OurSite

NEWEST = 5


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html", {"latest": latest(NEWEST)})


class SignIn(OurSite, LoginView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = [(person.username, person.role, PASSWORD) for person in PEOPLE]
        context = super().get_context_data(**kwargs)
        apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
        return {**context, "demo_people": people if settings.DEMO else [], "issuers": apps}

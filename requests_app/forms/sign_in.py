"""The sign-in form: the look's own, less the people of a demonstration that is over."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from requests_app.demo import PEOPLE
from requests_app.gds import SignInForm

DEMO_USERNAMES = frozenset(person.username for person in PEOPLE)


class StaffSignInForm(SignInForm):
    def confirm_login_allowed(self, user: User) -> None:
        """A data folder may hold the demonstration's people, whose password everybody knows."""
        super().confirm_login_allowed(user)
        if not settings.DEMO and user.get_username() in DEMO_USERNAMES:
            raise ValidationError(
                "This account works in a demonstration only", code="demonstration_only"
            )

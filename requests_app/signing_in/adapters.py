"""Where django-allauth asks the house: words, limits, secrets and where a person goes next."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime, now

from requests_app.access import READERS
from requests_app.actions.account_mail import tell_of_change
from requests_app.actions.base import roles_of
from requests_app.actions.sign_ins import note, note_refusal, person_named
from requests_app.sealing import Seal

# The longest that a wrong password counts: ACCOUNT_RATE_LIMITS["login_failed"].
LOCKED_FOR = timedelta(minutes=5)
JUST_NOW = 5 * 60
SECRET = Seal("requests_app.signing_in", "second factor")
# What the library tells of, by the names that it has for its mails.
CHANGES = {
    "account/email/password_changed": "Your password was changed",
    "account/email/password_reset": "Your password was set anew, with a link sent by mail",
    "account/email/password_set": "A password was set",
    "mfa/email/totp_activated": "An app for codes was set up",
    "mfa/email/totp_deactivated": "The app for codes was removed",
    "mfa/email/webauthn_added": "A passkey was added",
    "mfa/email/webauthn_removed": "A passkey was removed",
    "mfa/email/recovery_codes_generated": "New recovery codes were made",
    "socialaccount/email/account_connected": "Single sign-on was connected",
    "socialaccount/email/account_disconnected": "Single sign-on was disconnected",
}
# Of these it tells only once they are committed, when a mail may get lost: the views do it before.
TOLD_BY_VIEWS = {"mfa/email/totp_activated", "mfa/email/recovery_codes_generated"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are made by administrators; whoever guesses passwords has to wait."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "The user name or the password is not right",
        "email_password_mismatch": "The user name or the password is not right",
        "enter_current_password": "The current password is not right",
        "incorrect_password": "The password is not right",
        "invalid_password_reset": "The link is not valid any more",
        "rate_limited": "Wait a minute, then try again",
    }

    def validation_error(self, code: str, *args: object) -> ValidationError:
        if code == "too_many_login_attempts":
            again = localtime(now() + LOCKED_FOR) + timedelta(minutes=1)
            return ValidationError(
                f"Too many wrong attempts. Try again after {again:%H:%M}", code=code
            )
        return super().validation_error(code, *args)  # type: ignore[no-any-return]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note_refusal("locked out after wrong passwords", _meant(credentials))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_refusal("wrong name or password", _meant(credentials))

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        note_refusal("the account is closed", user)
        return super().respond_user_inactive(request, user)  # type: ignore[no-any-return]

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        methods = [record["method"] for record in get_authentication_records(request, user)]
        note(f"signed in with {' and '.join(methods)}", user)

    def logout(self, request: HttpRequest) -> None:
        person = request.user if isinstance(request.user, User) else None
        super().logout(request)
        note("signed out", person)

    def is_reauthentication_required(self, **kwargs: Any) -> bool:
        """Not within five minutes of the sign-in: whoever sets up a factor has just come in."""
        return super().is_reauthentication_required(**kwargs) and not self._has_just_come_in()

    def _has_just_come_in(self) -> bool:
        records = get_authentication_records(self.request, self.request.user)
        return any(time.time() - record["at"] < JUST_NOW for record in records)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Whether an address stays in this house. The library's own fails on some of them."""
        host = self.request.get_host()
        return url_has_allowed_host_and_scheme(url, {host}, require_https=self.request.is_secure())

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whoever may not see cases begins in the library."""
        user = request.user
        if isinstance(user, User) and not roles_of(user) & READERS:
            return reverse("library")
        return reverse("requests")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """For every change that the library tells of, in the transaction of the change."""
        if template_prefix not in TOLD_BY_VIEWS:
            self.tell(template_prefix, user, email)

    def tell(self, template_prefix: str, user: User, email: str | None = None) -> None:
        """In the house's words, to the log and by mail."""
        what = CHANGES.get(template_prefix, "Your account was changed")
        note(what, user)
        address = str(self.get_client_ip(self.request))
        tell_of_change(user, what, at=now(), address=address, to=[email] if email else None)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Name and address together: a stranger's wrong passwords never lock the person out."""
        login = credentials.get("email", credentials.get("username", "")).lower()
        return f"{login}:{self.get_client_ip(request)}"


def _meant(credentials: dict[str, Any]) -> User | None:
    return person_named(credentials.get("username") or credentials.get("email") or "")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of the second factor unreadable to whoever reads the database alone."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "The code is not right, or it was used already",
    }

    def encrypt(self, text: str) -> str:
        return SECRET.closed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return SECRET.opened(encrypted_text)

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - allauth's
        return ""

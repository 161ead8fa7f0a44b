"""The forms of the sign-in and of passwords: django-allauth's, in the look and words of ours."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.timezone import now

from requests_app.actions.account_mail import ask_for_password_link
from requests_app.demo import PEOPLE
from requests_app.gds import GdsFormMixin

DEMO_USERNAMES = frozenset(person.username for person in PEOPLE)
WIDTH = "govuk-!-width-two-thirds"


class Words(GdsFormMixin):
    """Labels and hints of ours in place of the library's, and no placeholder."""

    words: dict[str, str] = {}
    hints: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, label in self.words.items():
            fields[name].label = label
            fields[name].help_text = self.hints.get(name, "")
            fields[name].widget.attrs.pop("placeholder", None)
            fields[name].widget.attrs["class"] = WIDTH


class _NewPassword(Words):
    """A new password twice, with what is asked of one."""

    words = {"password1": "New password", "password2": "New password again"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = " ".join(str(text) for text in password_validators_help_texts())
        self.fields["password1"].help_text = hint  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        for error in self.errors.get("password2", []):  # type: ignore[attr-defined]
            if "same password" in error:
                self.errors["password2"] = self.error_class(["The two passwords differ"])  # type: ignore[attr-defined]
        return cleaned


class SignInForm(Words, allauth.LoginForm):  # type: ignore[misc]
    """Its refusal does not say which of the two was wrong."""

    words = {"login": "User name or e-mail address", "password": "Password"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A user name is no sentence: no correction, no capital.
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }

    def clean(self) -> dict[str, Any]:
        """A data folder may hold the demonstration's people, whose password everybody knows."""
        cleaned: dict[str, Any] = super().clean()
        if self.user and not settings.DEMO and self.user.get_username() in DEMO_USERNAMES:
            raise ValidationError(
                "This account works in a demonstration only", code="demonstration_only"
            )
        return cleaned


class PasswordChangeForm(_NewPassword, allauth.ChangePasswordForm):  # type: ignore[misc]
    words = {"oldpassword": "Current password", **_NewPassword.words}


class PasswordSetForm(_NewPassword, allauth.SetPasswordForm):  # type: ignore[misc]
    pass


class NewPasswordForm(_NewPassword, allauth.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class PasswordResetForm(Words, allauth.ResetPasswordForm):  # type: ignore[misc]
    words = {"email": "E-mail address"}

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """The worker makes and mails the link: by the page nobody learns who has an account."""
        email: str = self.cleaned_data["email"]
        site = request.build_absolute_uri("/").rstrip("/")
        ask_for_password_link(email, site=site, at=now())
        return email


class PasswordAgainForm(Words, allauth.ReauthenticateForm):  # type: ignore[misc]
    words = {"password": "Password"}

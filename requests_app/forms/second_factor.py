"""The forms of codes and passkeys: django-allauth's, in the look and words of the house."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.exceptions import ValidationError
from django.forms import HiddenInput

from requests_app.actions.sign_ins import note_refusal
from requests_app.forms.sign_in import Words

_CODE_WIDTH = "govuk-input--width-10"


class _Shown:
    """A second factor that is shown at the sign-in or again; one that does not hold is noted."""

    def clean_code(self) -> str:
        with self._noted("code"):
            return str(super().clean_code())  # type: ignore[misc]

    def clean_credential(self) -> Authenticator:
        with self._noted("passkey"):
            return super().clean_credential()  # type: ignore[misc]

    @contextmanager
    def _noted(self, factor: str) -> Iterator[None]:
        try:
            yield
        except ValidationError as refusal:
            note_refusal(f"wrong {factor}: {refusal.code}", self.user)  # type: ignore[attr-defined]
            raise


class _Code(Words):
    words = {"code": "Code"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {  # type: ignore[attr-defined]
            "class": _CODE_WIDTH,
            "inputmode": "numeric",
            "spellcheck": "false",
        }


class CodeForm(_Shown, _Code, base.AuthenticateForm):  # type: ignore[misc]
    hints = {"code": "The six numbers that your app shows, or one of your recovery codes"}


class CodeAgainForm(_Shown, _Code, base.ReauthenticateForm):  # type: ignore[misc]
    hints = CodeForm.hints


class AppForm(_Code, totp.ActivateTOTPForm):  # type: ignore[misc]
    hints = {"code": "The six numbers that your app shows now"}


class PasskeyForm(Words, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """``passwordless`` is always asked for: a passkey proves who holds it by itself."""

    words = {"name": "Name of this passkey"}
    hints = {"name": "So that you can tell it from others, such as “work laptop”"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].widget = HiddenInput()
        self.initial["passwordless"] = True

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"]).strip() or "Passkey"


class PasskeyShownForm(_Shown, Words, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeySignInForm(_Shown, Words, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyAgainForm(_Shown, Words, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyNameForm(Words, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    words = {"name": "Name of this passkey"}

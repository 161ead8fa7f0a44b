"""The forms of codes and passkeys: django-allauth's, in the look and words of the house."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.forms import HiddenInput

from requests_app.forms.sign_in import Words

_CODE_WIDTH = "govuk-input--width-10"


class _Code(Words):
    words = {"code": "Code"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {  # type: ignore[attr-defined]
            "class": _CODE_WIDTH,
            "inputmode": "numeric",
            "spellcheck": "false",
        }


class CodeForm(_Code, base.AuthenticateForm):  # type: ignore[misc]
    hints = {"code": "The six numbers that your app shows, or one of your recovery codes"}


class CodeAgainForm(_Code, base.ReauthenticateForm):  # type: ignore[misc]
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


class PasskeyNameForm(Words, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    words = {"name": "Name of this passkey"}

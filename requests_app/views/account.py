"""A person's own account: django-allauth's pages where this house adds to them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from io import BytesIO
from typing import Any

import qrcode
from allauth.account import views as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe
from qrcode.image.svg import SvgPathImage

from requests_app.access import StaffRequest
from requests_app.signing_in.adapters import AccountAdapter
from requests_app.signing_in.issuer import IssuerClient
from requests_app.signing_in.second_factor import note_set_up, passed

View = Callable[..., HttpResponse]


def at_once(view: View) -> View:
    """The change that a form makes, and the mail that tells of it, are one commit or none."""

    @wraps(view)
    def changing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return changing


class OurSite:
    """The library's own "site", a host name, would hide ours."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context.pop("site", None)
        return context


class PasswordReset(OurSite, account.PasswordResetView):  # type: ignore[misc]
    pass


class PasswordResetSent(OurSite, account.PasswordResetDoneView):  # type: ignore[misc]
    pass


class NewPassword(OurSite, account.PasswordResetFromKeyView):  # type: ignore[misc]
    pass


class PasswordChanged(OurSite, account.PasswordResetFromKeyDoneView):  # type: ignore[misc]
    pass


class Closed(OurSite, account.AccountInactiveView):  # type: ignore[misc]
    pass


class Code(OurSite, mfa.AuthenticateView):  # type: ignore[misc]
    pass


class Account(mfa.IndexView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "needed": not passed(self.request)}


class SetUpApp(ActivateTOTPView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        note_set_up(self.request)
        AccountAdapter(self.request).tell("mfa/email/totp_activated", self.request.user)
        return super().form_valid(form)  # type: ignore[no-any-return]


class NewRecoveryCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        AccountAdapter(self.request).tell("mfa/email/recovery_codes_generated", self.request.user)
        return super().form_valid(form)  # type: ignore[no-any-return]


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        note_set_up(self.request)
        return super().form_valid(form)  # type: ignore[no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # The library leaves the form that was refused out of its context.
        return super().get_context_data(**kwargs) | kwargs  # type: ignore[no-any-return]


@require_safe
def qr_code(request: StaffRequest) -> HttpResponse:
    """The secret that is being set up, for a phone's camera: an image, so no ``data:`` address."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    image = BytesIO()
    address = get_adapter().build_totp_url(request.user, secret)
    qrcode.make(address, image_factory=SvgPathImage).save(image)
    return HttpResponse(image.getvalue(), content_type="image/svg+xml")


@login_not_required
@require_POST
def sso_begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the issuer by a page that leads there. Raises Http404.

    A redirect would still be the sending of our form, and the policy sends forms nowhere else.
    """
    try:
        client = IssuerClient(request, provider_id)
        answer = OAuth2LoginView.adapter_view(client)(request)
        issuer = client.get_provider().name
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    if answer.status_code != HTTPStatus.FOUND:
        return answer  # type: ignore[no-any-return]
    context = {"url": answer["Location"], "issuer": issuer}
    return render(request, "account/to_the_issuer.html", context)


@login_not_required
@require_safe
def sso_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the issuer sends people back to. Raises Http404."""
    try:
        view = OAuth2CallbackView.adapter_view(IssuerClient(request, provider_id))
        return view(request)  # type: ignore[no-any-return]
    except SocialApp.DoesNotExist as error:
        raise Http404 from error

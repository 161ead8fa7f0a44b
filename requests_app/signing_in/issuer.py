"""Single sign-on: a person of this portal who comes from an issuer of OpenID Connect.

The issuer says who somebody is; that they are a person here an administrator has said before.
Nobody becomes one by coming.
"""

from __future__ import annotations

import secrets
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from requests_app.actions.sign_ins import note_refusal
from requests_app.signing_in.second_factor import note_shown_at_the_issuer

# What an issuer calls a sign-in with more than a password (RFC 8176).
_MORE_THAN_A_PASSWORD = frozenset({"mfa", "otp", "hwk", "swk", "fpt", "face", "sc"})


class IssuerClient(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """With its signature, which the library leaves out where it fetched the token itself."""
        self.did_fetch_access_token = False
        try:
            claims: dict[str, Any] = super()._decode_id_token(app, id_token)
        except KeyError as error:
            raise ProviderException("The token does not say by which key it is signed.") from error
        return claims


class Issuer(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = IssuerClient

    def redirect_from_request(self, request: HttpRequest) -> HttpResponse:
        """To the issuer, with a word that its token must bear. The address adds nothing to it."""
        nonce = secrets.token_urlsafe(24)
        kwargs = self.get_redirect_from_request_kwargs(request)
        kwargs |= {"scope": self.get_scope(), "auth_params": {"nonce": nonce}, "nonce": nonce}
        return self.redirect(request, **kwargs)  # type: ignore[no-any-return]

    def claims(self, data: dict[str, Any]) -> dict[str, Any]:
        """Those of the signed token before those that were asked for. Raises ProviderException."""
        told, signed = data.get("userinfo") or {}, data.get("id_token") or {}
        if told and signed and told.get("sub") != signed.get("sub"):
            raise ProviderException("The issuer answered about somebody else.")
        return {**told, **signed}

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(self.claims(data)["sub"])

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"email": self.claims(data).get("email")}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """None: an address is looked at below, and never becomes a row."""
        return []


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        note_refusal(f"single sign-on: {type(exception or error).__name__}", None)

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Lets in a person who is known, or whose verified address is. Raises the page that says
        why not."""
        issuer: Issuer = sociallogin.provider
        claims = issuer.claims(sociallogin.account.extra_data)
        if not secrets.compare_digest(
            str(claims.get("nonce", "")), str(sociallogin.state.get("nonce", "-"))
        ):
            note_refusal("single sign-on: the answer belongs to another sign-in", None)
            raise _refused(request, "The answer does not belong to this sign-in. Start again.")
        person = sociallogin.user if sociallogin.is_existing else _person(request, issuer, claims)
        if not person.is_active:
            note_refusal("the account is closed", person)
            raise _refused(request, "This account is closed. Ask an administrator of the portal.")
        if not sociallogin.is_existing:
            with transaction.atomic():  # with the mail that tells of it
                sociallogin.connect(request, person)
        methods = claims.get("amr") or []
        if issuer.app.settings["second_factor"] or _MORE_THAN_A_PASSWORD & set(methods):
            note_shown_at_the_issuer(request, person)


def _person(request: HttpRequest, issuer: Issuer, claims: dict[str, Any]) -> User:
    """The one person with the address that the issuer answers for."""
    email = str(claims.get("email") or "")
    verified = claims.get(issuer.app.settings["verified_claim"])
    if not email or verified not in {True, "true", "1"}:
        note_refusal("single sign-on: the address is not verified", None)
        raise _refused(request, f"{issuer.name} has not checked your e-mail address.")
    try:
        return User.objects.get(email__iexact=email)
    except (User.DoesNotExist, User.MultipleObjectsReturned):
        note_refusal("single sign-on: nobody here has the address", None)
        raise _refused(
            request, f"Nobody here has the address {email}. An administrator can add you."
        ) from None


def _refused(request: HttpRequest, sentence: str) -> ImmediateHttpResponse:
    page = render(request, "account/not_let_in.html", {"sentence": sentence}, status=403)
    return ImmediateHttpResponse(page)

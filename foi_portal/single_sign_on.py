"""Which issuer of OpenID Connect people may come from, read from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

MICROSOFT = "https://login.microsoftonline.com"
# With these, anybody with an account at Microsoft could say that they have an address.
_TENANTS_OF_EVERYBODY = frozenset({"", "common", "organizations", "consumers"})


def providers_from(environ: Mapping[str, str]) -> dict[str, Any]:
    """``SOCIALACCOUNT_PROVIDERS``, with no issuer or one. Raises ImproperlyConfigured."""
    app = _app(environ)
    provider = "requests_app.signing_in.issuer.Issuer"
    return {"openid_connect": {"provider_class": provider, "APPS": [app] if app else []}}


def _app(environ: Mapping[str, str]) -> dict[str, Any] | None:
    kind = environ.get("FOI_SSO", "").strip().lower()
    issuer, label, verified = _issuer(kind, environ)
    if not issuer:
        return None
    client, secret = environ.get("FOI_SSO_CLIENT_ID", ""), environ.get("FOI_SSO_CLIENT_SECRET", "")
    if not (client and secret):
        raise ImproperlyConfigured(
            "Single sign-on needs FOI_SSO_CLIENT_ID and FOI_SSO_CLIENT_SECRET, as the issuer "
            "gave them when the portal was registered there."
        )
    return {
        "provider_id": "sso",
        "name": environ.get("FOI_SSO_LABEL") or label,
        "client_id": client,
        "secret": secret,
        "settings": {
            "server_url": issuer.rstrip("/"),
            "oauth_pkce_enabled": True,
            "verified_claim": verified,
            "second_factor": environ.get("FOI_SSO_SECOND_FACTOR", "") == "1",
        },
    }


def _issuer(kind: str, environ: Mapping[str, str]) -> tuple[str, str, str]:
    """Address, label, and the claim by which the issuer answers for a mail address."""
    if kind == "google":
        return "https://accounts.google.com", "Google", "email_verified"
    if kind == "entra":
        tenant = environ.get("FOI_SSO_TENANT", "").strip().lower()
        if tenant in _TENANTS_OF_EVERYBODY:
            raise ImproperlyConfigured(
                "FOI_SSO is entra: set FOI_SSO_TENANT to the id of your own directory."
            )
        return f"{MICROSOFT}/{tenant}/v2.0", "Microsoft", "xms_edov"
    if kind:
        raise ImproperlyConfigured(f"FOI_SSO is {kind!r}: write google or entra, or leave it out.")
    return environ.get("FOI_SSO_ISSUER", ""), "your organisation", "email_verified"

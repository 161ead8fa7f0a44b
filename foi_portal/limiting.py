"""How often a person or a visitor may ask for what costs, as the environment says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004
from django.core.exceptions import ImproperlyConfigured
from limits import parse_many

# Far more than anybody needs: an office may share one address, and a Monday bring forty requests.
DEFAULTS = {
    "search": ("FOI_LIMIT_SEARCHES", "300/minute"),
    "upload": ("FOI_LIMIT_UPLOADS", "300/hour"),
    "document": ("FOI_LIMIT_DOCUMENTS", "300/hour"),
}


def limits_from(environ: Mapping[str, str]) -> dict[str, str]:
    """``LIMITS``: so many in a time, as ``limits`` writes it; "0" is no limit.

    Raises ImproperlyConfigured.
    """
    return {
        what: _written(name, environ.get(name, "").strip() or default, default)
        for what, (name, default) in DEFAULTS.items()
    }


def _written(name: str, written: str, default: str) -> str:
    try:
        if written != "0":
            parse_many(written)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} is {written!r}: write how many in which time, such as {default}, or 0."
        ) from error
    return written


@register(Tags.security, deploy=True)
def check_proxies(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Whoever comes through a proxy bears its address: all visitors would be counted as one."""
    if not settings.HTTPS or settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return []
    return [
        Warning(
            "The portal stands behind TLS, and FOI_TRUSTED_PROXIES is 0: limits count all visitors "
            "as one.",
            hint="Set FOI_TRUSTED_PROXIES to the number of your proxies that add to "
            "X-Forwarded-For.",
            id="foi_portal.W002",
        )
    ]

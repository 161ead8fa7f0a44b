"""Where finished documents are kept: in the database, or in a bucket that the environment names."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004

_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


def storages_from(environ: Mapping[str, str]) -> dict[str, Any]:
    """``STORAGES``, with ``documents`` where there is a bucket.

    Its keys come as they do for every program of this library: by the environment, or by the role
    of the machine.
    """
    kept: dict[str, Any] = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    if bucket := environ.get("FOI_STORAGE_BUCKET", "").strip():
        endpoint = environ.get("FOI_STORAGE_ENDPOINT", "").strip()
        kept["documents"] = {
            "BACKEND": "requests_app.bucket.private.PrivateBucket",
            "OPTIONS": {"bucket_name": bucket, "endpoint_url": endpoint or None},
        }
    return kept


@register(Tags.files)
def check_bucket(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    return list(half_given(os.environ))


@register(Tags.security, deploy=True)
def check_bucket_in_production(
    app_configs: Sequence[AppConfig] | None, **_: Any
) -> list[CheckMessage]:
    return list(unguarded(os.environ))


def half_given(environ: Mapping[str, str]) -> Iterator[CheckMessage]:
    """What stops the start: settings of which one without the other means nothing."""
    bucket = environ.get("FOI_STORAGE_BUCKET", "").strip()
    endpoint = environ.get("FOI_STORAGE_ENDPOINT", "").strip()
    if endpoint and not bucket:
        yield Error(
            "FOI_STORAGE_ENDPOINT is set and FOI_STORAGE_BUCKET is not: finished documents would "
            "go into the database.",
            hint="Name the bucket, or leave both out.",
            id="foi_portal.E001",
        )
    if endpoint and not _is_address(endpoint):
        yield Error(
            f"FOI_STORAGE_ENDPOINT is {endpoint!r}, which is no address of a server.",
            hint="Write https://host or https://host:port, without the bucket.",
            id="foi_portal.E002",
        )
    given = [name for name in _KEYS if environ.get(name)]
    if bucket and len(given) == 1:
        (missing,) = set(_KEYS) - set(given)
        yield Error(
            f"{given[0]} is set and {missing} is not: the bucket would refuse everything.",
            hint="Set both, or neither where the machine has a role.",
            id="foi_portal.E003",
        )


def unguarded(environ: Mapping[str, str]) -> Iterator[CheckMessage]:
    """What must not go into use: letters name people."""
    if environ.get("FOI_STORAGE_ENDPOINT", "").strip().startswith("http://"):
        yield Warning(
            "FOI_STORAGE_ENDPOINT is not https: letters to requesters would pass in the clear.",
            id="foi_portal.W001",
        )


def _is_address(endpoint: str) -> bool:
    parts = urlsplit(endpoint)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.path in {"", "/"}

"""Settings of the bucket that are half given stop the start, with a hint."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks

from foi_portal.storage import half_given, storages_from, unguarded

BUCKET = {"FOI_STORAGE_BUCKET": "foi"}
ENDPOINT = {"FOI_STORAGE_ENDPOINT": "https://s3.example.org"}
KEY, SECRET = {"AWS_ACCESS_KEY_ID": "a"}, {"AWS_SECRET_ACCESS_KEY": "b"}


@pytest.mark.parametrize(
    ("environ", "ids"),
    [
        ({}, []),
        # Whoever runs the portal may use these for something else.
        (KEY, []),
        (BUCKET, []),
        (BUCKET | KEY | SECRET, []),
        (BUCKET | ENDPOINT | KEY | SECRET, []),
        (BUCKET | {"FOI_STORAGE_ENDPOINT": "http://127.0.0.1:9000/"}, []),
        (ENDPOINT, ["foi_portal.E001"]),
        (BUCKET | {"FOI_STORAGE_ENDPOINT": "s3.example.org"}, ["foi_portal.E002"]),
        (BUCKET | {"FOI_STORAGE_ENDPOINT": "https://s3.example.org/foi"}, ["foi_portal.E002"]),
        (BUCKET | KEY, ["foi_portal.E003"]),
        (BUCKET | SECRET, ["foi_portal.E003"]),
    ],
)
def test_half_given_settings(environ: dict[str, str], ids: list[str]) -> None:
    found = list(half_given(environ))
    assert [each.id for each in found] == ids
    assert all(each.hint for each in found)


def test_the_portal_asks_them_at_every_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOI_STORAGE_ENDPOINT", "http://s3.example.org")
    assert "foi_portal.E001" in {each.id for each in run_checks()}
    assert "foi_portal.W001" in {each.id for each in run_checks(include_deployment_checks=True)}


def test_letters_do_not_pass_in_the_clear() -> None:
    assert [each.id for each in unguarded({"FOI_STORAGE_ENDPOINT": "http://s3.example.org"})] == [
        "foi_portal.W001"
    ]
    assert list(unguarded(ENDPOINT)) == []


def test_without_a_bucket_there_is_no_storage_of_documents() -> None:
    assert "documents" not in storages_from(ENDPOINT)
    assert storages_from(BUCKET | ENDPOINT)["documents"]["OPTIONS"] == {
        "bucket_name": "foi",
        "endpoint_url": "https://s3.example.org",
    }

"""The bucket that finished documents are put into, where the operator named one.

It knows names and bytes, and neither rows nor cases. It makes no address: whatever lies in the
bucket is reached through the portal alone, which asks each time whether it may be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

ALIAS = "documents"
FOLDER = "documents/"


class BucketAway(Exception):
    """The bucket did not do what it was asked for, and the message says why in half a sentence.

    Of what was put, nothing may be relied on; what lay there before still does.
    """

    tellable = True


def is_set() -> bool:
    return ALIAS in settings.STORAGES


def name_of(sha256: str) -> str:
    """The same bytes have the same name, so they lie there once."""
    return f"{FOLDER}{sha256}.pdf"


def put(name: str, content: bytes) -> None:
    """Returns when the bucket has all of it. Raises BucketAway."""
    with _told():
        _bucket().save(name, ContentFile(content))


def get(name: str) -> bytes | None:
    """None: there is no such file. Raises BucketAway."""
    with _told():
        try:
            content: bytes = _bucket().bucket.Object(name).get()["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchKey":
                return None
            raise
    return content


def remove(name: str) -> None:
    """Removing what is not there is no fault. Raises BucketAway."""
    with _told():
        _bucket().delete(name)


def files() -> Iterator[tuple[str, datetime]]:
    """The name of every document in the bucket, and when it was put there. Raises BucketAway."""
    with _told():
        for found in _bucket().bucket.objects.filter(Prefix=FOLDER):
            yield found.key, found.last_modified


def ask() -> None:
    """Asks with a short patience whether it is there. Raises BucketAway."""
    with _told():
        _bucket().ask()


def _bucket() -> Any:
    if not is_set():
        raise BucketAway("no bucket is named in FOI_STORAGE_BUCKET")
    return storages[ALIAS]


@contextmanager
def _told() -> Iterator[None]:
    """Turns whatever the library raises into a sentence for people."""
    try:
        yield
    except ClientError as error:
        code = error.response["Error"].get("Code", "")
        raise BucketAway(f"the bucket refused ({code})") from error
    except BotoCoreError as error:
        raise BucketAway(f"the bucket cannot be reached ({type(error).__name__})") from error

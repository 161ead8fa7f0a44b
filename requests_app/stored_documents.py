"""The files of finished documents as they lie in the database or in the bucket: all there, or not.

A rendering says that it is done and what the SHA-256 of its bytes is; a row of its own says where
they lie. None is worth anything without the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db.models import OuterRef, Subquery

from requests_app import bucket
from requests_app.models import RenderedDocument, Rendering
from requests_app.querysets import RenderingQuerySet

# A file is put into the bucket seconds before its row is written.
YOUNG = timedelta(hours=1)


class Place(Enum):
    DATABASE = "database"
    BUCKET = "bucket"


class Fault(Enum):
    MISSING = "is done, but its file is not there"
    DAMAGED = "is done, but its file is not the one that was made"
    STRAY = "is not done, but there is a file of it"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with the file of the rendering with this id."""

    rendering_id: int
    fault: Fault


def undamaged(rendering: Rendering) -> bytes | None:
    """The bytes of a finished document; None when they are missing or not those that were made.

    Raises BucketAway.
    """
    content = _content_of(rendering.pk)
    if content is None or hashlib.sha256(content).hexdigest() != rendering.sha256:
        return None
    return content


def finished_in(place: Place) -> RenderingQuerySet:
    """Finished documents whose file lies there."""
    latest = RenderedDocument.objects.filter(rendering=OuterRef("pk")).order_by("-pk")
    done = Rendering.objects.filter(state=Rendering.State.DONE).annotate(
        object_name=Subquery(latest.values("object_name")[:1])
    )
    named: RenderingQuerySet = (
        done.filter(object_name="") if place is Place.DATABASE else done.filter(object_name__gt="")
    )
    return named


def any_in_bucket() -> bool:
    return RenderedDocument.objects.filter(object_name__gt="").exists()


def findings() -> Iterator[Finding]:
    """All faults, by the id of the rendering. One file at a time is in memory.

    Raises BucketAway.
    """
    done = Rendering.objects.filter(state=Rendering.State.DONE).order_by("pk")
    for rendering_id, sha256 in done.values_list("pk", "sha256").iterator():
        content = _content_of(rendering_id)
        if content is None:
            yield Finding(rendering_id, Fault.MISSING)
        elif hashlib.sha256(content).hexdigest() != sha256:
            yield Finding(rendering_id, Fault.DAMAGED)
    strays = Rendering.objects.exclude(state=Rendering.State.DONE).filter(documents__isnull=False)
    for rendering_id in strays.order_by("pk").values_list("pk", flat=True).distinct():
        yield Finding(rendering_id, Fault.STRAY)


def unused(at: datetime) -> list[str]:
    """The objects in the bucket that no document refers to, young ones left out.

    Raises BucketAway.
    """
    old = [name for name, put_at in bucket.files() if put_at < at - YOUNG]
    # After the bucket was listed: what was put there meanwhile is not in the list.
    named = RenderedDocument.objects.filter(object_name__gt="")
    used = set(named.values_list("object_name", flat=True))
    return [name for name in old if name not in used]


def _content_of(rendering_id: int) -> bytes | None:
    document = (
        RenderedDocument.objects.filter(rendering_id=rendering_id)
        .order_by("-pk")
        .values_list("content", "object_name")
        .first()
    )
    if document is None:
        return None
    content, object_name = document
    if object_name:
        return bucket.get(object_name)
    # PostgreSQL hands out a memoryview.
    return bytes(content)

"""The finished PDFs as they lie in the database: their bytes, and whether all are there.

A rendering says that it is done and what the SHA-256 of its bytes is; the bytes lie in a row of
their own. Neither is worth anything without the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from requests_app.models import RenderedDocument, Rendering


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
    """The bytes of a finished document; None when they are missing or not those that were made."""
    content = _content_of(rendering.pk)
    if content is None or hashlib.sha256(content).hexdigest() != rendering.sha256:
        return None
    return content


def findings() -> Iterator[Finding]:
    """All faults, by the id of the rendering. One file at a time is in memory."""
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


def _content_of(rendering_id: int) -> bytes | None:
    content = (
        RenderedDocument.objects.filter(rendering_id=rendering_id)
        .order_by("-pk")
        .values_list("content", flat=True)
        .first()
    )
    # PostgreSQL hands out a memoryview.
    return None if content is None else bytes(content)

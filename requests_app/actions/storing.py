"""Where the file of a finished document lies: put there, moved, and let go of for good.

What goes into the bucket is there before a row says so; what has to leave it is a row until it
has left. So a row never names what is not there, and a bucket that is away forgets no erasure.
Before anything is put there a row has it removed again a day later, unless a document has come to
name it: so what a killed worker leaves goes, and never what another portal put there.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from requests_app import bucket
from requests_app.actions.telling import tell, tell_on_commit
from requests_app.models import FileRemoval, RenderedDocument, Rendering
from requests_app.stored_documents import Place, undamaged

logger = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=30)
# A file is put into the bucket seconds before its row is written.
GRACE = timedelta(days=1)


def place_of_new_files() -> Place:
    return Place.BUCKET if bucket.is_set() else Place.DATABASE


def stored(content: bytes, sha256: str, place: Place, *, at: datetime) -> dict[str, Any]:
    """The columns of a ``RenderedDocument`` of these bytes, for ``keep``. Raises BucketAway.

    Called before the transaction that writes the row. An object that no row comes to name, because
    that is rolled back, is the next attempt's, or goes after a day.
    """
    if place is Place.DATABASE:
        return {"content": content, "object_name": ""}
    name = bucket.name_of(sha256)
    FileRemoval.objects.create(object_name=name, asked_at=at + GRACE, told_at=at + GRACE)
    bucket.put(name, content)
    return {"content": None, "object_name": name}


def keep(rendering: Rendering, file: dict[str, Any]) -> RenderedDocument:
    """The row that names what was ``stored``: it has not to go any more."""
    if name := file["object_name"]:
        FileRemoval.objects.filter(object_name=name).delete()
    return RenderedDocument.objects.create(rendering=rendering, **file)


# --- moving ------------------------------------------------------------------------------


def move(rendering: Rendering, to: Place, *, at: datetime) -> bool:
    """Moves the file of a finished document; repeating it is harmless. Raises BucketAway.

    False, and nothing is moved, when the file is not the one that was made.
    """
    content = undamaged(rendering)
    if content is None:
        # Or it was erased meanwhile, and there is nothing to be moved.
        return not Rendering.objects.filter(pk=rendering.pk, state=Rendering.State.DONE).exists()
    kept = stored(content, rendering.sha256, to, at=at)
    with transaction.atomic():
        row = Rendering.objects.select_for_update().get(pk=rendering.pk)
        if row.state != Rendering.State.DONE:
            # Its requester was erased meanwhile.
            remove_if_unused([kept["object_name"]], at=at)
            return True
        document = keep(row, kept)
        earlier = RenderedDocument.objects.filter(rendering=row, pk__lt=document.pk)
        names = list(earlier.values_list("object_name", flat=True))
        earlier.erase()
        remove_if_unused(names, at=at)
    return True


# --- leaving the bucket ------------------------------------------------------------------


def remove_if_unused(names: Iterable[str], *, at: datetime) -> None:
    """Runs inside the transaction that let go of the rows; the worker empties the bucket."""
    for name in sorted(set(names) - {""}):
        # It goes now, and not a day after it was put there.
        FileRemoval.objects.filter(object_name=name, asked_at__gt=at).delete()
        removal = FileRemoval.objects.create(object_name=name, asked_at=at, told_at=at)
        tell_on_commit("remove_file", removal.pk)


def remove(pk: int) -> None:
    """Removes an object that no row names; repeating it is harmless."""
    removal = FileRemoval.objects.filter(pk=pk).first()
    if removal is None:
        return
    if not _is_wanted(removal):
        try:
            bucket.remove(removal.object_name)
        except bucket.BucketAway as error:
            logger.warning("%s is still in the bucket: %s", removal.object_name, error)
            return
        logger.info("file removal %s: it is not in the bucket any more", removal.pk)
    removal.delete()


def _is_wanted(removal: FileRemoval) -> bool:
    """A document names it, or it was put there again since and may soon be named."""
    name = removal.object_name
    again = FileRemoval.objects.filter(object_name=name, asked_at__gt=removal.asked_at)
    return RenderedDocument.objects.filter(object_name=name).exists() or again.exists()


def waits_since(at: datetime) -> datetime | None:
    """Since when the bucket has kept what had to go; None: it keeps nothing."""
    due = FileRemoval.objects.filter(asked_at__lte=at).order_by("asked_at")
    return due.values_list("asked_at", flat=True).first()


def sweep(*, at: datetime) -> None:
    """Tries again what is still in the bucket."""
    forgotten = FileRemoval.objects.filter(told_at__lt=at - PATIENCE)
    waiting = list(forgotten.values_list("pk", flat=True)[:100])
    FileRemoval.objects.filter(pk__in=waiting).update(told_at=at)
    tell("remove_file", *waiting)

"""How a block of a split stood before a correction, as far as one can change it."""

from __future__ import annotations

from collections.abc import Collection

from requests_app.actions.retracing import Photo
from requests_app.models import Block

# What a correction may change of a block. Place and number follow from the order.
FIELDS = ("kind", "label", "text", "level", "stem", "omitted", "redactions", "answer_id")
COLUMNS = [*FIELDS[:-1], "answer", "number"]


def photo_of(row: Block) -> Photo:
    return {"pk": row.pk, **{name: getattr(row, name) for name in FIELDS}}


def difference(before: Photo, row: Block) -> Photo:
    """The fields of a row that are not as they were, as they were. The answer also as it is:
    by the time of an undo the question may have got another one, which it keeps."""
    changed = {name: before[name] for name in FIELDS if before[name] != getattr(row, name)}
    if "answer_id" in changed:
        changed["answer_id_now"] = row.answer_id
    return {"pk": row.pk, **changed}


def restore_row(row: Block, was: Photo, answers: Collection[int]) -> None:
    for name in FIELDS[:-1]:
        setattr(row, name, was.get(name, getattr(row, name)))
    if "answer_id" in was and row.answer_id == was["answer_id_now"]:
        row.answer_id = was["answer_id"] if was["answer_id"] in answers else None

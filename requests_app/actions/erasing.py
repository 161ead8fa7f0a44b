"""Erasing a requester: the case, its versions and its numbers stay, and nothing says who asked."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from requests_app import audit
from requests_app.actions.base import Refused, locked
from requests_app.actions.storing import remove_if_unused
from requests_app.after_answer import open_everywhere
from requests_app.models import (
    Block,
    FoiRequest,
    KeptWords,
    RenderedDocument,
    RenderedText,
    Rendering,
    Requester,
    RequesterErasure,
    SplitChange,
)
from requests_app.retention import due_for_erasure, ended_cases
from requests_app.workflow import Verb

# What stands where the words of the requester stood.
ERASED = "[Erased with the requester’s data]"
_Because = RequesterErasure.Because


def erase_requester(case: FoiRequest, *, by: User, at: datetime) -> RequesterErasure:
    """Erases the requester of a case that has ended. It cannot be undone.

    Raises NotAllowed, WrongState, and Refused while the case is open or when nobody is left.
    """
    with locked(case, Verb.ERASE_REQUESTER, by=by) as row:
        _refuse_while_open(row)
        return _erase(row, because=_Because.ASKED, by=by, at=at)


def note_export(case: FoiRequest, *, by: User, at: datetime) -> None:
    """Writes that somebody took away what is held on the requester. Raises NotAllowed, Refused."""
    with locked(case, Verb.EXPORT_REQUESTER, by=by) as row:
        if not Requester.objects.filter(foi_request=row).exists():
            raise Refused("This case has no requester any more.")
        audit.record(row, "requester_exported", by=by, at=at)


def apply_retention(*, at: datetime) -> int:
    """Erases the requesters whose period ended. Returns how many; it may run at any time."""
    erased = 0
    for kept in due_for_erasure(localdate(at)):
        with transaction.atomic():
            row = FoiRequest.objects.select_for_update().get(pk=kept.case.pk)
            # Something may have happened since the list was made.
            if due_for_erasure(localdate(at), FoiRequest.objects.filter(pk=row.pk)):
                _erase(row, because=_Because.RETENTION, by=None, at=at)
                erased += 1
    return erased


def _refuse_while_open(case: FoiRequest) -> None:
    mine = FoiRequest.objects.filter(pk=case.pk)
    if not Requester.objects.filter(foi_request=case).exists():
        raise Refused("This case has no requester any more.")
    if not ended_cases(mine).exists():
        raise Refused("The answer is neither sent nor published, so the case has not ended.")
    if open_everywhere(mine):
        raise Refused("A review or a complaint is open. The requester is needed until it ends.")


def _erase(
    case: FoiRequest, *, because: RequesterErasure.Because, by: User | None, at: datetime
) -> RequesterErasure:
    Requester.objects.filter(foi_request=case).delete()
    case.text = ERASED
    case.save(update_fields=["text"])
    _erase_from_split(case)
    erasure = RequesterErasure.objects.create(
        foi_request=case, because=because, erased_by=by, erased_at=at
    )
    letters = _erase_letters(case, at=at)
    audit.record(case, "requester_erased", by=by, at=at, because=because.value, letters=letters)
    return erasure


def _erase_from_split(case: FoiRequest) -> None:
    """What was left out, words removed as personal data, and what nobody saved."""
    KeptWords.objects.filter(foi_request=case).delete()
    SplitChange.objects.filter(foi_request=case).delete()
    blocks = list(case.blocks.all())
    for block in blocks:
        block.text = ERASED if block.omitted else block.shown_text
        block.redactions = []
    Block.objects.bulk_update(blocks, ["text", "redactions"])


def _erase_letters(case: FoiRequest, *, at: datetime) -> int:
    """The files and the words of all letters; how many there were. Records name nobody."""
    mine = Q(version__foi_request=case) | Q(notice__foi_request=case)
    letters = Rendering.objects.filter(mine).exclude(kind=Rendering.Kind.RECORD)
    keys = list(letters.values_list("pk", flat=True))
    files = RenderedDocument.objects.filter(rendering__in=keys)
    names = list(files.values_list("object_name", flat=True))
    files.erase()
    remove_if_unused(names, at=at)
    RenderedText.objects.filter(rendering__in=keys).erase()
    return letters.update(state=Rendering.State.ERASED, lease_until=None, error="")

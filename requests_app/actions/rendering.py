"""Documents: asking for them, taking one up, finishing it, failing it, finding what was lost.

The row decides. The broker is told an id on commit and may forget it: the sweeper finds every
row that nobody works on and tells the broker again, until the attempts are used up.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from requests_app import audit
from requests_app.actions.base import locked
from requests_app.actions.listing import list_again
from requests_app.actions.storing import keep, place_of_new_files, remove_if_unused, stored
from requests_app.actions.telling import tell, tell_on_commit
from requests_app.models import (
    AuthorityParticulars,
    Heartbeat,
    Notice,
    Publication,
    RenderedText,
    Rendering,
    ResponseVersion,
)
from requests_app.querysets import MAX_ATTEMPTS, RenderingQuerySet
from requests_app.rendering import RenderedPdf
from requests_app.workflow import Verb

logger = logging.getLogger(__name__)

# A worker renews its lease every few seconds while the print engine works, so it ends only
# under one that was killed or cut off.
LEASE = timedelta(seconds=40)
SWEEP = "sweep"
# How long the broker may take to bring a message before it is presumed lost.
PATIENCE = timedelta(seconds=15)
# Few, because a document that somebody asks for meanwhile stands behind them for a second or two.
DEFERRED_AT_ONCE = 8


def ask_for(
    source: ResponseVersion | Notice,
    kind: Rendering.Kind,
    *,
    dated: date | None,
    on: date,
    at: datetime,
) -> Rendering:
    """The document of this kind and date, queued if there is none.

    ``on`` chooses the particulars: those in force on the day that the document bears.
    """
    of = {"notice": source} if isinstance(source, Notice) else {"version": source}
    rendering, created = Rendering.objects.get_or_create(
        **of,
        kind=kind,
        dated=dated,
        defaults={
            "particulars": _particulars_for(source, on),
            "asked_at": at,
            "queued_at": at,
        },
    )
    if created:
        tell_on_commit("render", rendering.pk)
    return rendering


def _particulars_for(source: ResponseVersion | Notice, on: date) -> AuthorityParticulars | None:
    """Those of the pages that were reviewed, so that only the date differs from them."""
    reviewed = source.renderings.filter(dated=None, particulars__isnull=False).first()
    return reviewed.particulars if reviewed else AuthorityParticulars.objects.effective(on)


def take_up(rendering_id: int, *, at: datetime) -> Rendering | None:
    """Claims a document for this worker. None: it is done, or somebody else is at it."""
    taken = (
        Rendering.objects.claimable(at)
        .filter(pk=rendering_id)
        .update(state=Rendering.State.RENDERING, attempts=F("attempts") + 1, lease_until=at + LEASE)
    )
    if taken != 1:
        return None
    # What a record is made from; a letter asks for its case as well, a notice for itself too.
    rows = Rendering.objects.select_related("version", "particulars")
    return _with_particulars(rows.get(pk=rendering_id))


def _with_particulars(rendering: Rendering) -> Rendering:
    """Gives a document that was asked for before there were particulars those of its day."""
    if rendering.particulars is None:
        day = rendering.dated or localdate(rendering.source.stored_at)
        rendering.particulars = AuthorityParticulars.objects.effective(day)
        rendering.save(update_fields=["particulars"])
    return rendering


def renew(rendering: Rendering, *, at: datetime) -> bool:
    """Keeps the document for this worker. False when it is not this worker's any more."""
    return _mine(rendering).update(lease_until=at + LEASE) == 1


def finish(rendering: Rendering, pdf: RenderedPdf, *, at: datetime) -> bool:
    """Stores the document and its words. False when another worker took it up meanwhile.

    Raises BucketAway, and nothing says that it is done.
    """
    file = stored(pdf.content, pdf.sha256, place_of_new_files(), at=at)
    with transaction.atomic():
        done = _mine(rendering).update(
            state=Rendering.State.DONE,
            finished_at=at,
            lease_until=None,
            error="",
            sha256=pdf.sha256,
            size=len(pdf.content),
            pages=pdf.pages,
        )
        if done == 1:
            keep(rendering, file)
            RenderedText.objects.create(rendering=rendering, text=pdf.text)
            # Most records are made before anybody publishes them, and change no list.
            if Publication.objects.filter(rendering=rendering).exists():
                list_again(rendering.foi_request)
        elif _erased(rendering):
            # The other worker's file has the same name, but there will be none.
            remove_if_unused([file["object_name"]], at=at)
    return done == 1


def restore(rendering: Rendering, pdf: RenderedPdf, *, at: datetime) -> bool:
    """Stores the bytes of a finished document anew; False unless they are those of its digest.

    Raises BucketAway.
    """
    if pdf.sha256 != rendering.sha256:
        return False
    file = stored(pdf.content, pdf.sha256, place_of_new_files(), at=at)
    with transaction.atomic():
        row: Rendering = Rendering.objects.select_for_update().get(pk=rendering.pk)
        done = row.state == Rendering.State.DONE
        if done:
            keep(row, file)
        elif _erased(row):
            remove_if_unused([file["object_name"]], at=at)
    return done


def _erased(rendering: Rendering) -> bool:
    return Rendering.objects.filter(pk=rendering.pk, state=Rendering.State.ERASED).exists()


def fail(rendering: Rendering, reason: str, *, at: datetime) -> bool:
    """Marks the document as failed, with a reason that a person understands."""
    failed = _mine(rendering).update(
        state=Rendering.State.FAILED, finished_at=at, lease_until=None, error=reason
    )
    return failed == 1


def put_back(rendering: Rendering, reason: str, *, at: datetime) -> bool:
    """Leaves an interrupted document to the sweeper, or fails it when that was its last attempt."""
    if rendering.attempts >= MAX_ATTEMPTS:
        logger.warning("rendering %s failed: this was its last attempt", rendering.pk)
        return fail(rendering, f"Tried {MAX_ATTEMPTS} times. {reason}", at=at)
    put = _mine(rendering).update(state=Rendering.State.QUEUED, lease_until=None, queued_at=at)
    return put == 1


def _mine(rendering: Rendering) -> RenderingQuerySet:
    """The row, so long as it is in the very attempt that this worker took up."""
    return Rendering.objects.filter(
        pk=rendering.pk, state=Rendering.State.RENDERING, attempts=rendering.attempts
    )


def retry(rendering: Rendering, *, by: User, at: datetime) -> None:
    """Tries a failed document again, with all its attempts. Repeating it is harmless."""
    with locked(rendering.foi_request, Verb.RETRY_RENDERING, by=by) as case:
        queued = Rendering.objects.filter(pk=rendering.pk, state=Rendering.State.FAILED).update(
            state=Rendering.State.QUEUED,
            attempts=0,
            error="",
            asked_at=at,
            queued_at=at,
            finished_at=None,
        )
        if queued:
            audit.record(case, "rendering_retried", by=by, at=at, rendering=rendering.pk)
            tell_on_commit("render", rendering.pk)


def sweep(*, at: datetime) -> int:
    """Finds documents that nobody works on: tells the worker again, or fails them for good.

    Returns how many documents it touched.
    """
    exhausted = _fail_exhausted(at)
    forgotten = list(
        Rendering.objects.forgotten(at, at - PATIENCE).values_list("pk", flat=True)[:100]
    )
    Rendering.objects.filter(pk__in=forgotten).update(queued_at=at)
    Heartbeat.objects.update_or_create(name=SWEEP, defaults={"at": at})
    begun = _begin_deferred(at)
    tell("render", *forgotten, *begun)
    return exhausted + len(forgotten) + len(begun)


def _fail_exhausted(at: datetime) -> int:
    exhausted = list(Rendering.objects.exhausted(at).values_list("pk", flat=True))
    if not exhausted:  # as at almost every sweep, every few seconds
        return 0
    for rendering_id in exhausted:
        logger.warning("rendering %s failed: its worker stopped too often", rendering_id)
    return (
        Rendering.objects.exhausted(at)
        .filter(pk__in=exhausted)
        .update(
            state=Rendering.State.FAILED,
            finished_at=at,
            lease_until=None,
            error=f"The worker stopped {MAX_ATTEMPTS} times while it made this document.",
        )
    )


def _begin_deferred(at: datetime) -> list[int]:
    """Queues a few documents for which nobody waits, when there is nothing else to do."""
    if Rendering.objects.pending().exists():
        return []
    deferred = Rendering.objects.filter(state=Rendering.State.DEFERRED)
    begun = list(deferred.order_by("-pk").values_list("pk", flat=True)[:DEFERRED_AT_ONCE])
    deferred.filter(pk__in=begun).update(state=Rendering.State.QUEUED, asked_at=at, queued_at=at)
    return begun

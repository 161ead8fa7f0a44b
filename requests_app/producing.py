"""Makes one document: takes the row up, renders the stored version, stores the bytes.

Whatever is wrong with a document ends in a FAILED row with a reason; what is only wrong with
the machine is tried again, as often as attempts are counted. Nothing fails silently.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError

from requests_app.actions.rendering import fail, finish, put_back, renew, restore, take_up
from requests_app.bucket import BucketAway
from requests_app.gate.mentioning import requester_of
from requests_app.models import Notice, Rendering, ResponseVersion
from requests_app.particulars import NO_PARTICULARS, Addressee
from requests_app.rendering import (
    Interrupted,
    RenderFailed,
    letter_html,
    notice_html,
    record_html,
)
from requests_app.rendering.pdf import render
from requests_app.rendering.rendered import RenderedPdf
from requests_app.response import UnreadableResponse, digest
from requests_app.traces import kind_of

logger = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another worker has the document, or made it: what is made here is of no use."""


def produce(rendering_id: int, *, at: Callable[[], datetime]) -> None:
    """Renders the document with this id, unless it is done or another worker has it."""
    rendering = take_up(rendering_id, at=at())
    if rendering is None:
        return

    def keep() -> None:
        _keep(rendering, at=at())

    try:
        pdf = render(html_of(rendering), rendering.kind, watch=keep)  # type: ignore[arg-type]
    except LeaseLost:
        logger.warning("rendering %s was taken up by another worker", rendering_id)
    except Interrupted as error:
        logger.warning("rendering %s was interrupted: %s", rendering_id, error)
        put_back(rendering, str(error), at=at())
    except OSError as error:
        # A disk that is full or read-only, too many open files: the machine's fault.
        logger.exception("rendering %s was interrupted", rendering_id)
        put_back(rendering, f"The worker could not use its disk ({error.strerror}).", at=at())
    except (RenderFailed, UnreadableResponse) as error:
        logger.warning("rendering %s failed: %s", rendering_id, error)
        fail(rendering, str(error), at=at())
    except Exception:
        # A bug of ours must show on the page as well; the trace goes to the log.
        logger.exception("rendering %s failed", rendering_id)
        fail(rendering, "The program failed while it made this document.", at=at())
        raise
    else:
        _store(rendering, pdf, at=at)


def _store(rendering: Rendering, pdf: RenderedPdf, *, at: Callable[[], datetime]) -> None:
    """Keeps the document; when there is no room for it, the sweeper tries again."""
    try:
        finish(rendering, pdf, at=at())
    except BucketAway as error:
        logger.warning("rendering %s was not stored: %s", rendering.pk, error)
        put_back(rendering, f"The document could not be stored: {error}.", at=at())
    except DatabaseError as error:
        logger.exception("rendering %s was not stored", rendering.pk)
        # This row is small and may still find room. If not, its lease runs out.
        put_back(rendering, f"The database did not take the document ({kind_of(error)}).", at=at())


def _keep(rendering: Rendering, *, at: datetime) -> None:
    """Renews the lease while the print engine works. Raises LeaseLost."""
    try:
        kept = renew(rendering, at=at)
    except DatabaseError as error:
        # It may be back before the document is finished; if not, the lease runs out.
        logger.warning("the lease of rendering %s was not renewed: %s", rendering.pk, error)
        return
    if not kept:
        raise LeaseLost


def make_again(rendering: Rendering, *, at: datetime) -> bool:
    """Puts the bytes of a finished document back. Raises RenderFailed, Interrupted, BucketAway.

    False when what is made now is not what was made then, for instance because the print engine
    is another version: then nothing is stored, since nobody approved it.
    """
    pdf = render(html_of(rendering), rendering.kind)  # type: ignore[arg-type]
    return restore(rendering, pdf, at=at)


def html_of(rendering: Rendering) -> str:
    """The HTML of a document. It reads what is stored, never the draft's rows."""
    source = rendering.source
    if digest(source.content) != source.digest:
        raise UnreadableResponse("The stored version is damaged: its digest does not match.")
    if rendering.particulars is None:
        raise RenderFailed(f"{NO_PARTICULARS} Then try again.")
    particulars, dated = rendering.particulars.as_value(), rendering.dated
    if isinstance(source, Notice):
        return notice_html(
            source.value, addressee=_addressee(source), particulars=particulars, dated=dated
        )
    if rendering.kind == Rendering.Kind.RECORD:
        return record_html(source.response, authority=particulars, month=dated)
    return letter_html(
        source.response, addressee=_addressee(source), particulars=particulars, dated=dated
    )


def _addressee(source: ResponseVersion | Notice) -> Addressee:
    requester = requester_of(source.foi_request)
    if requester is None:
        raise RenderFailed("The requester’s name and address are not there any more.")
    return Addressee(requester.name, requester.email, requester.postal_address)

"""The wording of the library adapted for one case, with the reason, and put back again."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User

from exemptions.catalogue import UnknownProvision, catalogue
from exemptions.models import StandardText, StandardTextVersion
from exemptions.shipped_wording import wording_faults
from requests_app import audit
from requests_app.actions.base import Refused, as_stored, locked
from requests_app.models import AdaptedWording, FoiRequest
from requests_app.rendering.markup import TextTooComplex, check_limits
from requests_app.workflow import Verb

STALE = (
    "Somebody else adapted this wording while you were writing. Nothing of yours is lost: "
    "compare the two texts and save again."
)


def adapt_wording(
    case: FoiRequest,
    provision: str,
    *,
    body: str,
    reason: str,
    base: int,
    revision: int = 0,
    by: User,
    at: datetime,
) -> AdaptedWording:
    """Uses other words for a provision in this case. Raises Refused.

    ``base`` is the version of the standard text that was changed; ``revision`` counts how
    often it was adapted before (0: never). The words of the base are no adaptation.
    """
    cite = _cite(provision)
    body = as_stored(body)
    _check(body, reason)
    with locked(case, Verb.DRAFT, by=by) as row:
        _check_base(cite, base, body)
        existing = row.adapted_wordings.filter(provision=cite).first()
        if (existing.revision if existing else 0) != revision:
            raise Refused(STALE, field="body")
        adapted = existing or AdaptedWording(foi_request=row, provision=cite)
        adapted.base = base
        adapted.body = body
        adapted.reason = reason.strip()
        adapted.revision = revision + 1
        adapted.adapted_by, adapted.adapted_at = by, at
        adapted.save()
        audit.record(row, "wording_adapted", by=by, at=at, provision=cite, base=base)
    return adapted


def use_standard_wording(case: FoiRequest, provision: str, *, by: User, at: datetime) -> None:
    """Goes back to the standard text. Harmless when the case uses it already."""
    cite = _cite(provision)
    with locked(case, Verb.DRAFT, by=by) as row:
        gone, _ = row.adapted_wordings.filter(provision=cite).delete()
        if gone:
            audit.record(row, "wording_put_back", by=by, at=at, provision=cite)


def _cite(provision: str) -> str:
    try:
        return catalogue()[provision].cite
    except UnknownProvision as error:
        raise Refused(str(error), field="provision") from error


def _check(body: str, reason: str) -> None:
    if not body:
        raise Refused("Write the wording, or go back to the standard text.", field="body")
    if not reason.strip():
        raise Refused("Say why this case needs other words.", field="reason")
    for fault in wording_faults(body):
        raise Refused(fault, field="body")
    try:
        check_limits(body)
    except TextTooComplex as error:
        raise Refused(str(error), field="body") from error


def _check_base(cite: str, base: int, body: str) -> None:
    """The base may be a version that is not here: a case is brought in from another library."""
    if base < 1 or not StandardText.objects.wordings([cite]):
        raise Refused(
            f"The library has no standard text for {catalogue()[cite].reference}.", field="base"
        )
    standard = StandardTextVersion.objects.filter(standard_text__provision=cite, number=base)
    if any(as_stored(version.body) == body for version in standard):
        raise Refused(
            "These are the words of the standard text. Change them, or go back to it.",
            field="body",
        )

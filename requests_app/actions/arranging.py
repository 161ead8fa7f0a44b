"""Arranging the response as a whole: the order of its annex, an outcome over the derived one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User

from exemptions.catalogue import UnknownProvision, catalogue
from requests_app import audit
from requests_app.actions.base import Refused, as_stored, locked, refuse_overwriting
from requests_app.models import FoiRequest
from requests_app.outcome import OutcomeCode
from requests_app.workflow import Verb

# What a page remembers of the order and of the outcome, each as one text.
ORDER, OUTCOME = "order", "outcome"


def order_as_text(cites: Sequence[str]) -> str:
    return ", ".join(cites)


def outcome_as_text(code: str, reason: str) -> str:
    return f"{code}\n{reason}"


def order_annex(
    case: FoiRequest,
    *,
    cites: Sequence[str],
    seen: str | None = None,
    by: User,
    at: datetime,
) -> None:
    """Sets the order of the annex. An empty list restores the order of the Act.

    ``seen`` is the digest of the order on the page. Raises Refused, and Changed when somebody
    else changed the order since.
    """
    try:
        canonical = [catalogue()[cite].cite for cite in cites]
    except UnknownProvision as error:
        raise Refused(str(error), field="annex_order") from error
    with locked(case, Verb.DRAFT, by=by) as row:
        order = list(dict.fromkeys(canonical))
        refuse_overwriting(
            {ORDER: order_as_text(order)},
            {ORDER: order_as_text(row.annex_order)},
            {} if seen is None else {ORDER: seen},
            case=row,
            verb="annex_ordered",
        )
        row.annex_order = order
        row.save(update_fields=["annex_order"])
        audit.record(row, "annex_ordered", by=by, at=at)


def override_outcome(
    case: FoiRequest,
    *,
    code: str,
    reason: str,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> None:
    """Puts another outcome over the derived one, for a reason; an empty code takes it back.

    ``seen`` is the digest of the outcome on the page. Raises Refused, and Changed when somebody
    else changed the outcome since.
    """
    reason = as_stored(reason) if code else ""
    if code and (code not in set(OutcomeCode) or code == OutcomeCode.UNDECIDED):
        raise Refused("Choose an outcome from the list.", field="code")
    if code and not reason:
        raise Refused("Give the reason why the outcome differs from the answers.", field="reason")
    with locked(case, Verb.DRAFT, by=by) as row:
        refuse_overwriting(
            {OUTCOME: outcome_as_text(code, reason)},
            {OUTCOME: outcome_as_text(row.outcome_override, row.outcome_reason)},
            {} if seen is None else {OUTCOME: seen},
            case=row,
            verb="outcome_overridden",
        )
        row.outcome_override = code
        row.outcome_reason = reason
        row.save(update_fields=["outcome_override", "outcome_reason"])
        audit.record(row, "outcome_overridden", by=by, at=at, code=code)

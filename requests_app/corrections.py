"""Withdrawn records as the public reads of them: why, when, and what stands in their place.

It never tells the title or the text of what was withdrawn unless the publisher allowed the title,
and leads to a correction only while ``PublicationQuerySet.visible`` shows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.timezone import localdate

from requests_app.models import FoiRequest, Publication, Replacement, Withdrawal
from requests_app.publishing import Entry, entry_of


@dataclass(frozen=True, slots=True)
class Correction:
    """``title`` is "" unless it may be named; ``month`` is any day of that of the withdrawal.

    ``replaced_by`` is the record that corrects it, at its own address or at another one.
    """

    reference: str
    title: str
    reason: str
    month: date
    replaced_by: Entry | None
    same_address: bool


def withdrawals() -> QuerySet[Withdrawal]:
    """All of them, the newest first."""
    return Withdrawal.objects.select_related(
        "publication__version", "publication__foi_request"
    ).order_by("-withdrawn_at", "-pk")


def withdrawn_at(slug: str) -> Withdrawal | None:
    """Why nothing stands at this address any more; asked when ``visible_at`` finds nothing."""
    gone = Publication.objects.withdrawn().filter(foi_request__slug=slug)
    return withdrawals().filter(publication__in=gone).order_by("-pk").first()


def corrections_of(found: Sequence[Withdrawal]) -> tuple[Correction, ...]:
    """What the public reads of each; two queries, however many there are."""
    named = dict(
        Replacement.objects.filter(withdrawal__in=found)
        .order_by("pk")
        .values_list("withdrawal_id", "foi_request_id")
    )
    own = {withdrawal.publication.foi_request_id for withdrawal in found}
    standing = {
        publication.foi_request_id: entry_of(publication)
        for publication in Publication.objects.for_list().filter(
            foi_request_id__in=own | set(named.values())
        )
    }
    return tuple(_correction(one, named.get(one.pk), standing) for one in found)


def _correction(
    withdrawal: Withdrawal, named: int | None, standing: dict[int, Entry]
) -> Correction:
    response = withdrawal.publication.version.response
    own = standing.get(withdrawal.publication.foi_request_id)
    return Correction(
        reference=response.reference,
        title=response.title if withdrawal.names_title else "",
        reason=withdrawal.reason,
        month=localdate(withdrawal.withdrawn_at),
        replaced_by=own or standing.get(named or 0),
        same_address=own is not None,
    )


def corrected_by(publication: Publication) -> tuple[Correction, ...]:
    """The withdrawn records that this one corrects, the newest first."""
    case = publication.foi_request
    before = withdrawals().filter(publication__foi_request=case)
    others = withdrawals().filter(pk__in=_replaced_by(case))
    return corrections_of([*before, *others])


def _replaced_by(case: FoiRequest) -> list[int]:
    """The withdrawals for which this case was named last."""
    named = Replacement.objects.filter(
        withdrawal__in=Replacement.objects.filter(foi_request=case).values("withdrawal")
    )
    last = dict(named.order_by("pk").values_list("withdrawal_id", "foi_request_id"))
    return [withdrawal for withdrawal, by in last.items() if by == case.pk]

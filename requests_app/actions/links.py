"""Links of answers: asking that they be opened, opening one, finding what was lost or grew old.

The row decides, as with documents: the broker is told an id on commit and may forget it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.contrib.auth.models import User

from requests_app import audit
from requests_app.actions.base import locked
from requests_app.actions.telling import tell, tell_on_commit
from requests_app.gate.addresses import addresses_in, of_response
from requests_app.link_opening import Opened, Verdict, open_address
from requests_app.models import Claim, FoiRequest, LinkCheck
from requests_app.response import Response
from requests_app.workflow import Verb

# Longer than the worker may take over one link, so that a lease never ends under a live look.
LEASE = timedelta(seconds=90)
PATIENCE = timedelta(seconds=60)
# A link that was opened so lately is not opened again because somebody saved the claim.
FRESH = timedelta(hours=6)
# The log is to hold links that work on the day: those of open cases are looked at every day.
GROWS_OLD = timedelta(hours=20)
WANTED_FOR = timedelta(days=30)
A_ROUND = 20
IN_A_RESPONSE = 200


def want(addresses: Iterable[str], *, at: datetime, anew: bool = False) -> int:
    """Has these addresses opened, unless that was done lately; ``anew`` opens them all.

    Returns how many the worker was told of. It runs in the transaction of a verb.
    """
    if not settings.CHECK_LINKS:
        return 0
    told = []
    for address in list(dict.fromkeys(addresses))[:IN_A_RESPONSE]:
        row, created = LinkCheck.objects.get_or_create(
            address=address, defaults={"wanted_at": at, "asked_at": at}
        )
        lately = row.checked_at is not None and at - row.checked_at < FRESH
        asking = created or anew or not lately
        if not created:
            row.wanted_at = at
            row.asked_at = at if asking else row.asked_at
            row.save(update_fields=["wanted_at", "asked_at"])
        if asking:
            told.append(row.pk)
    tell_on_commit("open_link", *told)
    return len(told)


def want_of_claim(claim: Claim, *, at: datetime) -> None:
    """Has the places opened to which a claim of section 21 leads."""
    if claim.provision.partition("(")[0] == "21":
        place = f"{claim.where_accessible}\n{claim.facts.get('precise_url', '')}"
        want(addresses_in(place), at=at)


def check_links(case: FoiRequest, response: Response, *, by: User, at: datetime) -> int:
    """Has all links of a response opened now. Returns how many. Raises NotAllowed."""
    with locked(case, Verb.CHECK_LINKS, by=by) as row:
        told = want(of_response(response), at=at, anew=True)
        audit.record(row, "links_checked", by=by, at=at, links=told)
    return told


def open_link(link_id: int, *, at: Callable[[], datetime]) -> None:
    """Opens one link and keeps what came of it, unless somebody else has it or it was done."""
    began = at()
    rows = LinkCheck.objects.filter(pk=link_id)
    if rows.claimable(began).update(lease_until=began + LEASE) != 1:
        return
    opened = _open(rows.values_list("address", flat=True).get())
    rows.update(
        lease_until=None,
        checked_at=at(),
        verdict=opened.verdict,
        reason=opened.reason[:200],
        status=opened.status,
        final_address=opened.final,
    )


def _open(address: str) -> Opened:
    try:
        return open_address(address, loopback=settings.LINKS_TO_THIS_MACHINE)
    except SoftTimeLimitExceeded:
        # A host that sends a byte now and then, or a name server that never answers.
        return Opened(Verdict.DOUBTFUL, "no answer came in time")


def sweep(*, at: datetime) -> int:
    """Tells the broker again of what it forgot, and of what grew old. Returns how many."""
    if not settings.CHECK_LINKS:
        return 0
    lost = LinkCheck.objects.forgotten(at, told_before=at - PATIENCE)
    old = LinkCheck.objects.stale(at - GROWS_OLD, wanted_after=at - WANTED_FOR)
    links = list((lost | old).order_by("asked_at").values_list("pk", flat=True)[:A_ROUND])
    LinkCheck.objects.filter(pk__in=links).update(asked_at=at)
    tell("open_link", *links)
    return len(links)

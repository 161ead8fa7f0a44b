"""What is known of the links of a response. It reads rows and writes none.

Nothing is opened here: a worker does that, and a page must not wait for other people's servers.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils.timezone import localdate

from requests_app.gate.addresses import of_response, of_section_21
from requests_app.gate.dossier import Dossier, LinkFile
from requests_app.link_opening import Verdict
from requests_app.models import LinkCheck


def results_for(dossier: Dossier) -> tuple[LinkFile, ...]:
    """Of every link of the dossier, in its order; none where the portal opens no links."""
    if not settings.CHECK_LINKS:
        return ()
    addresses = dict.fromkeys([*of_section_21(dossier), *of_response(dossier.response)])
    rows = LinkCheck.objects.filter(address__in=addresses) if addresses else ()
    found = {row.address: row for row in rows}
    return tuple(_result(address, found.get(address)) for address in addresses)


def _result(address: str, row: LinkCheck | None) -> LinkFile:
    if row is None or row.checked_at is None:
        return LinkFile(address)
    return LinkFile(address, row.verdict, row.reason, localdate(row.checked_at))


def settled(frozen: Sequence[LinkFile], current: Sequence[LinkFile]) -> tuple[LinkFile, ...]:
    """What a reviewer's approval is judged by: the results that the officer saw, or better ones.

    A reviewer can mend no link and give no reason, so a site that is out of order today must not
    stop them. A page that is gone does, and so does everything again on the day of publication.
    """
    seen = {link.address: link for link in frozen}
    known = [link for link in current if link.verdict in {Verdict.WORKS, Verdict.GONE}]
    return tuple({**seen, **{link.address: link for link in known}}.values())

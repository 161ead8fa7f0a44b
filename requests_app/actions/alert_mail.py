"""The mails of alerts: one that asks whether it was they, then at most one a day with what is new.

A publication is compared with the alerts once, when it becomes visible; whether it still is, is
asked again as each mail is written. Each match is mailed once, however often this runs.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.timezone import localdate, make_aware

from requests_app.actions.alerts import ADDRESS, token_to_confirm, token_to_stop
from requests_app.actions.mailing import Letter, mail_once
from requests_app.models import (
    Alert,
    AlertMatch,
    AuthorityParticulars,
    CaseTopic,
    Publication,
    PublicationMatched,
)
from requests_app.response import first_words
from requests_app.sealing import Unreadable
from requests_app.search.entry import entry_of
from requests_app.search.filters import from_query_string
from requests_app.search.lookup import Lookup, has, matching
from requests_app.search.query import parse

logger = logging.getLogger(__name__)

# A record that could not be shown for so long is news no more; nor is a log that is brought in.
NEWS = timedelta(days=30)
BATCH = 200
LINES_IN_A_MAIL = 50
_BY_ITSELF = {"Auto-Submitted": "auto-generated"}


# --- asking ----------------------------------------------------------------------------


def mail_confirmations(*, at: datetime) -> int:
    """Asks everybody who is still to be asked. Returns how many mails left."""
    return sum(_ask(alert, at) for alert in Alert.objects.filter(mailed_at=None)[:BATCH])


def mail_confirmation(alert_id: int, *, at: datetime) -> bool:
    """Asks this one at once, unless it was asked. Whether a mail left."""
    alert = Alert.objects.filter(pk=alert_id, mailed_at=None).first()
    return alert is not None and _ask(alert, at)


def _ask(alert: Alert, at: datetime) -> bool:
    """Without a word of the search: anybody can type words and somebody else's address."""
    address = _address(alert)
    if not address:
        return False
    link = alert.site + reverse("alert-confirm", args=[token_to_confirm(alert)])
    lines = [
        f"Somebody, most likely you, asked {_authority()} for e-mails about new records on its",
        "disclosure log of freedom of information requests.",
        "",
        "To get them, open this page within three days and confirm:",
        link,
        "",
        "If it was not you, do nothing. Your address is then deleted after three days.",
    ]
    subject = "Confirm that you want e-mails about new records"
    return mail_once([alert], Letter(address, subject, "\n".join(lines), _BY_ITSELF), at=at)


# --- finding ---------------------------------------------------------------------------


def find_matches(*, at: datetime) -> int:
    """Compares what became visible with every confirmed alert. Returns how many matches are new."""
    fresh = _fresh(at)
    if not fresh:
        return 0
    topics = _topics(fresh)
    asked = [(alert, _lookup(alert)) for alert in Alert.objects.exclude(confirmed_at=None)]
    rows = [
        AlertMatch(alert=alert, publication=publication, at=at)
        for publication in fresh
        for terms in [_terms(publication, topics.get(publication.foi_request_id, []))]
        for alert, lookup in asked
        if _confirmed_before(alert, publication) and has(lookup, terms)
    ]
    with transaction.atomic():
        PublicationMatched.objects.bulk_create(
            [PublicationMatched(publication=one, at=at) for one in fresh], ignore_conflicts=True
        )
        # Another worker may be at the same: the constraints pass over what is there.
        AlertMatch.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _fresh(at: datetime) -> list[Publication]:
    looked_at = PublicationMatched.objects.filter(publication=OuterRef("pk"))
    fresh = (
        Publication.objects.visible()
        .filter(~Exists(looked_at), published_at__gt=at - NEWS)
        .filter(version__earlier_record=None)
        .select_related("version", "foi_request")
    )
    return list(fresh.order_by("pk")[:BATCH])


def _topics(publications: Sequence[Publication]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = CaseTopic.objects.filter(foi_request__in=[one.foi_request_id for one in publications])
    for case, slug in rows.values_list("foi_request_id", "topic__slug"):
        found.setdefault(case, []).append(slug)
    return found


def _terms(publication: Publication, topics: Sequence[str]) -> frozenset[str]:
    """The terms by which the search of the log finds it."""
    _, indexed = entry_of(
        publication.version.response,
        publication=publication.pk,
        published_on=publication.published_on,
        slug=publication.foi_request.slug,
        topics=topics,
    )
    return frozenset(indexed.terms)


def _lookup(alert: Alert) -> Lookup:
    text, filters = from_query_string(alert.search)
    return matching(parse(text), filters.facets)


def _confirmed_before(alert: Alert, publication: Publication) -> bool:
    return alert.confirmed_at is not None and alert.confirmed_at <= publication.published_at


# --- telling ---------------------------------------------------------------------------


def mail_alerts(*, at: datetime) -> int:
    """Finds and tells what is new, each alert at most once a day. Returns how many mails left."""
    find_matches(at=at)
    today = make_aware(datetime.combine(localdate(at), time()))
    told_today = AlertMatch.objects.filter(alert=OuterRef("pk"), mailed_at__gte=today)
    waiting = AlertMatch.objects.filter(alert=OuterRef("pk"), mailed_at=None)
    alerts = Alert.objects.filter(Exists(waiting), ~Exists(told_today)).exclude(confirmed_at=None)
    return sum(_tell(alert, at) for alert in alerts)


def _tell(alert: Alert, at: datetime) -> bool:
    matches = (
        alert.matches.filter(mailed_at=None, publication__in=Publication.objects.visible())
        .exclude(publication__entry=None)
        .select_related("publication__entry")
    )
    rows = list(matches.order_by("-publication__published_at", "-pk"))
    address = _address(alert)
    if not rows or not address:
        return False
    return mail_once(rows, Letter(address, _subject(alert, rows), *_body(alert, rows)), at=at)


def _subject(alert: Alert, rows: Sequence[AlertMatch]) -> str:
    words = first_words(alert.words) or "the disclosure log"
    plural = "" if len(rows) == 1 else "s"
    return f"{len(rows)} new record{plural}: {words}"


def _body(alert: Alert, rows: Sequence[AlertMatch]) -> tuple[str, dict[str, str]]:
    stop = alert.site + reverse("alert-stop", args=[token_to_stop(alert)])
    log = alert.site + reverse("disclosure-log") + (f"?{alert.search}" if alert.search else "")
    searched = f", for {alert.words}:" if alert.words else ":"
    lines = [
        f"New on the disclosure log of {_authority()}{searched}",
        "",
    ]
    for row in rows[:LINES_IN_A_MAIL]:
        entry = row.publication.entry
        page = reverse("record", args=[entry.slug])
        lines += [f"{entry.title} ({entry.reference})", alert.site + page, ""]
    if len(rows) > LINES_IN_A_MAIL:
        lines += [f"And {len(rows) - LINES_IN_A_MAIL} more.", ""]
    lines += ["Everything that is found:", log, "", "Stop these e-mails:", stop]
    # RFC 8058: the mail program's own button stops them, with one POST.
    headers = {
        **_BY_ITSELF,
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return "\n".join(lines), headers


def _authority() -> str:
    particulars = AuthorityParticulars.objects.effective(localdate())
    return particulars.authority_name if particulars else "the authority"


def _address(alert: Alert) -> str:
    """Nothing when nobody can read it any more."""
    try:
        return ADDRESS.opened(alert.address)
    except Unreadable:
        logger.exception("the address of alert %s was sealed with another secret key", alert.pk)
        return ""

"""Asking for mails about new records, confirming that, and stopping them.

It is no deed of any case and done by nobody who is signed in, so it writes no audit row; and it
never logs an address. What an address is asked for is the same whether it is known or not.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction

from requests_app.actions.telling import tell_on_commit
from requests_app.models import Alert, AlertMatch
from requests_app.sealing import Seal

ADDRESS = Seal("requests_app.alerts", "address")
# An address that nobody confirms may be a stranger's.
UNCONFIRMED = timedelta(days=3)
# What could not be mailed for so long is news no more.
STALE = timedelta(days=7)
_CONFIRM, _STOP = "requests_app.alerts.confirm", "requests_app.alerts.stop"


def ask_for_alert(address: str, *, search: str, words: str, site: str, at: datetime) -> Alert:
    """Keeps what somebody asks for and has the mail sent that asks whether it was they.

    ``search`` is a search as part of an address and ``words`` the same in words, "" for everything;
    ``site`` is the beginning of the portal's addresses. Asking again sends that mail again.
    """
    with transaction.atomic():
        alert, _ = Alert.objects.update_or_create(
            fingerprint=fingerprint_of(address, search),
            defaults={
                "address": ADDRESS.closed(address),
                "search": search,
                "words": _on_one_line(words),
                "site": site,
                "asked_at": at,
                "mailed_at": None,
            },
        )
        tell_on_commit("mail_confirmation", alert.pk)
    return alert


def _on_one_line(words: str) -> str:
    """They stand in the head of a mail, and no database takes every character."""
    return "".join(letter for letter in " ".join(words.split()) if letter.isprintable())


def fingerprint_of(address: str, search: str = "") -> str:
    return ADDRESS.fingerprint(f"{address.strip().casefold()} {search}")


def confirm_alert(alert: Alert, *, at: datetime) -> None:
    """From now on new records are mailed. Repeating it is harmless."""
    Alert.objects.filter(pk=alert.pk, confirmed_at=None).update(confirmed_at=at)


def stop_alert(alert: Alert) -> None:
    """Forgets the address and everything about it. Repeating it is harmless."""
    Alert.objects.filter(pk=alert.pk).delete()


def forget_alerts(*, at: datetime) -> int:
    """Deletes addresses that nobody confirmed, and news that got old. Returns how many addresses.

    An alert that is confirmed stays until it is stopped.
    """
    AlertMatch.objects.filter(mailed_at=None, at__lt=at - STALE).delete()
    unconfirmed = Alert.objects.filter(confirmed_at=None, asked_at__lt=at - UNCONFIRMED)
    count = unconfirmed.count()
    unconfirmed.delete()
    return count


# --- the links in the mails ------------------------------------------------------------


def token_to_confirm(alert: Alert) -> str:
    return signing.dumps(alert.pk, salt=_CONFIRM)


def token_to_stop(alert: Alert) -> str:
    return signing.dumps(alert.pk, salt=_STOP)


def alert_to_confirm(token: str) -> Alert | None:
    """None: it was deleted meanwhile. Raises signing.BadSignature: the link is none of ours."""
    return _alert(token, _CONFIRM, UNCONFIRMED)


def alert_to_stop(token: str) -> Alert | None:
    """None: it is stopped already. Raises signing.BadSignature."""
    return _alert(token, _STOP, None)


def _alert(token: str, salt: str, max_age: timedelta | None) -> Alert | None:
    pk = signing.loads(token, salt=salt, max_age=max_age)
    return Alert.objects.filter(pk=pk).first()

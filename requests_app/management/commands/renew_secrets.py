"""``manage.py renew_secrets``: after FOI_SECRET_KEY was changed, so that the old key can go."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import CommandError
from django.db import transaction

from requests_app.actions import account_mail
from requests_app.actions.alerts import ADDRESS, fingerprint_of
from requests_app.management.starting import WithoutPages
from requests_app.models import AccountMail, Alert
from requests_app.sealing import Unreadable
from requests_app.signing_in.adapters import SECRET


class Command(WithoutPages):
    help = (
        "Put app keys, recovery codes, the addresses for mail about new records and mails that "
        "wait to be sent under the present FOI_SECRET_KEY. Afterwards the earlier key may be "
        "taken out of FOI_SECRET_KEY_FALLBACKS. Repeating it is harmless."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        unreadable: list[str] = []
        with transaction.atomic():
            factors = list(Authenticator.objects.select_for_update(of=("self",)).order_by("pk"))
            for factor in factors:
                try:
                    factor.data = renewed(factor.data)
                except Unreadable:
                    unreadable.append(str(factor.user))
                else:
                    factor.save(update_fields=["data"])
            addresses = sum(map(renew_address, Alert.objects.select_for_update()))
            addresses += sum(map(renew_mail, AccountMail.objects.select_for_update()))
        told = f"{len(factors) - len(unreadable)} factors and {addresses} addresses"
        self.stdout.write(f"{told} are under the present key.")
        if unreadable:
            raise CommandError(
                f"No key that is named reads those of {', '.join(sorted(set(unreadable)))}. "
                "Name the earlier key in FOI_SECRET_KEY_FALLBACKS, or reset their second factors."
            )


def renewed(data: dict[str, Any]) -> dict[str, Any]:
    """What allauth encrypts of a factor; a passkey keeps no secret. Raises Unreadable."""
    new = dict(data)
    for name in ("secret", "seed"):
        if name in new:
            new[name] = SECRET.renewed(new[name])
    if "migrated_codes" in new:
        new["migrated_codes"] = [SECRET.renewed(code) for code in new["migrated_codes"]]
    return new


def renew_address(alert: Alert) -> bool:
    """False: no key that is named opens it; it is not mailed to, and can be asked for again."""
    try:
        address = ADDRESS.opened(alert.address)
    except Unreadable:
        return False
    fingerprint = fingerprint_of(address, alert.search)
    # Asked for again since the key was changed: that row has its place.
    Alert.objects.filter(fingerprint=fingerprint).exclude(pk=alert.pk).delete()
    alert.address, alert.fingerprint = ADDRESS.closed(address), fingerprint
    alert.save(update_fields=["address", "fingerprint"])
    return True


def renew_mail(mail: AccountMail) -> bool:
    """False: no key that is named opens it, so nobody will ever be sent it."""
    try:
        mail.address = account_mail.ADDRESS.renewed(mail.address)
        mail.words = account_mail.WORDS.renewed(mail.words) if mail.words else ""
    except Unreadable:
        return False
    mail.save(update_fields=["address", "words"])
    return True

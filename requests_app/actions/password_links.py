"""Links to set a password: asked for by a page, made and mailed by the worker.

A page that looked the address up, or spoke to the mail server, would tell by its answer or by how
long that takes who has an account. So it does the same for every address: it writes one row.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from requests_app.actions.mailing import Letter, mail_once
from requests_app.actions.telling import tell_on_commit
from requests_app.models import PasswordLink
from requests_app.sealing import Seal, Unreadable

ADDRESS = Seal("requests_app.password_links", "address")
# Whoever waited longer has asked again.
STALE = timedelta(hours=1)
BATCH = 50
_BODY = """\
Somebody, perhaps you, asked to set the password of your account at the FOI portal.

Choose a new password here (once, within three days):

{link}

Your user name is {name}.

If you did not ask for this, do nothing: your password stays as it is.
"""


def ask_for_password_link(address: str, *, site: str, at: datetime) -> PasswordLink:
    """``site`` is the beginning of the portal's addresses. Whether anybody has this address shows
    in nothing."""
    with transaction.atomic():
        asked = PasswordLink.objects.create(address=ADDRESS.closed(address), site=site, asked_at=at)
        tell_on_commit("mail_password_link", asked.pk)
    return asked


def mail_password_links(*, at: datetime) -> int:
    """Sends what waits, and forgets what waited too long. Returns how many mails left."""
    PasswordLink.objects.filter(asked_at__lt=at - STALE).delete()
    waiting = PasswordLink.objects.filter(mailed_at=None)
    return sum(_mail(asked, at) for asked in waiting[:BATCH])


def mail_password_link(asked_id: int, *, at: datetime) -> bool:
    """Sends this one at once, unless it was sent. Whether a mail left."""
    asked = PasswordLink.objects.filter(pk=asked_id, mailed_at=None).first()
    return asked is not None and _mail(asked, at)


def _mail(asked: PasswordLink, at: datetime) -> bool:
    letters = [_letter(person, asked.site) for person in _people(asked)]
    sent = bool(letters) and mail_once([asked], *letters, at=at)
    if sent or not letters:
        asked.delete()
    return sent


def _people(asked: PasswordLink) -> list[User]:
    """Who has the address and may come in: one person, or nobody."""
    try:
        address = ADDRESS.opened(asked.address)
    except Unreadable:  # the secret key was changed meanwhile: they ask again
        return []
    return list(User.objects.filter(email__iexact=address, is_active=True))


def _letter(person: User, site: str) -> Letter:
    """To the address that is on record, however the one that was typed is written."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    page = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), key])
    body = _BODY.format(link=site + page, name=person.get_username())
    return Letter(person.email, "Set your password for the FOI portal", body)

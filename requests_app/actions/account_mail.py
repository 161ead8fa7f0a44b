"""The one way out for mail about accounts: links to set a password, and what was changed.

What a mail tells of and the row that asks for it are one commit, and the worker sends it. So no
page waits for a mail server, and none that is down loses a mail or tells by its silence who has an
account: a page that looked an address up would, so it does the same for every address.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Min
from django.urls import reverse
from django.utils.timezone import localtime

from requests_app.actions.mailing import Letter, send
from requests_app.actions.telling import tell_on_commit
from requests_app.models import AccountMail
from requests_app.sealing import Seal, Unreadable

logger = logging.getLogger(__name__)

# The room is older than this module: what was sealed in it must open.
ADDRESS = Seal("requests_app.password_links", "address")
WORDS = Seal("requests_app.account_mail", "words")
# Whoever waited longer for a link has asked again.
LINK_STALE = timedelta(hours=1)
# Mail servers give up after five days.
CHANGE_STALE = timedelta(days=7)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
BATCH = 50
_CHANGE = """\
{what}: of your account {name} at the FOI portal, on {at}{place}.

If you know of this, there is nothing to do.

If you do not, tell an administrator of the portal at once. They can close the account and reset
its second factor.
"""
_LINK = """\
Somebody, perhaps you, asked to set the password of your account at the FOI portal.

Choose a new password here (once, within three days):

{link}

Your user name is {name}.

If you did not ask for this, do nothing: your password stays as it is.
"""


# --- asking ----------------------------------------------------------------------------


def tell_of_change(
    person: User, what: str, *, at: datetime, address: str = "", to: Iterable[str] | None = None
) -> None:
    """``what`` is a sentence without its full stop; ``address`` the visitor's, where it was they.

    ``to`` stands for the person's own e-mail address. Call it in the transaction of the change.
    """
    place = f", from the address {address}" if address else ""
    on = f"{localtime(at):%-d %B %Y at %H:%M}"
    words = _CHANGE.format(what=what, name=person.get_username(), at=on, place=place)
    for mail in dict.fromkeys(to if to is not None else [person.email]):
        if mail:
            _put(mail, what=what, words=WORDS.closed(words), at=at)


def ask_for_password_link(address: str, *, site: str, at: datetime) -> AccountMail:
    """``site`` is the beginning of the portal's addresses. Whether anybody has this address shows
    in nothing."""
    return _put(address, site=site, at=at)


def _put(
    address: str, *, what: str = "", words: str = "", site: str = "", at: datetime
) -> AccountMail:
    with transaction.atomic():
        mail = AccountMail.objects.create(
            address=ADDRESS.closed(address),
            what=what,
            words=words,
            site=site,
            asked_at=at,
            due_at=at,
        )
        tell_on_commit("mail_account", mail.pk)
    return mail


# --- sending ---------------------------------------------------------------------------


def mail_accounts(*, at: datetime) -> int:
    """Sends what is due, and gives up what waited too long. Returns how many mails left."""
    _give_up(at)
    return sum(_mail(mail, at) for mail in AccountMail.objects.filter(due_at__lte=at)[:BATCH])


def mail_account(mail_id: int, *, at: datetime) -> bool:
    """Sends this one at once, unless it is in hand. Whether a mail left."""
    mail = AccountMail.objects.filter(pk=mail_id, due_at__lte=at).first()
    return mail is not None and _mail(mail, at)


def waits_since() -> datetime | None:
    """When the oldest mail that has not left was asked for; None: all did."""
    oldest: datetime | None = AccountMail.objects.aggregate(oldest=Min("asked_at"))["oldest"]
    return oldest


def _give_up(at: datetime) -> None:
    AccountMail.objects.filter(what="", asked_at__lt=at - LINK_STALE).delete()
    changes = AccountMail.objects.exclude(what="").filter(asked_at__lt=at - CHANGE_STALE)
    for mail in changes:
        logger.error("account mail %s was given up after %s tries", mail.pk, mail.tries)
        mail.delete()


def _mail(mail: AccountMail, at: datetime) -> bool:
    """Rather twice than never: who dies between the mail and the deletion leaves it to the next."""
    if not _taken(mail, at):
        return False
    letters = _letters(mail)
    left = all(send(letter, about=f"AccountMail {mail.pk}") for letter in letters)
    if left:
        mail.delete()
    return left and bool(letters)


def _taken(mail: AccountMail, at: datetime) -> bool:
    """Of several workers one has it, until it is due again: later after each time that failed."""
    pause = min(FIRST_PAUSE * 2 ** min(mail.tries, 10), LONGEST_PAUSE)
    mine = AccountMail.objects.filter(pk=mail.pk, due_at=mail.due_at)
    return bool(mine.update(due_at=at + pause, tries=mail.tries + 1))


def _letters(mail: AccountMail) -> list[Letter]:
    """One; none when nobody has the address, or the secret key was changed meanwhile."""
    try:
        address = ADDRESS.opened(mail.address)
        words = WORDS.opened(mail.words) if mail.words else ""
    except Unreadable:
        logger.exception("account mail %s was sealed with another secret key", mail.pk)
        return []
    if mail.what:
        return [Letter(address, f"{mail.what}: your account at the FOI portal", words)]
    people = User.objects.filter(email__iexact=address, is_active=True)
    return [_link(person, mail.site) for person in people]


def _link(person: User, site: str) -> Letter:
    """To the address that is on record, however the one that was typed is written."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    page = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), key])
    body = _LINK.format(link=site + page, name=person.get_username())
    return Letter(person.email, "Set your password for the FOI portal", body)

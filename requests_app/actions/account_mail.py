"""Tells a person by mail that what protects their account was changed: a stranger's deed shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.timezone import localtime

from requests_app.actions.mailing import Letter, send


def tell_of_change(
    person: User, what: str, *, at: datetime, address: str = "", to: Iterable[str] | None = None
) -> None:
    """``what`` is a sentence without its full stop; ``address`` the visitor's, where it was they.

    ``to`` stands for the person's own e-mail address. The mail leaves after the commit; when the
    mail server does not answer, the change stands and the log tells.
    """
    body = _body(person, what, at, address)
    for mail in dict.fromkeys(to if to is not None else [person.email]):
        if mail:
            letter = Letter(mail, f"{what}: your account at the FOI portal", body)
            transaction.on_commit(_leaving(letter, person), robust=True)


def _leaving(letter: Letter, person: User) -> Callable[[], None]:
    def leave() -> None:
        send(letter, about=f"User {person.pk}")

    return leave


def _body(person: User, what: str, at: datetime, address: str) -> str:
    place = f", from the address {address}" if address else ""
    return f"""\
{what}: of your account {person.get_username()} at the FOI portal, on \
{localtime(at):%-d %B %Y at %H:%M}{place}.

If you know of this, there is nothing to do.

If you do not, tell an administrator of the portal at once. They can close the account and reset
its second factor.
"""

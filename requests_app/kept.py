"""Words that a person typed and did not save: which form they belong to, and how it shows them.

A form that is kept carries a token that names the person and the page. With it the words find
their way even when the session is over, and never to anybody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils.timezone import now

from requests_app.actions import keeping
from requests_app.actions.base import Refused, as_stored, roles_of
from requests_app.models import FoiRequest, KeptWords
from requests_app.typed import TypedText, readable_post, texts_in

FIELD = "kept"
_SALT = "requests_app.kept"
# A page may stay open over a night; after that its words are copied by hand.
_VALID_FOR = 2 * 24 * 60 * 60
_NOT_WORDS = frozenset({FIELD, "csrfmiddlewaretoken"})


@dataclass(frozen=True, slots=True)
class Kept:
    """The form of a page for one person: its token, and the words kept for it, if there are any.

    ``used`` says that the form shows them instead of what is saved.
    """

    page: str
    token: str
    row: KeptWords | None
    used: bool

    @property
    def data(self) -> QueryDict:
        return data_of(self.row)

    @property
    def texts(self) -> tuple[TypedText, ...]:
        return tuple(texts_in(self.data))

    @property
    def use_url(self) -> str:
        return f"{self.page}{'&' if '?' in self.page else '?'}{FIELD}=use"

    def over(self, initial: Mapping[str, Any]) -> dict[str, Any]:
        """What the form begins with: what is saved, and over it the words, if they are used."""
        return {**initial, **(self.data.dict() if self.used else {})}

    def unless_saved(self, initial: Mapping[str, Any]) -> Kept:
        """The same without words that stand there already: they came after a save of themselves."""
        if self.row is None or self.used:
            return self
        told = [name for name, was in initial.items() if isinstance(was, str) and name in self.data]
        typed = self.data.dict()
        if not told or any(
            as_stored(str(typed[name])) != as_stored(initial[name]) for name in told
        ):
            return self
        keeping.put_away(self.page, by=self.row.person)
        return Kept(self.page, self.token, None, used=False)

    def put_away(self, request: HttpRequest) -> None:
        keeping.put_away(self.page, by=_person(request))


def kept_on(request: HttpRequest, page: str = "") -> Kept:
    """The words kept for the form on this page, or on the address of another ``page``, where alone
    they are used.

    A form that was just sent shows what was sent.
    """
    page = page or request.path
    person = _person(request)
    row = None
    if request.method != "POST":
        row = KeptWords.objects.filter(person=person, page=page).first()
    is_here = page.partition("?")[0] == request.path
    used = row is not None and is_here and (row.sent or request.GET.get(FIELD) == "use")
    return Kept(page, token_for(person, page), row, used)


def data_of(row: KeptWords | None) -> QueryDict:
    """The fields as a form sends them."""
    data = QueryDict(mutable=True)
    for name, values in (row.fields if row else {}).items():
        data.setlist(name, values)
    return data


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise TypeError("Words are kept for people who are signed in.")
    return request.user


def token_for(person: User, page: str) -> str:
    return signing.dumps([person.pk, page], salt=_SALT)


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose form it was that was sent, and the page and the case of the form."""

    person: User
    page: str
    case: FoiRequest


def sender_of(request: HttpRequest) -> Sender | None:
    """Who the form that was sent was made for, whoever is signed in now; None without a token."""
    token = readable_post(request).get(FIELD, "")
    try:
        pk, page = signing.loads(token, salt=_SALT, max_age=_VALID_FOR)
        slug = resolve(page.partition("?")[0]).kwargs["slug"]
    except (signing.BadSignature, Resolver404):
        return None
    person = User.objects.filter(pk=pk, is_active=True).first()
    case = FoiRequest.objects.filter(slug=slug).first()
    return Sender(person, page, case) if person and roles_of(person) and case else None


def keep_words(
    request: HttpRequest, sender: Sender, *, sent: bool, at: datetime | None = None
) -> KeptWords:
    """Keeps the words of the form that was sent for whom it was made. Raises Refused."""
    fields = {name: v for name, v in readable_post(request).lists() if name not in _NOT_WORDS}
    return keeping.keep(
        sender.case, sender.page, fields, sent=sent, by=sender.person, at=at or now()
    )


def keep_sent(request: HttpRequest) -> None:
    """Keeps what was sent and refused beside the page that shows it, for who leaves that page."""
    sender = sender_of(request)
    if sender and sender.person == request.user:
        keep_words(request, sender, sent=False)


def rescued(request: HttpRequest) -> Sender | None:
    """Keeps what was sent without a session that takes it. None if nobody could say whose it is."""
    sender = sender_of(request)
    if sender is None:
        return None
    try:
        keep_words(request, sender, sent=True)
    except Refused:
        return None
    return sender

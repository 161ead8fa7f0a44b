"""What a person typed into a form that could not be served, so that a page can give it back.

It reads one request and keeps nothing: the texts stand on the page that refuses, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

# A page that shows them must not stay in the browser's memory of pages.
NOT_KEPT = "private, no-store"
_NEVER_SHOWN = frozenset(
    {"csrfmiddlewaretoken", "login", "username", "code", "credential"}
    | {"password", "oldpassword", "password1", "password2"}
)
# A button sends its own words.
_BUTTONS = frozenset({"save", "steps", "read", "cancel", "record", "publish", "withdraw"})
# Two words, or an address. A choice, a date or a digest is neither, and soon chosen again.
_WORTH_KEEPING = re.compile(r"\S\s+\S|://|\S@\S")
_UNREADABLE = (
    RequestDataTooBig,
    TooManyFieldsSent,
    MultiPartParserError,
    UnreadablePostError,
)


@dataclass(frozen=True, slots=True)
class TypedText:
    """A text and the name of its box, in words: ``comment_a1`` is "Comment a1"."""

    name: str
    text: str

    @property
    def rows(self) -> int:
        """How many lines to show at once."""
        return max(2, min(12, self.text.count("\n") + len(self.text) // 70 + 1))


def typed_texts(request: HttpRequest) -> tuple[TypedText, ...]:
    """The texts of a POST, in the order of its form; none of any other request."""
    return tuple(texts_in(readable_post(request)))


def readable_post(request: HttpRequest) -> QueryDict:
    """What a POST holds; nothing if it cannot be read, or is none."""
    if request.method != "POST":
        return QueryDict()
    try:
        return request.POST
    except _UNREADABLE:
        return QueryDict()


def texts_in(data: QueryDict) -> Iterator[TypedText]:
    """The texts among the fields of a form."""
    for name, values in data.lists():
        if name in _NEVER_SHOWN | _BUTTONS:
            continue
        for value in values:
            if _WORTH_KEEPING.search(value):
                yield TypedText(re.sub(r"[_-]+", " ", name).strip().capitalize(), value)


def from_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this portal."""
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()


def page_of_form(request: HttpRequest) -> str:
    """The page with the form that was sent, where the browser tells it: an address of a verb
    answers only to a POST. Else the address itself."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return request.get_full_path()
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path

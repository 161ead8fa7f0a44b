"""Which characters of what goes into letter and record no font at hand can print (STY-03)."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import asdict

from exemptions.catalogue import catalogue
from requests_app.characters import words_before
from requests_app.gate.dossier import Dossier, Unprintable
from requests_app.gate.finding import Place
from requests_app.gate.reading import Written, drafted, short
from requests_app.models import Requester
from requests_app.rendering.coverage import unprintable
from requests_app.response import canonical_json, texts_of


def unprintable_in(dossier: Dossier, requester: Requester | None) -> Iterator[Unprintable]:
    """Text by text; what stands somewhere else in the response is told of the whole."""
    told: set[str] = set()
    for words in _texts(dossier, requester):
        for found in _lacking(words):
            told |= set(found.characters)
            yield found
    rest = "".join(texts_of(canonical_json(dossier.response)))
    rest = "".join(each for each in rest if each not in told)
    yield from _lacking(Written(Place.CASE, "", "", "The response", rest))


def _lacking(words: Written) -> Iterator[Unprintable]:
    if characters := unprintable(words.text):
        before = words_before(words.text, words.text.index(characters[0]))
        yield Unprintable(words.place, words.key, words.field, words.where, characters, before)


def _texts(dossier: Dossier, requester: Requester | None) -> Iterator[Written]:
    response = dossier.response
    title = f"{response.title}\n{response.reference}"
    yield Written(Place.CASE, "", "", "The title", title)
    if requester is not None:
        address = f"{requester.name}\n{requester.email}\n{requester.postal_address}"
        yield Written(Place.CASE, "", "", "The requester’s name or address", address)
    for block in response.blocks:
        where = f"The request (“{short(block.text, 30)}”)"
        yield Written(Place.SPLIT, block.key, "", where, f"{block.label} {block.text}")
    for words in _written_as_markdown(dossier):
        # "&#20013;" is a character there.
        text = html.unescape(words.text)
        yield Written(words.place, words.key, words.field, words.where, text)
    if dossier.now.particulars is not None:
        values = asdict(dossier.now.particulars).values()
        said = "\n".join(value for value in values if isinstance(value, str))
        yield Written(Place.PARTICULARS, "", "", "The particulars of the authority", said)


def _written_as_markdown(dossier: Dossier) -> Iterator[Written]:
    yield from drafted(dossier)
    for answer, claim, _ in dossier.claims():
        where = f"The place to which {answer.name} leads"
        field = "where_accessible"
        yield Written(Place.CLAIM, claim.key, field, where, claim.where_accessible)
    for wording in dossier.wordings:
        where = f"The wording for {catalogue()[wording.cite].reference}"
        place = Place.WORDING if wording.own else Place.LIBRARY
        yield Written(place, wording.cite, "body", where, wording.body)

"""What of the requester's identity stands in what is to go public (PUB-01)."""

from __future__ import annotations

from collections.abc import Iterator

from exemptions.catalogue import catalogue
from requests_app.compiling import Draft, adaptations_in
from requests_app.gate.dossier import Mention
from requests_app.gate.finding import Place
from requests_app.gate.keys import Keys
from requests_app.gate.reading import short
from requests_app.identity import hints, mentions
from requests_app.models import FoiRequest, Requester, ResponseVersion
from requests_app.response import Response, texts_of


def mentions_in_draft(draft: Draft, keys: Keys, response: Response) -> Iterator[Mention]:
    requester = requester_of(draft.case)
    if requester is None:
        return
    for place, key, where, text in _public_texts(draft, keys, response):
        for what in _given_away(text, requester):
            yield Mention(place, key, where, what)
        for what in hints(text, name=requester.name, email=requester.email):
            yield Mention(place, key, where, what, sure=False)


def _public_texts(
    draft: Draft, keys: Keys, response: Response
) -> Iterator[tuple[Place, str, str, str]]:
    yield Place.CASE, "", "The title", f"{response.title}\n{response.reference}"
    for pk, block in draft.shown.items():
        where = f"The request (“{short(block.text, 30)}”)"
        yield Place.SPLIT, keys.of[Place.SPLIT, pk], where, block.text
    for answer in draft.answers:
        texts = [answer.text]
        for claim in answer.claims.all():
            texts += [claim.reason, claim.where_accessible]
        where = f"The answer to {draft.covers_anywhere(answer)}"
        yield Place.ANSWER, keys.of[Place.ANSWER, answer.pk], where, "\n".join(texts)
    for adapted in adaptations_in(draft):
        where = f"The wording for {catalogue()[adapted.provision].reference}"
        yield Place.WORDING, adapted.provision, where, adapted.body
    for test in draft.tests:
        words = "\n".join([test.reasons, *(factor.text for factor in test.factors.all())])
        yield Place.TEST, keys.of[Place.TEST, test.pk], "A public interest test", words


def identity_in(content: str, requester: Requester | None) -> tuple[str, ...]:
    """What of the requester's identity a text that is about to go public gives away (PUB-01)."""
    return tuple(_given_away(content, requester)) if requester else ()


def _given_away(text: str, requester: Requester) -> Iterator[str]:
    return mentions(
        text,
        name=requester.name,
        email=requester.email,
        postal_address=requester.postal_address,
    )


def requester_of(case: FoiRequest) -> Requester | None:
    return Requester.objects.filter(foi_request=case).first()


def mentions_in_version(version: ResponseVersion) -> tuple[Mention, ...]:
    """The details of the requester may have been corrected since the version was frozen."""
    text = " | ".join(texts_of(version.content))
    named = identity_in(text, requester_of(version.foi_request))
    return tuple(Mention(Place.CASE, "", "The record", what) for what in named)

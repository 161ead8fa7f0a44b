"""What the portal holds on one requester: their cases, and where a case still names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from requests_app.gate.mentioning import identity_in
from requests_app.models import (
    Answer,
    AnswerVersion,
    ChallengeStep,
    Claim,
    ClockEvent,
    FoiRequest,
    Notice,
    Requester,
    ResponseVersion,
    Review,
    ReviewComment,
)
from requests_app.querysets import FoiRequestQuerySet


def cases_of(requester: Requester, among: FoiRequestQuerySet) -> list[FoiRequest]:
    """The cases of the same person: the same e-mail address, or the same name and address."""
    same = Requester.objects.filter(
        name__iexact=requester.name, postal_address=requester.postal_address
    )
    if requester.email:
        same = same | Requester.objects.filter(email__iexact=requester.email)
    found = among.filter(requester__in=same).select_related("requester", "officer")
    return list(found.order_by("received_on", "pk"))


def still_named(case: FoiRequest, requester: Requester) -> list[str]:
    """The places that name the requester and that an erasure leaves as they are, to be read."""
    found = (place for place, text in _texts(case) if identity_in(text, requester))
    return list(dict.fromkeys(found))


def _texts(case: FoiRequest) -> Iterator[tuple[str, str]]:
    """Everything else that people wrote on a case, with where it stands; ten queries."""
    yield "the title", case.title
    yield "the reason of the outcome", case.outcome_reason
    for block in case.blocks.filter(omitted=False):
        yield f"{block.called}, as it is shown", block.shown_text
    reviewed = ResponseVersion.objects.filter(foi_request=case)
    for number, text in reviewed.values_list("number", "content"):
        yield f"version {number}, which was reviewed", text
    for number, text in Notice.objects.filter(foi_request=case).values_list("number", "content"):
        yield f"the words of letter {number}", text
    for place, rows in _notes(case, reviewed):
        yield from ((place, text) for (text,) in rows)


def _notes(
    case: FoiRequest, reviewed: QuerySet[ResponseVersion]
) -> Iterator[tuple[str, Iterable[tuple[str]]]]:
    """The texts of each kind, by what a person calls them."""
    mine = {"foi_request": case}
    yield "an answer", Answer.objects.filter(**mine).values_list("text")
    yield "an earlier text of an answer", AnswerVersion.objects.filter(**mine).values_list("text")
    claims = Claim.objects.filter(answer__foi_request=case)
    yield "the reason of a claim", claims.values_list("reason")
    comments = ReviewComment.objects.filter(version__in=reviewed)
    yield "a reviewer’s comment", comments.values_list("text")
    reviews = Review.objects.filter(version__in=reviewed)
    yield "a reviewer’s comment", reviews.values_list("comment")
    yield "a note on the deadline", ClockEvent.objects.filter(**mine).values_list("note")
    steps = ChallengeStep.objects.filter(**mine)
    yield "a note on a review or complaint", steps.values_list("note")

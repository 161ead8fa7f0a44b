"""The cases on which the table of permissions is tried: one a state, with everything in it."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import get_resolver, reverse

from requests_app.actions import publishing, rendering, review
from requests_app.actions.alerts import token_to_confirm, token_to_stop
from requests_app.challenges import StepKind
from requests_app.clock import EventKind
from requests_app.gate.finding import Stage
from requests_app.models import (
    AuthorityParticulars,
    BankHoliday,
    Claim,
    DeadlineNotice,
    FoiRequest,
    Lane,
    LogImport,
    Rendering,
    Team,
)
from requests_app.statistics.quarters import Span
from tests import factories as given
from tests.permission_matrix import author


def told(values: str) -> dict[str, str]:
    """What a row says of its address: ``pk=claim fact=interest``."""
    return dict(pair.split("=", 1) for pair in values.split(";") if pair)


def drafting(reference: str = "", *, questions: int = 0) -> FoiRequest:
    """A draft that was reviewed once, with everything in it that has an address.

    With a number of ``questions``, each is answered by itself, and one in five is withheld.
    """
    given.particulars()
    if questions:
        case = given.with_questions(questions, reference=reference)
    else:
        case = given.received(reference=reference)
    _answer_all(case, one_by_one=bool(questions))
    given.record(case, {"request_reviewed": "yes"})
    given.acknowledged(case)
    given.happened(case, EventKind.TRANSFERRED_RECORD)
    if not BankHoliday.objects.exists():
        given.holiday()
    given.review_asked(case)
    given.complaint_notified(case)
    review.submit(case, by=given.alice(), at=given.AT)
    given.make_documents(case)
    review.recall(case, by=given.alice(), at=given.AT)
    return case


def _answer_all(case: FoiRequest, *, one_by_one: bool) -> None:
    asked = given.questions(case)
    withheld = asked[::5]
    others = [block for block in asked if block not in withheld]
    for blocks in [[block] for block in others] if one_by_one else [others]:
        given.answer(case, blocks, by=author())
    for block in withheld:
        row = given.answer(case, [block], disposition="exempt_all")
        # Reasons that another case or answer gave as well would stop this one.
        reasons = f"The harm of case {case.pk} in block {block.pk} is likely."
        given.weighed(case, [given.claim(row)], reasons=reasons)


def in_review(case: FoiRequest | None = None) -> FoiRequest:
    case = case or drafting()
    review.submit(case, by=given.alice(), at=given.AT)
    return case


def returned() -> FoiRequest:
    case = in_review()
    digest = given.current(case).digest
    review.return_(
        case, digest=digest, comments={}, comment="Look again.", by=given.bob(), at=given.AT
    )
    return case


def approved(case: FoiRequest | None = None) -> FoiRequest:
    case = case or in_review()
    given.make_documents(case)
    given.give_reasons(case, Stage.APPROVE, day=given.TODAY)
    digest = given.current(case).digest
    review.approve(case, digest=digest, comments={}, by=given.bob(), at=given.AT)
    return case


def failed() -> FoiRequest:
    """In review, while a document could not be made."""
    case = in_review()
    waiting = Rendering.objects.filter(version__foi_request=case, state="queued").latest("pk")
    taken = rendering.take_up(waiting.pk, at=given.AT)
    assert taken is not None
    rendering.fail(taken, "It is too long.", at=given.AT)
    return case


def published(case: FoiRequest | None = None) -> FoiRequest:
    case = case or approved()
    given.give_reasons(case, Stage.PUBLISH, day=given.TODAY)
    publishing.publish(case, on=given.TODAY, by=given.carol(), at=given.AT)
    given.make_documents(case)
    return case


def withdrawn(case: FoiRequest | None = None) -> FoiRequest:
    case = case or published()
    publishing.withdraw(case, reason="Too early.", by=given.carol(), at=given.AT)
    return case


def refused() -> FoiRequest:
    """A draft that refuses the request, for the addresses that only such a draft has."""
    given.particulars()
    case = given.received()
    given.answer(case, disposition="refused_vexatious")
    return case


IN_STATE: dict[str, Callable[[], FoiRequest]] = {
    make.__name__: make
    for make in (drafting, returned, in_review, approved, failed, published, withdrawn)
}
# A case goes through these states, one after the other.
WAY: tuple[Callable[[FoiRequest], FoiRequest], ...] = (in_review, approved, published, withdrawn)


def form_of(name: str, case: FoiRequest) -> dict[str, str] | None:
    """What is posted: nothing, but where an empty form is refused before anybody is."""
    if name not in {"approve", "return"}:
        return None
    return {"digest": given.current(case).digest, "comment": "Look again."}


# --- addresses -------------------------------------------------------------------------


def url_of(name: str, case: FoiRequest, values: str = "") -> str:
    """The address on this case; ``values`` names what the case alone does not give."""
    named = told(values)
    wanted = parameters_of(name)
    return reverse(name, kwargs={key: _value(key, case, named.get(key)) for key in wanted})


def parameters_of(name: str) -> list[str]:
    """What an address has to be told."""
    found: list[str] = get_resolver().reverse_dict.getlist(name)[0][0][0][1]
    return found


def _value(key: str, case: FoiRequest, named: str | None) -> object:
    if key == "token" and named:
        return {"confirm": token_to_confirm, "stop": token_to_stop}[named](given.alert())
    if key == "pk" and named:
        return _keys(case)[named]()
    if named:
        return named
    usual: dict[str, object] = {
        "slug": case.slug,
        "number": 1,
        "provision": "31(1)(a)",
        "span": Span.from_slug("2026-q4"),
        "key": "received",
        "revision": 1,
    }
    return case.answers.earliest("pk").pk if key == "answer" else usual[key]


def _first_claim(case: FoiRequest) -> Claim:
    return Claim.objects.filter(answer__foi_request=case).earliest("pk")


def _keys(case: FoiRequest) -> dict[str, Callable[[], object]]:
    """What the key in an address may be the key of."""
    steps = case.challenge_steps
    mine = Rendering.objects.filter(version__foi_request=case)
    return {
        "block": lambda: given.questions(case)[1].pk,
        "answer": lambda: case.answers.earliest("pk").pk,
        "claim": lambda: _first_claim(case).pk,
        "test": lambda: _first_claim(case).test_id,
        "event": lambda: case.clock_events.get(kind=EventKind.TRANSFERRED_RECORD).pk,
        "notice": lambda: DeadlineNotice.objects.earliest("pk").pk,
        "team": lambda: (Team.objects.first() or given.team()).pk,
        "lane": lambda: Lane.objects.get(default=True).pk,
        "person": lambda: given.mallory().pk,
        "topic": lambda: given.topic().pk,
        "log import": lambda: (LogImport.objects.first() or given.checked_log()).pk,
        "named": lambda: given.may_be_named("Julian Muller").pk,
        # What nobody keeps is put away without complaint.
        "kept": lambda: 1,
        "particulars": lambda: AuthorityParticulars.objects.earliest("pk").pk,
        "review": lambda: steps.get(kind=StepKind.REVIEW_ASKED).pk,
        "complaint": lambda: steps.get(kind=StepKind.COMPLAINT_NOTIFIED).pk,
        "document": lambda: mine.earliest("pk").pk,
        "failed document": lambda: (mine.filter(state="failed").first() or mine.earliest("pk")).pk,
    }

"""The guided steps: each answer is recorded at once, and at the end their draft is taken over."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User

from exemptions.catalogue import Kind, Provision
from exemptions.cost import CONFIRM_ONLY, ONLY_WHETHER
from exemptions.facts import Fact
from exemptions.trees import Tree
from requests_app.actions import drafting
from requests_app.actions.base import Refused, locked
from requests_app.actions.recording import record_facts, recorded_of
from requests_app.gate.asking import refusals_of
from requests_app.models import Answer, Claim, FoiRequest
from requests_app.seen import digest_of_words
from requests_app.workflow import Verb

_GONE = "Somebody else removed this meanwhile."


def answer_step(
    row: Claim | Answer,
    tree: Tree,
    *,
    name: str,
    value: str,
    case: FoiRequest,
    seen: str = "",
    by: User,
    at: datetime,
) -> tuple[Fact, ...]:
    """Records the answer to the step ``name``, and takes back what it leaves without a question.

    ``seen`` is the digest of the answer that the page showed. Returns the facts that were taken
    back. Raises Refused with the name of the fact as field, and Changed when somebody else
    answered it since.
    """
    with locked(case, Verb.DRAFT, by=by):
        fresh = type(row).objects.filter(pk=row.pk).first()
        if fresh is None:
            raise Refused(_GONE, field=name)
        left = tree.left_over({**recorded_of(fresh), name: value})
        told = {name: value, **{fact.name: "" for fact in left}}
        shown = {name: seen} if seen else {}
        record_facts(fresh, told, case=case, seen=shown, by=by, at=at)
    return left


class StaleWords(Refused):
    """Other words stand there than those that the page showed."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed the words meanwhile. Compare the two texts.", field="text"
        )


def write_reason(
    claim: Claim, text: str, *, seen: str, case: FoiRequest, by: User, at: datetime
) -> None:
    """Makes a text the reason of a claim, if the reason is still the one ``seen`` (a digest).

    Raises Refused, StaleWords: what somebody wrote meanwhile is shown before it is replaced.
    """
    with locked(case, Verb.DRAFT, by=by):
        fresh = Claim.objects.filter(pk=claim.pk).first()
        if fresh is None:
            raise Refused(_GONE, field="text")
        if digest_of_words(fresh.reason) != seen:
            raise StaleWords
        try:
            record_facts(fresh, {"reason": text}, case=case, by=by, at=at)
        except Refused as refused:  # on the page of the steps its box is called otherwise
            raise Refused(str(refused), field="text") from refused


def write_refusal(
    answer: Answer, text: str, *, law: Provision, seen: str, by: User, at: datetime
) -> None:
    """Makes a text the words of an answer that is refused under ``law``.

    Which limb of the cost limit it is stands in a recorded fact: to refuse even to say whether
    the information is held is the narrower one (s12(2)). Raises Refused, StaleWords.
    """
    with locked(answer.foi_request, Verb.DRAFT, by=by) as case:
        fresh = case.answers.filter(pk=answer.pk).first()
        if fresh is None:
            raise Refused(_GONE, field="text")
        if digest_of_words(fresh.text) != seen:
            raise StaleWords
        limbs = [limb.cite for limb in refusals_of(fresh.disposition)]
        if law.cite not in limbs:
            raise Refused(f"This answer is not refused under {law.reference} any more.")
        drafting.save_answer(
            fresh, text=text, disposition=fresh.disposition, revision=fresh.revision, by=by, at=at
        )
        if law.kind is Kind.COST_LIMIT:
            only = "yes" if law.cite == ONLY_WHETHER else "no"
            record_facts(fresh, {CONFIRM_ONLY: only}, case=case, by=by, at=at)

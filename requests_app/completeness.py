"""What a draft still lacks before it may be submitted. Reads rows already loaded; writes none.

Each finding names the rule, its source and the place where the officer can mend it. What the
law needs of a claim is asked of ``exemptions.rules``; here it is tied to this case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from exemptions.catalogue import catalogue
from exemptions.models import Factor, PublicInterestTest
from exemptions.rules import WeighingFacts, missing_facts
from requests_app.compiling import Draft, adaptations_in, compile_response
from requests_app.identity import mentions
from requests_app.models import Answer, Claim, Requester
from requests_app.outcome import Disposition
from requests_app.response import RequestBlock, Response, name_questions


class Severity(StrEnum):
    BLOCKS = "blocks"
    WARNS = "warns"


class Place(StrEnum):
    """The page on which a finding is mended; ``Finding.pk`` is the row or citation on it."""

    CASE = "case"
    SPLIT = "split"
    ANSWERS = "answers"
    ANSWER = "answer"
    CLAIM = "claim"
    TEST = "test"
    LIBRARY = "library"
    WORDING = "wording-adapt"
    PARTICULARS = "particulars"


NO_PARTICULARS = (
    "The authority’s particulars are not set, so no letter can be made. "
    "An administrator enters them under “Particulars”."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing or wrong. ``field`` is the form field, "" for the page."""

    rule: str
    source: str
    severity: Severity
    message: str
    place: Place
    pk: int | str | None = None
    field: str = ""


def find_missing(draft: Draft, requester: Requester | None) -> tuple[Finding, ...]:
    """All findings, in the order in which an officer works: split, answers, claims, annex."""
    return (
        *_split(draft),
        *_answers(draft),
        *_letters(draft),
        *_claims(draft),
        *_library(draft),
        *_particulars(draft),
        *_outcome(draft),
        *_identity(draft, requester),
    )


def blocking(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity is Severity.BLOCKS)


def _split(draft: Draft) -> Iterator[Finding]:
    asked = [block for block in draft.blocks if block.answerable]
    if not asked:
        yield Finding(
            "STR-01", "s1(1)", Severity.BLOCKS,
            "The request has no question. Mark at least one block as a question.", Place.SPLIT,
        )  # fmt: skip
    for block in asked:
        if block.omitted:
            yield Finding(
                "STR-01", "s1(1)", Severity.BLOCKS,
                f"A question is left out of the response: “{_short(block.text)}”. "
                "Show it, or mark it as context.",
                Place.SPLIT, block.pk,
            )  # fmt: skip
        elif block.answer_id is None:
            name = _name(draft.shown[block.pk], draft)
            yield Finding(
                "STR-01", "s1(1)", Severity.BLOCKS,
                f"{_sentence(name)} has no answer yet.", Place.ANSWERS, block.pk,
            )  # fmt: skip


def _answers(draft: Draft) -> Iterator[Finding]:
    for answer in draft.answers:
        yield from _answer(draft, answer)


def _answer(draft: Draft, answer: Answer) -> Iterator[Finding]:
    def blocks(rule: str, source: str, message: str, field: str = "") -> Finding:
        return Finding(rule, source, Severity.BLOCKS, message, Place.ANSWER, answer.pk, field)

    name = draft.covers_anywhere(answer)
    if not name:
        yield blocks(
            "STR-03", "s1(1)", "An answer belongs to no question. Give it one or remove it."
        )
        return
    if not answer.text.strip():
        yield blocks("STR-01", "s1(1)", f"Write the answer to {name}.", "text")
    if not answer.disposition:
        yield blocks("STR-02", "s1(1)", f"Say what became of {name}.", "disposition")
        return
    disposition = Disposition(answer.disposition)
    claims = list(answer.claims.all())
    if disposition.needs_claim and not claims:
        yield blocks(
            "EX-01", "s17(1)(b)",
            f"The answer to {name} is “{disposition.label}” but claims no exemption.", "claims",
        )  # fmt: skip
    if claims and not disposition.allows_claim:
        yield blocks(
            "EX-22", "s17(1)",
            f"The answer to {name} is “{disposition.label}” but claims an exemption. "
            "Remove the claim or change what became of the question.", "disposition",
        )  # fmt: skip
    sections = {catalogue()[c.provision].section for c in claims if c.provision in catalogue()}
    if disposition is Disposition.ALREADY_AVAILABLE and claims and "21" not in sections:
        yield blocks(
            "EX-12", "s21(1)",
            f"The answer to {name} is “{disposition.label}” but does not claim section 21.",
            "claims",
        )  # fmt: skip


# Their notices follow rules of their own, s2(1) with the section's own subsection, and s17(2):
# a letter that cites the ordinary limb would be wrong in law.
_WITHOUT_A_LETTER = frozenset(
    {Disposition.NEITHER_CONFIRMED_NOR_DENIED, Disposition.AWAITING_PUBLIC_INTEREST_TEST}
)


def _letters(draft: Draft) -> Iterator[Finding]:
    for answer in draft.answers:
        if answer.disposition in _WITHOUT_A_LETTER:
            label = Disposition(answer.disposition).label
            yield Finding(
                "NC-01", "s2(1), s17(1), s17(2)", Severity.BLOCKS,
                f"The portal cannot write the notice for “{label}” yet. Send that part by hand.",
                Place.ANSWER, answer.pk, "disposition",
            )  # fmt: skip


def _claims(draft: Draft) -> Iterator[Finding]:
    for answer in draft.answers:
        name = draft.covers_anywhere(answer) or "an answer without questions"
        for claim in answer.claims.all():
            yield from _claim(claim, name)


def _claim(claim: Claim, name: str) -> Iterator[Finding]:
    if claim.provision not in catalogue():
        yield Finding(
            "EX-02", "s17(1)(b)", Severity.BLOCKS,
            f"The claim on {name} cites section {claim.provision}, which is not in the catalogue.",
            Place.CLAIM, claim.pk, "provision",
        )  # fmt: skip
        return
    needs = missing_facts(
        claim.law,
        reason=claim.reason,
        likelihood=claim.likelihood,
        where_accessible=claim.where_accessible,
        test=facts_of(claim.test) if claim.test else None,
    )
    for need in needs:
        on_test = need.rule_id.startswith("PIT") and claim.test_id is not None
        yield Finding(
            need.rule_id, need.source, Severity.BLOCKS,
            f"Section {claim.law.cite} on {name}: {need.sentence}",
            Place.TEST if on_test else Place.CLAIM,
            claim.test_id if on_test else claim.pk,
            need.field,
        )  # fmt: skip


def facts_of(test: PublicInterestTest) -> WeighingFacts:
    factors = list(test.factors.all())
    return WeighingFacts(
        for_disclosure=tuple(f.text for f in factors if f.side == Factor.Side.DISCLOSURE),
        for_maintaining=tuple(f.text for f in factors if f.side == Factor.Side.MAINTAINING),
        conclusion=test.conclusion,
        reasons=test.reasons,
        decided_on=test.decided_on,
    )


def _library(draft: Draft) -> Iterator[Finding]:
    claimed = dict.fromkeys(
        claim.law.cite for claim in draft.claims if claim.provision in catalogue()
    )
    for cite in claimed:
        if not draft.wordings.get(cite):
            yield Finding(
                "EX-22", "s17(1)", Severity.BLOCKS,
                f"The library has no standard text for section {cite}. A library editor adds it.",
                Place.LIBRARY, cite,
            )  # fmt: skip
        if text := draft.retired.get(cite):
            yield Finding(
                "LIB-01", "the library", Severity.WARNS,
                f"The standard text for {catalogue()[cite].reference} is retired since "
                f"{text.retired_on:%-d %B %Y}: {text.retired_reason.rstrip('.')}. "
                "Claim another provision, or have a library editor write a new version.",
                Place.LIBRARY, cite,
            )  # fmt: skip
        yield from _adapted(draft, cite)


def _adapted(draft: Draft, cite: str) -> Iterator[Finding]:
    """Words of the case's own are no fault; a standard text that moved on beneath them may be."""
    adapted, standard = draft.adapted.get(cite), draft.wordings.get(cite)
    if adapted and standard and adapted.base < standard.version:
        yield Finding(
            "LIB-02", "the library", Severity.WARNS,
            f"The wording for {catalogue()[cite].reference} was adapted from version "
            f"{adapted.base}, and the "
            f"library has version {standard.version} now. Adapt that, or go back to it.",
            Place.WORDING, cite, "body",
        )  # fmt: skip


def _particulars(draft: Draft) -> Iterator[Finding]:
    if not draft.particulars_set:
        yield Finding(
            "PRO-01", "s17(7)", Severity.BLOCKS, NO_PARTICULARS, Place.PARTICULARS,
        )  # fmt: skip


def _outcome(draft: Draft) -> Iterator[Finding]:
    if draft.case.outcome_override and not draft.case.outcome_reason.strip():
        yield Finding(
            "PUB-03", "accuracy", Severity.BLOCKS,
            "The outcome differs from the one derived. Give the reason.",
            Place.CASE, None, "reason",
        )  # fmt: skip


def _identity(draft: Draft, requester: Requester | None) -> Iterator[Finding]:
    if requester is None:
        return
    response = compile_response(draft)
    for where, place, text in _public_texts(draft, response):
        for what in _mentions(text, requester):
            yield Finding(
                "PUB-01", "UK GDPR Art 5(1)(c)", Severity.BLOCKS,
                f"{where} shows {what}, and the response is published. "
                f"{_HOW_TO_MEND[place[0]]}",
                place[0], place[1],
            )  # fmt: skip


_HOW_TO_MEND = {
    Place.SPLIT: "Leave the block out, or declare the words as personal information.",
    Place.ANSWER: "Take it out of the answer.",
    Place.CASE: "Take it out of the title or the reference.",
    Place.TEST: "Take it out of the claim or the test.",
    Place.WORDING: "Take it out of the wording.",
}


def _public_texts(
    draft: Draft, response: Response
) -> Iterator[tuple[str, tuple[Place, int | str | None], str]]:
    yield "The title", (Place.CASE, None), f"{response.title}\n{response.reference}"
    for pk, block in draft.shown.items():
        yield f"The request (“{_short(block.text, 30)}”)", (Place.SPLIT, pk), block.text
    for answer in draft.answers:
        name = draft.covers_anywhere(answer)
        texts = [answer.text]
        for claim in answer.claims.all():
            texts += [claim.reason, claim.where_accessible]
        yield f"The answer to {name}", (Place.ANSWER, answer.pk), "\n".join(texts)
    for test in draft.tests:
        texts = [test.reasons, *(factor.text for factor in test.factors.all())]
        yield "A public interest test", (Place.TEST, test.pk), "\n".join(texts)
    for adapted in adaptations_in(draft):
        where = f"The wording for {catalogue()[adapted.provision].reference}"
        yield where, (Place.WORDING, adapted.provision), adapted.body


def identity_in(content: str, requester: Requester | None) -> tuple[str, ...]:
    """What of the requester's identity a text that is about to go public gives away (PUB-01)."""
    return tuple(_mentions(content, requester)) if requester else ()


def _mentions(text: str, requester: Requester) -> Iterator[str]:
    return mentions(
        text,
        name=requester.name,
        email=requester.email,
        postal_address=requester.postal_address,
    )


def _name(block: RequestBlock, draft: Draft) -> str:
    return name_questions([block], several_parts=draft.several_parts)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short(text: str, limit: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[:limit].rstrip()}…"

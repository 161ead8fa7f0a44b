"""Makes a dossier of the rows of a draft. It reads rows and writes none; "today" is a parameter.

It says how things would stand if the draft were submitted that day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from exemptions.catalogue import catalogue
from exemptions.factors import is_unchanged
from exemptions.models import Factor, PublicInterestTest
from requests_app import audit
from requests_app.characters import printable
from requests_app.compiling import Draft, compile_response
from requests_app.gate.circumstances import circumstances, clarified_on
from requests_app.gate.dossier import (
    AnswerFile,
    BlockFile,
    Circumstances,
    ClaimFile,
    Dossier,
    FactorFile,
    TestFile,
    WordingFile,
    words_of,
)
from requests_app.gate.finding import Finding, Place, Stage
from requests_app.gate.judging import judge
from requests_app.gate.keys import Keys, keys_of, located
from requests_app.gate.link_results import results_for
from requests_app.gate.mentioning import mentions_in_draft, requester_of
from requests_app.gate.printing import unprintable_in
from requests_app.gate.reading import stands_in
from requests_app.models import Answer, Claim
from requests_app.outcome import Disposition
from requests_app.response import Response, canonical_json, name_questions, texts_of

TWINS_WITHIN = timedelta(days=365)  # PIT-05


def findings_of(
    draft: Draft, *, day: date, stage: Stage = Stage.APPROVE, links: bool = True
) -> tuple[Finding, ...]:
    """All that the gate has to say of a draft, with the rows on which it is mended."""
    keys = keys_of(draft)
    return located(judge(gather(draft, day=day, stage=stage, keys=keys, links=links)), keys)


def gather(
    draft: Draft,
    *,
    day: date,
    stage: Stage = Stage.APPROVE,
    keys: Keys | None = None,
    links: bool = True,
) -> Dossier:
    """The dossier of a draft as it stands.

    ``links`` is False of a case that is brought in: what opens today says nothing of its past.
    """
    keys = keys or keys_of(draft)
    response = compile_response(draft)
    dossier = Dossier(
        response=response,
        now=_circumstances_of_draft(draft, keys, response, day, stage),
        answers=tuple(_answer(draft, answer, keys) for answer in draft.answers),
        blocks=tuple(_blocks(draft)),
        tests=tuple(_tests(draft, keys, day)),
        wordings=tuple(_wordings(draft, day)),
        facts=draft.case.facts,
        outcome_reason=draft.case.outcome_reason.strip() if draft.case.outcome_override else "",
        annex_reordered=bool(draft.case.annex_order),
        received_digest=hashlib.sha256(draft.case.text.encode()).hexdigest(),
        leaks=tuple(_leaks(_passages(draft), response)),
        word_leaks=tuple(_leaks(words_of(draft.case.facts.get("withheld_words", "")), response)),
        drafters=tuple(audit.drafter_names(draft.case)),
        clarified_on=clarified_on(draft.case),
    )
    now = replace(
        dossier.now,
        unprintable=tuple(unprintable_in(dossier, requester_of(draft.case))),
        links=results_for(dossier) if links else (),
    )
    return dossier.at(now)


def _answer(draft: Draft, answer: Answer, keys: Keys) -> AnswerFile:
    disposition = Disposition(answer.disposition) if answer.disposition else None
    return AnswerFile(
        key=keys.of[Place.ANSWER, answer.pk],
        questions=tuple(question.key for question in draft.questions_of(answer)),
        covers=draft.covers_anywhere(answer),
        disposition=answer.disposition,
        text=answer.text,
        regime=answer.regime,
        held=answer.held or (disposition.held if disposition else ""),
        facts=answer.facts,
        claims=tuple(_claim(claim, keys) for claim in answer.claims.all()),
    )


def _claim(claim: Claim, keys: Keys) -> ClaimFile:
    return ClaimFile(
        key=keys.of[Place.CLAIM, claim.pk],
        cite=claim.provision,
        reason=claim.reason,
        likelihood=claim.likelihood,
        where_accessible=claim.where_accessible,
        facts=claim.facts,
        test=keys.of[Place.TEST, claim.test_id] if claim.test_id else "",
    )


def _blocks(draft: Draft) -> Iterator[BlockFile]:
    received = _squeezed(printable(draft.case.text))
    for index, block in enumerate(draft.blocks, start=1):
        shown = draft.shown.get(block.pk)
        yield BlockFile(
            key=f"q{index}",
            kind=block.kind,
            name=name_questions([shown], several_parts=draft.several_parts) if shown else "",
            # What is left out names people, and no rule reads it but for questions.
            text=block.shown_text if shown or block.answerable else "",
            answerable=block.answerable,
            omitted=block.omitted,
            answered=block.answer_id is not None,
            as_received=_squeezed(printable(block.text)) in received,
        )


def _passages(draft: Draft) -> list[str]:
    return list(dict.fromkeys(passage for block in draft.blocks for passage in block.redactions))


def _leaks(withheld: Sequence[str], response: Response) -> Iterator[int]:
    """Which of these texts, counted from 1, stand in the response."""
    texts = list(texts_of(canonical_json(response))) if withheld else []
    for number, words in enumerate(withheld, start=1):
        if any(stands_in(words, text) for text in texts):
            yield number


def _squeezed(text: str) -> str:
    """A text without its white space: lines are wrapped anew when a request is split."""
    return "".join(text.split())


def _tests(draft: Draft, keys: Keys, day: date) -> Iterator[TestFile]:
    twins = _twins(draft, day)
    for test in draft.tests:
        factors = list(test.factors.all())
        yield TestFile(
            key=keys.of[Place.TEST, test.pk],
            claims=tuple(
                keys.of[Place.CLAIM, claim.pk] for claim in draft.claims if claim.test_id == test.pk
            ),
            for_disclosure=_factors(factors, Factor.Side.DISCLOSURE),
            for_maintaining=_factors(factors, Factor.Side.MAINTAINING),
            conclusion=test.conclusion,
            reasons=test.reasons,
            decided_on=test.decided_on,
            facts=test.facts,
            twins=tuple(twins.get(test.reasons, ())),
        )


def _factors(factors: Iterable[Factor], side: str) -> tuple[FactorFile, ...]:
    return tuple(
        FactorFile(factor.text, unchanged=is_unchanged(factor.text))
        for factor in factors
        if factor.side == side
    )


def _twins(draft: Draft, day: date) -> dict[str, list[str]]:
    """The references of other cases whose tests gave the very same reasons within a year."""
    reasons = [test.reasons for test in draft.tests if test.reasons.strip()]
    if not reasons:
        return {}
    rows = (
        PublicInterestTest.objects.filter(reasons__in=reasons, decided_on__gte=day - TWINS_WITHIN)
        .exclude(claims__answer__foi_request=draft.case)
        # Nobody may learn here of a case that is not theirs to see.
        .filter(claims__answer__foi_request__sensitive=False)
        .values_list("reasons", "claims__answer__foi_request__reference")
        .order_by("claims__answer__foi_request__reference")
        .distinct()
    )
    found: dict[str, list[str]] = {}
    for words, reference in rows:
        if reference:
            found.setdefault(words, []).append(reference)
    return found


def _wordings(draft: Draft, day: date) -> Iterator[WordingFile]:
    cites = dict.fromkeys(c.law.cite for c in draft.claims if c.provision in catalogue())
    for cite in cites:
        wording, adapted = draft.wordings.get(cite), draft.adapted.get(cite)
        retired = draft.retired.get(cite)
        if retired and not retired.is_retired(day):
            retired = None
        standard = wording.body if wording else ""
        yield WordingFile(
            cite,
            version=wording.version if wording else 0,
            body=adapted.body if adapted else standard,
            retired=f"since {retired.retired_on:%-d %B %Y}: {retired.retired_reason}"
            if retired
            else "",
            own=adapted.base if adapted else 0,
        )


def _circumstances_of_draft(
    draft: Draft, keys: Keys, response: Response, day: date, stage: Stage
) -> Circumstances:
    return replace(
        circumstances(draft.case, day, stage),
        submitted_on=day,
        mentions=tuple(mentions_in_draft(draft, keys, response)),
    )

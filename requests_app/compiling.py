"""Compiles a draft's rows into a ``Response``. It reads rows and writes none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import Prefetch

from exemptions.annex import ClaimFacts, Use, WeighedTest, Wording, compile_annex
from exemptions.catalogue import Provision, catalogue
from exemptions.cost import CostEstimate, estimate, only_whether
from exemptions.dated import DatedValue, law_on
from exemptions.facts import facts
from exemptions.models import DatedSetting, Factor, PublicInterestTest, StandardText
from exemptions.placeholders import fill, joined, standing_values
from requests_app.models import (
    AdaptedWording,
    Answer,
    AuthorityParticulars,
    Block,
    Claim,
    FoiRequest,
)
from requests_app.outcome import Disposition, OutcomeCode, derive_outcome
from requests_app.outcome_words import label
from requests_app.response import (
    CitedProvision,
    Outcome,
    RequestBlock,
    Response,
    ResponseAnswer,
    name_questions,
    unix_lines,
)


@dataclass(frozen=True)
class Draft:
    """The rows of a case, read once in a constant number of queries."""

    case: FoiRequest
    blocks: list[Block]
    answers: list[Answer]
    wordings: dict[str, Wording]
    particulars: AuthorityParticulars | None
    adapted: dict[str, AdaptedWording] = field(default_factory=dict)
    retired: dict[str, StandardText] = field(default_factory=dict)
    dated: Mapping[str, tuple[DatedValue, ...]] | None = None

    @cached_property
    def claims(self) -> list[Claim]:
        return [claim for answer in self.answers for claim in answer.claims.all()]

    @cached_property
    def tests(self) -> list[PublicInterestTest]:
        found = {claim.test.pk: claim.test for claim in self.claims if claim.test}
        return list(found.values())

    @cached_property
    def shown(self) -> dict[int, RequestBlock]:
        """The blocks a reader sees, by row. Keys count all blocks, so they are no row ids."""
        part = 0
        shown = {}
        for index, block in enumerate(self.blocks, start=1):
            part += block.kind == Block.Kind.SECTION
            if block.omitted:
                continue
            shown[block.pk] = RequestBlock(
                key=f"q{index}",
                kind=block.kind,  # type: ignore[arg-type]
                part=part,
                level=block.level,
                label=block.label,
                number=block.number,
                text=block.shown_text,
                stem=block.stem,
            )
        return shown

    @cached_property
    def several_parts(self) -> bool:
        return len({block.part for block in self.shown.values() if block.answerable}) > 1

    def questions_of(self, answer: Answer) -> list[RequestBlock]:
        return [
            self.shown[block.pk]
            for block in self.blocks
            if block.answer_id == answer.pk and block.pk in self.shown
        ]

    def covers(self, answer: Answer) -> str:
        """What the answer answers, as it stands under the heading of its part."""
        return name_questions(self.questions_of(answer))

    def covers_anywhere(self, answer: Answer) -> str:
        """The same where the reader does not see the part: "questions 1–3 of part 2"."""
        return name_questions(self.questions_of(answer), several_parts=self.several_parts)


def load_draft(case: FoiRequest) -> Draft:
    """All rows that make the response of this case; answers in the order of their questions."""
    blocks = list(case.blocks.order_by("position"))
    first = {}
    for block in reversed(blocks):
        first[block.answer_id] = block.position
    claims = (
        Claim.objects.order_by("pk")
        .select_related("test")
        .prefetch_related(Prefetch("test__factors", Factor.objects.order_by("side", "position")))
    )
    answers = sorted(
        case.answers.prefetch_related(Prefetch("claims", claims)),
        key=lambda answer: (first.get(answer.pk, len(blocks) + 1), answer.pk),
    )
    cites = {claim.provision for answer in answers for claim in answer.claims.all()}
    cites |= {law.cite for answer in answers if (law := relied_on(answer))}
    return Draft(
        case,
        blocks,
        answers,
        wordings=StandardText.objects.wordings(cites),
        particulars=AuthorityParticulars.objects.order_by("effective_from", "pk").last(),
        adapted={row.provision: row for row in case.adapted_wordings.order_by("provision")},
        retired=StandardText.objects.retired(cites),
        dated=DatedSetting.objects.with_shipped(),
    )


def compile_response(draft: Draft) -> Response:
    """The response as the rows stand, also while they are incomplete (for the preview)."""
    return Response(
        reference=draft.case.reference,
        title=draft.case.title,
        received_on=draft.case.received_on,
        outcome=_outcome(draft),
        blocks=tuple(draft.shown.values()),
        answers=tuple(
            _answer(draft, answer, f"a{index}")
            for index, answer in enumerate(_answers_with_questions(draft), start=1)
        ),
        annex=compile_annex(tuple(_claim_facts(draft)), _wordings(draft), draft.case.annex_order),
    )


def adaptations_in(draft: Draft) -> tuple[AdaptedWording, ...]:
    """The adapted wordings that the response shows: those whose provision is claimed in it."""
    claimed = {fact.provision.cite for fact in _claim_facts(draft)}
    return tuple(row for cite, row in draft.adapted.items() if cite in claimed)


def answer_rows(draft: Draft) -> dict[str, int]:
    """Where each answer of the compiled response ("a3") lives in the draft."""
    answers = _answers_with_questions(draft)
    return {f"a{index}": answer.pk for index, answer in enumerate(answers, start=1)}


def _answers_with_questions(draft: Draft) -> list[Answer]:
    return [answer for answer in draft.answers if draft.questions_of(answer)]


def _outcome(draft: Draft) -> Outcome:
    dispositions = [
        Disposition(answer.disposition) for answer in draft.answers if answer.disposition
    ]
    derived = derive_outcome(dispositions)
    override = draft.case.outcome_override
    code = OutcomeCode(override) if override else derived
    words = draft.particulars.outcome_vocabulary if draft.particulars else "portal"
    return Outcome(code=code, derived=derived, label=label(code, words))


def _answer(draft: Draft, answer: Answer, key: str) -> ResponseAnswer:
    questions = draft.questions_of(answer)
    return ResponseAnswer(
        key=key,
        questions=tuple(question.key for question in questions),
        covers=draft.covers(answer),
        disposition=answer.disposition,
        text=unix_lines(answer.text),
        claims=tuple(
            CitedProvision(
                provision=claim.law.cite,
                heading=claim.law.heading,
                reason=unix_lines(claim.reason),
                likelihood=claim.likelihood,
                where_accessible=unix_lines(claim.where_accessible),
            )
            for claim in answer.claims.all()
            if claim.provision in catalogue()
        )
        + _cited_by_disposition(answer),
        regime=answer.regime if answer.regime == "eir" else "",
        estimate=_estimate(draft, answer),
    )


def _cited_by_disposition(answer: Answer) -> tuple[CitedProvision, ...]:
    law = relied_on(answer)
    if law is None:
        return ()
    return (CitedProvision(law.cite, law.heading, reason="", likelihood="", where_accessible=""),)


def _estimate(draft: Draft, answer: Answer) -> CostEstimate | None:
    """What a refusal on cost must be able to show (s12, s16)."""
    if answer.disposition != Disposition.REFUSED_COST or draft.particulars is None:
        return None
    law = law_on(draft.case.received_on, draft.dated)
    return estimate(answer.facts, law, draft.particulars.authority_type)


def relied_on(answer: Answer) -> Provision | None:
    """The provision that an answer relies on by what became of it: s12(1), 12(2), 14(1), 14(2)."""
    if not answer.disposition:
        return None
    cite = Disposition(answer.disposition).provision
    if cite == "12(1)" and only_whether(answer.facts):
        cite = "12(2)"
    return catalogue()[cite] if cite else None


def _claim_facts(draft: Draft) -> Iterable[ClaimFacts]:
    covered: dict[int, list[str]] = {}
    for claim in draft.claims:
        if claim.test_id:
            covered.setdefault(claim.test_id, []).append(claim.provision)
    relied = [
        (answer, *row) for answer in _answers_with_questions(draft) for row in _relied(answer)
    ]
    # What is said word for word of several answers is printed once, of all their questions.
    together: dict[tuple[str, Use], list[Answer]] = {}
    for answer, law, use, _ in relied:
        together.setdefault((law.cite, use), []).append(answer)
    for _, law, use, test in relied:
        covers = _covers_all(draft, together[law.cite, use])
        weighed = _test(test, covered[test.pk]) if test else None
        yield ClaimFacts(law, replace(use, covers=covers), weighed)


def _relied(answer: Answer) -> Iterable[tuple[Provision, Use, PublicInterestTest | None]]:
    """What an answer relies on, by claim or by what became of it."""
    for claim in answer.claims.all():
        if claim.provision in catalogue():
            use = Use(
                covers="",
                reason=unix_lines(claim.reason),
                likelihood=claim.likelihood,
                where_accessible=unix_lines(claim.where_accessible),
            )
            yield claim.law, use, claim.test
    if law := relied_on(answer):
        yield law, Use("", "", "", ""), None


def _covers_all(draft: Draft, answers: Sequence[Answer]) -> str:
    """The questions of several answers, in the order of the request."""
    pks = {answer.pk for answer in answers}
    blocks = [
        draft.shown[block.pk]
        for block in draft.blocks
        if block.answer_id in pks and block.pk in draft.shown
    ]
    return name_questions(blocks, several_parts=draft.several_parts)


def _test(test: PublicInterestTest, provisions: list[str]) -> WeighedTest:
    factors = list(test.factors.all())
    return WeighedTest(
        provisions=tuple(dict.fromkeys(provisions)),
        for_disclosure=tuple(f.text for f in factors if f.side == Factor.Side.DISCLOSURE),
        for_maintaining=tuple(f.text for f in factors if f.side == Factor.Side.MAINTAINING),
        conclusion=test.conclusion,
        reasons=unix_lines(test.reasons),
        decided_on=test.decided_on.isoformat() if test.decided_on else "",
    )


def _wordings(draft: Draft) -> dict[str, Wording]:
    """A provision without wording shows an empty one in the preview; the gate stops it."""
    standing = standing_values_of(draft)
    found = {}
    for cite, told in _told(draft).items():
        wording = _wording(draft, cite)
        found[cite] = replace(wording, body=fill(wording.body, {**standing, **joined(told)}))
    return found


def _wording(draft: Draft, cite: str) -> Wording:
    """The words adapted for this case, which still say which version they were adapted from."""
    if adapted := draft.adapted.get(cite):
        return Wording(version=adapted.base, body=adapted.body)
    return draft.wordings.get(cite, Wording(version=0, body=""))


def _told(draft: Draft) -> dict[str, list[dict[str, str]]]:
    """What was recorded of every claim of a provision and its answer, as people read it."""
    found: dict[str, list[dict[str, str]]] = {}
    for answer in _answers_with_questions(draft):
        told = [(c.law.cite, c.facts) for c in answer.claims.all() if c.provision in catalogue()]
        if law := relied_on(answer):
            told.append((law.cite, {}))
        for cite, of_claim in told:
            both = {**answer.facts, **of_claim}
            shown = {n: facts()[n].shown(v) for n, v in both.items() if n in facts()}
            found.setdefault(cite, []).append(shown)
    return found


def standing_values_of(draft: Draft) -> dict[str, str]:
    """The standing words of the day on which the request was received, as texts are filled."""
    row = draft.particulars
    if row is None:
        return {}
    return standing_values(
        public_authority=row.authority_name,
        regulator=row.regulator_name,
        authority_type=row.authority_type,
        on=draft.case.received_on,
        values=draft.dated,
    )

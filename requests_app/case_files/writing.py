"""Makes a ``CaseFile`` of a case, so that nothing is locked in. It reads rows and writes none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from exemptions.models import Factor, PublicInterestTest, StandardText
from requests_app import audit
from requests_app.case_files import form
from requests_app.case_files.following import export_steps
from requests_app.compiling import Draft, load_draft
from requests_app.models import (
    Acknowledgement,
    Answer,
    Block,
    Dispatch,
    FoiRequest,
    Publication,
    Requester,
    ResponseVersion,
    Review,
    ReviewStep,
    StepDecision,
    VersionDossier,
    Withdrawal,
)
from requests_app.outcome import Disposition


def export(case: FoiRequest) -> form.CaseFile:
    """The whole case as it stands: ``load`` of it into an empty portal gives the same case."""
    draft = load_draft(case)
    keys = {answer.pk: f"answer-{n}" for n, answer in enumerate(draft.answers, start=1)}
    tests = {test.pk: f"test-{n}" for n, test in enumerate(draft.tests, start=1)}
    return form.CaseFile(
        reference=case.reference,
        title=case.title,
        received_on=case.received_on,
        text=case.text,
        requester=_requester(case),
        blocks=tuple(_block(index, block) for index, block in enumerate(draft.blocks, start=1)),
        answers=tuple(_answer(draft, answer, keys, tests) for answer in draft.answers),
        tests=tuple(_test(test, tests) for test in draft.tests),
        annex_order=tuple(case.annex_order),
        outcome=form.OutcomePart(case.outcome_override or None, case.outcome_reason),
        facts=dict(case.facts),
        acknowledgements=tuple(_acknowledgements(case)),
        clock_events=tuple(_clock_events(case, draft)),
        wording=_wording(draft),
        adapted=tuple(
            form.AdaptedPart(row.provision, row.body, row.reason, row.base)
            for row in draft.adapted.values()
        ),
        people=form.PeoplePart(officer=case.officer.username),
        drafters=_usernames(User.objects.filter(pk__in=audit.drafters_of(case))),
        lane=case.lane.name if case.lane else "",
        status=case.state,
        versions=tuple(_version(version, keys) for version in _versions(case)),
        steps=export_steps(case),
    )


def _requester(case: FoiRequest) -> form.RequesterPart | None:
    requester = Requester.objects.filter(foi_request=case).first()
    if requester is None:
        return None
    return form.RequesterPart(requester.name, requester.email, requester.postal_address)


def _block(index: int, block: Block) -> form.BlockPart:
    return form.BlockPart(
        key=f"q{index}",
        kind=block.kind,
        text=block.text,
        label=block.label,
        number=block.number,
        level=block.level,
        stem=block.stem,
        omitted=block.omitted,
        redactions=tuple(block.redactions),
    )


def _answer(
    draft: Draft, answer: Answer, keys: dict[int, str], tests: dict[int, str]
) -> form.AnswerPart:
    return form.AnswerPart(
        questions=tuple(
            f"q{index}"
            for index, block in enumerate(draft.blocks, start=1)
            if block.answer_id == answer.pk
        ),
        key=keys[answer.pk],
        disposition=answer.disposition,
        text=answer.text,
        regime=answer.regime,
        held=_held(answer),
        facts=dict(answer.facts),
        claims=tuple(
            form.ClaimPart(
                provision=claim.provision,
                reason=claim.reason,
                likelihood=claim.likelihood,
                where_accessible=claim.where_accessible,
                facts=dict(claim.facts),
                test=tests[claim.test_id] if claim.test_id else None,
            )
            for claim in answer.claims.all()
        ),
    )


def _held(answer: Answer) -> str:
    """Only what does not follow from the disposition anyway."""
    follows = Disposition(answer.disposition).held if answer.disposition else ""
    return "" if answer.held == follows else answer.held


def _acknowledgements(case: FoiRequest) -> Iterator[form.AcknowledgementPart]:
    for row in Acknowledgement.objects.filter(foi_request=case).select_related("acknowledged_by"):
        yield form.AcknowledgementPart(
            rule=row.rule,
            reason=row.reason,
            subject=row.subject,
            message=row.message,
            by=row.acknowledged_by.username,
            at=row.acknowledged_at,
        )


def _test(test: PublicInterestTest, keys: dict[int, str]) -> form.WeighingPart:
    factors = list(test.factors.all())
    return form.WeighingPart(
        key=keys[test.pk],
        for_disclosure=tuple(f.text for f in factors if f.side == Factor.Side.DISCLOSURE),
        for_maintaining=tuple(f.text for f in factors if f.side == Factor.Side.MAINTAINING),
        conclusion=test.conclusion,
        reasons=test.reasons,
        decided_on=test.decided_on,
        decided_by=test.decided_by.username if test.decided_by else "",
        facts=dict(test.facts),
    )


def _clock_events(case: FoiRequest, draft: Draft) -> Iterator[form.ClockEventPart]:
    """In the order in which they were recorded; questions by their keys, if they are still some."""
    keys = {b.pk: f"q{n}" for n, b in enumerate(draft.blocks, start=1) if b.answerable}
    rows = case.clock_events.select_related("recorded_by", "strike__struck_by")
    for event in rows.prefetch_related("concerned").order_by("pk"):
        concerned = {link.question_id for link in event.concerned.all()}
        questions = tuple(key for pk, key in keys.items() if pk in concerned)
        strike = getattr(event, "strike", None)
        yield form.ClockEventPart(
            kind=event.kind,
            on=event.on,
            until=event.until,
            questions=questions,
            questions_gone=not event.whole_case and not questions,
            provisions=tuple(event.provisions),
            note=event.note,
            by=event.recorded_by.username,
            at=event.recorded_at,
            struck=form.StrikePart(strike.reason, strike.struck_by.username, strike.struck_at)
            if strike
            else None,
        )


def _wording(draft: Draft) -> tuple[form.WordingPart, ...]:
    texts = StandardText.objects.filter(provision__in=draft.wordings).order_by("provision")
    return tuple(
        form.WordingPart(
            provision=text.provision,
            body=draft.wordings[text.provision].body,
            version=draft.wordings[text.provision].version,
            owner=text.owner,
            review_by=text.review_by,
        )
        for text in texts
    )


# --- what was submitted, and what became of it -------------------------------------------------


def _versions(case: FoiRequest) -> QuerySet[ResponseVersion]:
    return (
        ResponseVersion.objects.filter(foi_request=case)
        .select_related("submitted_by")
        .order_by("number")
    )


def _version(version: ResponseVersion, keys: dict[int, str]) -> form.VersionPart:
    publication = Publication.objects.filter(version=version).first()
    dossier = VersionDossier.objects.filter(version=version).first()
    return form.VersionPart(
        number=version.number,
        content=version.content,
        digest=version.digest,
        submitted_by=version.submitted_by.username,
        submitted_at=version.submitted_at,
        outcome_reason=version.outcome_reason,
        dossier=dossier.content if dossier else "",
        dossier_digest=dossier.digest if dossier else "",
        answers={name: keys[pk] for name, pk in version.answer_rows.items() if pk in keys},
        adapted=tuple(
            form.AdaptedUsePart(use.provision, use.adapted_body, use.adapted_reason)
            for use in version.wordings.adapted().order_by("pk")
        ),
        drafters=_usernames(User.objects.filter(pk__in=version.drafters.values("user"))),
        **_lane(version),
        review=_review(version),
        sent=_sent(version),
        published=_published(publication) if publication else None,
        withdrawn=_withdrawal(publication) if publication else None,
    )


def _lane(version: ResponseVersion) -> dict[str, Any]:
    """The steps of its review as they were frozen with it; {} for one that is older than lanes."""
    rows = list(
        ReviewStep.objects.filter(version=version)
        .select_related("team", "decision__decided_by")
        .order_by("position")
    )
    if not rows:
        return {}
    return {
        "lane": rows[0].lane_name,
        "different_people": rows[0].different_people,
        "review_steps": tuple(_review_step(row) for row in rows),
    }


def _review_step(row: ReviewStep) -> form.ReviewStepPart:
    done: StepDecision | None = getattr(row, "decision", None)
    decided = (
        form.StepDecisionPart(done.decision, done.decided_by.username, done.decided_at, done.reason)
        if done
        else None
    )
    return form.ReviewStepPart(row.name, row.team.name if row.team else "", row.bypass_by, decided)


def _review(version: ResponseVersion) -> form.ReviewPart | None:
    review = Review.objects.filter(version=version).select_related("reviewer").first()
    if review is None:
        return None
    comments = version.comments.order_by("pk")
    return form.ReviewPart(
        decision=review.decision,
        by=review.reviewer.username,
        at=review.decided_at,
        comment=review.comment,
        comments=tuple(form.CommentPart(row.answer_key, row.text) for row in comments),
    )


def _sent(version: ResponseVersion) -> form.DatedDeedPart | None:
    dispatch = Dispatch.objects.filter(version=version).first()
    if dispatch is None:
        return None
    return form.DatedDeedPart(dispatch.sent_on, dispatch.recorded_by.username, dispatch.recorded_at)


def _published(publication: Publication) -> form.DatedDeedPart:
    return form.DatedDeedPart(
        publication.published_on, publication.published_by.username, publication.published_at
    )


def _withdrawal(publication: Publication) -> form.WithdrawalPart | None:
    withdrawal = Withdrawal.objects.filter(publication=publication).first()
    if withdrawal is None:
        return None
    return form.WithdrawalPart(
        withdrawal.reason, withdrawal.withdrawn_by.username, withdrawal.withdrawn_at
    )


def _usernames(users: Iterable[User]) -> tuple[str, ...]:
    return tuple(sorted(user.username for user in users))

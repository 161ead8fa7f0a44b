"""Brings in the wording that a case file carries, and its draft."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.timezone import localdate

from exemptions.catalogue import catalogue
from exemptions.models import PublicInterestTest, StandardText
from requests_app.actions import adapting, arranging, drafting, importing, intake, lanes, recording
from requests_app.case_files import clock_events
from requests_app.case_files.acting import hands
from requests_app.case_files.blocks import split_as_in_the_file
from requests_app.case_files.form import AcknowledgementPart, AnswerPart, WeighingPart
from requests_app.case_files.incoming import Incoming
from requests_app.case_files.problem import BrokenCaseFile, Problem
from requests_app.compiling import load_draft
from requests_app.gate.finding import Place, Stage
from requests_app.gate.gathering import findings_of
from requests_app.models import Answer, Block, Claim, FoiRequest, Lane


def supply_wording(incoming: Incoming) -> None:
    for index, part in enumerate(incoming.file.wording):
        cite = catalogue()[part.provision].cite
        with incoming.blaming(f"wording[{index}]"):
            added = importing.supply_wording(
                cite,
                body=part.body,
                number=part.version,
                owner=part.owner,
                review_by=part.review_by or localdate(incoming.at),
                by=incoming.officer,
                at=incoming.at,
            )
        if added:
            incoming.warnings.append(
                f"wording[{index}]: the library had no wording for section {cite}, so this one "
                "was added. Let a library editor read it."
            )
        here = StandardText.objects.wordings([cite]).get(cite)
        if not added and here and (here.body, here.version) != (part.body, part.version):
            incoming.warnings.append(
                f"wording[{index}]: the library has another wording for section {cite}, "
                "which is kept; a draft compiled with it has another digest."
            )


def bring_in_draft(incoming: Incoming) -> None:
    """The request, its split, the answers with their claims and tests, and what moved the clock."""
    _receive(incoming)
    incoming.blocks = blocks = split_as_in_the_file(incoming)
    for index, part in enumerate(incoming.file.answers):
        _answer(incoming, index, part, blocks)
    for index, test in enumerate(incoming.file.tests):
        _weigh(incoming, index, test)
    _annex_and_outcome(incoming)
    _lane(incoming)
    _facts(incoming, incoming.case, incoming.file.facts, "")
    _adapt(incoming)
    _acknowledge(incoming)
    if not incoming.file.versions:
        incoming.note_hands(hands(incoming.file))
    _clock_events(incoming)


def _lane(incoming: Incoming) -> None:
    if not incoming.file.lane:
        return
    lane = Lane.objects.filter(name=incoming.file.lane).first()
    if lane is None:
        incoming.warnings.append(
            f"lane: this portal has no lane of review called {incoming.file.lane!r}; the case is "
            "in the one for all others."
        )
        return
    with incoming.blaming("lane"):
        lanes.choose_lane(incoming.case, lane, by=incoming.officer, at=incoming.received)


def _receive(incoming: Incoming) -> None:
    requester = incoming.file.requester
    received = intake.ReceivedRequest(
        title=incoming.file.title,
        received_on=incoming.file.received_on,
        text=incoming.file.text,
        reference=incoming.file.reference,
        requester=intake.RequesterDetails(requester.name, requester.email, requester.postal_address)
        if requester
        else None,
    )
    with incoming.blaming(""):
        incoming.case = intake.receive(received, by=incoming.officer, at=incoming.received)


def _answer(incoming: Incoming, index: int, part: AnswerPart, blocks: dict[str, Block]) -> None:
    path = f"answers[{index}]"
    with incoming.blaming(path):
        row = _begin(incoming, path, part, blocks)
        incoming.paths[Place.ANSWER, row.pk] = path
        incoming.answers[part.key] = row.pk
        drafting.save_answer(
            row,
            text=part.text,
            disposition=part.disposition,
            revision=row.revision,
            by=incoming.lead,
            at=incoming.received,
        )
    held = {"held": part.held} if part.held else {}
    _facts(incoming, row, {**part.facts, "regime": part.regime, **held}, path)
    for place, claim in enumerate(part.claims):
        with incoming.blaming(f"{path}.claims[{place}]"):
            details = drafting.ClaimDetails(
                claim.provision, claim.reason, claim.likelihood, claim.where_accessible
            )
            made = drafting.claim(row, details, by=incoming.lead, at=incoming.received)
            incoming.paths[Place.CLAIM, made.pk] = f"{path}.claims[{place}]"
        _facts(incoming, made, claim.facts, f"{path}.claims[{place}]")


def _facts(
    incoming: Incoming,
    row: Claim | Answer | PublicInterestTest | FoiRequest,
    told: Mapping[str, str],
    path: str,
) -> None:
    usual = told == {"regime": Answer.Regime.FOIA}
    if not told or usual:
        return
    with incoming.blaming(f"{path}.facts" if path else "facts"):
        recording.record_facts(
            row, told, case=incoming.case, by=incoming.lead, at=incoming.received
        )


def _begin(incoming: Incoming, path: str, part: AnswerPart, blocks: dict[str, Block]) -> Answer:
    if not part.questions:
        return importing.begin_answer(incoming.case, by=incoming.lead, at=incoming.received)
    for place, key in enumerate(part.questions):
        if key not in blocks or not blocks[key].answerable:
            reason = f"no question of the text as split has the key “{key}”."
            raise BrokenCaseFile([Problem(f"{path}.questions[{place}]", reason)])
    questions = [blocks[key].pk for key in part.questions]
    return drafting.answer_questions(
        incoming.case, questions=questions, by=incoming.lead, at=incoming.received
    )


def _weigh(incoming: Incoming, index: int, part: WeighingPart) -> None:
    claims = [
        (answer, place)
        for answer, answered in enumerate(incoming.file.answers)
        for place, claim in enumerate(answered.claims)
        if claim.test == part.key
    ]
    rows = {path: pk for (place, pk), path in incoming.paths.items() if place is Place.CLAIM}
    weighing = drafting.Weighing(
        for_disclosure=part.for_disclosure,
        for_maintaining=part.for_maintaining,
        conclusion=part.conclusion,
        reasons=part.reasons,
        decided_on=part.decided_on,
        decided_by=incoming.people[part.decided_by] if part.decided_by else incoming.officer,
    )
    with incoming.blaming(f"tests[{index}]"):
        test: PublicInterestTest = drafting.weigh(
            incoming.case,
            weighing,
            claims=[rows[f"answers[{answer}].claims[{place}]"] for answer, place in claims],
            by=incoming.lead,
            at=incoming.received,
        )
    incoming.paths[Place.TEST, test.pk] = f"tests[{index}]"
    _facts(incoming, test, part.facts, f"tests[{index}]")


def _annex_and_outcome(incoming: Incoming) -> None:
    outcome = incoming.file.outcome
    if incoming.file.annex_order:
        arranging.order_annex(
            incoming.case, cites=incoming.file.annex_order, by=incoming.lead, at=incoming.received
        )
    if outcome.override:
        with incoming.blaming("outcome"):
            arranging.override_outcome(
                incoming.case,
                code=outcome.override,
                reason=outcome.reason,
                by=incoming.lead,
                at=incoming.received,
            )


def _acknowledge(incoming: Incoming) -> None:
    for index, part in enumerate(incoming.file.acknowledgements):
        by = incoming.people[part.by or incoming.file.people.officer]
        said = [(part.subject, part.message)] if part.message else _warnings(incoming, part)
        if not said:
            reason = f"the gate has no warning under {part.rule}."
            raise BrokenCaseFile([Problem(f"acknowledgements[{index}]", reason)])
        for subject, message in said:
            importing.note_reason(
                incoming.case,
                rule=part.rule,
                subject=subject,
                message=message,
                reason=part.reason,
                by=by,
                at=part.at or incoming.received,
            )


def _warnings(incoming: Incoming, part: AcknowledgementPart) -> list[tuple[str, str]]:
    """What the gate will warn of under the rule, at any of the steps of the file."""
    published = incoming.file.publication.published_on if incoming.file.publication else None
    days = {
        Stage.APPROVE: localdate(incoming.submission_moments()[0]),
        Stage.SEND: incoming.file.sent_on,
        Stage.PUBLISH: published,
    }
    incoming.case.refresh_from_db()
    draft = load_draft(incoming.case)
    found = {
        (finding.key, finding.message): None
        for stage, day in days.items()
        if day
        for finding in findings_of(draft, day=day, stage=stage, links=False)
        if finding.rule == part.rule and not finding.blocks
    }
    return [said for said in found if part.subject in {"", said[0]}]


def _adapt(incoming: Incoming) -> None:
    for index, part in enumerate(incoming.file.adapted):
        with incoming.blaming(f"adapted[{index}]"):
            adapting.adapt_wording(
                incoming.case,
                part.provision,
                body=part.body,
                reason=part.reason,
                base=part.base,
                by=incoming.lead,
                at=incoming.received,
            )


def _clock_events(incoming: Incoming) -> None:
    """What moved the deadline; it may have happened in any state, and is recorded in this."""
    loading = clock_events.Loading(
        incoming.case, incoming.people, incoming.officer, incoming.blocks
    )
    for path, deed in loading.deeds(incoming.file.clock_events):
        with incoming.blaming(path):
            deed()

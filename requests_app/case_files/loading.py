"""Brings a ``CaseFile`` in as rows, through the same verbs and the same gate as the browser.

All of a file or nothing. What a verb refuses is told with the field of the file to blame.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import get_default_timezone, localdate

from exemptions.catalogue import catalogue
from exemptions.facts import facts
from exemptions.models import PublicInterestTest, StandardText
from requests_app.actions import (
    adapting,
    drafting,
    importing,
    intake,
    lanes,
    publishing,
    recording,
    review,
)
from requests_app.actions.base import Refused
from requests_app.actions.lanes import StepDetails
from requests_app.case_files import clock_events
from requests_app.case_files.following import load_steps
from requests_app.case_files.form import (
    AcknowledgementPart,
    AnswerPart,
    BlockPart,
    CaseFile,
    ReviewStepPart,
    VersionPart,
    WeighingPart,
)
from requests_app.case_files.problem import BrokenCaseFile, Problem
from requests_app.compiling import load_draft
from requests_app.gate.finding import Finding, Place, Stage
from requests_app.gate.gathering import findings_of
from requests_app.models import Answer, AuditEvent, Block, Claim, FoiRequest, Lane, Team
from requests_app.response import unix_lines
from requests_app.splitting.numbering import number_blocks
from requests_app.workflow import NotAllowed, Role, State, WrongState


@dataclass(frozen=True, slots=True)
class Loaded:
    """The case, and what its bringer should look at."""

    case: FoiRequest
    warnings: tuple[str, ...]


def load(case_file: CaseFile, *, at: datetime) -> Loaded:
    """Brings the case in as it stood; ``at`` is now. Raises BrokenCaseFile, having written nothing.

    The deeds bear the dates of the file; an audit row says when they were brought in.
    """
    _require_new(case_file)
    with (
        transaction.atomic(),
        importing.lent_roles(_roles_needed(case_file)) as people,
    ):
        loader = _Loader(case_file, people, at)
        loader.wording()
        loader.draft()
        loader.clock_events()
        if case_file.versions:
            loader.history()
        else:
            loader.steps()
        load_steps(loader.case, case_file.steps, people, loader.blaming)
        importing.note_loaded(loader.case, by=loader.officer, at=at)
        loader.case.refresh_from_db()
    return Loaded(loader.case, tuple(loader.warnings))


class AlreadyLoaded(BrokenCaseFile):
    """This very request was brought in from a file before."""


def _require_new(case_file: CaseFile) -> None:
    there = FoiRequest.objects.filter(slug=slugify(case_file.reference)).first()
    if there is None:
        return
    reason = f"There is a case with the reference {case_file.reference} already."
    problems = [Problem("reference", reason)]
    same = (there.reference, there.received_on, unix_lines(there.text)) == (
        case_file.reference,
        case_file.received_on,
        unix_lines(case_file.text),
    )
    if same and AuditEvent.objects.filter(foi_request=there, verb="loaded").exists():
        raise AlreadyLoaded(problems)
    raise BrokenCaseFile(problems)


def moment(day: date) -> datetime:
    """Noon of a day of which the file knows no hour."""
    return datetime.combine(day, time(12), tzinfo=get_default_timezone())


def _roles_needed(case_file: CaseFile) -> dict[str, frozenset[Role]]:
    """Who acts in the file, and in which roles."""
    needed: dict[str, set[Role]] = {}

    def acts(username: str, *roles: Role) -> None:
        needed.setdefault(username, set()).update(roles)

    acts(case_file.people.officer, Role.OFFICER)
    for username in (*_hands(case_file), *clock_events.people(case_file.clock_events)):
        acts(username, Role.OFFICER)
    if not case_file.versions:
        acts(case_file.people.reviewer, Role.REVIEWER)
        acts(case_file.people.publisher, Role.PUBLISHER)
    for version in case_file.versions:
        acts(version.submitted_by, Role.OFFICER)
        if version.review:
            recalled = version.review.decision == "recalled"
            acts(version.review.by, Role.OFFICER if recalled else Role.REVIEWER)
        for deed in (version.sent, version.published, version.withdrawn):
            if deed:
                acts(deed.by, Role.PUBLISHER)
    for name in _others(case_file):
        acts(name)
    for username, role in _in_steps(case_file):
        acts(username, role)
    return {username: frozenset(roles) for username, roles in needed.items()}


def _in_steps(case_file: CaseFile) -> Iterator[tuple[str, Role]]:
    """Who took a step after the answer, and who decided on one of a review."""
    for step in case_file.steps:
        yield step.by, Role.OFFICER
    for version in case_file.versions:
        for one in version.review_steps:
            if one.decided:
                yield one.decided.by, Role.REVIEWER


def _others(case_file: CaseFile) -> list[str]:
    """Who is named in the file and needs no role for it."""
    reasons = [part.by or case_file.people.officer for part in case_file.acknowledgements]
    return [*reasons, *(step.decided_by for step in case_file.steps if step.decided_by)]


def _hands(case_file: CaseFile) -> list[str]:
    """All who ever had a hand in the draft."""
    found = dict.fromkeys(case_file.drafters)
    for version in case_file.versions:
        found |= dict.fromkeys(version.drafters)
    found |= dict.fromkeys(test.decided_by for test in case_file.tests if test.decided_by)
    return list(found)


def _lead(case_file: CaseFile) -> str:
    """By whom the draft is written: somebody who had a hand in the first version already.

    Otherwise the person who approved that version could have become one of its drafters.
    """
    first = case_file.versions[0].drafters if case_file.versions else ()
    hands = first or case_file.drafters
    if not hands or case_file.people.officer in hands:
        return case_file.people.officer
    return hands[0]


@dataclass
class _Loader:
    """One file on its way in: who acts, and which row came from which field."""

    file: CaseFile
    people: dict[str, User]
    at: datetime
    warnings: list[str] = field(default_factory=list)
    paths: dict[tuple[Place, int], str] = field(default_factory=dict)
    answers: dict[str, int] = field(default_factory=dict)

    blocks: dict[str, Block] = field(default_factory=dict)

    case: FoiRequest = field(init=False)

    @property
    def officer(self) -> User:
        return self.people[self.file.people.officer]

    @property
    def lead(self) -> User:
        return self.people[_lead(self.file)]

    @property
    def received(self) -> datetime:
        return moment(self.file.received_on)

    @contextmanager
    def blaming(self, path: str) -> Iterator[None]:
        """What a verb refuses inside the block is told with this field of the file."""
        try:
            yield
        except review.Incomplete as error:
            problems = [
                Problem(self._path_of(finding), f"{finding.message} ({finding.rule})")
                for finding in error.findings
            ]
            raise BrokenCaseFile(problems) from error
        except Refused as error:
            raise BrokenCaseFile([Problem(_joined(path, error.field), str(error))]) from error
        except (NotAllowed, WrongState) as error:
            raise BrokenCaseFile([Problem(path, str(error))]) from error

    def _path_of(self, finding: Finding) -> str:
        place = Place.SPLIT if finding.place is Place.ANSWERS else finding.place
        name = _field_of(finding)
        if isinstance(finding.pk, int) and (place, finding.pk) in self.paths:
            return _joined(self.paths[place, finding.pk], name)
        if place is Place.CASE:
            return name or "title"
        elsewhere = {
            Place.LIBRARY: "wording",
            Place.OUTCOME: "outcome",
            Place.WORDING: "adapted",
        }
        return elsewhere.get(place, "")

    # --- the library and the draft ------------------------------------------------------------

    def wording(self) -> None:
        for index, part in enumerate(self.file.wording):
            cite = catalogue()[part.provision].cite
            with self.blaming(f"wording[{index}]"):
                added = importing.supply_wording(
                    cite,
                    body=part.body,
                    number=part.version,
                    owner=part.owner,
                    review_by=part.review_by or localdate(self.at),
                    by=self.officer,
                    at=self.at,
                )
            if added:
                self.warnings.append(
                    f"wording[{index}]: the library had no wording for section {cite}, so this one "
                    "was added. Let a library editor read it."
                )
            here = StandardText.objects.wordings([cite]).get(cite)
            if not added and here and (here.body, here.version) != (part.body, part.version):
                self.warnings.append(
                    f"wording[{index}]: the library has another wording for section {cite}, "
                    "which is kept; a draft compiled with it has another digest."
                )

    def draft(self) -> None:
        self._receive()
        self.blocks = blocks = self._split()
        for index, part in enumerate(self.file.answers):
            self._answer(index, part, blocks)
        for index, test in enumerate(self.file.tests):
            self._weigh(index, test)
        self._annex_and_outcome()
        self._lane()
        self._facts(self.case, self.file.facts, "")
        self._adapt()
        self._acknowledge()
        if not self.file.versions:
            self._note_hands(_hands(self.file))

    def _lane(self) -> None:
        if not self.file.lane:
            return
        lane = Lane.objects.filter(name=self.file.lane).first()
        if lane is None:
            self.warnings.append(
                f"lane: this portal has no lane of review called {self.file.lane!r}; the case is "
                "in the one for all others."
            )
            return
        with self.blaming("lane"):
            lanes.choose_lane(self.case, lane, by=self.officer, at=self.received)

    def _receive(self) -> None:
        requester = self.file.requester
        received = intake.ReceivedRequest(
            title=self.file.title,
            received_on=self.file.received_on,
            text=self.file.text,
            reference=self.file.reference,
            requester=intake.RequesterDetails(
                requester.name, requester.email, requester.postal_address
            )
            if requester
            else None,
        )
        with self.blaming(""):
            self.case = intake.receive(received, by=self.officer, at=self.received)

    def _split(self) -> dict[str, Block]:
        """The blocks by their keys in the file; without any there, q1, q2, …"""
        rows = list(self.case.blocks.order_by("position"))
        parts = self.file.blocks
        if parts is None:
            self.paths |= {(Place.SPLIT, row.pk): "text" for row in rows}
            return {f"q{index}": row for index, row in enumerate(rows, start=1)}
        if _is_lost(self.file.text, parts):
            self.warnings.append("blocks: they do not hold all of the text as received.")
        split = _split_blocks(parts)
        # Nobody had a hand in a split that is the portal's own.
        if split != [_as_split(row) for row in rows]:
            with self.blaming("blocks"):
                rows = importing.replace_split(self.case, split, by=self.lead, at=self.received)
        self.paths |= {(Place.SPLIT, row.pk): f"blocks[{i}]" for i, row in enumerate(rows)}
        return {part.key: row for part, row in zip(parts, rows, strict=True)}

    def _answer(self, index: int, part: AnswerPart, blocks: dict[str, Block]) -> None:
        path = f"answers[{index}]"
        with self.blaming(path):
            row = self._begin(path, part, blocks)
            self.paths[Place.ANSWER, row.pk] = path
            self.answers[part.key] = row.pk
            drafting.save_answer(
                row,
                text=part.text,
                disposition=part.disposition,
                revision=row.revision,
                by=self.lead,
                at=self.received,
            )
        held = {"held": part.held} if part.held else {}
        self._facts(row, {**part.facts, "regime": part.regime, **held}, path)
        for place, claim in enumerate(part.claims):
            with self.blaming(f"{path}.claims[{place}]"):
                details = drafting.ClaimDetails(
                    claim.provision, claim.reason, claim.likelihood, claim.where_accessible
                )
                made = drafting.claim(row, details, by=self.lead, at=self.received)
                self.paths[Place.CLAIM, made.pk] = f"{path}.claims[{place}]"
            self._facts(made, claim.facts, f"{path}.claims[{place}]")

    def _facts(
        self,
        row: Claim | Answer | PublicInterestTest | FoiRequest,
        told: Mapping[str, str],
        path: str,
    ) -> None:
        usual = told == {"regime": Answer.Regime.FOIA}
        if not told or usual:
            return
        with self.blaming(f"{path}.facts" if path else "facts"):
            recording.record_facts(row, told, case=self.case, by=self.lead, at=self.received)

    def _begin(self, path: str, part: AnswerPart, blocks: dict[str, Block]) -> Answer:
        if not part.questions:
            return importing.begin_answer(self.case, by=self.lead, at=self.received)
        for place, key in enumerate(part.questions):
            if key not in blocks or not blocks[key].answerable:
                reason = f"no question of the text as split has the key “{key}”."
                raise BrokenCaseFile([Problem(f"{path}.questions[{place}]", reason)])
        questions = [blocks[key].pk for key in part.questions]
        return drafting.answer_questions(
            self.case, questions=questions, by=self.lead, at=self.received
        )

    def _weigh(self, index: int, part: WeighingPart) -> None:
        claims = [
            (answer, place)
            for answer, answered in enumerate(self.file.answers)
            for place, claim in enumerate(answered.claims)
            if claim.test == part.key
        ]
        rows = {path: pk for (place, pk), path in self.paths.items() if place is Place.CLAIM}
        weighing = drafting.Weighing(
            for_disclosure=part.for_disclosure,
            for_maintaining=part.for_maintaining,
            conclusion=part.conclusion,
            reasons=part.reasons,
            decided_on=part.decided_on,
            decided_by=self.people[part.decided_by] if part.decided_by else self.officer,
        )
        with self.blaming(f"tests[{index}]"):
            test: PublicInterestTest = drafting.weigh(
                self.case,
                weighing,
                claims=[rows[f"answers[{answer}].claims[{place}]"] for answer, place in claims],
                by=self.lead,
                at=self.received,
            )
        self.paths[Place.TEST, test.pk] = f"tests[{index}]"
        self._facts(test, part.facts, f"tests[{index}]")

    def _annex_and_outcome(self) -> None:
        outcome = self.file.outcome
        if self.file.annex_order:
            drafting.order_annex(
                self.case, cites=self.file.annex_order, by=self.lead, at=self.received
            )
        if outcome.override:
            with self.blaming("outcome"):
                drafting.override_outcome(
                    self.case,
                    code=outcome.override,
                    reason=outcome.reason,
                    by=self.lead,
                    at=self.received,
                )

    def _acknowledge(self) -> None:
        for index, part in enumerate(self.file.acknowledgements):
            by = self.people[part.by or self.file.people.officer]
            said = [(part.subject, part.message)] if part.message else self._warnings(part)
            if not said:
                reason = f"the gate has no warning under {part.rule}."
                raise BrokenCaseFile([Problem(f"acknowledgements[{index}]", reason)])
            for subject, message in said:
                importing.note_reason(
                    self.case,
                    rule=part.rule,
                    subject=subject,
                    message=message,
                    reason=part.reason,
                    by=by,
                    at=part.at or self.received,
                )

    def _warnings(self, part: AcknowledgementPart) -> list[tuple[str, str]]:
        """What the gate will warn of under the rule, at any of the steps of the file."""
        published = self.file.publication.published_on if self.file.publication else None
        days = {
            Stage.APPROVE: localdate(self._submission_moments()[0]),
            Stage.SEND: self.file.sent_on,
            Stage.PUBLISH: published,
        }
        self.case.refresh_from_db()
        draft = load_draft(self.case)
        found = {
            (finding.key, finding.message): None
            for stage, day in days.items()
            if day
            for finding in findings_of(draft, day=day, stage=stage, links=False)
            if finding.rule == part.rule and not finding.blocks
        }
        return [said for said in found if part.subject in {"", said[0]}]

    def _adapt(self) -> None:
        for index, part in enumerate(self.file.adapted):
            with self.blaming(f"adapted[{index}]"):
                adapting.adapt_wording(
                    self.case,
                    part.provision,
                    body=part.body,
                    reason=part.reason,
                    base=part.base,
                    by=self.lead,
                    at=self.received,
                )

    def clock_events(self) -> None:
        """What moved the deadline; it may have happened in any state, and is recorded in this."""
        loading = clock_events.Loading(self.case, self.people, self.officer, self.blocks)
        for path, deed in loading.deeds(self.file.clock_events):
            with self.blaming(path):
                deed()

    def _note_hands(self, usernames: Sequence[str]) -> None:
        for username in usernames:
            if username != _lead(self.file):
                importing.note_hand(self.case, by=self.people[username], at=self.received)

    # --- a file without versions --------------------------------------------------------------

    def steps(self) -> None:
        """Submits, approves, publishes and withdraws as far as the status says."""
        status = State(self.file.status)
        if status is State.DRAFTING:
            return
        submitted, approved = self._submission_moments()
        with self.blaming("status"):
            version = review.submit(self.case, by=self.officer, at=submitted, brought_in=True)
        if status is State.IN_REVIEW:
            return
        with self.blaming("people.reviewer"):
            review.approve(
                self.case,
                digest=version.digest,
                comments={},
                by=self.people[self.file.people.reviewer],
                at=approved,
                before_rendering=True,
            )
        self._send_and_publish()

    def _submission_moments(self) -> tuple[datetime, datetime]:
        published = self.file.publication.published_on if self.file.publication else None
        submitted = self.file.submitted_on or self.file.approved_on or published
        approved = self.file.approved_on or submitted
        return (
            moment(submitted) if submitted else self.at,
            moment(approved) if approved else self.at,
        )

    def _send_and_publish(self) -> None:
        publication, sent_on = self.file.publication, self.file.sent_on
        if sent_on:
            with self.blaming("sent_on"):
                publishing.record_sent(
                    self.case,
                    sent_on=sent_on,
                    by=self.officer,
                    at=moment(sent_on),
                    brought_in=True,
                )
        if publication is None:
            return
        publisher = self.people[self.file.people.publisher]
        with self.blaming("publication"):
            publishing.publish(
                self.case,
                on=publication.published_on,
                by=publisher,
                at=moment(publication.published_on),
                before_rendering=True,
            )
        if publication.withdrawn_on:
            with self.blaming("publication.withdrawal_reason"):
                publishing.withdraw(
                    self.case,
                    reason=publication.withdrawal_reason,
                    by=publisher,
                    at=moment(publication.withdrawn_on),
                )

    # --- a file with versions -----------------------------------------------------------------

    def history(self) -> None:
        """Restores every version word for word, with what became of it."""
        for index, part in enumerate(self.file.versions):
            path = f"versions[{index}]"
            self._reopen(part.submitted_by, part.submitted_at, path)
            self._restore(part, path)
            self._decide(part, path)
            self._deeds(part, path)
        if self.file.status == State.DRAFTING:
            self._reopen(self.file.people.officer, self.at, "status")
        noted = self.file.versions[-1].drafters
        self._note_hands([name for name in self.file.drafters if name not in noted])

    def _reopen(self, username: str, at: datetime, path: str) -> None:
        self.case.refresh_from_db()
        if self.case.state in {State.APPROVED, State.WITHDRAWN}:
            with self.blaming(path):
                review.reopen(self.case, by=self.people[username], at=at)

    def _restore(self, part: VersionPart, path: str) -> None:
        before = self.file.versions[part.number - 2].drafters if part.number > 1 else ()
        self._note_hands([name for name in part.drafters if name not in before])
        with self.blaming(path):
            importing.restore_version(
                self.case,
                part.content,
                digest=part.digest,
                dossier=part.dossier,
                dossier_digest=part.dossier_digest,
                outcome_reason=part.outcome_reason,
                answers={name: self.answers[key] for name, key in part.answers.items()},
                adapted={
                    used.provision: review.Adaptation(used.body, used.reason)
                    for used in part.adapted
                },
                lane=part.lane,
                steps=[self._step_details(step) for step in part.review_steps],
                different_people=part.different_people,
                by=self.people[part.submitted_by],
                at=part.submitted_at,
            )

    def _step_details(self, step: ReviewStepPart) -> StepDetails:
        """With a team of that name, new and empty if need be: no step becomes everybody's."""
        team = Team.objects.get_or_create(name=step.team)[0] if step.team else None
        return StepDetails(step.name, team, step.bypass_by)

    def _steps(self, part: VersionPart, path: str) -> bool:
        """Decides the steps of the review as it was done; whether that approved the version."""
        done = [step.decided for step in part.review_steps if step.decided]
        for index, step in enumerate(done):
            by = self.people[step.by]
            with self.blaming(f"{path}.review_steps[{index}].decided"):
                if step.how == "bypassed":
                    review.bypass(
                        self.case,
                        digest=part.digest,
                        reason=step.reason,
                        by=by,
                        at=step.at,
                        restoring=True,
                    )
                    continue
                last = part.review is not None and index + 1 == len(part.review_steps)
                comments = _comments(part) if last else {}
                _restore_approval(
                    self.case,
                    digest=part.digest,
                    comments=comments,
                    comment=step.reason,
                    by=by,
                    at=step.at,
                )
        return bool(part.review_steps) and len(done) == len(part.review_steps)

    def _decide(self, part: VersionPart, path: str) -> None:
        if self._steps(part, path) or part.review is None:
            return
        by, at = self.people[part.review.by], part.review.at
        with self.blaming(f"{path}.review"):
            if part.review.decision == "recalled":
                review.recall(self.case, by=by, at=at)
                return
            comments = _comments(part)
            decide = _restore_approval if part.review.decision == "approved" else review.return_
            decide(
                self.case,
                digest=part.digest,
                comments=comments,
                comment=part.review.comment,
                by=by,
                at=at,
            )

    def _deeds(self, part: VersionPart, path: str) -> None:
        """The letter may have been sent before or after the record was published."""
        sent_last = part.sent and part.published and part.sent.at > part.published.at
        steps = [self._sent, self._published]
        for step in reversed(steps) if sent_last else steps:
            step(part, path)
        if part.withdrawn:
            with self.blaming(f"{path}.withdrawn"):
                publishing.withdraw(
                    self.case,
                    reason=part.withdrawn.reason,
                    by=self.people[part.withdrawn.by],
                    at=part.withdrawn.at,
                )

    def _sent(self, part: VersionPart, path: str) -> None:
        if part.sent:
            with self.blaming(f"{path}.sent"):
                by, at = self.people[part.sent.by], part.sent.at
                publishing.record_sent(
                    self.case, sent_on=part.sent.on, by=by, at=at, restoring=True
                )

    def _published(self, part: VersionPart, path: str) -> None:
        if part.published:
            with self.blaming(f"{path}.published"):
                publishing.publish(
                    self.case,
                    on=part.published.on,
                    by=self.people[part.published.by],
                    at=part.published.at,
                    before_rendering=True,
                    restoring=True,
                )


# A past approval: its pages were read where it was given.
def _comments(part: VersionPart) -> dict[str, str]:
    return {one.answer: one.text for one in part.review.comments} if part.review else {}


_restore_approval = partial(review.approve, restoring=True, before_rendering=True)


def _split_blocks(parts: Sequence[BlockPart]) -> list[importing.SplitBlock]:
    counted = number_blocks([(part.kind, part.label, part.level) for part in parts])  # type: ignore[misc]
    return [
        importing.SplitBlock(
            kind=part.kind,
            label=part.label,
            number=number if part.number is None else part.number,
            text=part.text,
            level=part.level,
            stem=part.stem,
            omitted=part.omitted,
            redactions=part.redactions,
        )
        for part, number in zip(parts, counted, strict=True)
    ]


def _as_split(row: Block) -> importing.SplitBlock:
    return importing.SplitBlock(
        kind=row.kind,
        label=row.label,
        number=row.number,
        text=row.text,
        level=row.level,
        stem=row.stem,
        omitted=row.omitted,
        redactions=tuple(row.redactions),
    )


def _is_lost(text: str, parts: Sequence[BlockPart]) -> bool:
    """Whether a character of the text stands in no block; blocks may have been moved."""
    wanted = Counter("".join(text.split()))
    found = Counter("".join("".join(part.label + part.text for part in parts).split()))
    return bool(wanted - found)


def _field_of(finding: Finding) -> str:
    """The field of the file: facts lie together, apart from those with a field of their own."""
    fact = facts().get(finding.field)
    if fact is None or fact.column or finding.field in {"held", "regime"}:
        return finding.field
    return f"facts.{finding.field}"


def _joined(path: str, name: str | None) -> str:
    if not name or name in {"factors", "claims", "questions", "answer", "code"}:
        return path
    return f"{path}.{name}" if path else name

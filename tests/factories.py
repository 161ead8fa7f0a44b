"""People and cases for tests. A state is reached by the verbs that lead to it, never by a write.

Alice is an officer, Bob reviews, Carol publishes, Dora keeps the library, Eve administers and
Mallory holds no role at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from django.contrib.auth.models import Group, User

from exemptions.catalogue import catalogue
from exemptions.models import PublicInterestTest, StandardText, StandardTextVersion
from requests_app.actions import (
    alerts,
    challenges,
    clock,
    drafting,
    earlier_log,
    erasing,
    importing,
    intake,
    letters,
    log_import,
    naming,
    publishing,
    recording,
    rendering,
    review,
    sensitivity,
    splitting,
    teams,
    topics,
)
from requests_app.actions.challenges import StepDetails
from requests_app.actions.clock import EventDetails
from requests_app.actions.drafting import ClaimDetails, Weighing
from requests_app.actions.intake import ReceivedRequest, RequesterDetails
from requests_app.actions.letters import NoticeDetails
from requests_app.actions.recomputing import Recomputed
from requests_app.clock import EventKind
from requests_app.compiling import load_draft
from requests_app.demo import PARTICULARS
from requests_app.earlier_log.entry import EarlierEntry
from requests_app.gate.finding import Finding, Place, Severity, Stage
from requests_app.gate.gathering import findings_of
from requests_app.gate.versions import findings_of_version
from requests_app.models import (
    Alert,
    Answer,
    AuthorityParticulars,
    Block,
    ChallengeStep,
    Claim,
    ClockEvent,
    ClockEventStrike,
    DisclosablePerson,
    Dispatch,
    FoiRequest,
    LogImport,
    Notice,
    Rendering,
    ResponseVersion,
    Team,
    Topic,
)
from requests_app.notice import NoticeKind
from requests_app.outcome import Disposition, OutcomeCode
from requests_app.rendering import RenderedPdf
from requests_app.workflow import Role
from requests_app.working_days import Basis, HolidayRow
from tests import recorded
from tests.remembered import remembered

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
TODAY = AT.date()
RECEIVED = date(2026, 10, 26)

TEXT = """Dear council,

Street lighting

1. How many street lights do you have?
2. How many of them are LED?
3. What did you spend on street lighting in 2025?

Please also add any plans for the coming year.

Yours faithfully,
Robin Sample
"""
ROBIN = RequesterDetails(
    name="Robin Sample", email="robin.sample@example.org", postal_address="1 Nowhere\nZZ1 1ZZ"
)


# --- people ----------------------------------------------------------------------------


@remembered
def person(username: str, *roles: Role, name: str = "") -> User:
    """The person with this user name, made with these roles the first time."""
    user, created = User.objects.get_or_create(username=username, defaults={"first_name": name})
    if created:
        user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    return user


def alice() -> User:
    return person("alice", Role.OFFICER, name="Alice")


def bob() -> User:
    return person("bob", Role.REVIEWER, name="Bob")


def carol() -> User:
    return person("carol", Role.PUBLISHER, name="Carol")


def dora() -> User:
    return person("dora", Role.LIBRARY_EDITOR, name="Dora")


def eve() -> User:
    return person("eve", Role.ADMINISTRATOR, name="Eve")


def mallory() -> User:
    return person("mallory", name="Mallory")


def team(name: str = "Central", *members: User) -> Team:
    return teams.save_team(name, members=members, by=eve(), at=AT)


@remembered
def topic(name: str = "Street lights") -> Topic:
    """The topic of this name, added to the vocabulary the first time."""
    found: Topic | None = Topic.objects.filter(name=name).first()
    return found or topics.save_topic(name, by=dora(), at=AT)


def alert(address: str = "jo@reader.example.org", search: str = "q=lights") -> Alert:
    """Mails about new records, asked for and not confirmed yet."""
    words = search.replace("q=", "")
    return alerts.ask_for_alert(
        address, search=search, words=words, site="https://foi.example.org", at=AT
    )


# --- what the law and the authority say ------------------------------------------------


@remembered
def particulars() -> AuthorityParticulars:
    """The demonstration's particulars, in force since long ago."""
    found = AuthorityParticulars.objects.effective(date(2026, 1, 1))
    return found or AuthorityParticulars.objects.create(created_at=AT, **PARTICULARS)


def may_be_named(
    name: str = "", post: str = "", since: date = date(2026, 1, 5)
) -> DisclosablePerson:
    """On the list of people who may be named in public."""
    return naming.add_person(
        name=name, post=post, reason="Speaks in public.", since=since, by=dora(), at=AT
    )


@remembered
def wording(cite: str, body: str = "") -> StandardText:
    """A standard text for a provision; ``cite`` may be an alias such as ``40(2)``."""
    law = catalogue()[cite]
    text, created = StandardText.objects.get_or_create(
        provision=law.cite, defaults={"owner": "Library editor", "review_by": date(2027, 11, 1)}
    )
    if created:
        StandardTextVersion.objects.create(
            standard_text=text,
            number=1,
            body=body or f"What section {law.cite} says, in general.",
            created_at=AT,
        )
    return text


# --- cases -----------------------------------------------------------------------------


@remembered
def received(
    text: str = TEXT,
    *,
    reference: str = "",
    title: str = "Street lighting",
    received_on: date = RECEIVED,
    requester: RequesterDetails | None = ROBIN,
    by: User | None = None,
) -> FoiRequest:
    """A case as the splitter left it."""
    request = ReceivedRequest(
        title=title,
        received_on=received_on,
        text=text,
        reference=reference,
        requester=requester,
    )
    return intake.receive(request, by=by or alice(), at=AT)


def with_questions(count: int, **options: object) -> FoiRequest:
    """A case of so many numbered questions and nothing else."""
    text = "\n".join(f"{n}. What is the answer to number {n}?" for n in range(1, count + 1))
    return received(text, **options)  # type: ignore[arg-type]


def mark(block: Block, kind: str, *, by: User | None = None) -> None:
    splitting.change_block(
        block,
        kind=kind,
        label=block.label,
        level=0,
        stem=False,
        omitted=block.omitted,
        by=by or alice(),
        at=AT,
    )


def questions(case: FoiRequest) -> list[Block]:
    """The questions of a case that are shown, in order."""
    return list(case.blocks.answerable().filter(omitted=False).order_by("position"))


def answer(
    case: FoiRequest,
    blocks: Sequence[Block] | None = None,
    *,
    text: str = "We hold 1,204 of them.",
    disposition: str = Disposition.DISCLOSED,
    by: User | None = None,
) -> Answer:
    """One answer to these questions, to all of them when none are named."""
    by = by or alice()
    blocks = questions(case) if blocks is None else blocks
    row = drafting.answer_questions(case, questions=[b.pk for b in blocks], by=by, at=AT)
    row = drafting.save_answer(
        row, text=text, disposition=disposition, revision=row.revision, by=by, at=AT
    )
    record(row, recorded.of_answer(disposition), by=by)
    if disposition != Disposition.DISCLOSED:
        record(case, recorded.CASE, by=by)
    return row


def record(row: recording.Row, told: Mapping[str, str], *, by: User | None = None) -> None:
    """Records facts, if there are any."""
    if not told:
        return
    case = _case_of(row)
    recording.record_facts(row, told, case=case, by=by or alice(), at=AT)


def give_reasons(case: FoiRequest, stage: Stage, *, day: date, reason: str = "It is so.") -> None:
    """Gives a reason to every warning that stops the current version at this stage."""
    for finding in findings_of_version(current(case), stage=stage, day=day):
        if finding.stops and not finding.blocks:
            _note(case, finding, reason)


def reason_noted(case: FoiRequest) -> None:
    """A reason in the record of a case, whatever it is about."""
    finding = Finding("GOV-03", "s77", Severity.WARNS, "Record it.", Place.CASE)
    _note(case, finding, "They are on paper.")


def _note(case: FoiRequest, finding: Finding, reason: str) -> None:
    importing.note_reason(
        case,
        rule=finding.rule,
        subject=finding.key,
        message=finding.message,
        reason=reason,
        by=alice(),
        at=AT,
    )


def _case_of(row: recording.Row) -> FoiRequest:
    if isinstance(row, FoiRequest):
        return row
    if isinstance(row, Answer):
        return row.foi_request
    claim = row if isinstance(row, Claim) else Claim.objects.filter(test=row).latest("pk")
    return claim.answer.foi_request


def acknowledge(case: FoiRequest, rule: str, *, reason: str = "It is so here.") -> None:
    """Gives a reason to every warning that a draft has under a rule."""
    draft = load_draft(case)
    for stage in Stage:
        for finding in findings_of(draft, day=AT.date(), stage=stage):
            if finding.rule == rule and not finding.blocks:
                _note(case, finding, reason)


def claim(row: Answer, cite: str = "31(1)(a)", *, by: User | None = None, **told: str) -> Claim:
    """A claim on an answer, complete unless told otherwise. The library gets its wording."""
    wording(cite)
    law = catalogue()[cite]
    details = {
        "reason": "It would help somebody to break in, because it names the locks.",
        "likelihood": Claim.Likelihood.WOULD_BE_LIKELY if law.likelihood_required else "",
        "where_accessible": "https://www.example.org/register" if law.section == "21" else "",
    }
    told_all = ClaimDetails(provision=cite, **{**details, **told})
    made = drafting.claim(row, told_all, by=by or alice(), at=AT)
    record(made, recorded.of_claim(law), by=by)
    return made


def weighed(case: FoiRequest, claims: Sequence[Claim], **told: object) -> PublicInterestTest:
    """A complete public interest test of these claims."""
    weighing = {
        "for_disclosure": ["People may see how the money is spent."],
        "for_maintaining": ["Burglars would know which doors to try."],
        "conclusion": PublicInterestTest.Conclusion.MAINTAIN,
        "reasons": "The harm is likely and what would be learnt is little.",
        "decided_on": date(2026, 11, 2),
        **told,
    }
    pks = [row.pk for row in claims]
    return drafting.weigh(case, Weighing(**weighing), claims=pks, by=alice(), at=AT)  # type: ignore[arg-type]


# --- the clock -------------------------------------------------------------------------


def happened(
    case: FoiRequest,
    kind: EventKind,
    on: date = TODAY,
    *,
    until: date | None = None,
    blocks: Sequence[Block] = (),
    provisions: Sequence[str] = ("31(1)(a)",),
    note: str = "",
    by: User | None = None,
    at: datetime = AT,
) -> ClockEvent:
    """Something that moves the deadline of a case, or of these questions of it."""
    details = EventDetails(kind, on, until, [block.pk for block in blocks], provisions, note)
    return clock.record_event(case, details, by=by or alice(), at=at)


def struck(event: ClockEvent, reason: str = "It was another case.") -> ClockEventStrike:
    return clock.strike_event(event, reason=reason, by=alice(), at=AT)


def holiday(
    day: date = date(2026, 11, 12),
    name: str = "A day of thanks",
    parts: Sequence[str] = ("Wales",),
    basis: Basis = Basis.PROCLAMATION,
    source: str = "A proclamation of this test",
) -> Recomputed:
    """A day that an administrator adds to the bank holidays."""
    row = HolidayRow(day, name, tuple(parts), basis, source)
    return clock.add_holiday(row, by=eve(), at=AT)


def sensitive(case: FoiRequest, *named: User, by: User | None = None) -> FoiRequest:
    """The case, for Alice, her team and those named only."""
    told = {"reason": "It names a witness.", "named": named or [bob()]}
    sensitivity.mark_sensitive(case, **told, by=by or alice(), at=AT)  # type: ignore[arg-type]
    case.refresh_from_db()
    return case


def erased(**options: object) -> FoiRequest:
    """A case whose answer was sent and whose requester was erased since."""
    case = approved(**{"reference": "ERASED-1", **options})
    make_documents(case)
    sent(case)
    make_documents(case)
    erasing.erase_requester(case, by=eve(), at=AT)
    case.refresh_from_db()
    return case


# --- what follows the answer -----------------------------------------------------------


def sent(case: FoiRequest, on: date = TODAY) -> Dispatch:
    """The letter of an approved case, as sent on a day; what is late has its reason."""
    give_reasons(case, Stage.SEND, day=on)
    return publishing.record_sent(case, sent_on=on, by=alice(), at=AT)


def review_asked(
    case: FoiRequest, on: date = TODAY, *, note: str = "", at: datetime = AT
) -> ChallengeStep:
    return challenges.ask_review(case, StepDetails(on, note=note), by=alice(), at=at)


def review_extended(
    asked: ChallengeStep, on: date = TODAY, *, note: str = "Many papers.", at: datetime = AT
) -> ChallengeStep:
    return challenges.extend_review(asked, StepDetails(on, note=note), by=alice(), at=at)


def complaint_notified(
    case: FoiRequest, on: date = TODAY, *, reference: str = "IC-1-A1", at: datetime = AT
) -> ChallengeStep:
    details = StepDetails(on, reference=reference)
    return challenges.notify_complaint(case, details, by=alice(), at=at)


def challenge_decided(
    opening: ChallengeStep,
    outcome: str,
    on: date = TODAY,
    *,
    decided_by: User | None = None,
    at: datetime = AT,
) -> ChallengeStep:
    """What was decided on a review or a complaint."""
    details = StepDetails(on, outcome=outcome, decided_by=decided_by)
    return challenges.decide(opening, details, by=alice(), at=at)


def challenge_struck(step: ChallengeStep, reason: str = "The wrong case.") -> ChallengeStep:
    return challenges.strike_step(step, reason=reason, by=alice(), at=AT)


@remembered
def complete(**options: object) -> FoiRequest:
    """A draft that lacks nothing: every question disclosed in one answer."""
    particulars()
    case = received(**options)  # type: ignore[arg-type]
    answer(case)
    if "requester" in options:
        # The signature is shown when nobody knows that it is one.
        record(case, {"request_reviewed": "yes"})
    return case


@remembered
def in_review(**options: object) -> FoiRequest:
    case = complete(**options)
    review.submit(case, by=alice(), at=AT)
    case.refresh_from_db()
    return case


def current(case: FoiRequest) -> ResponseVersion:
    version = review.current_version(case)
    assert version is not None
    return version


def returned(*, comments: dict[str, str] | None = None, **options: object) -> FoiRequest:
    case = in_review(**options)
    review.return_(
        case,
        digest=current(case).digest,
        comments=comments or {},
        comment="Please look at it again.",
        by=bob(),
        at=AT,
    )
    case.refresh_from_db()
    return case


@remembered
def approved(**options: object) -> FoiRequest:
    """Approved, while its pages still wait for the worker, as those of a case brought in do."""
    case = in_review(**options)
    digest = current(case).digest
    review.approve(case, digest=digest, comments={}, by=bob(), at=AT, before_rendering=True)
    case.refresh_from_db()
    return case


def acknowledged(case: FoiRequest) -> Notice:
    """A letter that says when the answer is due, not sent yet."""
    return letters.write_notice(case, NoticeDetails(NoticeKind.ACKNOWLEDGEMENT), by=alice(), at=AT)


def extended(case: FoiRequest) -> Notice:
    """An approved and sent extension for a claim on the first question of a draft."""
    first = questions(case)[0]
    row = answer(case, [first], disposition=Disposition.AWAITING_PUBLIC_INTEREST_TEST)
    claim(row)
    details = NoticeDetails(NoticeKind.EXTENSION, estimated=date(2026, 12, 14))
    notice = letters.write_notice(case, details, by=alice(), at=AT)
    letters.approve_notice(notice, digest=notice.digest, by=bob(), at=AT)
    letters.record_notice_sent(notice, sent_on=AT.date(), by=alice(), at=AT)
    return notice


def make_documents(
    case: FoiRequest,
    content: bytes = b"%PDF-1.7 a stand-in",
    *,
    text: str = "",
    at: datetime = AT,
) -> None:
    """Finishes every document that waits, through the worker's own verbs, without rendering."""
    digest = hashlib.sha256(content).hexdigest()
    pdf = RenderedPdf(content=content, sha256=digest, pages=1, text=text)
    for row in Rendering.objects.filter(version__foi_request=case, state="queued"):
        taken = rendering.take_up(row.pk, at=at)
        assert taken is not None
        assert rendering.finish(taken, pdf, at=at)


@remembered
def published(**options: object) -> FoiRequest:
    """On the log, with its documents made."""
    case = approved(**options)
    make_documents(case)
    publishing.publish(case, on=AT.date(), by=carol(), at=AT)
    make_documents(case)
    case.refresh_from_db()
    return case


def publish_draft(case: FoiRequest) -> FoiRequest:
    """A complete draft, taken all the way to the log."""
    review.submit(case, by=alice(), at=AT)
    digest = current(case).digest
    make_documents(case)
    review.approve(case, digest=digest, comments={}, by=bob(), at=AT)
    publishing.publish(case, on=AT.date(), by=carol(), at=AT)
    make_documents(case)
    case.refresh_from_db()
    return case


@remembered
def withdrawn(**options: object) -> FoiRequest:
    case = published(**options)
    publishing.withdraw(case, reason="It was published too early.", by=carol(), at=AT)
    case.refresh_from_db()
    return case


def replaced(by_record: FoiRequest, **options: object) -> FoiRequest:
    """Withdrawn, and corrected by another record that is on the log."""
    case = published(**options)
    publishing.withdraw(
        case, reason="A figure was wrong.", replaced_by=by_record, by=carol(), at=AT
    )
    case.refresh_from_db()
    return case


def corrected(**options: object) -> FoiRequest:
    """Withdrawn, reopened, approved again and published again at the same address."""
    case = withdrawn(**options)
    review.reopen(case, by=alice(), at=AT)
    row = case.answers.get()
    drafting.save_answer(
        row,
        text="We hold 1,205 of them.",
        disposition=row.disposition,
        revision=row.revision,
        by=alice(),
        at=AT,
    )
    version = review.submit(case, by=alice(), at=AT)
    make_documents(case)
    review.approve(case, digest=version.digest, comments={}, by=bob(), at=AT)
    publishing.publish(case, on=AT.date(), by=carol(), at=AT)
    make_documents(case)
    case.refresh_from_db()
    return case


def from_earlier_log(
    reference: str = "F0043407",
    title: str = "Allotments",
    month: date = date(2017, 3, 1),
    **told: object,
) -> FoiRequest:
    """A record that was brought in from the log before; its document is not made yet."""
    particulars()
    known = {
        "outcome": OutcomeCode.PARTIALLY_WITHHELD,
        "outcome_words": "Partially successful",
        "request": "How many allotments are there, and who has them?",
        "response": "There are 214. The names are personal data.",
        "exemptions": ("40",),
    }
    entry = EarlierEntry(reference=reference, title=title, month=month, **{**known, **told})  # type: ignore[arg-type]
    return earlier_log.bring_in(entry, by=carol(), at=AT).foi_request


def replaced_earlier(**told: object) -> FoiRequest:
    """A record of an earlier log that was withdrawn, with a corrected one on the log."""
    case = from_earlier_log(**told)  # type: ignore[arg-type]
    publishing.withdraw(
        case,
        reason="A figure was wrong.",
        replaced_by=published(reference="BETTER-1"),
        by=carol(),
        at=AT,
    )
    case.refresh_from_db()
    return case


def reopened(case: FoiRequest) -> FoiRequest:
    review.reopen(case, by=alice(), at=AT)
    case.refresh_from_db()
    return case


def checked_log(content: str = "") -> LogImport:
    """The file of an earlier log that the worker has checked: one good line unless told."""
    heading = "reference,title,month,outcome,request,response\n"
    content = content or heading + "OLD-1,Allotments,2017-03,Successful,How many?,There are 214.\n"
    row = log_import.upload("log.csv", content.encode(), by=carol(), at=AT)
    log_import.work_on(row.pk, at=lambda: AT)
    row.refresh_from_db()
    return row

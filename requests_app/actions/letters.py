"""Letters before the response: written, approved where they refuse, recorded as sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from django.contrib.auth.models import User
from django.utils.timezone import localdate

from exemptions.catalogue import catalogue
from requests_app import audit, calendars
from requests_app.actions.base import Refused, locked
from requests_app.actions.clock import EventDetails, record_event
from requests_app.actions.rendering import ask_for
from requests_app.actions.review import StaleVersion
from requests_app.clock import EXTRA_DAYS_EXPECTED, STATUTORY_DAYS, EventKind
from requests_app.compiling import Draft, load_draft
from requests_app.gate.mentioning import requester_of
from requests_app.models import (
    FoiRequest,
    Notice,
    NoticeDecision,
    NoticeDispatch,
    Rendering,
)
from requests_app.notice import Engaged, NoticeKind, canonical_json
from requests_app.notice import Notice as NoticeValue
from requests_app.outcome import Disposition
from requests_app.rendering.markup import TextTooComplex, check_limits
from requests_app.response import digest as digest_of
from requests_app.response import name_questions, unix_lines
from requests_app.workflow import NotAllowed, Verb, WrongState
from requests_app.working_days import nth_working_day_after


@dataclass(frozen=True, slots=True)
class NoticeDetails:
    """What the officer says. ``questions`` are row ids of blocks, none: all of them."""

    kind: NoticeKind
    words: str = ""
    questions: Sequence[int] = ()
    reply_by: date | None = None
    estimated: date | None = None
    longer: str = ""
    fee: Decimal | None = None


def compose(case: FoiRequest, details: NoticeDetails) -> NoticeValue:
    """The letter as it would read now; nothing is stored. Raises Refused for what cannot be said.

    A preview takes it with words still missing; ``write_notice`` does not.
    """
    for text, field in ((details.words, "words"), (details.longer, "longer")):
        try:
            check_limits(text)
        except TextTooComplex as error:
            raise Refused(str(error), field=field) from error
    draft = load_draft(case)
    return NoticeValue(
        kind=details.kind,
        reference=case.reference,
        title=case.title,
        received_on=case.received_on,
        due=_due(case),
        words=unix_lines(details.words),
        covers=_covers(draft, details.questions),
        reply_by=details.reply_by,
        estimated=details.estimated,
        longer=unix_lines(details.longer),
        engaged=tuple(_engaged(draft)) if details.kind is NoticeKind.EXTENSION else (),
        fee=f"{details.fee:.2f}" if details.fee else "",
    )


def write_notice(case: FoiRequest, details: NoticeDetails, *, by: User, at: datetime) -> Notice:
    """Stores a letter and has its pages made. Raises Refused."""
    with locked(case, Verb.WRITE_NOTICE, by=by) as row:
        if requester_of(row) is None:
            raise Refused("This case has no requester, so there is nobody to write to.")
        value = compose(row, details)
        _check(value)
        content = canonical_json(value)
        notice = Notice.objects.create(
            foi_request=row,
            number=row.notices.count() + 1,
            kind=details.kind,
            content=content,
            digest=digest_of(content),
            questions=_concerned(row, details),
            written_by=by,
            written_at=at,
        )
        ask_for(notice, Rendering.Kind.NOTICE, dated=None, on=localdate(at), at=at)
        audit.record(row, "notice_written", by=by, at=at, letter=notice.number, kind=notice.kind)
    return notice


def _concerned(case: FoiRequest, details: NoticeDetails) -> list[int]:
    """The questions whose deadline the letter moves; none: all, or it moves none."""
    if details.kind is not NoticeKind.EXTENSION:
        return list(details.questions)
    awaiting = Disposition.AWAITING_PUBLIC_INTEREST_TEST
    asked = case.blocks.answerable().filter(answer__disposition=awaiting)
    return list(asked.values_list("pk", flat=True))


def _check(value: NoticeValue) -> None:
    if value.kind is NoticeKind.CLARIFICATION and not value.words:
        raise Refused("Say what you need to know (section 1(3)).", field="words")
    if value.kind is NoticeKind.FEES:
        if not value.fee:
            raise Refused("Enter the fee (section 9(1)).", field="fee")
        if not value.words:
            raise Refused("Say what the fee covers.", field="words")
    if value.kind is NoticeKind.EXTENSION:
        _check_extension(value)


def _check_extension(value: NoticeValue) -> None:
    """s17(2): the exemption, and an estimate of the day; only the weighing may take longer."""
    if not value.engaged:
        raise Refused(
            "No answer awaits the public interest test. Mark the answer “Awaiting the public "
            "interest test”, claim the qualified exemption on it and say why it applies."
        )
    for claim in value.engaged:
        if not claim.reason:
            raise Refused(f"Say why section {claim.provision} applies to {claim.covers}.")
    if value.estimated is None:
        raise Refused("Enter the day by which you expect to decide.", field="estimated")
    if value.estimated <= value.due:
        raise Refused(
            f"The answer is due on {value.due:%-d %B %Y} in any case. Enter a later day.",
            field="estimated",
        )
    expected = nth_working_day_after(
        value.received_on, STATUTORY_DAYS + EXTRA_DAYS_EXPECTED, calendars.current()
    )
    if value.estimated > expected and not value.longer:
        raise Refused(
            f"This is beyond forty working days, {expected:%-d %B %Y}, which the regulator "
            "expects save in exceptional cases. Say why.",
            field="longer",
        )


class Decide(Protocol):
    """What approving and returning have in common."""

    def __call__(
        self, notice: Notice, *, digest: str, comment: str, by: User, at: datetime
    ) -> NoticeDecision: ...


def approve_notice(
    notice: Notice, *, digest: str, comment: str = "", by: User, at: datetime
) -> NoticeDecision:
    """Approves a letter that refuses, as another person read it. Raises NotAllowed, Refused."""
    return _decide(notice, NoticeDecision.Decision.APPROVED, digest, comment, by=by, at=at)


def return_notice(
    notice: Notice, *, digest: str, comment: str, by: User, at: datetime
) -> NoticeDecision:
    """Returns it: the officer writes another. It needs a comment."""
    if not comment.strip():
        raise Refused("Say what is to be changed.", field="comment")
    return _decide(notice, NoticeDecision.Decision.RETURNED, digest, comment, by=by, at=at)


def may_decide(notice: Notice, by: User) -> bool:
    """Whether this person did not write the letter, nor had a hand in the draft behind it."""
    drafters = audit.drafters_of(notice.foi_request) | {notice.written_by_id}
    return by.pk not in drafters


def _decide(
    notice: Notice,
    decision: NoticeDecision.Decision,
    digest: str,
    comment: str,
    *,
    by: User,
    at: datetime,
) -> NoticeDecision:
    with locked(notice.foi_request, Verb.DECIDE_NOTICE, by=by) as case:
        if not may_decide(notice, by):
            raise NotAllowed("You had a hand in this letter, so somebody else must approve it.")
        if not notice.needs_approval or NoticeDecision.objects.filter(notice=notice).exists():
            raise WrongState("There is nothing to decide on this letter.")
        if notice.digest != digest:
            raise StaleVersion("This is not the letter that you read. Look at it again.")
        row = NoticeDecision.objects.create(
            notice=notice,
            decision=decision,
            digest=notice.digest,
            comment=comment.strip(),
            reviewer=by,
            author=notice.written_by,
            decided_at=at,
        )
        audit.record(case, f"notice_{decision}", by=by, at=at, letter=notice.number)
    return row


def record_notice_sent(notice: Notice, *, sent_on: date, by: User, at: datetime) -> NoticeDispatch:
    """Records the day of sending; the letter is made again with that date. Raises Refused."""
    with locked(notice.foi_request, Verb.RECORD_NOTICE_SENT, by=by) as case:
        if NoticeDispatch.objects.filter(notice=notice).exists():
            raise Refused("This letter is recorded as sent already.")
        if notice.needs_approval and not approved(notice):
            raise WrongState("Another person must approve this letter before it is sent.")
        if sent_on < notice.value.received_on:
            raise Refused("The request had not been received by then.", field="sent_on")
        rendering = ask_for(notice, Rendering.Kind.NOTICE, dated=sent_on, on=sent_on, at=at)
        dispatch = NoticeDispatch.objects.create(
            notice=notice, rendering=rendering, sent_on=sent_on, recorded_by=by, recorded_at=at
        )
        if moves := _moves(notice, sent_on):
            record_event(case, moves, by=by, at=at)
        audit.record(
            case, "notice_sent", by=by, at=at, letter=notice.number, on=sent_on.isoformat()
        )
    return dispatch


def _moves(notice: Notice, sent_on: date) -> EventDetails | None:
    """What the letter does to the clock; an acknowledgement does nothing.

    A question that was cut or removed since then is not there to have its deadline moved.
    """
    asked = notice.foi_request.blocks.answerable()
    questions = asked.filter(pk__in=notice.questions).values_list("pk", flat=True)
    happened = EventDetails(
        EventKind.CLARIFICATION_ASKED,
        sent_on,
        questions=list(questions),
        note=f"Letter {notice.number}",
    )
    value = notice.value
    if value.kind is NoticeKind.CLARIFICATION:
        return happened
    if value.kind is NoticeKind.FEES:
        return replace(happened, kind=EventKind.FEE_NOTICE)
    if value.kind is NoticeKind.EXTENSION:
        cites = [claim.provision for claim in value.engaged]
        return replace(happened, kind=EventKind.EXTENSION, until=value.estimated, provisions=cites)
    return None


def approved(notice: Notice) -> bool:
    """Whether an approval stands on the very digest of the letter."""
    return NoticeDecision.objects.filter(
        notice=notice, decision=NoticeDecision.Decision.APPROVED, digest=notice.digest
    ).exists()


def _due(case: FoiRequest) -> date:
    if case.due_on is None:
        raise Refused("The deadline is not known while the request waits for the requester.")
    return case.due_on


def _covers(draft: Draft, questions: Sequence[int]) -> str:
    chosen = [draft.shown[block.pk] for block in draft.blocks if block.pk in set(questions)]
    if len(chosen) != len(set(questions)):
        raise Refused("Choose questions of this request.", field="questions")
    return name_questions(chosen, several_parts=draft.several_parts) if chosen else ""


def _engaged(draft: Draft) -> Iterator[Engaged]:
    """The qualified claims whose public interest test is still to come, in the draft's order."""
    for answer in draft.answers:
        if answer.disposition != Disposition.AWAITING_PUBLIC_INTEREST_TEST:
            continue
        for claim in answer.claims.all():
            if claim.provision in catalogue() and claim.law.qualified:
                yield Engaged(
                    covers=draft.covers_anywhere(answer),
                    provision=claim.law.cite,
                    heading=claim.law.heading,
                    reason=unix_lines(claim.reason),
                    likelihood=claim.likelihood,
                )

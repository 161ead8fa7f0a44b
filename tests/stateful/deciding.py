"""What people try on a version and on what left the house, and what the worker does meanwhile."""

from __future__ import annotations

import hashlib

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from requests_app.actions import (
    challenges,
    clock,
    erasing,
    lanes,
    letters,
    publishing,
    rendering,
    review,
    sensitivity,
    teams,
)
from requests_app.actions.challenges import StepDetails
from requests_app.actions.clock import EventDetails
from requests_app.actions.letters import NoticeDetails
from requests_app.clock import EventKind
from requests_app.models import FoiRequest, Lane, Notice, Rendering, Team
from requests_app.notice import NoticeKind
from requests_app.outcome import Disposition
from requests_app.rendering import RenderedPdf
from requests_app.workflow import State, Verb
from tests.factories import TODAY
from tests.stateful.drafting import CASES, Drafting
from tests.stateful.office import ANY, CASE, PERSON, doing

REASON = "A figure was wrong."
LANES = st.sampled_from(["Standard", "Sensitive", "With the press office", "Legal first"])


class Machine(Drafting):
    """The whole workflow of a case; the worker is one of those who act."""

    def __init__(self) -> None:
        super().__init__()
        # The version and the step that somebody has before them, by case and person.
        self.pages: dict[tuple[int, str], tuple[str, int | None]] = {}

    @initialize(so_far=st.lists(st.integers(0, 4), min_size=1, max_size=CASES))
    def begin(self, so_far: list[int]) -> None:
        """One or two cases, each taken some way along the usual one."""
        for pick, steps in enumerate(so_far):
            self.receive("alice")
            for _ in range(steps):
                self.carry_on(2 * pick)

    # --- the usual way, so that examples come far ---------------------------------------------

    @rule(pick=CASE)
    def carry_on(self, pick: int) -> None:
        """Somebody does what is to be done next, as a careful person would."""
        case = FoiRequest.objects.get(pk=self.case(pick).pk)
        if case.state == State.DRAFTING:
            self._finish_draft(case)
        elif case.state == State.IN_REVIEW:
            self._review(case)
        elif case.state == State.APPROVED:
            self._publish(case)
        elif case.state == State.PUBLISHED:
            self.withdraw_case(case, "carol")
        else:
            self.reopen_case(case, "alice")

    def _finish_draft(self, case: FoiRequest) -> None:
        """Each time with other words, so that no version is the one before."""
        if found := self.open_questions(case):
            self.put(case, "alice", [block.pk for block in found])
        text = f"We hold {case.versions.count() + 1} of them."
        for row in case.answers.all():
            self.save(row, "alice", text, Disposition.DISCLOSED)
        self.tell(case, case, "alice", {"request_reviewed": "yes"})
        self.submit_case(case, "alice")

    def _review(self, case: FoiRequest) -> None:
        self.work()
        for name in ("beth", "bob", "olive", "otto"):
            if FoiRequest.objects.get(pk=case.pk).state == State.IN_REVIEW:
                self.approve_case(case, name, fresh=True)

    def _publish(self, case: FoiRequest) -> None:
        self.work()
        self.publish_case(case, "carol")
        self.work()

    # --- review ---------------------------------------------------------------------------------

    @rule(pick=CASE, name=doing(Verb.CHOOSE_LANE), lane=LANES)
    def choose_lane(self, pick: int, name: str, lane: str) -> None:
        chosen = Lane.objects.get(name=lane)
        case = self.case(pick, Verb.CHOOSE_LANE)
        self.attempt_on(Verb.CHOOSE_LANE, case, name, lanes.choose_lane, lane=chosen)

    @rule(pick=CASE, name=doing(Verb.SUBMIT))
    def submit(self, pick: int, name: str) -> None:
        self.submit_case(self.case(pick, Verb.SUBMIT), name)

    def submit_case(self, case: FoiRequest, name: str) -> None:
        self.attempt_on(Verb.SUBMIT, case, name, review.submit)

    @rule(pick=CASE, name=doing(Verb.RECALL))
    def recall(self, pick: int, name: str) -> None:
        self.attempt_on(Verb.RECALL, self.case(pick, Verb.RECALL), name, review.recall)

    @rule(pick=CASE, name=doing(Verb.APPROVE))
    def open_page(self, pick: int, name: str) -> None:
        """Somebody has the page of the review before them, and decides on it later."""
        self.page_of(self.case(pick, Verb.APPROVE), name, fresh=True)

    def page_of(self, case: FoiRequest, name: str, *, fresh: bool) -> tuple[str, int | None]:
        """The digest of what this person reads, and the place of the step that the page shows."""
        key = (case.pk, name)
        version = self.version(case)
        if version and (fresh or key not in self.pages):
            step = lanes.waiting_step(version)
            self.pages[key] = version.digest, step.position if step else None
        return self.pages.get(key, ("", None))

    @rule(pick=CASE, name=doing(Verb.APPROVE), fresh=st.booleans())
    def approve(self, pick: int, name: str, *, fresh: bool) -> None:
        self.approve_case(self.case(pick, Verb.APPROVE), name, fresh=fresh)

    def approve_case(self, case: FoiRequest, name: str, *, fresh: bool) -> None:
        digest, step = self.page_of(case, name, fresh=fresh)
        done = self.attempt(
            Verb.APPROVE,
            case,
            name,
            lambda by, at: (
                review.approve(case, digest=digest, comments={}, step=step, by=by, at=at),
            ),
        )
        self._decided(case, digest, step, done=done is not None)

    @rule(pick=CASE, name=doing(Verb.BYPASS), fresh=st.booleans())
    def bypass(self, pick: int, name: str, *, fresh: bool) -> None:
        case = self.case(pick, Verb.BYPASS)
        digest, step = self.page_of(case, name, fresh=fresh)
        done = self.attempt(
            Verb.BYPASS,
            case,
            name,
            lambda by, at: (
                review.bypass(case, digest=digest, reason=REASON, step=step, by=by, at=at),
            ),
        )
        self._decided(case, digest, step, done=done is not None)

    def _decided(self, case: FoiRequest, digest: str, step: int | None, *, done: bool) -> None:
        """A decision was on the very version that the page showed, whose pages could be read."""
        if not done:
            return
        version = self.version(case)
        assert version is not None
        assert version.digest == digest, "they decided on what they had not read"
        made = version.renderings.filter(kind="record", dated=None, state="done")
        assert made.exists(), "they decided on pages that nobody could read"
        waiting = lanes.waiting_step(version)
        assert step is None or waiting is None or waiting.position > step
        if FoiRequest.objects.get(pk=case.pk).state == State.APPROVED:
            assert waiting is None
            self.approved.add(digest)

    @rule(pick=CASE, name=doing(Verb.RETURN), fresh=st.booleans())
    def return_(self, pick: int, name: str, *, fresh: bool) -> None:
        case = self.case(pick, Verb.RETURN)
        digest, _ = self.page_of(case, name, fresh=fresh)
        told = {"digest": digest, "comments": {}, "comment": "Look again."}
        self.attempt_on(Verb.RETURN, case, name, review.return_, **told)

    @rule(pick=CASE, name=doing(Verb.REOPEN))
    def reopen(self, pick: int, name: str) -> None:
        self.reopen_case(self.case(pick, Verb.REOPEN), name)

    def reopen_case(self, case: FoiRequest, name: str) -> None:
        self.attempt_on(Verb.REOPEN, case, name, review.reopen)

    # --- what leaves the house ----------------------------------------------------------------

    @rule(pick=CASE, name=doing(Verb.RECORD_SENT))
    def record_sent(self, pick: int, name: str) -> None:
        case = self.case(pick, Verb.RECORD_SENT)
        self.attempt_on(Verb.RECORD_SENT, case, name, publishing.record_sent, sent_on=TODAY)

    @rule(pick=CASE, name=doing(Verb.PUBLISH))
    def publish(self, pick: int, name: str) -> None:
        self.publish_case(self.case(pick, Verb.PUBLISH), name)

    def publish_case(self, case: FoiRequest, name: str) -> None:
        self.attempt_on(Verb.PUBLISH, case, name, publishing.publish, on=TODAY)

    @rule(pick=CASE, name=doing(Verb.WITHDRAW))
    def withdraw(self, pick: int, name: str) -> None:
        self.withdraw_case(self.case(pick, Verb.WITHDRAW), name)

    def withdraw_case(self, case: FoiRequest, name: str) -> None:
        self.attempt_on(Verb.WITHDRAW, case, name, publishing.withdraw, reason=REASON)

    @rule(pick=CASE, other=CASE, name=doing(Verb.REPLACE))
    def replace(self, pick: int, other: int, name: str) -> None:
        case, better = self.case(pick, Verb.REPLACE), self.case(other)
        self.attempt_on(Verb.REPLACE, case, name, publishing.replace, replaced_by=better)

    # --- beside the answer --------------------------------------------------------------------

    @rule(pick=CASE, name=doing(Verb.MARK_SENSITIVE), named=PERSON)
    def mark_sensitive(self, pick: int, name: str, named: str) -> None:
        case, circle = self.case(pick, Verb.MARK_SENSITIVE), [self.people[named]]
        told = {"reason": REASON, "named": circle}
        self.attempt_on(Verb.MARK_SENSITIVE, case, name, sensitivity.mark_sensitive, **told)

    @rule(pick=CASE, name=doing(Verb.UNMARK_SENSITIVE))
    def unmark_sensitive(self, pick: int, name: str) -> None:
        case = self.case(pick, Verb.UNMARK_SENSITIVE)
        self.attempt_on(
            Verb.UNMARK_SENSITIVE, case, name, sensitivity.unmark_sensitive, reason=REASON
        )

    @rule(pick=CASE, name=doing(Verb.ASSIGN), officer=PERSON, legal=st.booleans())
    def assign(self, pick: int, name: str, officer: str, *, legal: bool) -> None:
        case, to = self.case(pick, Verb.ASSIGN), self.people[officer]
        team = Team.objects.get() if legal else None
        self.attempt_on(Verb.ASSIGN, case, name, teams.assign, officer=to, team=team)

    @rule(pick=CASE, name=doing(Verb.ERASE_REQUESTER))
    def erase_requester(self, pick: int, name: str) -> None:
        case = self.case(pick, Verb.ERASE_REQUESTER)
        self.attempt_on(Verb.ERASE_REQUESTER, case, name, erasing.erase_requester)

    @rule(pick=CASE, name=doing(Verb.EXPORT_REQUESTER))
    def export_requester(self, pick: int, name: str) -> None:
        case = self.case(pick, Verb.EXPORT_REQUESTER)
        self.attempt_on(Verb.EXPORT_REQUESTER, case, name, erasing.note_export)

    @rule(pick=CASE, name=doing(Verb.CHALLENGE))
    def challenge(self, pick: int, name: str) -> None:
        """A review is asked for, or the one that is under way is decided."""
        case = self.case(pick, Verb.CHALLENGE)
        asked = case.challenge_steps.order_by("pk").last()
        if asked and asked.kind == "review_asked":
            told = StepDetails(TODAY, outcome="upheld")
            deed = lambda by, at: challenges.decide(asked, told, by=by, at=at)  # noqa: E731
        else:
            deed = lambda by, at: challenges.ask_review(case, StepDetails(TODAY), by=by, at=at)  # noqa: E731
        self.attempt(Verb.CHALLENGE, case, name, deed)

    @rule(pick=CASE, name=doing(Verb.RECORD_EVENT))
    def record_event(self, pick: int, name: str) -> None:
        told = EventDetails(EventKind.TRANSFERRED_RECORD, TODAY)
        case = self.case(pick, Verb.RECORD_EVENT)
        self.attempt_on(Verb.RECORD_EVENT, case, name, clock.record_event, details=told)

    @rule(pick=CASE, name=doing(Verb.WRITE_NOTICE))
    def write_notice(self, pick: int, name: str) -> None:
        told = NoticeDetails(NoticeKind.ACKNOWLEDGEMENT)
        case = self.case(pick, Verb.WRITE_NOTICE)
        self.attempt_on(Verb.WRITE_NOTICE, case, name, letters.write_notice, details=told)

    @rule(n=ANY, name=doing(Verb.RECORD_NOTICE_SENT))
    def record_notice_sent(self, n: int, name: str) -> None:
        notices = list(Notice.objects.order_by("pk"))
        if notices:
            notice = notices[n % len(notices)]
            self.attempt(
                Verb.RECORD_NOTICE_SENT,
                notice.foi_request,
                name,
                lambda by, at: letters.record_notice_sent(notice, sent_on=TODAY, by=by, at=at),
            )

    # --- the worker -----------------------------------------------------------------------------

    @rule()
    def work(self) -> None:
        """It makes whatever waits."""
        for pk in self.waiting():
            self.make(pk)
        self.changed_by_the_worker()

    def waiting(self) -> list[int]:
        return list(Rendering.objects.claimable(self.now).values_list("pk", flat=True))

    def make(self, pk: int) -> None:
        """Through the verbs of the worker, without the print engine."""
        taken = rendering.take_up(pk, at=self.now)
        assert taken is not None
        content = f"%PDF-1.7 {taken.kind} of {taken.dated}: {taken.source.content}".encode()
        pdf = RenderedPdf(content, hashlib.sha256(content).hexdigest(), pages=1, text="")
        assert rendering.finish(taken, pdf, at=self.now)

    @precondition(lambda self: self.waiting())
    @rule(dies=st.booleans())
    def break_down(self, *, dies: bool) -> None:
        """It fails over a document, or is killed while it makes one."""
        taken = rendering.take_up(self.waiting()[0], at=self.now)
        assert taken is not None
        if not dies:
            assert rendering.fail(taken, "It is too long.", at=self.now)
        self.tick()
        self.changed_by_the_worker()

    @rule()
    def sweep(self) -> None:
        self.tick()
        rendering.sweep(at=self.now)
        self.changed_by_the_worker()

    @rule(n=ANY, name=doing(Verb.RETRY_RENDERING))
    def retry(self, n: int, name: str) -> None:
        rows = list(Rendering.objects.order_by("pk"))
        if rows:
            row = rows[n % len(rows)]
            self.attempt(
                Verb.RETRY_RENDERING,
                row.foi_request,
                name,
                lambda by, at: rendering.retry(row, by=by, at=at),
            )

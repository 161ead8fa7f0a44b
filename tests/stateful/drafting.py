"""What people try on a draft: the split, the answers, the claims and their tests, the facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from datetime import datetime

from django.contrib.auth.models import User
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from exemptions.catalogue import catalogue
from requests_app.actions import arranging, drafting, intake, recording, splitting
from requests_app.actions.drafting import ClaimDetails, Weighing
from requests_app.actions.intake import ReceivedRequest
from requests_app.gate.finding import Stage
from requests_app.models import Answer, AnswerVersion, Block, Claim, FoiRequest
from requests_app.outcome import Disposition
from requests_app.workflow import Verb
from tests import recorded
from tests.factories import RECEIVED, ROBIN, TEXT, TODAY
from tests.stateful.office import ANY, CASE, PERSON, Office, T, doing

CASES = 2
WORDS = st.sampled_from(["We hold 1,204 of them.", "We hold 1,205.", "", "See the *register*."])
BECAME = st.sampled_from(
    [Disposition.DISCLOSED, Disposition.WITHHELD, Disposition.NOT_HELD, Disposition.DISCLOSED]
)
CITES = st.sampled_from(["31(1)(a)", "40(2)"])
DRAFTER = doing(Verb.DRAFT)
PAGE = st.sampled_from([None, 0, 1])

# Each is told some blocks, which of the words of the first, and the rest that all verbs are told.
CORRECTIONS: dict[str, Callable[..., object]] = {
    "question": lambda some, _, **told: splitting.set_kind(*some, kind="question", **told),
    "context": lambda some, _, **told: splitting.set_kind(*some, kind="context", **told),
    "label": lambda some, n, **told: splitting.set_label(some[0], label=f"{n}.", **told),
    "leave out": lambda some, n, **told: splitting.leave_out(*some, omitted=n % 2 == 0, **told),
    "indent": lambda some, _, **told: splitting.indent_block(*some, **told),
    "outdent": lambda some, _, **told: splitting.outdent_block(*some, **told),
    "cut": lambda some, n, **told: splitting.cut_block(some[0], offset=5 * n, **told),
    "lines": lambda some, _, **told: splitting.cut_lines(some[0], **told),
    "join": lambda some, _, **told: splitting.join_block(*some, **told),
    "move": lambda some, n, **told: splitting.move_block(*some, down=n % 2 == 0, **told),
    "redact": lambda some, n, **told: splitting.redact_block(
        some[0], passages=some[0].text.split()[n : n + 1], **told
    ),
    "undo": lambda some, _, **told: splitting.undo(some[0].foi_request, **told),
    "redo": lambda some, _, **told: splitting.redo(some[0].foi_request, **told),
}


def has_answers(office: Drafting) -> bool:
    return bool(office.answers and office.in_state_for(Verb.DRAFT))


def has_claims(office: Drafting) -> bool:
    return bool(office.claims and office.in_state_for(Verb.DRAFT))


class Drafting(Office):
    """Everything that shapes what a version will say."""

    def __init__(self) -> None:
        super().__init__()
        # As somebody has them open on a page; they may be changed or gone by now.
        self.answers: list[Answer] = []
        self.claims: list[Claim] = []

    def receive(self, name: str) -> FoiRequest | None:
        told = ReceivedRequest(
            title="Street lighting",
            received_on=RECEIVED,
            text=TEXT,
            reference=f"CASE-{len(self.opened) + 1}",
            requester=ROBIN,
        )
        case = self.attempt_new(name, lambda by, at: intake.receive(told, by=by, at=at))
        if case:
            self.opened.append(case)
        return case

    @precondition(lambda self: len(self.opened) < CASES)
    @rule(name=PERSON)
    def receive_another(self, name: str) -> None:
        self.receive(name)

    @rule(pick=CASE, name=DRAFTER, title=st.sampled_from(["Street lights", "Lamps"]))
    def correct_details(self, pick: int, name: str, title: str) -> None:
        case = self.case(pick, Verb.DRAFT)
        self.draft(
            case,
            name,
            lambda **who: intake.correct_details(
                case, title=title, received_on=RECEIVED, requester=None, **who
            ),
        )

    @rule(
        pick=CASE,
        name=DRAFTER,
        what=st.sampled_from(sorted(CORRECTIONS)),
        n=ANY,
        page=PAGE,
    )
    def correct_split(self, pick: int, name: str, what: str, n: int, page: int | None) -> None:
        case = self.case(pick, Verb.DRAFT)
        blocks = list(case.blocks.all())
        revision = None if page is None else max(0, blocks[0].foi_request.split_revision - page)
        first, told = n % len(blocks), {"revision": revision}
        some = blocks[first : first + 1 + n % 3]
        self.draft(case, name, lambda **who: CORRECTIONS[what](some, n, **told, **who))

    @rule(pick=CASE, name=DRAFTER, first=ANY, count=st.integers(0, 3), n=ANY)
    def answer_questions(self, pick: int, name: str, first: int, count: int, n: int) -> None:
        case = self.case(pick, Verb.DRAFT)
        chosen = [block.pk for block in case.blocks.all()[first : first + count]]
        self.put(case, name, chosen, self.an_answer(n))

    def put(
        self, case: FoiRequest, name: str, questions: Sequence[int], answer: Answer | None = None
    ) -> Answer | None:
        row = self.draft(
            case,
            name,
            lambda **who: drafting.answer_questions(
                case, questions=questions, answer=answer, **who
            ),
        )
        self.answers += [row] if row else []
        return row

    @rule(pick=CASE, name=DRAFTER, first=ANY)
    def leave_open(self, pick: int, name: str, first: int) -> None:
        case = self.case(pick, Verb.DRAFT)
        chosen = [block.pk for block in case.blocks.all()[first : first + 2]]
        self.draft(case, name, lambda **who: drafting.leave_open(case, questions=chosen, **who))

    @precondition(has_answers)
    @rule(n=ANY, name=DRAFTER, text=WORDS, disposition=BECAME, fresh=st.booleans())
    def save_answer(
        self, n: int, name: str, text: str, disposition: Disposition, *, fresh: bool
    ) -> None:
        if row := self.an_answer(n):
            now = Answer.objects.filter(pk=row.pk).first() if fresh else row
            self.save(now or row, name, text, disposition)

    def save(self, row: Answer, name: str, text: str, disposition: Disposition) -> Answer | None:
        saved = self.draft(
            row.foi_request,
            name,
            lambda **who: drafting.save_answer(
                row, text=text, disposition=disposition, revision=row.revision, **who
            ),
        )
        self.answers += [saved] if saved else []
        return saved

    @precondition(has_answers)
    @rule(n=ANY, name=DRAFTER)
    def restore_answer(self, n: int, name: str) -> None:
        row = self.an_answer(n)
        version = AnswerVersion.objects.filter(answer_pk=row.pk).first() if row else None
        if row and version:
            self.draft(
                row.foi_request,
                name,
                lambda by, at: drafting.restore_answer(
                    row, version, revision=row.revision, by=by, at=at
                ),
            )

    @precondition(has_answers)
    @rule(n=ANY, name=DRAFTER)
    def remove_answer(self, n: int, name: str) -> None:
        if row := self.an_answer(n):
            self.draft(row.foi_request, name, lambda **who: drafting.remove_answer(row, **who))

    @precondition(has_answers)
    @rule(n=ANY, m=ANY, name=DRAFTER, cite=CITES, reason=WORDS)
    def claim(self, n: int, m: int, name: str, cite: str, reason: str) -> None:
        likelihood = Claim.Likelihood.WOULD if catalogue()[cite].likelihood_required else ""
        details = ClaimDetails(cite, reason, likelihood)
        existing = self.a_claim(m)
        if row := existing.answer if existing else self.an_answer(n):
            made = self.draft(
                row.foi_request,
                name,
                lambda **who: drafting.claim(row, details, existing=existing, **who),
            )
            self.claims += [made] if made else []

    @precondition(has_claims)
    @rule(n=ANY, name=DRAFTER)
    def remove_claim(self, n: int, name: str) -> None:
        if row := self.a_claim(n):
            self.draft(
                row.answer.foi_request, name, lambda **who: drafting.remove_claim(row, **who)
            )

    @precondition(has_claims)
    @rule(n=ANY, name=DRAFTER, reasons=WORDS, again=st.booleans())
    def weigh(self, n: int, name: str, reasons: str, *, again: bool) -> None:
        row = self.a_claim(n)
        if row is None:
            return
        weighing = Weighing(["Money is spent."], ["Doors are tried."], "maintain", reasons, TODAY)
        test = row.test if again else None
        self.draft(
            row.answer.foi_request,
            name,
            lambda **who: drafting.weigh(
                row.answer.foi_request, weighing, claims=[row.pk], test=test, **who
            ),
        )

    @precondition(has_claims)
    @rule(n=ANY, name=DRAFTER)
    def remove_test(self, n: int, name: str) -> None:
        row = self.a_claim(n)
        test = row.test if row else None
        if row and test:
            case = row.answer.foi_request
            self.draft(case, name, lambda **who: drafting.remove_test(case, test, **who))

    @rule(n=ANY, name=DRAFTER, whole=st.booleans())
    def record_facts(self, n: int, name: str, *, whole: bool) -> None:
        row = self.a_claim(n)
        if row is None or whole:
            case = self.case(n, Verb.DRAFT)
            self.tell(case, case, name, recorded.CASE)
        else:
            self.tell(row, row.answer.foi_request, name, recorded.of_claim(row.law))

    def tell(
        self, row: recording.Row, case: FoiRequest, name: str, told: Mapping[str, str]
    ) -> None:
        self.draft(case, name, lambda **who: recording.record_facts(row, told, case=case, **who))

    @rule(pick=CASE, name=DRAFTER, n=ANY)
    def acknowledge(self, pick: int, name: str, n: int) -> None:
        """A reason beside a warning: it changes nothing of what the version says."""
        case = self.case(pick, Verb.DRAFT)
        found = [
            finding
            for finding in recording.findings_now(case, Stage.APPROVE, TODAY)
            if finding.stops
        ]
        if found:
            finding = found[n % len(found)]
            hands = set(self.hands[case.pk])
            self.draft(
                case,
                name,
                lambda **who: recording.acknowledge(
                    case,
                    rule=finding.rule,
                    digest=finding.digest,
                    reason="It is so.",
                    day=TODAY,
                    **who,
                ),
            )
            self.hands[case.pk] = hands

    @rule(pick=CASE, name=DRAFTER, code=st.sampled_from(["", "fully_withheld"]))
    def override_outcome(self, pick: int, name: str, code: str) -> None:
        case, reason = self.case(pick, Verb.DRAFT), "It looks so."
        self.draft(
            case,
            name,
            lambda **who: arranging.override_outcome(case, code=code, reason=reason, **who),
        )

    @rule(pick=CASE, name=DRAFTER, cites=st.sampled_from([[], ["40(2)", "31(1)(a)"]]))
    def order_annex(self, pick: int, name: str, cites: list[str]) -> None:
        case = self.case(pick, Verb.DRAFT)
        self.draft(case, name, lambda **who: arranging.order_annex(case, cites=cites, **who))

    # --- what the rules share --------------------------------------------------------------

    def draft(self, case: FoiRequest, name: str, verb: Callable[..., T]) -> T | None:
        def deed(by: User, at: datetime) -> T:
            return verb(by=by, at=at)

        return self.attempt(Verb.DRAFT, case, name, deed)

    def an_answer(self, n: int) -> Answer | None:
        return copy(self.answers[-1 - n % len(self.answers)]) if self.answers else None

    def a_claim(self, n: int) -> Claim | None:
        return copy(self.claims[-1 - n % len(self.claims)]) if self.claims else None

    def open_questions(self, case: FoiRequest) -> list[Block]:
        return list(case.blocks.answerable().filter(omitted=False, answer=None))

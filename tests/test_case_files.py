"""Case files: what is written is what is read, and a broken one is told and harms nobody."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from exemptions.catalogue import catalogue
from exemptions.models import StandardText
from requests_app import audit, calendars
from requests_app.actions import (
    adapting,
    arranging,
    challenges,
    clock,
    drafting,
    library,
    publishing,
    review,
    splitting,
)
from requests_app.actions.base import roles_of
from requests_app.actions.challenges import StepDetails
from requests_app.actions.clock import EventDetails
from requests_app.actions.importing import lent_roles
from requests_app.case_files.form import (
    AnswerPart,
    BlockPart,
    CaseFile,
    ClockEventPart,
    PeoplePart,
    RequesterPart,
    StepPart,
    StrikePart,
    to_json,
)
from requests_app.case_files.loading import load
from requests_app.case_files.problem import BrokenCaseFile
from requests_app.case_files.reading import parse
from requests_app.case_files.schema import problems_of, schema
from requests_app.case_files.writing import export
from requests_app.challenges import ComplaintOutcome, ReviewOutcome, StepKind
from requests_app.characters import printable
from requests_app.clock import EventKind
from requests_app.compiling import compile_response, load_draft
from requests_app.demo import PASSWORD, PEOPLE
from requests_app.due import due, histories
from requests_app.gate.finding import Stage
from requests_app.models import (
    Answer,
    AuditEvent,
    Block,
    ClockEvent,
    ClockEventQuestion,
    FoiRequest,
    Publication,
    Requester,
    ResponseVersion,
)
from requests_app.outcome import Disposition, OutcomeCode
from requests_app.response import canonical_json, digest
from requests_app.workflow import NotAllowed, Role, State
from tests import factories
from tests.factories import give_reasons
from tests.whole_case import AT, WHOLE, drafted, person, set_particulars, whole_case

HERE = Path(__file__).parent


@pytest.fixture
def particulars(db: None) -> None:
    set_particulars()


def reload(case_file: CaseFile) -> FoiRequest:
    return load(parse(to_json(case_file).encode()), at=AT).case


@contextmanager
def empty_portal() -> Iterator[None]:
    """A portal whose case, people and library are gone when the block ends."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def draft_digest(case: FoiRequest) -> str:
    return digest(canonical_json(compile_response(load_draft(case))))


# --- what is loaded ---------------------------------------------------------------------


def test_whole_case_is_loaded_through_every_step(particulars: None) -> None:
    case = load(whole_case(), at=AT).case

    assert case.workflow_state is State.PUBLISHED
    assert case.text.startswith("Dear Freedom of Information team,\n\nPart A")
    assert [
        (block.kind, block.number) for block in case.blocks.order_by("position") if block.label
    ] == [
        *[("question", str(number)) for number in (1, 2, 3, 4)],
        *[("context", "")] * 2,
        *[("question", str(number)) for number in (1, 2, 3)],
    ]
    version = case.versions.get()
    response = version.response
    assert response.outcome.code is OutcomeCode.PARTIALLY_WITHHELD
    assert [section.provision for section in response.annex] == [
        "31(1)(a)",
        "40(2) with 40(3A)(a)",
        "21(1)",
    ]
    assert version.review.reviewer.username == "rita.reviewer"
    assert version.dispatch.sent_on == date(2026, 3, 24)
    publication = Publication.objects.get(foi_request=case)
    assert publication.published_on == date(2026, 4, 14)
    deeds = list(AuditEvent.objects.filter(foi_request=case).values_list("verb", "actor__username"))
    assert deeds[0] == ("received", "otto.officer")
    assert deeds[-5:] == [
        ("submitted", "otto.officer"),
        ("approved", "rita.reviewer"),
        ("sent", "otto.officer"),
        ("published", "petra.publisher"),
        ("loaded", "otto.officer"),
    ]
    assert AuditEvent.objects.get(verb="loaded").at == AT
    assert AuditEvent.objects.get(verb="published").at.date() == date(2026, 4, 14)


def test_requester_stays_out_of_the_version(particulars: None) -> None:
    case = load(whole_case(), at=AT).case
    assert Requester.objects.get(foi_request=case).name == "Sam Sample"
    assert "Sample" not in case.versions.get().content


def test_people_become_inactive_and_keep_no_role(particulars: None) -> None:
    load(whole_case(), at=AT)
    for user in User.objects.all():
        assert not user.is_active
        assert not user.has_usable_password()
        assert not user.groups.exists()


def test_people_who_are_here_keep_what_they_have_and_get_nothing(particulars: None) -> None:
    person("rita.reviewer", Role.REVIEWER)
    person("otto.officer", Role.LIBRARY_EDITOR)
    load(whole_case(), at=AT)
    assert roles_of(User.objects.get(username="rita.reviewer")) == {Role.REVIEWER}
    assert roles_of(User.objects.get(username="otto.officer")) == {Role.LIBRARY_EDITOR}
    assert not User.objects.get(username="petra.publisher").is_active


def test_roles_are_lent_in_a_transaction_only() -> None:
    with (
        pytest.raises(RuntimeError, match="inside a transaction"),
        lent_roles({"otto.officer": frozenset({Role.OFFICER})}),
    ):
        pass


def test_unnamed_people_are_the_importer(particulars: None) -> None:
    case = reload(
        drafted(
            people=PeoplePart(),
            tests=tuple(replace(test, decided_by="") for test in whole_case().tests),
        )
    )
    assert case.officer.username == "imported.officer"


def test_text_is_split_when_the_file_has_no_blocks(particulars: None) -> None:
    case_file = CaseFile(
        reference="PLAIN-1",
        title="Two questions",
        received_on=date(2026, 5, 5),
        text="1. How many?\n2. Since when?\n",
        answers=(AnswerPart(questions=("q2",), disposition="not_held", text="We do not know."),),
    )
    case = reload(case_file)
    answered = Block.objects.get(foi_request=case, answer__isnull=False)
    assert answered.text == "Since when?"
    wrong = replace(case_file, reference="PLAIN-2", answers=(AnswerPart(questions=("q3",)),))
    with pytest.raises(BrokenCaseFile, match=r"answers\[0\]\.questions\[0\]: no question"):
        load(wrong, at=AT)


@pytest.mark.parametrize("status", ["drafting", "in_review", "approved"])
def test_case_goes_as_far_as_its_status(particulars: None, status: str) -> None:
    case = reload(replace(drafted(), status=status))
    assert case.state == status
    assert case.versions.count() == (status != "drafting")
    if status == "in_review":
        assert case.versions.get().submitted_at == AT


def test_withdrawn_case_keeps_its_reason(particulars: None) -> None:
    published = whole_case().publication
    assert published is not None
    publication = replace(
        published, withdrawn_on=date(2026, 5, 1), withdrawal_reason="It named a person."
    )
    case = reload(whole_case(status="withdrawn", publication=publication))
    assert case.workflow_state is State.WITHDRAWN
    assert Publication.objects.get().withdrawal.reason == "It named a person."
    assert not Publication.objects.visible().exists()


# --- what is warned of ------------------------------------------------------------------


@pytest.fixture
def wordings(db: None) -> None:
    """The library has the wordings of the whole case."""
    for part in drafted().wording:
        StandardText.objects.supply(
            catalogue()[part.provision].cite,
            body=part.body,
            number=part.version,
            owner=part.owner,
            review_by=AT.date(),
            note="",
            at=AT,
        )


def test_wording_that_the_library_lacked_is_told_to_be_read(particulars: None) -> None:
    first, *_ = load(drafted(), at=AT).warnings
    assert first == (
        "wording[0]: the library had no wording for section 21(1), so this one was added. "
        "Let a library editor read it."
    )
    # Nobody with the role saved it, and the audit does not say that somebody did.
    assert not AuditEvent.objects.filter(verb="wording_saved").exists()
    assert AuditEvent.objects.filter(verb="wording_brought_in").count() == 3


def test_text_that_no_block_holds_is_warned_of(particulars: None, wordings: None) -> None:
    case_file = drafted()
    assert case_file.blocks is not None
    loaded = load(replace(case_file, text=case_file.text + "\nPS: and the bins?"), at=AT)
    assert loaded.warnings == ("blocks: they do not hold all of the text as received.",)


def test_wording_of_the_library_is_kept_and_another_one_warned_of(particulars: None) -> None:
    StandardText.objects.supply(
        "21(1)", body="Ours.", number=4, owner="A", review_by=AT.date(), note="", at=AT
    )
    loaded = load(drafted(), at=AT)
    assert "wording[0]: the library has another wording for section 21(1)" in loaded.warnings[0]
    assert ["was added" in warning for warning in loaded.warnings] == [False, True, True]
    bodies = StandardText.objects.wordings(["21(1)", "31(1)(a)"])
    assert bodies["21(1)"].body == "Ours."
    assert bodies["31(1)(a)"].body.startswith("Section 31(1)(a) protects")


def test_same_wording_is_no_warning(particulars: None, wordings: None) -> None:
    first = load(drafted(), at=AT)
    second = load(replace(drafted(), reference="CAS-2"), at=AT)
    assert (first.warnings, second.warnings) == ((), ())
    assert StandardText.objects.count() == 3


# --- there and back ---------------------------------------------------------------------


def test_published_case_comes_back_with_the_same_digest(particulars: None) -> None:
    with empty_portal():
        case = load(whole_case(), at=AT).case
        written, stored, drafts = to_json(export(case)), stored_versions(case), draft_digest(case)
    case = load(parse(written.encode()), at=AT + timedelta(days=30)).case
    assert stored_versions(case) == stored
    assert draft_digest(case) == drafts
    assert to_json(export(case)) == written


def stored_versions(case: FoiRequest) -> list[tuple[int, str, str]]:
    return list(case.versions.order_by("number").values_list("number", "digest", "content"))


def test_draft_comes_back_with_the_same_digest(particulars: None) -> None:
    with empty_portal():
        case = load(drafted(), at=AT).case
        written, before = to_json(export(case)), draft_digest(case)
    case = load(parse(written.encode()), at=AT).case
    assert draft_digest(case) == before
    assert to_json(export(case)) == written


def test_draft_keeps_its_digest_with_wording_that_was_edited_often(particulars: None) -> None:
    with empty_portal():
        StandardText.objects.supply(
            "21(1)", body="Our seventh.", number=7, owner="Ann", review_by=AT.date(), note="", at=AT
        )
        case = load(drafted(), at=AT).case
        written, before = to_json(export(case)), draft_digest(case)
    assert draft_digest(load(parse(written.encode()), at=AT).case) == before


@pytest.fixture
def eventful(particulars: None) -> Callable[[], FoiRequest]:
    """A case that was returned, approved, reopened, sent, published, withdrawn and redrafted."""

    def build() -> FoiRequest:
        otto = person("otto.officer", Role.OFFICER)
        olga = person("olga.officer", Role.OFFICER, Role.REVIEWER)
        dora = person("dora.editor", Role.LIBRARY_EDITOR)
        rita = person("rita.reviewer", Role.REVIEWER)
        petra = person("petra.publisher", Role.PUBLISHER)
        at = AT - timedelta(days=60)
        case = load(drafted(), at=at).case
        adapt(case, "We keep the locks of our car parks to ourselves.", by=otto)

        # Olga reviews the first version, drafts for the second, and so cannot review that one.
        first = review.submit(case, by=otto, at=at)
        comments = {"a2": "Say which harm.", "a3": "Who is the Head of Parking?"}
        review.return_(
            case, digest=first.digest, comments=comments, comment="Nearly.", by=olga, at=at
        )
        answer = Answer.objects.get(foi_request=case, text__startswith="48,212")
        drafting.save_answer(
            answer,
            text="48,213 payments.\r\nSorry.",
            disposition=Disposition.DISCLOSED,
            revision=answer.revision,
            by=olga,
            at=at,
        )
        adapt(case, "The locks of a car park are\r\nno secret of ours.", by=olga)
        review.submit(case, by=olga, at=at + timedelta(days=1))
        review.recall(case, by=otto, at=at + timedelta(days=1))
        arranging.override_outcome(
            case, code=OutcomeCode.GRANTED_IN_FULL, reason="Nearly all of it.", by=otto, at=at
        )
        third = review.submit(case, by=otto, at=at + timedelta(days=2))
        with pytest.raises(NotAllowed):
            review.approve(case, digest=third.digest, comments={}, by=olga, at=at)
        factories.make_documents(case)
        review.approve(case, digest=third.digest, comments={"a1": "Good."}, by=rita, at=at)
        publishing.publish(case, on=date(2026, 10, 2), by=petra, at=at, before_rendering=True)
        later = at + timedelta(days=4)
        unclear(case, by=olga, at=later)
        give_reasons(case, Stage.SEND, day=date(2026, 10, 3))
        publishing.record_sent(case, sent_on=date(2026, 10, 3), by=petra, at=later)
        publishing.withdraw(case, reason="A figure was wrong.", by=petra, at=later)
        review.reopen(case, by=otto, at=later)
        library.save_wording(
            LOCKS, body="New.", note="", owner="Dora", review_by=AT.date(), latest=1, by=dora, at=at
        )
        redraft(case, olga)
        dispute(case, olga, rita, at=later)
        return case

    return build


LOCKS = "31(1)(a)"


def adapt(case: FoiRequest, body: str, *, by: User) -> None:
    before = case.adapted_wordings.filter(provision=LOCKS).first()
    revision = before.revision if before else 0
    adapting.adapt_wording(
        case, LOCKS, body=body, reason="Locks.", base=1, revision=revision, by=by, at=AT
    )


def unclear(case: FoiRequest, *, by: User, at: datetime) -> None:
    """One question was unclear, then answered; a fee was asked for by mistake, twice."""
    first, second, third = case.blocks.answerable().order_by("position")[:3]
    received = case.received_on

    def happens(kind: EventKind, days: int, *questions: Block, **more: Any) -> ClockEvent:
        details = EventDetails(
            kind, received + timedelta(days=days), questions=[b.pk for b in questions], **more
        )
        return clock.record_event(case, details, by=by, at=at)

    happens(EventKind.CLARIFICATION_ASKED, 2, first, third, note="By e-mail.")
    happens(EventKind.CLARIFICATION_RECEIVED, 5, first)
    for _ in range(2):
        mistaken = happens(EventKind.FEE_NOTICE, 3)
        clock.strike_event(mistaken, reason="Another case.", by=by, at=at)
    happens(
        EventKind.EXTENSION,
        8,
        second,
        until=received + timedelta(days=50),
        provisions=["31(1)(a)"],
    )
    lost = happens(EventKind.TRANSFERRED_RECORD, 4, second)
    ClockEventQuestion.objects.filter(event=lost).delete()


def dispute(case: FoiRequest, by: User, decider: User, *, at: datetime) -> None:
    """A review, a wrong decision struck out and one recorded anew, and a complaint."""
    sent_on = date(2026, 9, 20)
    asked = challenges.ask_review(case, StepDetails(sent_on, note="I want all."), by=by, at=at)
    more = StepDetails(sent_on, note="Many papers.")
    challenges.extend_review(asked, more, by=by, at=at)
    wrong = StepDetails(sent_on, outcome=ReviewOutcome.UPHELD)
    challenges.strike_step(
        challenges.decide(asked, wrong, by=by, at=at), reason="Typed wrongly.", by=by, at=at
    )
    right = StepDetails(sent_on, outcome=ReviewOutcome.OVERTURNED, decided_by=decider)
    challenges.decide(asked, right, by=by, at=at + timedelta(days=3))
    told = StepDetails(sent_on, reference="IC-123456-A1B2")
    complaint = challenges.notify_complaint(case, told, by=by, at=at + timedelta(days=5))
    challenges.strike_step(complaint, reason="Not ours.", by=by, at=at + timedelta(days=6))
    challenges.notify_complaint(case, told, by=by, at=at + timedelta(days=6))


def redraft(case: FoiRequest, by: User) -> None:
    """Joins two questions, empties an answer of its questions, declares personal data."""
    arranging.override_outcome(case, code="", reason="", by=by, at=AT)
    signature = case.blocks.order_by("position").last()
    assert signature is not None
    splitting.redact_block(signature, passages=["Sam Sample"], by=by, at=AT)
    questions = case.blocks.filter(number__in=["1", "2"], answer__text__contains="Mill Lane")
    other = Answer.objects.get(foi_request=case, text__startswith="48,213")
    drafting.answer_questions(
        case, questions=[block.pk for block in questions], answer=other, by=by, at=AT
    )
    arranging.order_annex(case, cites=[], by=by, at=AT)


def test_eventful_case_comes_back_whole(eventful: Callable[[], FoiRequest]) -> None:
    with empty_portal():
        case = eventful()
        written, stored, drafts = to_json(export(case)), stored_versions(case), draft_digest(case)
    case = load(parse(written.encode()), at=AT + timedelta(days=30)).case
    assert stored_versions(case) == stored
    assert draft_digest(case) == drafts
    assert to_json(export(case)) == written
    assert case.answers.filter(questions=None).count() == 1
    assert due(histories([case])[case.pk], calendars.current()).due_on == case.due_on
    assert case.challenge_steps.count() == 8
    assert [version.review.decision for version in case.versions.order_by("number")] == [
        *("returned", "recalled", "approved")
    ]


def test_who_drafted_elsewhere_may_not_approve_here(eventful: Callable[[], FoiRequest]) -> None:
    with empty_portal():
        case_file = export(eventful())
    case = load(case_file, at=AT).case
    olga = User.objects.get(username="olga.officer")
    rita = User.objects.get(username="rita.reviewer")
    first, _, third = case.versions.order_by("number")
    assert review.may_review(first, olga)
    assert not review.may_review(third, olga)
    assert review.may_review(third, rita)
    assert olga.pk in audit.drafters_of(case)


def test_case_that_nobody_drafted_yet_comes_back_with_no_drafter(particulars: None) -> None:
    plain = CaseFile("PLAIN-1", "Bins", date(2026, 5, 5), "1. How many?\nThank you.\n")
    with empty_portal():
        written = to_json(export(load(plain, at=AT).case))
    assert "drafters" not in json.loads(written)
    assert to_json(export(load(parse(written.encode()), at=AT).case)) == written


AS_TYPED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
# As rows keep what was typed, and so as files have it that the portal wrote.
TEXTS = AS_TYPED.map(printable)
WORDS = TEXTS.filter(bool)


DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))
MOMENTS = st.builds(datetime.combine, DAYS, st.times(), st.just(UTC))


def clock_events(blocks: Sequence[BlockPart]) -> st.SearchStrategy[ClockEventPart]:
    keys = [block.key for block in blocks if block.answerable]
    return st.builds(
        ClockEventPart,
        kind=st.sampled_from(EventKind).map(str),
        on=DAYS,
        until=st.none() | DAYS,
        questions=st.lists(st.sampled_from(keys)).map(tuple) if keys else st.just(()),
        provisions=st.sampled_from([(), ("31(1)(a)",)]),
        note=TEXTS,
        at=st.none() | MOMENTS,
        struck=st.none() | st.builds(StrikePart, WORDS, st.just("olga.officer"), MOMENTS),
    )


@st.composite
def case_files(draw: st.DrawFn) -> CaseFile:
    """Drafts of any content that hang together."""
    kinds = draw(st.lists(st.sampled_from(["section", "context", "question"]), max_size=8))
    blocks = tuple(
        BlockPart(
            key=f"k{index}",
            kind=kind,
            text=draw(WORDS),
            label=draw(TEXTS),
            number=draw(st.none() | TEXTS),
            level=draw(st.integers(0, 4)),
            omitted=draw(st.booleans()),
        )
        for index, kind in enumerate(kinds)
    )
    answers = tuple(
        AnswerPart(
            questions=(block.key,), text=draw(TEXTS), disposition=draw(st.sampled_from(Disposition))
        )
        for block in blocks
        if block.answerable and draw(st.booleans())
    )
    return CaseFile(
        reference=draw(WORDS),
        title=draw(WORDS),
        received_on=draw(st.dates(date(2000, 1, 1), date(2100, 12, 31))),
        text=draw(WORDS),
        requester=draw(
            st.none() | st.builds(RequesterPart, name=WORDS, postal_address=st.just("1 Row"))
        ),
        blocks=draw(st.none() | st.just(blocks)),
        answers=answers,
        clock_events=tuple(draw(st.lists(clock_events(blocks), max_size=3))),
        drafters=tuple(draw(st.lists(st.from_regex(r"\A[a-z.]{1,20}\Z"), max_size=3))),
    )


@given(case_files())
def test_any_case_file_is_read_as_it_was_written(case_file: CaseFile) -> None:
    assert parse(to_json(case_file).encode()) == case_file


@given(st.recursive(st.none() | st.booleans() | st.integers() | AS_TYPED, st.lists))
def test_any_other_json_is_refused_in_words(value: object) -> None:
    with pytest.raises(BrokenCaseFile) as caught:
        parse(json.dumps(value).encode())
    assert str(caught.value)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(BrokenCaseFile) as caught:
        parse(content)
    assert str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[" * 100_000, "nested too deeply"),
        (b'{"version": ' + b"9" * 5000 + b"}", "not JSON that can be read"),
        (b'{"version": NaN}', "NaN is not JSON"),
        (b'{"title": "\\ud800"}', "no text"),
        (b" " * 20_000_001, "larger than 20 MB"),
    ],
)
def test_hostile_bytes_are_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(BrokenCaseFile, match=said):
        parse(content)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert parse(b"\xef\xbb\xbf" + WHOLE.read_bytes()) == whole_case()


# --- the form ---------------------------------------------------------------------------


def test_every_field_is_described() -> None:
    nameless = [
        f"{place}.{name}"
        for place, part in [("case", schema()), *schema()["$defs"].items()]
        for name, rules in part.get("properties", {}).items()
        if "description" not in rules and name not in {"by", "at", "text"}
        if "description" not in schema()["$defs"].get(rules.get("$ref", "").rpartition("/")[2], {})
    ]
    assert nameless == []


def test_form_lists_every_disposition_and_outcome() -> None:
    definitions = schema()["$defs"]
    assert set(definitions["answer"]["properties"]["disposition"]["enum"]) == {"", *Disposition}
    overrides = schema()["properties"]["outcome"]["properties"]["override"]["enum"]
    assert set(overrides) == {None, *OutcomeCode} - {OutcomeCode.UNDECIDED}
    assert set(schema()["properties"]["status"]["enum"]) == set(State)
    step = definitions["step"]["properties"]
    assert set(step["kind"]["enum"]) == set(StepKind)
    assert set(step["outcome"]["enum"]) == {"", *ReviewOutcome, *ComplaintOutcome}


def test_form_lists_every_event_of_the_clock() -> None:
    kinds = schema()["$defs"]["clock_event"]["properties"]["kind"]["enum"]
    assert kinds == [kind.value for kind in EventKind]


def test_events_without_an_hour_or_a_name_are_the_officers_at_noon(particulars: None) -> None:
    asked = ClockEventPart(kind="clarification_asked", on=date(2026, 3, 9))
    case = load(drafted(clock_events=(asked,)), at=AT).case
    event = case.clock_events.get()
    assert (event.recorded_by, event.whole_case) == (case.officer, True)
    assert event.recorded_at.date() == date(2026, 3, 9)
    assert (case.due_on, case.waiting_for) == (None, "clarification")


def test_export_keeps_to_the_form(eventful: Callable[[], FoiRequest]) -> None:
    assert problems_of(json.loads(to_json(export(eventful())))) == ()


STEP = StepPart("s1", "review_asked", date(2026, 10, 3), "otto.officer", AT)


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((STEP, STEP), "steps[1].key: the key “s1” stands twice."),
        ((replace(STEP, of="s0"),), "steps[0].of: a step of the kind review_asked begins"),
        ((replace(STEP, kind="review_decided"),), "steps[0].of: no earlier step has the key “”."),
        (
            (STEP, replace(STEP, key="s2", kind="complaint_decided", of="s1")),
            "steps[1].of: complaint_decided does not follow review_asked.",
        ),
        (
            (STEP, replace(STEP, key="s2", kind="review_decided", of="s1", outcome="")),
            "steps[1].outcome: this is no outcome of review_decided.",
        ),
        ((replace(STEP, outcome="decision_upheld"),), "steps[0].outcome: this is no outcome"),
    ],
)
def test_steps_that_do_not_fit_are_told(steps: tuple[StepPart, ...], said: str) -> None:
    with pytest.raises(BrokenCaseFile) as caught:
        parse(to_json(replace(whole_case(), steps=steps)).encode())
    assert any(str(problem).startswith(said) for problem in caught.value.problems)


def test_a_step_that_a_verb_refuses_is_told_with_its_place(particulars: None) -> None:
    early = replace(STEP, on=date(2001, 1, 1))
    with pytest.raises(BrokenCaseFile, match=r"steps\[0\].on: The day must not be before"):
        load(replace(whole_case(), steps=(early,)), at=AT)


# --- broken files -----------------------------------------------------------------------

BROKEN = {
    "answer-to-a-heading": ["answers[0].questions[0]: the block “q1” is not a question that"],
    "bad-reference": ["reference: Write the reference with letters"],
    "broken-character": ["answers[0].text: this holds a character that is no text"],
    "claim-twice": ["answers[1].claims[1].provision: Section 21(1) is claimed on this answer"],
    "clock-event-of-no-question": [
        "clock_events[0].questions[0]: no question has the key “q9”.",
        "clock_events[1].provisions[0]: “99(1)” is not a provision in the catalogue.",
    ],
    "clock-event-out-of-order": ["clock_events[0].on: A fee is received on 9 May 2026 without"],
    "clock-event-without-end": ["clock_events[0].until: Give the day until which there is time."],
    "cut-off": ["this is not JSON: "],
    "field-twice": ["the field “title” stands twice"],
    "fields-missing": ["text: this field is missing.", "blocks[1].kind: this field is missing."],
    "hidden-direction": ["answers[0].text: "],
    "key-twice": ["blocks[1].key: the key “q1” stands twice.", "answers[1].questions[0]: no block"],
    "newer-version": ["version: this must be 1."],
    "no-such-date": ["received_on: “2026-02-30” is not a date like 2026-10-05."],
    "not-a-case": ["write an object in { } here."],
    "not-json": ["this is not JSON: Expecting value (line 3, column 11)."],
    "not-utf-8": ["byte 43 is not UTF-8 text."],
    "override-without-reason": ["outcome.reason: say why the outcome differs"],
    "own-work-approved": ["people.reviewer: You had a hand in this version"],
    "published-before-received": ["publication.published_on: 2026-05-01 is before received_on"],
    "published-without-publication": ["publication: a case that is published needs"],
    "question-answered-twice": ["answers[1].questions[1]: “q1” is answered by answers[0]"],
    "redaction-not-in-block": ["blocks[1].redactions[0]: these words do not stand in the block."],
    "reference-of-signs": ["reference: Write the reference with letters"],
    "requester-named": ["answers[0]: The answer to question 1 shows the requester’s name"],
    "requester-with-bad-email": ["requester.email: “sam at example” is not an e-mail address."],
    "requester-without-address": ["requester: give an e-mail or a postal address"],
    "status-without-history": [
        "versions[0].digest: this is not the SHA-256",
        "status: after the last version the case is in_review.",
    ],
    "submitted-incomplete": [
        "answers[1].text: Write the answer to question 2.",
        "answers[0]: The answer to question 1 is “Withheld” but claims no exemption.",
    ],
    "submitted-unanswered": ["blocks[1]: Question 2 has no answer yet."],
    "test-of-an-absolute-exemption": [
        "tests[0]: Section 40(2) with 40(3A)(a) has no public interest"
    ],
    "test-of-nothing": ["tests[0]: no claim names this test."],
    "unknown-disposition": ["answers[0].disposition: “refused” is none of: disclosed, "],
    "unknown-field": ["answers[1]: there is no field “exemption” here; the fields are key, "],
    "unknown-likelihood": [
        "answers[1].claims[0].likelihood: “perhaps” is none of: would, would_be_likely, or leave"
    ],
    "unknown-provision": ["answers[1].claims[0].provision: “99(1)” is not a provision"],
    "unknown-question": ["answers[1].questions[1]: no block has the key “q7”."],
    "unknown-test": ["answers[1].claims[0].test: no test has the key “t9”."],
    "version-changed": ["versions[0].digest: this is not the SHA-256 of the content"],
    "version-unreadable": ["versions[0].content: this is not a stored response"],
    "version-without-zone": ["versions[0].submitted_at: “2026-05-20T10:00:00” is not a moment"],
    "wrong-types": [
        "title: write text in quotation marks here.",
        "blocks[0].stem: write true or false here.",
        "answers[0].questions: write a list in [ ] here.",
    ],
}


def test_every_broken_file_is_expected() -> None:
    assert {path.stem for path in (HERE / "broken_cases").glob("*.json")} == set(BROKEN)


@pytest.mark.parametrize("name", BROKEN)
def test_broken_file_is_told_and_leaves_nothing(particulars: None, name: str) -> None:
    with pytest.raises(BrokenCaseFile) as caught:
        load(parse((HERE / f"broken_cases/{name}.json").read_bytes()), at=AT)
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == len(BROKEN[name])
    for said, expected in zip(told, BROKEN[name], strict=True):
        assert said.startswith(expected)
    assert rows_left() == 0


def rows_left() -> int:
    kept = (FoiRequest, Block, Answer, Requester, ResponseVersion, AuditEvent, User, StandardText)
    return sum(model.objects.count() for model in kept)


def test_version_that_was_tampered_with_is_refused(particulars: None) -> None:
    with empty_portal():
        case_file = export(load(whole_case(), at=AT).case)
    version = case_file.versions[0]
    tampered = replace(version, content=version.content.replace("48,212", "48,999"))
    with pytest.raises(BrokenCaseFile, match=r"versions\[0\]\.digest"):
        reload(replace(case_file, versions=(tampered,)))
    # Whoever changes the digest as well changes what was approved, but not what it may say.
    forged = tampered.content.replace("CAS-20417-K7P2Q9", "CAS-1")
    tampered = replace(tampered, content=forged, digest=digest(forged))
    with pytest.raises(BrokenCaseFile, match=r"versions\[0\]\.content: this is the response to"):
        reload(replace(case_file, versions=(tampered,)))
    assert rows_left() == 0


def test_no_particulars_for_the_day_is_told(db: None) -> None:
    with pytest.raises(BrokenCaseFile, match="particulars"):
        load(whole_case(), at=AT)
    assert rows_left() == 0


# --- the commands -----------------------------------------------------------------------


def run(command: str, *arguments: str, **options: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(command, *arguments, stdout=out, stderr=err, **options)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}"
    return out.getvalue(), err.getvalue()


def test_a_bad_file_never_harms_the_others(particulars: None, tmp_path: Path) -> None:
    folder = tmp_path / "log"
    folder.mkdir()
    for number in (1, 2, 4):
        # Two cases with the very same test would each be a warning about the other.
        (weighed,) = whole_case().tests
        own = replace(
            weighed, reasons=f"Maintaining it outweighs, as the thefts of 202{number} show."
        )
        case_file = whole_case(reference=f"OLD-{number}", tests=(own,))
        (folder / f"0{number}.json").write_text(to_json(case_file))
    broken = (HERE / "broken_cases/unknown-likelihood.json").read_text()
    (folder / "03.json").write_text(broken)

    out, err = run("load_case", str(folder), str(tmp_path / "absent.json"))

    assert [line.partition("json: ")[2] for line in out.splitlines()] == [
        *(f"OLD-{number} (published)" for number in (1, 2, 4))
    ]
    assert "03.json: answers[1].claims[0].likelihood: “perhaps” is none of" in err
    assert "absent.json: the file cannot be read: No such file or directory." in err
    assert err.endswith("3 loaded, 2 failed")
    assert FoiRequest.objects.count() == 3


def test_a_case_is_read_from_standard_input(
    particulars: None, wordings: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(WHOLE.read_bytes())))
    assert run("load_case", "-") == (
        "standard input: CAS-20417-K7P2Q9 (published)\n1 loaded, 0 failed\n",
        "",
    )


def test_a_folder_without_case_files_is_told(db: None, tmp_path: Path) -> None:
    assert run("load_case", str(tmp_path))[1].endswith("there is no .json file in this folder.")


def test_loading_again_skips_what_is_there_and_changes_nothing(
    particulars: None, wordings: None
) -> None:
    assert run("load_case", str(WHOLE)) == (
        f"{WHOLE}: CAS-20417-K7P2Q9 (published)\n1 loaded, 0 failed\n",
        "",
    )
    events = AuditEvent.objects.count()
    assert run("load_case", str(WHOLE)) == (
        f"{WHOLE}: loaded before, so it is skipped\n0 loaded, 1 loaded before, 0 failed\n",
        "",
    )
    assert AuditEvent.objects.count() == events


def test_another_case_under_the_same_reference_is_an_error(
    particulars: None, wordings: None, tmp_path: Path
) -> None:
    factories.received(reference="CAS-20417-K7P2Q9")
    _, err = run("load_case", str(WHOLE))
    assert "reference: There is a case with the reference CAS-20417-K7P2Q9 already." in err


def test_a_bug_in_one_file_is_told_and_harms_no_other(
    particulars: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bug is one that we do not have: a verb that divides by nought on one reference."""
    original = arranging.order_annex

    def order_annex(case: FoiRequest, **options: Any) -> None:
        if case.reference == "OLD-1":
            raise ZeroDivisionError
        original(case, **options)

    monkeypatch.setattr(arranging, "order_annex", order_annex)
    for number in (1, 2):
        (tmp_path / f"{number}.json").write_text(to_json(whole_case(reference=f"OLD-{number}")))
    out, err = run("load_case", str(tmp_path))
    assert "1.json: the program failed; nothing of the file was loaded." in err
    assert "OLD-2 (published)" in out
    assert list(FoiRequest.objects.values_list("reference", flat=True)) == ["OLD-2"]


def test_export_writes_what_load_reads(particulars: None, tmp_path: Path) -> None:
    with empty_portal():
        load(whole_case(), at=AT)
        printed, _ = run("export_case", "CAS-20417-K7P2Q9")
        file = tmp_path / "case.json"
        assert run("export_case", "CAS-20417-K7P2Q9", "--output", str(file)) == ("", "")
        assert file.read_text() == printed
    assert printed.endswith("}\n")
    assert "–" in printed  # readable, not \u2013
    run("load_case", str(file))
    assert run("export_case", "CAS-20417-K7P2Q9") == (printed, "")


def test_export_of_an_unknown_case_is_told(db: None) -> None:
    assert run("export_case", "NONE-1") == ("", "There is no case with the reference NONE-1.")


@pytest.fixture
def demonstration(settings: Any) -> None:
    settings.DEMO = True


def test_demonstration_is_loaded_once(db: None, demonstration: None) -> None:
    out, err = run("load_demo")
    assert err == ""
    assert all(f"{person.username}, password {PASSWORD}" in out for person in PEOPLE)
    states = dict(FoiRequest.objects.values_list("reference", "state"))
    assert sorted(states.values()) == ["drafting", "in_review", "published"]
    events = AuditEvent.objects.count()
    assert run("load_demo") == (out, "")
    assert AuditEvent.objects.count() == events


def test_demo_people_hold_the_role_they_show(db: None, demonstration: None) -> None:
    run("load_demo")
    for shown in PEOPLE:
        user = User.objects.get(username=shown.username)
        assert user.check_password(PASSWORD)
        assert roles_of(user) == set(shown.roles)
    assert {role for shown in PEOPLE for role in shown.roles} == set(Role)


def test_demonstration_changes_nobody_who_is_here(db: None, demonstration: None) -> None:
    own = person("demo.officer", Role.REVIEWER)
    run("load_demo")
    own.refresh_from_db()
    assert not own.has_usable_password()
    assert roles_of(own) == {Role.REVIEWER}


def test_demonstration_is_refused_on_a_real_portal(db: None) -> None:
    _, err = run("load_demo")
    assert "This is not a demonstration" in err
    assert not User.objects.exists()


def test_shipped_wording_is_added_and_an_edited_one_kept(db: None) -> None:
    StandardText.objects.supply(
        "21(1)", body="Ours.", number=1, owner="Ann", review_by=AT.date(), note="", at=AT
    )
    out, _ = run("load_standard_texts")
    count = StandardText.objects.count()
    assert out == f"{count - 1} standard texts added, {count} shipped\n"
    assert StandardText.objects.wordings(["21(1)"])["21(1)"].body == "Ours."
    assert run("load_standard_texts")[0] == f"0 standard texts added, {count} shipped\n"

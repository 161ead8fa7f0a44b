"""Every verb on real rows: each state, each role, and nothing changed by what was refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from requests_app import audit
from requests_app.actions import (
    arranging,
    base,
    challenges,
    clock,
    drafting,
    erasing,
    importing,
    intake,
    lanes,
    letters,
    links,
    publishing,
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
from requests_app.actions.letters import NoticeDetails
from requests_app.clock import EventKind
from requests_app.models import (
    Answer,
    AuditEvent,
    Block,
    Claim,
    Dispatch,
    FoiRequest,
    Lane,
    Notice,
    Rendering,
    Topic,
)
from requests_app.notice import Notice as NoticeValue
from requests_app.notice import NoticeKind, canonical_json
from requests_app.workflow import NotAllowed, Role, State, Verb, WrongState
from tests import factories
from tests.factories import AT
from tests.test_workflow import TARGETS, may
from tests.whole_case import person

pytestmark = pytest.mark.django_db


def withdrawn() -> FoiRequest:
    """Withdrawn, while a record that may correct it is on the log."""
    factories.published(reference="BETTER-1")
    return factories.withdrawn()


def better_record() -> FoiRequest | None:
    found: FoiRequest | None = FoiRequest.objects.filter(reference="BETTER-1").first()
    return found


# A case in each state; the one in drafting was returned, so that it has a version as well.
CASES: dict[State, Callable[[], FoiRequest]] = {
    State.DRAFTING: factories.returned,
    State.IN_REVIEW: factories.in_review,
    State.APPROVED: factories.approved,
    State.PUBLISHED: factories.published,
    State.WITHDRAWN: withdrawn,
}


def digest_of(case: FoiRequest) -> str:
    return factories.current(case).digest


def failed_document(case: FoiRequest) -> Rendering:
    Rendering.objects.filter(version__foi_request=case).update(state="failed", error="No font.")
    found: Rendering | None = Rendering.objects.filter(version__foi_request=case).first()
    assert found is not None
    return found


NOTICE_DIGEST = "0" * 64


def notice_of(case: FoiRequest, kind: NoticeKind) -> Notice:
    """A letter of the case, whatever state it is in; only its decision and dispatch are tried."""
    value = NoticeValue(kind, case.reference, case.title, case.received_on, due=AT.date())
    return Notice.objects.create(
        foi_request=case,
        number=case.notices.count() + 1,
        kind=kind,
        content=canonical_json(value),
        digest=NOTICE_DIGEST,
        written_by=case.officer,
        written_at=AT,
    )


def sensitive(case: FoiRequest, by: User) -> FoiRequest:
    """The case, marked for this person; only the end of it is tried."""
    FoiRequest.objects.filter(pk=case.pk).update(sensitive=True)
    case.named.set([by])
    return case


def ended(case: FoiRequest) -> FoiRequest:
    """The case; one that is approved is sent too, for only its requester's erasure is tried."""
    if case.state == State.APPROVED:
        version = factories.current(case)
        letter = Rendering.objects.filter(version=version, kind="letter").earliest("pk")
        of_the_day = {"sent_on": AT.date(), "recorded_by": case.officer, "recorded_at": AT}
        Dispatch.objects.get_or_create(version=version, rendering=letter, defaults=of_the_day)
    return case


def street_lights() -> Topic:
    return Topic.objects.get_or_create(name="Street lights")[0]


# What must be there before the deed, and is none of it.
PREPARATIONS: dict[Verb, Callable[[FoiRequest, User], object]] = {
    Verb.UNMARK_SENSITIVE: sensitive,
    Verb.SET_TOPICS: lambda case, by: street_lights(),
    Verb.ERASE_REQUESTER: lambda case, by: ended(case),
}


DEEDS: dict[Verb, Callable[[FoiRequest, User], object]] = {
    Verb.DRAFT: lambda case, by: arranging.order_annex(case, cites=[], by=by, at=AT),
    Verb.RECORD_EVENT: lambda case, by: clock.record_event(
        case, EventDetails(EventKind.CLARIFICATION_ASKED, AT.date()), by=by, at=AT
    ),
    Verb.SUBMIT: lambda case, by: review.submit(case, by=by, at=AT),
    Verb.RECALL: lambda case, by: review.recall(case, by=by, at=AT),
    Verb.RETURN: lambda case, by: review.return_(
        case, digest=digest_of(case), comments={}, comment="Again.", by=by, at=AT
    ),
    Verb.APPROVE: lambda case, by: review.approve(
        case, digest=digest_of(case), comments={}, by=by, at=AT, before_rendering=True
    ),
    Verb.BYPASS: lambda case, by: review.bypass(
        case, digest=digest_of(case), reason="She is away.", by=by, at=AT, restoring=True
    ),
    Verb.CHOOSE_LANE: lambda case, by: lanes.choose_lane(
        case, Lane.objects.get(name="Sensitive"), by=by, at=AT
    ),
    Verb.REOPEN: lambda case, by: review.reopen(case, by=by, at=AT),
    Verb.RECORD_SENT: lambda case, by: publishing.record_sent(
        case, sent_on=date(2026, 11, 3), by=by, at=AT
    ),
    Verb.PUBLISH: lambda case, by: publishing.publish(
        case, on=date(2026, 11, 3), by=by, at=AT, before_rendering=True
    ),
    Verb.WITHDRAW: lambda case, by: publishing.withdraw(case, reason="Too early.", by=by, at=AT),
    Verb.RETRY_RENDERING: lambda case, by: rendering.retry(failed_document(case), by=by, at=AT),
    Verb.ASSIGN: lambda case, by: teams.assign(
        case, officer=factories.alice(), team=None, by=by, at=AT
    ),
    Verb.WRITE_NOTICE: lambda case, by: letters.write_notice(
        case, NoticeDetails(NoticeKind.ACKNOWLEDGEMENT), by=by, at=AT
    ),
    Verb.DECIDE_NOTICE: lambda case, by: letters.approve_notice(
        notice_of(case, NoticeKind.EXTENSION), digest=NOTICE_DIGEST, by=by, at=AT
    ),
    Verb.RECORD_NOTICE_SENT: lambda case, by: letters.record_notice_sent(
        notice_of(case, NoticeKind.ACKNOWLEDGEMENT), sent_on=AT.date(), by=by, at=AT
    ),
    Verb.CHALLENGE: lambda case, by: challenges.ask_review(
        case, StepDetails(AT.date()), by=by, at=AT
    ),
    Verb.MARK_SENSITIVE: lambda case, by: sensitivity.mark_sensitive(
        case, reason="It names a witness.", named=[by], by=by, at=AT
    ),
    Verb.UNMARK_SENSITIVE: lambda case, by: sensitivity.unmark_sensitive(
        sensitive(case, by), reason="The witness agreed.", by=by, at=AT
    ),
    Verb.REPLACE: lambda case, by: publishing.replace(
        case, replaced_by=better_record() or case, by=by, at=AT
    ),
    Verb.CHECK_LINKS: lambda case, by: links.check_links(
        case, factories.current(case).response, by=by, at=AT
    ),
    Verb.SET_TOPICS: lambda case, by: topics.set_topics(case, [street_lights()], by=by, at=AT),
    Verb.EXPORT_REQUESTER: lambda case, by: erasing.note_export(case, by=by, at=AT),
    Verb.ERASE_REQUESTER: lambda case, by: erasing.erase_requester(ended(case), by=by, at=AT),
}


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", State)
def test_every_deed_in_every_state_by_every_role(state: State, verb: Verb) -> None:
    case = CASES[state]()
    for role in Role:
        with undone():
            if may(role, verb, state):
                does(case, verb, person("newcomer", role))
                assert now(case).state == TARGETS.get(verb, state)
            else:
                is_refused(case, verb, person("newcomer", role))
                assert now(case).state == state


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside the block is forgotten, so that one case serves many attempts."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def now(case: FoiRequest) -> FoiRequest:
    return FoiRequest.objects.get(pk=case.pk)


def does(case: FoiRequest, verb: Verb, by: User) -> None:
    events = AuditEvent.objects.count()
    DEEDS[verb](case, by)
    # The last step gone past is told, and that the version is approved by it.
    assert AuditEvent.objects.count() == events + (2 if verb is Verb.BYPASS else 1)
    last = AuditEvent.objects.order_by("pk").last()
    assert last is not None
    assert (last.actor, last.foi_request, last.at) == (by, case, AT)


def is_refused(case: FoiRequest, verb: Verb, by: User) -> None:
    events = AuditEvent.objects.count()
    with pytest.raises((NotAllowed, WrongState)):
        DEEDS[verb](case, by)
    assert AuditEvent.objects.count() == events


def a_state_for(verb: Verb) -> State:
    return next(state for state in State if any(may(role, verb, state) for role in Role))


# These are tried on rows that the trial itself makes first.
MADE_FOR_THE_TRIAL = {"Notice", "Rendering"}


def everything() -> dict[str, list[dict[str, object]]]:
    """Every row of the work."""
    return {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in apps.get_app_config("requests_app").get_models()
        if model.__name__ not in MADE_FOR_THE_TRIAL
    }


@pytest.mark.parametrize("verb", DEEDS)
def test_a_deed_that_cannot_be_recorded_did_not_happen(
    verb: Verb, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES[a_state_for(verb)]()
    doer = person("newcomer", *Role)
    if verb in PREPARATIONS:
        PREPARATIONS[verb](case, doer)
    before = everything()

    def lost(*_: object, **__: object) -> None:
        raise RuntimeError("The row of the audit trail is lost.")

    monkeypatch.setattr(audit, "record", lost)
    with pytest.raises(RuntimeError, match="is lost"):
        DEEDS[verb](case, doer)
    assert everything() == before
    monkeypatch.undo()
    DEEDS[verb](case, doer)
    assert everything() != before, "the trial can see a deed"


@pytest.mark.parametrize("verb", [verb for verb in DEEDS if verb in TARGETS])
def test_a_state_is_swapped_only_against_the_one_that_was_read(verb: Verb) -> None:
    """One UPDATE, which names the state before: whoever comes second finds no row."""
    case = CASES[a_state_for(verb)]()
    was = case.state
    with CaptureQueriesContext(connection) as queries:
        DEEDS[verb](case, person("newcomer", *Role))
    said = 'UPDATE "requests_app_foirequest" SET "state" ='
    (swap,) = [query["sql"] for query in queries if query["sql"].startswith(said)]
    change, _, condition = swap.partition("WHERE")
    assert f"'{TARGETS[verb]}'" in change
    assert f"'{was}'" in condition


@pytest.mark.parametrize("verb", [verb for verb in DEEDS if verb in TARGETS])
def test_who_comes_second_with_a_stale_row_changes_nothing(
    verb: Verb, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where no lock holds: the row was read before the first one moved the case."""
    case = CASES[a_state_for(verb)]()

    def moved_first(row: FoiRequest, done: Verb) -> None:
        FoiRequest.objects.filter(pk=row.pk).update(state="elsewhere")
        base.move(row, done)

    for module in (review, publishing):
        monkeypatch.setattr(module, "move", moved_first)
    events = AuditEvent.objects.count()
    with pytest.raises(WrongState, match="Somebody else changed this case"):
        DEEDS[verb](case, person("newcomer", *Role))
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize("verb", Verb)
def test_who_left_the_house_may_nothing(verb: Verb) -> None:
    state = next(state for state in State if any(may(role, verb, state) for role in Role))
    case = CASES[state]()
    leaver = person("leaver", *Role)
    leaver.is_active = False
    leaver.save()
    with pytest.raises(NotAllowed):
        DEEDS[verb](case, leaver)


@pytest.mark.parametrize("verb", [verb for verb in Verb if verb in TARGETS])
def test_a_deed_done_twice_is_done_once(verb: Verb) -> None:
    """The second click comes with a case as it was read before the first."""
    state = next(state for state in State if any(may(role, verb, state) for role in Role))
    case = CASES[state]()
    someone = person("someone", Role.OFFICER, Role.REVIEWER, Role.PUBLISHER)
    stale = FoiRequest.objects.get(pk=case.pk)
    DEEDS[verb](case, someone)
    events = AuditEvent.objects.count()
    with pytest.raises((WrongState, NotAllowed)):
        DEEDS[verb](stale, someone)
    assert AuditEvent.objects.count() == events


# --- everything that changes the draft ------------------------------------------------------


def first(case: FoiRequest) -> Block:
    block: Block | None = case.blocks.order_by("position").first()
    assert block is not None
    return block


def an_answer(case: FoiRequest) -> Answer:
    answer = case.answers.first()
    assert answer is not None
    return answer


def a_claim(case: FoiRequest) -> Claim:
    return Claim.objects.create(answer=an_answer(case), provision="31(1)(a)")


EDITS: dict[str, Callable[[FoiRequest, User], object]] = {
    "correct_details": lambda case, by: intake.correct_details(
        case, title="Other", received_on=AT.date(), requester=None, by=by, at=AT
    ),
    "change_block": lambda case, by: splitting.change_block(
        first(case), kind="context", label="", level=0, stem=False, omitted=False, by=by, at=AT
    ),
    "cut_block": lambda case, by: splitting.cut_block(first(case), offset=4, by=by, at=AT),
    "join_block": lambda case, by: splitting.join_block(first(case), by=by, at=AT),
    "move_block": lambda case, by: splitting.move_block(first(case), down=True, by=by, at=AT),
    "redact_block": lambda case, by: splitting.redact_block(
        first(case), passages=[first(case).text[:4]], by=by, at=AT
    ),
    "set_kind": lambda case, by: splitting.set_kind(first(case), kind="section", by=by, at=AT),
    "set_label": lambda case, by: splitting.set_label(first(case), label="x)", by=by, at=AT),
    "leave_out": lambda case, by: splitting.leave_out(
        first(case), omitted=not first(case).omitted, by=by, at=AT
    ),
    "indent_block": lambda case, by: splitting.indent_block(
        case.blocks.answerable().order_by("position")[1], by=by, at=AT
    ),
    "outdent_block": lambda case, by: splitting.outdent_block(first(case), by=by, at=AT),
    "undo": lambda case, by: splitting.undo(case, by=by, at=AT),
    "replace_split": lambda case, by: importing.replace_split(case, [], by=by, at=AT),
    "answer_questions": lambda case, by: drafting.answer_questions(
        case, questions=[block.pk for block in case.blocks.answerable()], by=by, at=AT
    ),
    "leave_open": lambda case, by: drafting.leave_open(
        case, questions=[block.pk for block in case.blocks.answerable()], by=by, at=AT
    ),
    "begin_answer": lambda case, by: importing.begin_answer(case, by=by, at=AT),
    "save_answer": lambda case, by: drafting.save_answer(
        an_answer(case), text="Other.", disposition="", revision=1, by=by, at=AT
    ),
    "remove_answer": lambda case, by: drafting.remove_answer(an_answer(case), by=by, at=AT),
    "claim": lambda case, by: drafting.claim(an_answer(case), ClaimDetails("21"), by=by, at=AT),
    "remove_claim": lambda case, by: drafting.remove_claim(a_claim(case), by=by, at=AT),
    "weigh": lambda case, by: drafting.weigh(
        case, Weighing([], [], "", "", None), claims=[a_claim(case).pk], by=by, at=AT
    ),
    "order_annex": lambda case, by: arranging.order_annex(case, cites=["21"], by=by, at=AT),
    "override_outcome": lambda case, by: arranging.override_outcome(
        case, code="not_held", reason="So.", by=by, at=AT
    ),
}


@pytest.mark.parametrize("state", [state for state in State if state is not State.DRAFTING])
def test_nothing_of_the_draft_changes_outside_drafting(state: State) -> None:
    case = CASES[state]()
    before = rows_of(case)
    for edit in EDITS.values():
        with undone(), pytest.raises(WrongState):
            edit(case, factories.alice())
        assert rows_of(case) == before


def test_nobody_but_an_officer_changes_the_draft() -> None:
    case = CASES[State.DRAFTING]()
    before = rows_of(case)
    other = person("other", *(set(Role) - {Role.OFFICER}))
    for edit in EDITS.values():
        with undone(), pytest.raises(NotAllowed):
            edit(case, other)
        assert rows_of(case) == before


def rows_of(case: FoiRequest) -> list[object]:
    """The draft's rows as they stand."""
    return [
        FoiRequest.objects.filter(pk=case.pk).values().get(),
        list(Block.objects.filter(foi_request=case).order_by("pk").values()),
        list(Answer.objects.filter(foi_request=case).order_by("pk").values()),
        list(Claim.objects.filter(answer__foi_request=case).order_by("pk").values()),
    ]


# Joining, replacing and removing need a case of another shape; what they do is tested elsewhere.
SHAPING = sorted(set(EDITS) - {"join_block", "outdent_block", "replace_split", "undo"})


@pytest.mark.parametrize("edit", SHAPING)
def test_whoever_changed_the_draft_may_not_approve_it(edit: str) -> None:
    case = factories.complete()
    both = person("both", Role.OFFICER, Role.REVIEWER)
    EDITS[edit](case, both)
    mend(case)
    review.submit(case, by=factories.alice(), at=AT)
    case.refresh_from_db()
    with pytest.raises(NotAllowed, match="You had a hand in this version"):
        review.approve(case, digest=digest_of(case), comments={}, by=both, at=AT)
    with pytest.raises(NotAllowed, match="You had a hand in this version"):
        review.return_(case, digest=digest_of(case), comments={}, comment="Mine.", by=both, at=AT)
    factories.make_documents(case)
    review.approve(case, digest=digest_of(case), comments={}, by=factories.bob(), at=AT)


def mend(case: FoiRequest) -> None:
    """Alice makes the draft whole again, whatever was done to it."""
    case.refresh_from_db()
    for answer in case.answers.all():
        drafting.remove_answer(answer, by=factories.alice(), at=AT)
    factories.answer(case)
    arranging.override_outcome(case, code="", reason="", by=factories.alice(), at=AT)

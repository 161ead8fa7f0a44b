"""Many people do the same, or the opposite, at the same moment: one gets their way.

It needs PostgreSQL, where ``test_postgresql.py`` runs it, and ``python -m tests.races`` as often
as one asks for.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter

import pytest
from django.contrib.auth.models import User

from exemptions.models import PublicInterestTest
from requests_app import audit
from requests_app.actions import drafting, publishing, review
from requests_app.actions.drafting import StaleAnswer, StaleReasoning
from requests_app.models import (
    Answer,
    AnswerVersion,
    AuditEvent,
    Claim,
    FoiRequest,
    Publication,
    Review,
    StepDecision,
    Withdrawal,
)
from requests_app.response import digest
from requests_app.workflow import Role, State, WrongState
from tests import factories as given
from tests.at_once import at_once, needs_postgresql
from tests.factories import AT, TODAY
from tests.races.guards import Deed, Guard, Race, guarded_only_by, won

pytestmark = [needs_postgresql, pytest.mark.django_db(transaction=True)]

ROUNDS = int(os.environ.get("RACE_ROUNDS", "2"))
PEOPLE = int(os.environ.get("RACE_PEOPLE", "10"))
OLD = "We hold 1,204 of them."


# --- what people do ------------------------------------------------------------------------


def people(role: Role, count: int) -> list[User]:
    return [given.person(f"{role.value.lower()}{number}", role) for number in range(count)]


def approving(case: FoiRequest, count: int) -> list[Deed]:
    read = given.current(case).digest
    return [
        lambda by=by: review.approve(case, digest=read, comments={}, by=by, at=AT)  # type: ignore[misc]
        for by in people(Role.REVIEWER, count)
    ]


def saving(case: FoiRequest, count: int) -> list[Deed]:
    """Each has opened the answer as it is now and wrote other words."""
    row = case.answers.get()

    def save(by: User) -> Answer:
        return drafting.save_answer(
            row,
            text=f"Words of {by.username}.",
            disposition=row.disposition,
            revision=row.revision,
            by=by,
            at=AT,
        )

    return [lambda by=by: save(by) for by in people(Role.OFFICER, count)]  # type: ignore[misc]


def claiming(case: FoiRequest, count: int) -> list[Deed]:
    """The same with the reason of a claim, and with a public interest test."""
    row = Claim.objects.get(answer__foi_request=case)

    def save(by: User) -> Claim:
        told = drafting.ClaimDetails(row.provision, f"Words of {by.username}.", row.likelihood)
        return drafting.claim(row.answer, told, existing=row, by=by, at=AT)

    return [lambda by=by: save(by) for by in people(Role.OFFICER, count)]  # type: ignore[misc]


def weighing(case: FoiRequest, count: int) -> list[Deed]:
    row = Claim.objects.get(answer__foi_request=case)

    def save(by: User) -> PublicInterestTest:
        words = f"Words of {by.username}."
        told = drafting.Weighing([words], [words], "maintain", words, TODAY)
        return drafting.weigh(case, told, claims=[row.pk], test=row.test, by=by, at=AT)

    return [lambda by=by: save(by) for by in people(Role.OFFICER, count)]  # type: ignore[misc]


def approving_and_editing(case: FoiRequest, count: int) -> list[Deed]:
    """Half of them approve what half of them take back to write something else."""

    def edit(save: Deed, by: User) -> object:
        with contextlib.suppress(WrongState):
            review.recall(case, by=by, at=AT)
        return save()

    half = count // 2
    editors = zip(saving(case, half), people(Role.OFFICER, half), strict=True)
    edits = [lambda save=save, by=by: edit(save, by) for save, by in editors]
    return [*edits, *approving(case, count - half)]


def publishing_it(case: FoiRequest, count: int) -> list[Deed]:
    return [
        lambda by=by: publishing.publish(case, on=TODAY, by=by, at=AT)  # type: ignore[misc]
        for by in people(Role.PUBLISHER, count)
    ]


def publishing_and_withdrawing(case: FoiRequest, count: int) -> list[Deed]:
    """Half of them publish what the others withdraw as soon as it is on the log."""

    def withdraw(by: User) -> Withdrawal:
        while True:
            try:
                return publishing.withdraw(case, reason="A name was in it.", by=by, at=AT)
            except WrongState:
                if Withdrawal.objects.filter(publication__foi_request=case).exists():
                    raise

    half = count // 2
    publishers = people(Role.PUBLISHER, count)
    withdrawals = [lambda by=by: withdraw(by) for by in publishers[half:]]
    return [*publishing_it(case, half), *withdrawals]


# --- what must hold afterwards -------------------------------------------------------------


def recorded(case: FoiRequest) -> Counter[str]:
    return Counter(AuditEvent.objects.filter(foi_request=case).values_list("verb", flat=True))


def approved_once(case: FoiRequest, results: list[object]) -> None:
    version = given.current(case)
    (decision,) = Review.objects.filter(version=version)
    assert [decision] == won(results)
    assert StepDecision.objects.get(version=version).decided_by == decision.reviewer
    assert decision.digest == version.digest == digest(version.content)
    assert (case.state, recorded(case)["approved"]) == (State.APPROVED, 1)


def approved_or_edited(case: FoiRequest, results: list[object]) -> None:
    told, row = recorded(case), case.answers.get()
    assert told["approved"] + told["recalled"] == 1
    assert Review.objects.filter(version=given.current(case)).count() == 1
    if told["approved"]:
        assert (case.state, row.text, told["answer_saved"]) == (State.APPROVED, OLD, 1)
        assert OLD in given.current(case).content
    else:
        assert case.state == State.DRAFTING
        saved_once(case, [one for one in results if not isinstance(one, WrongState)])


def saved_once(case: FoiRequest, results: list[object]) -> None:
    """What one wrote is saved; each of the others is shown it and has their own words still."""
    row, (winner,) = case.answers.get(), won(results)
    assert winner == row
    first, last = AnswerVersion.objects.filter(answer_pk=row.pk).order_by("revision")
    assert (first.text, last.text, last.revision) == (OLD, row.text, row.revision)
    assert row.text == f"Words of {last.saved_by.username}."
    assert recorded(case)["answer_saved"] == 2
    for loser in results:
        if isinstance(loser, StaleAnswer):
            assert (loser.theirs.text, loser.saved) == (row.text, last)


def claimed_once(case: FoiRequest, results: list[object]) -> None:
    row = Claim.objects.get(answer__foi_request=case)
    assert [row] == won(results)
    assert row.saved_by is not None
    assert row.reason == f"Words of {row.saved_by.username}."
    assert recorded(case)["claimed"] == 2
    for loser in results:
        if isinstance(loser, StaleReasoning):
            assert (loser.theirs, loser.theirs.saved_by) == (row, row.saved_by)


def weighed_once(case: FoiRequest, results: list[object]) -> None:
    row = PublicInterestTest.objects.get(claims__answer__foi_request=case)
    assert [row] == won(results)
    assert row.saved_by is not None
    words = f"Words of {row.saved_by.username}."
    assert {row.reasons, *(factor.text for factor in row.factors.all())} == {words}
    assert (row.factors.count(), recorded(case)["test_weighed"]) == (2, 2)


def published_once(case: FoiRequest, results: list[object]) -> None:
    assert list(case.publications.all()) == won(results)
    assert (case.state, recorded(case)["published"]) == (State.PUBLISHED, 1)


def published_and_withdrawn_once(case: FoiRequest, results: list[object]) -> None:
    (entry,) = case.publications.all()
    assert set(won(results)) == {entry, entry.withdrawal}
    told = recorded(case)
    assert (told["published"], told["withdrawn"], case.state) == (1, 1, State.WITHDRAWN)
    given.make_documents(case)
    assert not Publication.objects.visible().filter(foi_request=case).exists()


# --- the races -----------------------------------------------------------------------------


def readable(reference: str) -> FoiRequest:
    case = given.in_review(reference=reference)
    given.make_documents(case)
    return case


def publishable(reference: str) -> FoiRequest:
    case = given.approved(reference=reference)
    given.make_documents(case)
    return case


def draft(reference: str) -> FoiRequest:
    return given.complete(reference=reference)


def reasoned(reference: str) -> FoiRequest:
    case = given.with_questions(1, reference=reference)
    given.weighed(case, [given.claim(given.answer(case, disposition="exempt_all"))])
    return case


DECISIONS = (Review, StepDecision)
# It lets one after the other save, and cannot know that a page is old.
NOT_THE_LOCK = (Guard.SWAP, Guard.CONSTRAINT)
RACES = {
    "approve/approve": Race(readable, approving, approved_once, (WrongState,), DECISIONS),
    "approve/edit": Race(
        readable,
        approving_and_editing,
        approved_or_edited,
        (WrongState, StaleAnswer),
        (*DECISIONS, AnswerVersion),
        alone=NOT_THE_LOCK,
    ),
    "publish/publish": Race(
        publishable, publishing_it, published_once, (WrongState,), (Publication,)
    ),
    "publish/withdraw": Race(
        publishable,
        publishing_and_withdrawing,
        published_and_withdrawn_once,
        (WrongState,),
        (Publication, Withdrawal),
        wins=2,
    ),
    "save/save": Race(
        draft, saving, saved_once, (StaleAnswer,), (AnswerVersion,), alone=NOT_THE_LOCK
    ),
    "save/save of a claim": Race(
        reasoned, claiming, claimed_once, (StaleReasoning,), alone=(Guard.SWAP,)
    ),
    "save/save of a test": Race(
        reasoned, weighing, weighed_once, (StaleReasoning,), alone=(Guard.SWAP,)
    ),
}


def run(race: Race, reference: str) -> tuple[FoiRequest, list[object]]:
    case = race.begin(reference)
    results = at_once(*race.deeds(case, PEOPLE))
    return FoiRequest.objects.get(pk=case.pk), results


@pytest.mark.parametrize("name", RACES)
def test_one_gets_their_way_and_the_others_are_told(name: str) -> None:
    race = RACES[name]
    tally: Counter[str] = Counter()
    for number in range(ROUNDS):
        case, results = run(race, f"RACE-{number}")
        tally.update(type(one).__name__ for one in results)
        assert len(won(results)) == race.wins, results
        others = [one for one in results if isinstance(one, Exception)]
        assert all(isinstance(one, race.told) for one in others), results
        race.holds(case, results)
    assert audit.verify().broken == ""
    told = ", ".join(f"{count} {what}" for what, count in tally.most_common())
    print(f"{name}: {ROUNDS} rounds of {PEOPLE} people: {told}")  # noqa: T201 - for who runs many


@pytest.mark.parametrize("name", RACES)
def test_each_guard_holds_alone(name: str) -> None:
    race = RACES[name]
    for guard in race.alone:
        with guarded_only_by(guard, race=race, people=PEOPLE):
            case, results = run(race, f"RACE-{guard.name}")
            assert len(won(results)) == race.wins, (guard, results)
            race.holds(case, results)


@pytest.mark.parametrize("name", RACES)
def test_without_any_guard_it_goes_wrong(name: str) -> None:
    """The control: if it fails, the tests above prove nothing."""
    race = RACES[name]
    with guarded_only_by(race=race, people=PEOPLE):
        case, results = run(race, "RACE-1")
        assert len(won(results)) > race.wins, results
        with pytest.raises((AssertionError, ValueError)):
            race.holds(case, results)

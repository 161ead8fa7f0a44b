"""Verbs in any order by anybody: I1 to I6 hold after each, and what is forbidden is refused."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from requests_app import audit, workflow
from requests_app.actions import lanes, review
from requests_app.models import FoiRequest, RenderedText, ResponseVersion
from requests_app.producing import produce
from requests_app.workflow import Role
from tests.append_only import append_only_rows_may_go
from tests.stateful.deciding import Machine
from tests.stateful.office import furnish

pytestmark = pytest.mark.django_db

# How many examples of how many steps: a few here, 500 of 50 before a release (README.md).
RUNS = int(os.environ.get("WORKFLOW_RUNS", "20"))
STEPS = int(os.environ.get("WORKFLOW_STEPS", "30"))

TakeAway = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture(autouse=True)
def office() -> None:
    furnish()


def test_all_holds_whatever_people_do_in_whatever_order() -> None:
    limits = settings(max_examples=RUNS, stateful_step_count=STEPS)
    run_state_machine_as_test(Machine, settings=limits)


class WithPrintEngine(Machine):
    """The same, with the documents that the worker really makes."""

    def make(self, pk: int) -> None:
        produce(pk, at=self.tick)


def test_all_holds_with_real_documents() -> None:
    machine = WithPrintEngine()
    try:
        machine.begin(so_far=[3])
        machine.all_holds()
        (case,) = machine.opened
        assert FoiRequest.objects.get(pk=case.pk).state == workflow.State.PUBLISHED
        letter, read, public = RenderedText.objects.order_by("rendering__kind", "pk")
        assert all("We hold 1 of them." in made.text for made in (letter, read, public))
        machine.carry_on(0)
        machine.all_holds()
    finally:
        machine.teardown()


# --- without a guard the machine finds what it guards against ------------------------------


def approve_ones_own(patch: pytest.MonkeyPatch) -> None:
    """Neither the verb nor the gate asks; the triggers of the database are gone as well."""
    patch.setattr(review, "may_review", lambda version, by: True)
    patch.setattr(review, "require_open", lambda *args, **told: None)


def approve_what_one_has_not_read(patch: pytest.MonkeyPatch) -> None:
    def current(case: FoiRequest, digest: str, by: User) -> ResponseVersion:
        return version_read(case, review._undecided(case).digest, by)

    version_read = review._version_read
    patch.setattr(review, "_version_read", current)
    patch.setattr(review, "_step_read", lambda version, step: lanes.waiting_step(version))


def approve_before_the_pages_are_made(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(review, "_require_pages", lambda version: None)


def forget_to_record(patch: pytest.MonkeyPatch) -> None:
    def forgetful(case: FoiRequest | None, verb: str, **told: Any) -> object:
        return None if verb == "withdrawn" else record(case, verb, **told)

    record = audit.record
    patch.setattr(audit, "record", forgetful)


def let_anybody(patch: pytest.MonkeyPatch) -> None:
    def check(verb: workflow.Verb, state: workflow.State, roles: object, **told: bool) -> object:
        return check_roles(verb, state, frozenset(Role), **told)

    check_roles = workflow.check
    patch.setattr(workflow, "check", check)


# What somebody does first (``so_far`` as in ``begin``), and then, by the name of the rule.
WALKS: dict[TakeAway, tuple[str, int, list[tuple[str, dict[str, Any]]]]] = {
    approve_ones_own: (
        "had a hand in it|nobody_",
        1,
        [
            ("recall", {"pick": 0, "name": "alice"}),
            ("submit", {"pick": 0, "name": "olive"}),
            ("work", {}),
            ("approve", {"pick": 0, "name": "olive", "fresh": True}),
        ],
    ),
    approve_what_one_has_not_read: (
        "decided on what they had not read",
        1,
        [
            ("work", {}),
            ("open_page", {"pick": 0, "name": "bob"}),
            ("recall", {"pick": 0, "name": "alice"}),
            ("carry_on", {"pick": 0}),
            ("work", {}),
            ("approve", {"pick": 0, "name": "bob", "fresh": False}),
        ],
    ),
    approve_before_the_pages_are_made: (
        "nobody could read",
        1,
        [("approve", {"pick": 0, "name": "bob", "fresh": True})],
    ),
    forget_to_record: ("nobody recorded", 3, [("withdraw", {"pick": 0, "name": "carol"})]),
    let_anybody: (r"may not .*, but did", 1, [("recall", {"pick": 0, "name": "mallory"})]),
}


def walk(so_far: int, steps: list[tuple[str, dict[str, Any]]]) -> None:
    machine = Machine()
    try:
        machine.begin(so_far=[so_far])
        for rule, told in steps:
            getattr(machine, rule)(**told)
            machine.all_holds()
    finally:
        machine.teardown()


@pytest.mark.parametrize("take_away", WALKS)
def test_a_step_without_its_guard_is_told_apart(
    take_away: TakeAway, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, so_far, steps = WALKS[take_away]
    walk(so_far, steps)
    take_away(monkeypatch)
    with (
        append_only_rows_may_go(),
        pytest.raises((AssertionError, IntegrityError), match=found),
    ):
        walk(so_far, steps)


def test_the_machine_finds_a_guard_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """By itself, and from the same seed each time; it ends at the first failure."""
    let_anybody(monkeypatch)
    limits = settings(
        max_examples=25,
        stateful_step_count=STEPS,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
    )
    with pytest.raises(AssertionError, match=r"may not .*, but did|NotAllowed was due"):
        run_state_machine_as_test(Machine, settings=limits)

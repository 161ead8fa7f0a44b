"""Lanes of review: defining them, choosing one for a case, and deciding on a step of a version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from requests_app import audit
from requests_app.actions.base import Refused, locked, require_role, roles_of
from requests_app.models import (
    FoiRequest,
    Lane,
    LaneStep,
    ResponseVersion,
    ReviewStep,
    StepDecision,
    Team,
    lane_of,
)
from requests_app.workflow import NotAllowed, Role, Verb

NEEDS_SENSITIVE_LANE = (
    "This case is marked as sensitive, so two different people approve it. Choose a lane for "
    "sensitive cases."
)
CHANGE_LANES = "change the lanes of review"


@dataclass(frozen=True, slots=True)
class StepDetails:
    """A step of a lane; ``team`` None: every reviewer, ``bypass_by`` "": nobody goes past it."""

    name: str
    team: Team | None = None
    bypass_by: str = ""


# --- defining and choosing -------------------------------------------------------------


def save_lane(
    name: str,
    *,
    sensitive: bool,
    different_people: bool,
    steps: Sequence[StepDetails],
    lane: Lane | None = None,
    by: User,
    at: datetime,
) -> Lane:
    """Adds a lane or changes one; versions under review keep the steps that they were sent with.

    Raises NotAllowed, Refused.
    """
    require_role(by, Role.ADMINISTRATOR, CHANGE_LANES)
    name = " ".join(name.split())
    if not name:
        raise Refused("Enter the name of the lane.", field="name")
    if not steps:
        raise Refused("A lane has at least one step: nothing leaves unread.", field="name")
    _require_reviewers(steps)
    if sensitive and not (different_people and _never_left_out(steps) > 1):
        raise Refused(
            "A lane for sensitive cases has at least two steps that nobody may leave out, each "
            "approved by a different person.",
            field="sensitive",
        )
    try:
        with transaction.atomic():
            row = lane or Lane()
            row.name, row.sensitive, row.different_people = name, sensitive, different_people
            row.save()
            row.steps.all().delete()
            LaneStep.objects.bulk_create(
                LaneStep(lane=row, position=n, name=s.name, team=s.team, bypass_by=s.bypass_by)
                for n, s in enumerate(steps, start=1)
            )
            audit.record(None, "lane_saved", by=by, at=at, lane=row.pk, steps=len(steps))
    except IntegrityError as error:
        raise Refused(f"There is a lane called {name} already.", field="name") from error
    return row


def _never_left_out(steps: Sequence[StepDetails]) -> int:
    return sum(1 for step in steps if not step.bypass_by)


def _require_reviewers(steps: Sequence[StepDetails]) -> None:
    """A step waits for ever for a team in which nobody may review."""
    for number, step in enumerate(steps, start=1):
        if step.team and not Team.objects.reviewing().filter(pk=step.team.pk).exists():
            raise Refused(
                f"Nobody of {step.team} is a reviewer, so nobody could approve “{step.name}”.",
                field=f"team_{number}",
            )


def choose_lane(case: FoiRequest, lane: Lane, *, by: User, at: datetime) -> None:
    """Sends the next version of a case through this lane. Raises NotAllowed, Refused."""
    with locked(case, Verb.CHOOSE_LANE, by=by) as row:
        if row.sensitive and not lane.sensitive:
            raise Refused(NEEDS_SENSITIVE_LANE, field="lane")
        before = lane_of(row)
        if before == lane:
            return
        if before.sensitive and not lane.sensitive:
            _require_second_person(row, by)
        row.lane = lane
        row.save(update_fields=["lane"])
        audit.record(row, "lane_chosen", by=by, at=at, lane=lane.name)


def _require_second_person(case: FoiRequest, by: User) -> None:
    """Nobody makes their own draft less sensitive."""
    hand = by.pk in audit.drafters_of(case) or by.pk == case.officer_id
    if hand or not roles_of(by) & {Role.REVIEWER, Role.ADMINISTRATOR}:
        raise NotAllowed(
            "This case goes through a lane for sensitive cases. Only a reviewer or an "
            "administrator who had no hand in it may take it out of that."
        )


# --- the steps of a version ------------------------------------------------------------


def freeze_steps(
    version: ResponseVersion, lane: str, steps: Sequence[StepDetails], *, different_people: bool
) -> None:
    """Writes the steps that this version goes through, whatever becomes of the lane."""
    ReviewStep.objects.bulk_create(
        ReviewStep(
            version=version,
            lane_name=lane,
            position=position,
            name=step.name,
            team=step.team,
            bypass_by=step.bypass_by,
            different_people=different_people,
        )
        for position, step in enumerate(steps, start=1)
    )


def freeze_steps_of(version: ResponseVersion, case: FoiRequest) -> None:
    """Freezes the steps of the lane that the case is in now. Raises Refused."""
    lane = lane_of(case)
    freeze_steps(version, lane.name, details_of(lane), different_people=lane.different_people)
    if (case.sensitive and not lane.sensitive) or too_few_looks(version, case):
        raise Refused(
            "This case is marked as sensitive, and there is no lane of review for sensitive "
            "cases. Ask an administrator to add one under “Lanes of review”, then submit it."
        )


def details_of(lane: Lane) -> list[StepDetails]:
    rows = lane.steps.select_related("team")
    return [StepDetails(row.name, row.team, row.bypass_by) for row in rows]


def waiting_step(version: ResponseVersion) -> ReviewStep | None:
    """The step that comes next; None when all are done, or the version is older than lanes."""
    waiting: ReviewStep | None = (
        version.steps.filter(decision=None).select_related("team").order_by("position").first()
    )
    return waiting


def why_not_approve(step: ReviewStep | None, by: User) -> str:
    """Why this reviewer may not approve the step; empty when they may."""
    if step is None:
        return ""
    if step.team_id and not by.teams.filter(pk=step.team_id).exists():
        return f"“{step.name}” comes next. It is for the people of {step.team}."
    mine = StepDecision.objects.filter(
        version=step.version_id, decided_by=by, decision=StepDecision.Decision.APPROVED
    )
    if step.different_people and mine.exists():
        return f"“{step.name}” comes next. You approved a step, so another person must do it."
    return ""


def too_few_looks(version: ResponseVersion, case: FoiRequest) -> bool:
    """Whether the case is sensitive and this version goes past fewer than two people."""
    steps = version.steps.filter(different_people=True, bypass_by="")
    return case.sensitive and steps.count() < 2


def may_bypass(step: ReviewStep | None, by: User) -> bool:
    return step is not None and step.bypass_by in {role.value for role in roles_of(by)}


def decide(
    step: ReviewStep,
    decision: StepDecision.Decision,
    *,
    reason: str = "",
    by: User,
    at: datetime,
) -> StepDecision:
    """Writes the decision: once, as the database holds. Inside the transaction of a verb."""
    return StepDecision.objects.create(
        step=step,
        version=step.version,
        decision=decision,
        digest=step.version.digest,
        reason=reason,
        different_people=step.different_people,
        decided_by=by,
        submitter=step.version.submitted_by,
        decided_at=at,
    )

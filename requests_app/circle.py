"""Whether those who see a sensitive case are enough to bring it through its review."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db.models import Q

from requests_app import audit
from requests_app.models import FoiRequest, LaneStep, ReviewStep, StepDecision, Team, lane_of
from requests_app.workflow import Role, State

Step = LaneStep | ReviewStep


def missing_in_circle(case: FoiRequest) -> tuple[str, ...]:
    """What nobody who sees this case may do, one sentence each; none of a case that all see.

    A fixed number of queries.
    """
    if not case.sensitive:
        return ()
    if case.state == State.APPROVED:
        nobody = not _of_role(case, Role.PUBLISHER)
        return ("Nobody who sees this case may publish it.",) if nobody else ()
    steps, done = _steps(case)
    return tuple(_missing(steps, _may_approve(case, steps), done))


def _steps(case: FoiRequest) -> tuple[list[Step], set[int]]:
    """The steps that are still to be approved, and who approved one of the others."""
    if case.state == State.DRAFTING:
        return list(lane_of(case).steps.select_related("team")), set()
    version = case.versions.order_by("number").last()
    if case.state != State.IN_REVIEW or version is None:
        return [], set()
    approved = StepDecision.objects.filter(
        version=version, decision=StepDecision.Decision.APPROVED, different_people=True
    )
    waiting = version.steps.filter(decision=None).select_related("team")
    return list(waiting), set(approved.values_list("decided_by_id", flat=True))


def _of_role(case: FoiRequest, role: Role) -> set[int]:
    """The keys of those in the circle of the case who hold a role."""
    circle = Q(pk=case.officer_id) | Q(pk__in=case.named.values("pk"))
    if case.team_id:
        circle |= Q(teams=case.team_id)
    held = Q(groups__name=role.value) | Q(is_superuser=True)
    people = User.objects.filter(circle, held, is_active=True)
    return set(people.values_list("pk", flat=True))


def _may_approve(case: FoiRequest, steps: Sequence[Step]) -> list[set[int]]:
    """Who may approve each step: reviewers of its team who see the case and did not draft it."""
    reviewers = _of_role(case, Role.REVIEWER) - audit.drafters_of(case)
    members = Team.members.through.objects.filter(
        team__in=[step.team_id for step in steps if step.team_id], user__in=reviewers
    )
    of_team: dict[int, set[int]] = {}
    for team, person in members.values_list("team_id", "user_id"):
        of_team.setdefault(team, set()).add(person)
    return [of_team.get(step.team_id, set()) if step.team_id else reviewers for step in steps]


def _missing(steps: Sequence[Step], may: Sequence[set[int]], done: set[int]) -> Iterable[str]:
    """The steps without anybody, or that there are fewer people than steps."""
    alone = [step for step, people in zip(steps, may, strict=True) if not people - done]
    for step in alone:
        who = f"Nobody of {step.team} who sees" if step.team else "Nobody who sees"
        yield f"{who} this case and had no hand in it may approve “{step.name}”."
    if not alone and not another_person_each([people - done for people in may]):
        yield (
            "Each step of the review is approved by another person, and too few of those who see "
            "this case may approve."
        )


def another_person_each(may: Sequence[set[int]]) -> bool:
    """Whether every step can have a person whom no other step has. Pure."""
    step_of: dict[int, int] = {}

    def finds(step: int, tried: set[int]) -> bool:
        for person in may[step] - tried:
            tried.add(person)
            if person not in step_of or finds(step_of[person], tried):
                step_of[person] = step
                return True
        return False

    return all(finds(step, set()) for step in range(len(may)))

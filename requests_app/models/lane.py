"""Lanes of review: the steps that a version goes through before it is approved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from exemptions.append_only import AppendOnly
from requests_app.models.case import FoiRequest, Lane, Team
from requests_app.models.version import ResponseVersion
from requests_app.workflow import Role

BYPASSERS = [(role.value, role.value) for role in (Role.REVIEWER, Role.ADMINISTRATOR)]


class LaneStep(models.Model):
    """One step of a lane: who approves it, and who may go past it with a reason.

    Without a team every reviewer may approve it; with one, the reviewers who belong to it.
    """

    lane = models.ForeignKey(Lane, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Empty: nobody goes past this step.
    bypass_by = models.CharField(max_length=20, blank=True, choices=BYPASSERS)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["lane", "position"], name="one_step_per_place_of_lane")
        ]

    def __str__(self) -> str:
        return f"{self.lane_id}: {self.position}. {self.name}"


class ReviewStep(AppendOnly):
    """A step as it was frozen with a version: a lane that changes later does not change it."""

    version = models.ForeignKey(ResponseVersion, on_delete=models.PROTECT, related_name="steps")
    lane_name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    bypass_by = models.CharField(max_length=20, blank=True)
    different_people = models.BooleanField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"], name="one_step_per_place_of_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.position}. {self.name}"


class StepDecision(AppendOnly):
    """A step that was approved, or gone past with a reason: once, bound to the digest read."""

    class Decision(models.TextChoices):
        APPROVED = "approved", "Approved"
        BYPASSED = "bypassed", "Gone past"

    step = models.OneToOneField(ReviewStep, on_delete=models.PROTECT, related_name="decision")
    version = models.ForeignKey(ResponseVersion, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision)
    digest = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    different_people = models.BooleanField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(decided_by=F("submitter")),
                name="nobody_decides_a_step_of_what_they_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(decision="bypassed") | ~Q(reason=""), name="going_past_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["version", "decided_by"],
                condition=Q(decision="approved", different_people=True),
                name="another_person_for_each_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.step}"


class VersionSeen(AppendOnly):
    """A reviewer has had this version before them: what changes later is shown against it."""

    version = models.ForeignKey(ResponseVersion, on_delete=models.PROTECT, related_name="seen_by")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="a_version_is_seen_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} saw {self.version}"


def lane_of(case: FoiRequest) -> Lane:
    """The lane of a case: the one chosen, or the one for all others.

    A case that is marked as sensitive takes one for sensitive cases, as long as there is any.
    """
    if case.sensitive and not (case.lane and case.lane.sensitive):
        return sensitive_lane() or case.lane or Lane.objects.get(default=True)
    return case.lane or Lane.objects.get(default=True)


def sensitive_lane() -> Lane | None:
    """The lane that sensitive cases take unless another of their kind is chosen."""
    return Lane.objects.filter(sensitive=True).first()

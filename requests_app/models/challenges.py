"""What followed an answer, as rows: steps of internal reviews and of complaints (s50)."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from exemptions.append_only import AppendOnly
from requests_app.challenges import ComplaintOutcome, ReviewOutcome, Step, StepKind
from requests_app.models.case import FoiRequest

_OPENINGS = [kind.value for kind in StepKind if kind.opens]
_DECISIONS = [kind.value for kind in StepKind if kind.outcomes]
# Why more time is needed, and why a step does not count, must be said.
_REASONED = [StepKind.REVIEW_EXTENDED.value, StepKind.STRUCK.value]


class ChallengeStep(AppendOnly):
    """Something that happened after the answer, on a day.

    ``of`` is the step that began the review or the complaint, or the step that is struck out. One
    table holds all of them, so that their order is the order in which they were recorded.
    """

    foi_request = models.ForeignKey(
        FoiRequest, on_delete=models.PROTECT, related_name="challenge_steps"
    )
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.label) for kind in StepKind])
    on = models.DateField()
    of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="steps")
    outcome = models.CharField(
        max_length=24,
        blank=True,
        choices=[(one.value, one.label) for one in (*ReviewOutcome, *ComplaintOutcome)],
    )
    # The regulator's number of the complaint, or of its decision notice.
    reference = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    # None: somebody who does not use the portal.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=_OPENINGS, of=None)
                | (~Q(kind__in=_OPENINGS) & Q(of__isnull=False)),
                name="challenge_step_belongs_to_one_unless_it_opens",
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=_DECISIONS) & ~Q(outcome=""))
                | (~Q(kind__in=_DECISIONS) & Q(outcome="")),
                name="challenge_decision_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=_REASONED) | ~Q(note=""),
                name="challenge_step_has_its_reason",
            ),
            models.UniqueConstraint(
                fields=["of"], condition=Q(kind="struck"), name="challenge_step_struck_out_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.on}"

    def as_step(self: Self) -> Step:
        return Step(self.pk, StepKind(self.kind), self.on, self.of_id, self.outcome)

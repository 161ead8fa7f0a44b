"""Forms for the lanes of review, and for choosing one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import Q

from requests_app.actions.lanes import StepDetails
from requests_app.gds import GdsBoundField, GdsForm, Submit, form_helper
from requests_app.models import FoiRequest, Lane, Team
from requests_app.models.lane import BYPASSERS

MOST_STEPS = 5


class LaneForm(GdsForm):
    """A lane with up to five steps; a step without a name is none."""

    name = forms.CharField(label="Name of the lane", max_length=60)
    sensitive = forms.BooleanField(
        label="For sensitive cases",
        help_text="It has two steps or more that nobody may leave out, each by a different person. "
        "Who drafts such a case cannot take it out of this lane alone.",
        required=False,
    )
    different_people = forms.BooleanField(
        label="Each step is approved by a different person", required=False
    )

    def __init__(self, *args: Any, steps: Sequence[StepDetails] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A team of officers alone could approve nothing; one that a step has stays to be seen.
        chosen = [step.team.pk for step in steps if step.team]
        teams = Team.objects.filter(Q(pk__in=Team.objects.reviewing()) | Q(pk__in=chosen))
        self._teams = {str(team.pk): team for team in teams}
        for number in range(1, MOST_STEPS + 1):
            step = steps[number - 1] if number <= len(steps) else None
            self._add_step(number, step)

    def _add_step(self, number: int, step: StepDetails | None) -> None:
        teams = [("", "Any reviewer"), *((pk, str(team)) for pk, team in self._teams.items())]
        self.fields[f"step_{number}"] = forms.CharField(
            label=f"Name of step {number}",
            max_length=60,
            required=False,
            initial=step.name if step else "",
        )
        self.fields[f"team_{number}"] = forms.ChoiceField(
            label=f"Who approves step {number}",
            choices=teams,
            required=False,
            initial=step.team.pk if step and step.team else "",
        )
        self.fields[f"bypass_{number}"] = forms.ChoiceField(
            label=f"Who may leave out step {number}, with a reason",
            choices=[("", "Nobody"), *BYPASSERS],
            required=False,
            initial=step.bypass_by if step else "",
        )

    @property
    def rows(self) -> Iterator[tuple[int, list[GdsBoundField]]]:
        """The fields of each step, with its number."""
        for number in range(1, MOST_STEPS + 1):
            names = (f"step_{number}", f"team_{number}", f"bypass_{number}")
            yield number, [self[name] for name in names]  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.errors and not self.steps():
            self.add_error("step_1", "Enter at least one step: nothing leaves unread")
        return data

    def steps(self) -> list[StepDetails]:
        data = self.cleaned_data
        return [
            StepDetails(
                " ".join(data[f"step_{n}"].split()),
                self._teams.get(data[f"team_{n}"]),
                data[f"bypass_{n}"],
            )
            for n in range(1, MOST_STEPS + 1)
            if data.get(f"step_{n}", "").strip()
        ]

    def details(self) -> dict[str, Any]:
        """What ``save_lane`` takes."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "sensitive": data["sensitive"],
            "different_people": data["different_people"],
            "steps": self.steps(),
        }


class ChooseLaneForm(GdsForm):
    """The way of a case through review."""

    lane = forms.TypedChoiceField(
        label="Which way through review?", coerce=int, widget=forms.RadioSelect
    )
    helper = form_helper(Submit("choose", "Choose this way"))

    def __init__(self, case: FoiRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lanes = Lane.objects.prefetch_related("steps__team")
        if case.sensitive:
            lanes = lanes.filter(sensitive=True)
        self._lanes = {lane.pk: lane for lane in lanes}
        self.fields["lane"].choices = [  # type: ignore[attr-defined]
            (pk, f"{lane.name}: {', then '.join(step.name for step in lane.steps.all())}")
            for pk, lane in self._lanes.items()
        ]

    def clean_lane(self) -> Lane:
        return self._lanes[self.cleaned_data["lane"]]

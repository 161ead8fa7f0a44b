"""The filters of the work list, sent with GET so that a filtered list has an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import Q

from requests_app.forms.unmarked import UnmarkedForm
from requests_app.models import Team
from requests_app.querysets import FoiRequestQuerySet, Urgency
from requests_app.workflow import Role, State

MINE = "me"


class WorkListForm(UnmarkedForm):
    """What is not understood is left out: a list that shows too much is better than an error."""

    q = forms.CharField(label="Reference or title", required=False, max_length=200)
    state = forms.ChoiceField(
        label="State",
        choices=[("", "All"), *((state.value, state.label) for state in State)],
        required=False,
    )
    due = forms.ChoiceField(
        label="Due",
        choices=[("", "All"), *((urgency.slug, urgency.label) for urgency in Urgency)],
        required=False,
    )
    officer = forms.ChoiceField(label="Officer", required=False)
    team = forms.TypedChoiceField(label="Team", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = [  # type: ignore[attr-defined]
            ("", "Everybody"),
            (MINE, "Me"),
            *((user.username, user.get_full_name() or user.username) for user in officers()),
        ]
        teams = list(Team.objects.all())
        self.fields["team"].choices = [("", "All"), *((team.pk, team.name) for team in teams)]  # type: ignore[attr-defined]
        if not teams:
            del self.fields["team"]

    def narrow(self, cases: FoiRequestQuerySet, person: User) -> FoiRequestQuerySet:
        """The cases that fit what was asked for, but for ``due``; "me" is ``person``."""
        self.full_clean()
        asked: dict[str, Any] = self.cleaned_data
        if words := asked.get("q"):
            cases = cases.filter(Q(reference__icontains=words) | Q(title__icontains=words))
        if state := asked.get("state"):
            cases = cases.filter(state=state)
        if officer := asked.get("officer"):
            name = person.username if officer == MINE else officer
            cases = cases.filter(officer__username=name)
        if team := asked.get("team"):
            cases = cases.filter(team=team)
        return cases

    @property
    def urgency(self) -> Urgency | None:
        """The heading that was asked for; ``narrow`` comes first."""
        due = self.cleaned_data.get("due")
        return next((urgency for urgency in Urgency if urgency.slug == due), None)


def officers() -> list[User]:
    """Who may have a case, by name."""
    held = User.objects.filter(is_active=True, groups__name=Role.OFFICER.value)
    return list(held.order_by("first_name", "last_name", "username"))

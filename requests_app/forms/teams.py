"""Forms for teams, and for giving a case to an officer and a team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User

from requests_app.forms.work_list import officers
from requests_app.gds import GdsForm, Submit, form_helper
from requests_app.models import Team


def name_of(person: User) -> str:
    return person.get_full_name() or person.username


class TeamForm(GdsForm):
    """A team's name and who belongs to it."""

    name = forms.CharField(label="Name of the team", max_length=100)
    members = forms.TypedMultipleChoiceField(
        label="Officers of the team",
        help_text="An officer of one team only begins new cases in it.",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    helper = form_helper(Submit("save", "Save the team"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {person.pk: person for person in officers()}
        choices = [(pk, name_of(person)) for pk, person in self._people.items()]
        self.fields["members"].choices = choices  # type: ignore[attr-defined]

    def clean_members(self) -> list[User]:
        return [self._people[pk] for pk in self.cleaned_data["members"]]


class AssignForm(GdsForm):
    """Who has the case from now on."""

    officer = forms.TypedChoiceField(label="Officer", coerce=int)
    team = forms.TypedChoiceField(label="Team", coerce=int, empty_value=None, required=False)
    helper = form_helper(Submit("assign", "Give the case to them"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {person.pk: person for person in officers()}
        self._teams = {team.pk: team for team in Team.objects.all()}
        people = [(pk, name_of(person)) for pk, person in self._people.items()]
        teams = [("", "No team"), *((pk, team.name) for pk, team in self._teams.items())]
        self.fields["officer"].choices = people  # type: ignore[attr-defined]
        self.fields["team"].choices = teams  # type: ignore[attr-defined]

    def clean_officer(self) -> User:
        return self._people[self.cleaned_data["officer"]]

    def clean_team(self) -> Team | None:
        return self._teams.get(self.cleaned_data["team"])

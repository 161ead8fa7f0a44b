"""Forms for marking a case as sensitive, and for ending that."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User

from requests_app.forms.teams import name_of
from requests_app.gds import GdsForm, Submit, form_helper
from requests_app.workflow import Role

# Who may read cases at all; others would gain nothing by being named.
MAY_BE_NAMED = (Role.OFFICER, Role.REVIEWER, Role.PUBLISHER, Role.ADMINISTRATOR)


class MarkForm(GdsForm):
    """Why, and who sees the case besides its officer and team."""

    reason = forms.CharField(
        label="Why is the case sensitive?",
        help_text="Only those who see the case read it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    named = forms.TypedMultipleChoiceField(
        label="Who else may see it?",
        help_text="Its officer and team do. Name the reviewer and the publisher, or nobody can "
        "approve and publish it.",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    helper = form_helper(Submit("mark", "Mark as sensitive"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [role.value for role in MAY_BE_NAMED]
        held = User.objects.filter(is_active=True, groups__name__in=roles).distinct()
        self._people = {
            person.pk: person for person in held.order_by("first_name", "last_name", "username")
        }
        choices = [(pk, name_of(person)) for pk, person in self._people.items()]
        self.fields["named"].choices = choices  # type: ignore[attr-defined]

    def clean_named(self) -> list[User]:
        return [self._people[pk] for pk in self.cleaned_data["named"]]


class UnmarkForm(GdsForm):
    """Why everybody who reads cases may read this one again."""

    reason = forms.CharField(
        label="Why is the case sensitive no longer?", widget=forms.Textarea(attrs={"rows": 3})
    )
    helper = form_helper(Submit("unmark", "Let everybody see it again"))

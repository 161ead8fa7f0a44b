"""Forms for the people who may come in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User

from requests_app.actions.base import roles_of
from requests_app.actions.people import PersonDetails
from requests_app.gds import GdsForm, Submit, form_helper
from requests_app.workflow import Role

WHAT_ROLES_DO = {
    Role.OFFICER: "receives requests, drafts the answers and sends the letter",
    Role.REVIEWER: "approves or returns what others drafted",
    Role.PUBLISHER: "publishes on the disclosure log and withdraws from it",
    Role.LIBRARY_EDITOR: "keeps the standard wording",
    Role.ADMINISTRATOR: "looks after people, teams, particulars and bank holidays",
}


class PersonForm(GdsForm):
    """Cleans to ``details``, a PersonDetails."""

    name = forms.CharField(
        label="Name", max_length=150, help_text="First name and surname, as pages show it"
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="For setting a password, for single sign-on and for reminders",
        required=False,
    )
    roles = forms.TypedMultipleChoiceField(
        label="Roles",
        help_text="One person may hold several. Nobody ever reviews their own work.",
        coerce=Role,
        choices=[(role.value, f"{role.value}: {does}") for role, does in WHAT_ROLES_DO.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    helper = form_helper(Submit("save", "Save"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            cleaned["details"] = PersonDetails(
                cleaned["name"], cleaned["email"], frozenset(cleaned["roles"])
            )
        return cleaned


class NewPersonForm(PersonForm):
    username = forms.CharField(
        label="User name",
        max_length=150,
        help_text="Letters, numbers and . @ + - _ only. It never changes.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="A link to set the password goes there, later reminders",
    )
    field_order = ["username", "name", "email", "roles"]
    helper = form_helper(Submit("save", "Add the person"))


def as_initial(person: User) -> dict[str, Any]:
    return {
        "name": person.get_full_name(),
        "email": person.email,
        "roles": [role.value for role in roles_of_closed(person)],
    }


def roles_of_closed(person: User) -> list[Role]:
    """The roles of a person, also while their account is closed."""
    if person.is_active:
        return [role for role in Role if role in roles_of(person)]
    names = {group.name for group in person.groups.all()}
    return [role for role in Role if role.value in names]

"""Forms for the list of people who may be named in public."""

from __future__ import annotations

from django import forms

from requests_app.gds import DateInputField, GdsForm, Submit, Warn, form_helper


class PersonForm(GdsForm):
    """Who may be named, from when, and why."""

    name = forms.CharField(
        label="Name",
        help_text="As it stands in answers, without a title. Leave it empty for a post.",
        max_length=150,
        required=False,
    )
    post = forms.CharField(
        label="Post",
        help_text="Without a name, whoever is named together with this post may be named.",
        max_length=150,
        required=False,
    )
    reason = forms.CharField(
        label="Why may they be named?",
        help_text="For example: a chief officer, who speaks for the authority in public.",
        max_length=300,
    )
    since = DateInputField(label="From which day?", help_text="For example, 27 3 2027.")
    helper = form_helper(Submit("save", "Add to the list"))


class RetirePersonForm(GdsForm):
    """From when they are not to be named, and why."""

    on = DateInputField(
        label="From which day are they not to be named?", help_text="It may be a day to come."
    )
    reason = forms.CharField(label="Why?", max_length=300)
    helper = form_helper(Warn("retire", "Take off the list"))

"""The forms of what follows an answer: internal reviews and complaints to the regulator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User

from requests_app.actions.challenges import StepDetails
from requests_app.challenges import ComplaintOutcome, ReviewOutcome
from requests_app.gds import DateInputField, GdsForm, Submit, Warn, form_helper
from requests_app.workflow import Role

LONGEST_NOTE = 10_000


class StepForm(GdsForm):
    """What every step has: the day on which it happened."""

    on = DateInputField(label="Date", help_text="For example, 27 3 2026.")

    def details(self) -> StepDetails:
        return StepDetails(**self.cleaned_data)


class ReviewAskedForm(StepForm):
    on = DateInputField(
        label="Date on which the review was asked for",
        help_text="The day on which the message arrived. For example, 27 3 2026.",
    )
    note = forms.CharField(
        label="What the requester is dissatisfied with",
        help_text="Any expression of dissatisfaction is enough; no form of words is needed.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_NOTE,
        required=False,
    )
    helper = form_helper(Submit("record", "Record the internal review"))


class ReviewExtendedForm(StepForm):
    on = DateInputField(
        label="Date on which the requester was told", help_text="For example, 27 3 2026."
    )
    note = forms.CharField(
        label="Reasons that the requester was told",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_NOTE,
    )
    helper = form_helper(Submit("record", "Record the extension"))


class ReviewDecidedForm(StepForm):
    on = DateInputField(
        label="Date of the decision",
        help_text="The day on which it was sent to the requester. For example, 27 3 2026.",
    )
    outcome = forms.ChoiceField(
        label="What was decided",
        choices=[(one.value, one.label) for one in ReviewOutcome],
        widget=forms.RadioSelect,
    )
    decided_by = forms.ModelChoiceField(
        label="Who decided",
        help_text="Where possible somebody who had no hand in the answer.",
        queryset=User.objects.none(),
        empty_label="Somebody who does not use the portal",
        required=False,
    )
    note = forms.CharField(
        label="What was found",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_NOTE,
        required=False,
    )
    helper = form_helper(Submit("record", "Record the decision"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["decided_by"]
        roles = [Role.OFFICER.value, Role.REVIEWER.value, Role.PUBLISHER.value]
        field.queryset = (
            User.objects.filter(is_active=True, groups__name__in=roles)
            .distinct()
            .order_by("first_name", "last_name", "username")
        )
        field.label_from_instance = lambda user: user.get_full_name() or user.get_username()


class ComplaintNotifiedForm(StepForm):
    on = DateInputField(
        label="Date on which the regulator told us", help_text="For example, 27 3 2026."
    )
    reference = forms.CharField(
        label="The regulator’s reference",
        help_text="For example, IC-123456-A1B2.",
        max_length=60,
        required=False,
    )
    note = forms.CharField(
        label="What the complaint is about",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_NOTE,
        required=False,
    )
    helper = form_helper(Submit("record", "Record the complaint"))


class ComplaintDecidedForm(StepForm):
    on = DateInputField(label="Date of the decision", help_text="For example, 27 3 2026.")
    outcome = forms.ChoiceField(
        label="What the regulator decided",
        choices=[(one.value, one.label) for one in ComplaintOutcome],
        widget=forms.RadioSelect,
    )
    reference = forms.CharField(
        label="Reference of the decision notice",
        help_text="If there is one.",
        max_length=60,
        required=False,
    )
    note = forms.CharField(
        label="What was found, and what must be done by when",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_NOTE,
        required=False,
    )
    helper = form_helper(Submit("record", "Record the decision"))


class StrikeStepForm(GdsForm):
    """Nothing is deleted: the row stays, with the reason why it does not count."""

    reason = forms.CharField(
        label="Why it is struck out",
        help_text="It stays on the page, marked as struck out.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
    )
    helper = form_helper(Warn("strike", "Strike it out"))

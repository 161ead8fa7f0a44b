"""The forms of sending, publishing and withdrawing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from requests_app.gds import DateInputField, GdsForm, Submit, Warn, form_helper


class SentForm(GdsForm):
    """The day on which the letter leaves: not before it was approved, not in the future."""

    sent_on = DateInputField(
        label="Date of sending",
        help_text="The letter bears this date. For example, 27 3 2026.",
    )
    helper = form_helper(Submit("record", "Record the letter as sent"))

    def __init__(self, *args: Any, today: date, approved_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.approved_on = approved_on

    def clean_sent_on(self) -> date:
        sent_on: date = self.cleaned_data["sent_on"]
        if sent_on > self.today:
            raise ValidationError("Date of sending must be today or in the past")
        if sent_on < self.approved_on:
            raise ValidationError(
                "Date of sending must not be before the response was approved, "
                f"on {self.approved_on:%-d %B %Y}"
            )
        return sent_on


class PublishForm(GdsForm):
    """Nothing to type: a page to read before the button."""

    helper = form_helper(Submit("publish", "Publish on the disclosure log"))


class WithdrawForm(GdsForm):
    """The reason is public, so it must say nothing that had to be withdrawn."""

    reason = forms.CharField(
        label="Reason for the withdrawal",
        help_text=(
            "The public reads this in place of the record, for example: “It showed personal "
            "information by mistake.” Do not repeat what must not be seen, and name nobody."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
    )
    helper = form_helper(Warn("withdraw", "Withdraw the record"))

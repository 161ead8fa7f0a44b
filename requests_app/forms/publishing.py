"""The forms of sending, publishing and withdrawing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from requests_app.gds import DateInputField, GdsForm, Submit, Warn, form_helper
from requests_app.models import FoiRequest, Publication


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


class ReplaceForm(GdsForm):
    """Which record on the log corrects a withdrawn one."""

    replaced_by = forms.CharField(
        label="Reference of the corrected record",
        help_text="It must be on the disclosure log. The withdrawn record’s address leads there.",
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    helper = form_helper(Submit("replace", "Lead to this record"))

    def clean_replaced_by(self) -> FoiRequest | None:
        return record_of(self.cleaned_data["replaced_by"])


def record_of(reference: str) -> FoiRequest | None:
    """The case whose record bears this reference on the log; None of no reference."""
    if not reference:
        return None
    standing = Publication.objects.visible().select_related("foi_request")
    found = standing.filter(foi_request__reference__iexact=reference.strip()).first()
    if found is None:
        raise ValidationError("There is no record with this reference on the log")
    case: FoiRequest = found.foi_request
    return case


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
    names_title = forms.BooleanField(
        label="The title may still be named",
        help_text=(
            "The corrections page then tells people what the record was about. Leave it out when "
            "the title is part of what must go."
        ),
        required=False,
    )
    replaced_by = forms.CharField(
        label="Reference of the corrected record",
        help_text=(
            "If another record on the log puts this one right. To correct this record at its own "
            "address, leave it empty and reopen the case afterwards."
        ),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    helper = form_helper(Warn("withdraw", "Withdraw the record"))

    def clean_replaced_by(self) -> FoiRequest | None:
        return record_of(self.cleaned_data["replaced_by"])

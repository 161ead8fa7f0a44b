"""Forms for a request as it comes in and for correcting what was typed about it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate

from requests_app.actions.intake import ReceivedRequest, RequesterDetails
from requests_app.gds import DateInputField, GdsForm, Submit, form_helper
from requests_app.splitting import MAX_CHARACTERS

RIGHT_OF_ACCESS_BEGAN = date(2005, 1, 1)  # s87, SI 2004/3122


class DetailsForm(GdsForm):
    """What may be corrected later: all but the reference and the text as received."""

    title = forms.CharField(
        max_length=200,
        help_text="A few words that say what is asked. The public will read them.",
    )
    received_on = DateInputField(
        label="Date received",
        help_text="The day it reached the authority, at whatever address. Day 1 is the next "
        "working day.",
    )
    name = forms.CharField(
        label="Requester’s name",
        max_length=200,
        help_text="As the requester gave it. It is never published.",
    )
    email = forms.EmailField(
        label="Requester’s e-mail address",
        help_text="Give an e-mail address or a postal address, or both.",
        required=False,
    )
    postal_address = forms.CharField(
        label="Requester’s postal address",
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        max_length=1000,
        required=False,
    )
    helper = form_helper(Submit("save", "Save the details"))

    def clean_received_on(self) -> date:
        received: date = self.cleaned_data["received_on"]
        if received > localdate():
            raise forms.ValidationError("Date received must be today or in the past")
        if received < RIGHT_OF_ACCESS_BEGAN:
            raise forms.ValidationError(
                "Date received must be after 1 January 2005, when the right of access began"
            )
        return received

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        # s8(1)(b): a request states an address for correspondence.
        if not {"email", "postal_address"} & self.errors.keys() and not (
            data.get("email") or data.get("postal_address")
        ):
            self.add_error("email", "Enter an e-mail address or a postal address")
        return data

    def requester(self) -> RequesterDetails:
        data = self.cleaned_data
        return RequesterDetails(
            name=data["name"],
            email=data["email"],
            postal_address=data["postal_address"].replace("\r\n", "\n"),
        )


class IntakeForm(DetailsForm):
    """A new request."""

    reference = forms.CharField(
        max_length=40,
        help_text="Your own, like CAS-84648-H4L3X0. Leave it empty and one is made.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false"}),
        required=False,
    )
    # Not stripped: the text as received is kept verbatim.
    text = forms.CharField(
        label="Text of the request",
        strip=False,
        max_length=MAX_CHARACTERS,
        help_text="Paste all of it, as received. You check how it is split on the next page.",
        widget=forms.Textarea(attrs={"rows": 18}),
    )
    field_order = ("reference", "title", "received_on", "name", "email", "postal_address", "text")
    helper = form_helper(Submit("save", "Save and split the request"))

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError("Enter the text of the request")
        return text

    def received(self) -> ReceivedRequest:
        data = self.cleaned_data
        return ReceivedRequest(
            reference=data["reference"],
            title=data["title"],
            received_on=data["received_on"],
            text=data["text"],
            requester=self.requester(),
        )
